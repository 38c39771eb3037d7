"""A process in memory for the length of one step: its scopes, tokens and agenda.

SpiffWorkflow's own stepper walks the whole tree again and again and stops silently
1000 levels deep. This one keeps an agenda: a token that may go on is queued, and when
the queue is empty the process is at rest. Nothing recurses and nothing is searched.
"""

import re
from collections import deque
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from app.domain.process import DecisionMade, JSONDict, Library, Passed, Thrown
from app.engine.budget import Budget
from app.engine.dispatch import compensations, conditions
from app.engine.expressions import CagedEngine, assign
from app.engine.instance.tokens import InnerScope, Token
from app.engine.library import NOTHING
from app.engine.model import Model
from app.engine.specs import INTERRUPTS, Arrow
from app.errors import N_, EngineFault

_HANDLE = re.compile(r"t(\d{1,18})(?:\.\d{1,3})?", re.ASCII)


class Instance(BpmnWorkflow):
    """One process instance while it takes one step.

    Args:
        model: the process.
        variables: of the process scope; copied, never changed.
        context: read-only names beside the variables.
        now: aware UTC, the only time there is.

    Attributes:
        agenda: tokens that may go on, in order.
        joins: scopes in which an inclusive gateway waits.
        passed: what was left or lost so far.
        thrown: messages and signals that left so far.
        decided: decisions taken so far.
        watching: tokens whose conditions are looked at, by number.
        acting: the token whose element acts just now.
        notes: what was completed that may have to be undone.
        counted: number of tokens ever made in this ticket.
        last_end: name of the end event reached last in the process scope.
    """

    def __init__(
        self,
        model: Model,
        variables: JSONDict,
        context: Mapping[str, Any],
        now: datetime,
        library: Library | None = None,
    ) -> None:
        super().__init__(
            model.spec, model.scopes, script_engine=CagedEngine(), deserializing=True
        )
        self.model = model
        self.library = library or NOTHING
        self.called: str | None = None
        self.calls = 0
        self.notes: list[JSONDict] = []
        self.data = dict(variables)
        self.context = context
        self.now = now
        self.agenda: deque[Token] = deque()
        self.joins: dict[Any, None] = {}
        self.passed: list[Passed] = []
        self.thrown: list[Thrown] = []
        self.decided: list[DecisionMade] = []
        self.watching: dict[int, Token] = {}
        self.acting: Token | None = None
        self.counted = 0
        self.last_end: str | None = None
        self.ended = self.isolated = False
        self.budget = Budget()

    def scopes(self) -> list[Any]:
        """Return the process scope and every open inner scope."""
        return [self, *self.subprocesses.values()]

    def tokens(self) -> list[Token]:
        """Return every token, the oldest first."""
        found = [t for scope in self.scopes() for t in scope.tasks.values()]
        return sorted(found, key=lambda token: token.id)

    def find(self, handle: str) -> Token | None:
        """Return the open token that waits under a handle, or None.

        Args:
            handle: ``t7``, or ``t7.1`` of an event with several definitions.
        """
        match = _HANDLE.fullmatch(handle)
        token_id = int(match[1]) if match else 0
        for scope in self.scopes():
            token = scope.tasks.get(token_id)
            if token is not None and handle in token.task_spec.handles(token):
                found: Token = token
                return found
        return None

    # --- a token's way ---------------------------------------------------------------

    def begin(self, at: str | None = None) -> None:
        """Begin the process.

        Args:
            at: the element it begins with; None for its start event.
        """
        if at is not None and at not in {p.element_id for p in self.model.starts}:
            why = N_("the process does not begin there")
            raise EngineFault(element_id=at, why=why)
        self.arm_handlers(self)
        if self.is_open_for_more(self):
            name = at or self.spec.start
            if name in self.spec.begun_by:  # a gateway that needs all of its events
                self.put(self, self.spec.begun_by[name], begun=name)
            else:
                self.put(self, name)

    def put(self, scope: Any, name: str, **kept: Any) -> Token:
        """Make a token and let it arrive at an element.

        Args:
            scope: where.
            name: the element's spec.
            **kept: what the token remembers.
        """
        token = self.make(scope, name, **kept)
        token.task_spec._update(token)
        return token

    def make(self, scope: Any, name: str, **kept: Any) -> Token:
        """Make a token that does not arrive yet; see ``put``."""
        self.budget.create(name)
        self.counted += 1
        token = Token(scope, scope.spec.task_specs[name], self.counted)
        token.internal_data.update(kept)
        return token

    def leave(self, token: Token, arrows: list[Arrow]) -> None:
        """Let a token that is done go on along flows, or vanish."""
        scope = token.workflow
        self._pass(token, "completed")
        if token.task_spec.undoable:
            compensations.note(token)
        del scope.tasks[token.id]
        self.subprocesses.pop(token.id, None)
        self._disarm(token)
        if scope.spec.free and scope.host.task_spec.over(scope.host, token):
            arrows = []
        for arrow in arrows:
            self._follow(token, arrow.flow_id)
            self.put(scope, arrow.target, via=arrow.flow_id)
        self.close_if_empty(scope, token)

    def pass_through(self, token: Token, flow_id: str) -> None:
        """Take a token away whose place one behind a flow has taken already."""
        self._pass(token, "completed")
        del token.workflow.tasks[token.id]
        self._follow(token, flow_id)

    def _follow(self, token: Token, flow_id: str) -> None:
        """Tell that a token takes a flow, if somebody has drawn it."""
        if flow_id not in token.workflow.model.hidden:
            self.passed.append(
                Passed(element_id=flow_id, kind="sequenceFlow", called=token.called)
            )

    def close_if_empty(self, scope: Any, token: Token) -> None:
        """End a scope in which no token is left that holds it.

        Args:
            scope: it may have been ended already.
            token: the last that left it.
        """
        if scope.ended or any(t.task_spec.holds for t in scope.tasks.values()):
            return
        for other in list(scope.tasks.values()):
            self.cancel(other)
        scope.ended = True
        self._close(scope, token)

    def _close(self, scope: Any, last: Token) -> None:
        """The last token of a scope is gone: its sub-process, if it is one, goes on."""
        if scope is self:
            spec = last.task_spec
            self.last_end = spec.name if spec.kind == "endEvent" else last.last_end
            return
        host = scope.parent_workflow.tasks[scope.parent_task_id]
        if host.task_spec.name in {h.handler for h in host.workflow.spec.handlers}:
            host.last_end = last.task_spec.name  # the process may end by its handler
        host.task_spec.closed(host, scope)

    def open_scope(self, host: Token, variables: JSONDict | None = None) -> None:
        """Begin what lies inside a sub-process.

        Args:
            host: the token on the activity.
            variables: of the scope inside.
        """
        scope = self.enter(host, variables)
        self.arm_handlers(scope)
        if self.is_open_for_more(scope):
            self.put(scope, scope.spec.start)
        self.arm_edge(host)

    def enter(self, host: Token, variables: JSONDict | None = None) -> InnerScope:
        """Make the scope inside an activity; no token is in it yet."""
        scope = InnerScope(host.task_spec.inner(host), host, self)
        self.budget.enter(scope.depth, host.task_spec.name)
        scope.data = {} if variables is None else variables
        self.subprocesses[host.id] = scope
        return scope

    def receive(self, token: Token, variables: JSONDict) -> None:
        """Take in what has come to a waiting token from outside.

        Each variable is written where it is defined, seen from the token's scope, else
        in the process.
        """
        element_id = token.task_spec.name
        for name, value in variables.items():
            assign(token.workflow, name, value, element_id=element_id)

    def arm_edge(self, host: Token) -> None:
        """Arm the events on the edge of an activity, until one interrupts it."""
        for name in host.task_spec.edge:
            spec = host.workflow.spec.task_specs[name]
            if not spec.passive and host.workflow.tasks.get(host.id) is host:
                self.put(host.workflow, name, on=host.id)

    def arm_handlers(self, scope: Any) -> None:
        """Arm the event sub-processes of a scope, until one interrupts it."""
        for spec in scope.spec.handlers:
            if not spec.passive and self.is_open_for_more(scope):
                self.put(scope, spec.name)

    def is_open_for_more(self, scope: Any) -> bool:
        """Tell whether no handler has interrupted a scope."""
        return not any(INTERRUPTS in t.internal_data for t in scope.tasks.values())

    def hold(self, token: Token, code: str, why: str) -> None:
        """Keep a token where it is, as an incident, until somebody helps.

        Args:
            token: on an element that cannot go on.
            code: of the BPMN error, or a kebab-case reason.
            why: for people.
        """
        # What has waited waits again when it is tried again; what has acted, acts.
        state = None if token is self.acting else token.state
        token.internal_data["why"] = [code, why, state]
        token._set_state(TaskState.WAITING)

    # --- interruptions ---------------------------------------------------------------

    def cancel(self, token: Token) -> None:
        """Take a token away, with everything inside and on the edge of its element."""
        inner = self.subprocesses.pop(token.id, None)
        if inner is not None:
            for other in list(inner.tasks.values()):
                if other.id in inner.tasks:
                    self.cancel(other)
        token._set_state(TaskState.CANCELLED)
        # What has just thrown what ends it has done what it was drawn for.
        thrower = token is self.acting and hasattr(token.task_spec, "throws")
        self._pass(token, "completed" if thrower else "cancelled")
        del token.workflow.tasks[token.id]
        self._disarm(token)

    def cancel_all(self, scope: Any) -> None:
        """Take every token of a scope away; the scope stays."""
        for other in list(scope.tasks.values()):
            if other.id in scope.tasks:
                self.cancel(other)

    def cancel_others(self, token: Token) -> None:
        """Take every other token of a scope away (terminate end event)."""
        scope = token.workflow
        for other in list(scope.tasks.values()):
            if other is not token and other.id in scope.tasks:
                self.cancel(other)

    def _disarm(self, host: Token) -> None:
        """Forget the events on the edge of an activity that is left."""
        if not host.task_spec.edge:
            return
        for other in list(host.workflow.tasks.values()):
            if other.internal_data.get("on") == host.id:
                other._set_state(TaskState.CANCELLED)
                del other.workflow.tasks[other.id]

    def _pass(self, token: Token, how: Any) -> None:
        spec = token.task_spec
        if not spec.told(token, how) or spec.name in token.workflow.model.hidden:
            return
        self.passed.append(
            Passed(
                element_id=spec.name,
                kind=spec.kind,
                how=how,
                token=token.handle,
                called=token.called,
            )
        )

    # --- the step --------------------------------------------------------------------

    def run(self) -> None:
        """Let every token go on until all of them wait.

        Raises:
            EngineFault: an element fails, a budget is passed, or tokens are left that
                nothing can ever move again.
        """
        if not self.agenda:  # else whoever has been told of something goes on first
            conditions.look(self)
        while self.agenda or self._settle_joins():
            token = self.agenda.popleft()
            if token.state == TaskState.READY:
                if token.task_spec.is_step:
                    self.budget.step(token.task_spec.name)
                self.acting = token
                token.run()
                self.acting = None
            conditions.look(self)
        self._check_rest()

    def _settle_joins(self) -> bool:
        """Let inclusive gateways go on for which nothing more can arrive."""
        for scope in list(self.joins):
            waiting = [t for t in scope.tasks.values() if hasattr(t.task_spec, "merge")]
            if not waiting:
                del self.joins[scope]
            for token in waiting:
                if token.task_spec.settled(scope):
                    token.task_spec.merge(scope)
                    return True
        return False

    def _check_rest(self) -> None:
        """Refuse a rest in which nothing waits for anybody: it would last for ever."""
        tokens = self.tokens()
        if tokens and not any(token.handle for token in tokens):
            stuck = next((t for t in tokens if t.task_spec.waits), tokens[0])
            why = N_("it waits for a branch that can never arrive")
            raise EngineFault(element_id=stuck.task_spec.name, why=why)


__all__ = ["InnerScope", "Instance", "Token"]
