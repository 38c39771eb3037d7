"""A process in memory for the length of one step: its scopes, tokens and agenda.

SpiffWorkflow's own stepper walks the whole tree again and again and stops silently
1000 levels deep. This one keeps an agenda: a token that may go on is queued, and when
the queue is empty the process is at rest. Nothing recurses and nothing is searched.
"""

from collections import deque
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from app.domain.process import JSONDict, Passed
from app.engine import timers
from app.engine.budget import Budget
from app.engine.expressions import CagedEngine
from app.engine.model import Model
from app.engine.specs import Arrow, BoundaryEvent
from app.engine.staffing import staff
from app.errors import N_, EngineFault


class Token(Task):
    """SpiffWorkflow's task without parents, random ids, wall clock and logging.

    Attributes:
        id: counted up within the ticket.
        flow_id: the sequence flow it came along; "" at the start.
    """

    def __init__(
        self, scope: Any, spec: Any, token_id: int, state: int = TaskState.MAYBE
    ) -> None:
        self.id = token_id
        self.workflow = scope
        self.task_spec = spec
        self._parent = None
        self._children: list[Any] = []
        self._state = state
        self.triggered = False
        self.data: JSONDict = {}
        self.internal_data: JSONDict = {}
        scope.tasks[token_id] = self

    @property
    def flow_id(self) -> str:
        """The sequence flow it came along; joins count by it."""
        return str(self.internal_data.get("via", ""))

    @property
    def handle(self) -> str | None:
        """What the hall calls the token: known for user tasks and timers only."""
        spec = self.task_spec
        if spec.manual or "due" in self.internal_data:
            return f"t{self.id}"
        return None

    def _set_state(self, value: int) -> None:
        self._state = value

    def absorb(self) -> None:
        """Vanish into another token at a join."""
        self._set_state(TaskState.COMPLETED)
        del self.workflow.tasks[self.id]

    def arm(self, armed: timers.Armed) -> None:
        """Note when the timer fires."""
        self.internal_data["due"] = armed.due_at.isoformat()
        if armed.every is not None:
            self.internal_data.update(left=armed.left, every=armed.every)

    def armed(self) -> timers.Armed:
        """Return what ``arm`` noted."""
        kept = self.internal_data
        due_at = datetime.fromisoformat(kept["due"])
        return timers.Armed(due_at, kept.get("left", 0), kept.get("every"))


class InnerScope(BpmnSubWorkflow):
    """What happens inside one sub-process; ``data`` holds its own variables."""

    def __init__(self, spec: Any, host: Token, top: "Instance") -> None:
        self._outer = host.workflow
        super().__init__(spec, host.id, top, deserializing=True)

    @property
    def parent_workflow(self) -> Any:
        """The scope around this one."""
        return self._outer


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
        counted: number of tokens ever made in this ticket.
        last_end: name of the end event reached last in the process scope.
    """

    def __init__(
        self,
        model: Model,
        variables: JSONDict,
        context: Mapping[str, Any],
        now: datetime,
    ) -> None:
        super().__init__(
            model.spec, model.scopes, script_engine=CagedEngine(), deserializing=True
        )
        self.model = model
        self.data = dict(variables)
        self.context = context
        self.now = now
        self.agenda: deque[Token] = deque()
        self.joins: dict[Any, None] = {}
        self.passed: list[Passed] = []
        self.counted = 0
        self.last_end: str | None = None
        self.budget = Budget()

    def scopes(self) -> list[Any]:
        """Return the process scope and every open inner scope."""
        return [self, *self.subprocesses.values()]

    def find(self, handle: str) -> Token | None:
        """Return the user task or timer that waits under a handle, or None."""
        number = handle[1:]
        if handle[:1] != "t" or not number.isdecimal() or len(number) > 18:
            return None
        token_id = int(number)
        for scope in self.scopes():
            token = scope.tasks.get(token_id)
            if token is not None and token.handle == handle:
                return token
        return None

    # --- a token's way ---------------------------------------------------------------

    def put(
        self,
        scope: Any,
        name: str,
        *,
        armed: timers.Armed | None = None,
        **kept: Any,
    ) -> Token:
        """Make a token and let it arrive at an element.

        Args:
            scope: where.
            name: the element's spec.
            armed: for a timer that repeats, when it fires next.
            **kept: what the token remembers.
        """
        spec = scope.spec.task_specs[name]
        self.budget.create(name)
        self.counted += 1
        token = Token(scope, spec, self.counted)
        token.internal_data.update(kept)
        if armed is not None:
            token.arm(armed)
        spec._update(token)
        return token

    def leave(self, token: Token, arrows: list[Arrow]) -> None:
        """Let a token that is done go on along flows, or vanish."""
        scope = token.workflow
        self._pass(token, "completed")
        del scope.tasks[token.id]
        self.subprocesses.pop(token.id, None)
        self._disarm(token)
        for arrow in arrows:
            self.passed.append(Passed(element_id=arrow.flow_id, kind="sequenceFlow"))
            self.put(scope, arrow.target, via=arrow.flow_id)
        if not scope.tasks:
            self._close(scope, token)

    def _close(self, scope: Any, last: Token) -> None:
        """The last token of a scope is gone: its sub-process, if it is one, goes on."""
        if scope is self:
            spec = last.task_spec
            self.last_end = spec.name if spec.kind == "endEvent" else None
            return
        scope.parent_workflow.tasks[scope.parent_task_id]._ready()

    def open_scope(self, host: Token) -> None:
        """Begin what lies inside a sub-process."""
        scope = InnerScope(self.subprocess_specs[host.task_spec.spec], host, self)
        self.budget.enter(scope.depth, host.task_spec.name)
        self.subprocesses[host.id] = scope
        self.put(scope, scope.spec.start)
        self.arm_edge(host)

    def open_user_task(self, token: Token) -> None:
        """Let a user task wait: who is to do it is decided now, once."""
        staff(token)
        self.arm_edge(token)

    def arm_edge(self, host: Token) -> None:
        """Arm the events on the edge of an activity."""
        for name in host.task_spec.edge:
            self.put(host.workflow, name, on=host.id)

    # --- interruptions ---------------------------------------------------------------

    def cancel(self, token: Token) -> None:
        """Take a token away, with everything inside and on the edge of its element."""
        inner = self.subprocesses.pop(token.id, None)
        if inner is not None:
            for other in list(inner.tasks.values()):
                if other.id in inner.tasks:
                    self.cancel(other)
        token._set_state(TaskState.CANCELLED)
        if not isinstance(token.task_spec, BoundaryEvent):
            self._pass(token, "cancelled")
        del token.workflow.tasks[token.id]
        self._disarm(token)

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
        self.passed.append(
            Passed(element_id=spec.name, kind=spec.kind, how=how, token=token.handle)
        )

    # --- the step --------------------------------------------------------------------

    def run(self) -> None:
        """Let every token go on until all of them wait.

        Raises:
            EngineFault: an element fails, a budget is passed, or tokens are left that
                nothing can ever move again.
        """
        while self.agenda or self._settle_joins():
            token = self.agenda.popleft()
            if token.state == TaskState.READY:
                self.budget.step(token.task_spec.name)
                token.run()
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
        tokens = [t for scope in self.scopes() for t in scope.tasks.values()]
        if tokens and not any(token.handle for token in tokens):
            stuck = next((t for t in tokens if t.task_spec.waits), tokens[0])
            why = N_("it waits for a branch that can never arrive")
            raise EngineFault(element_id=stuck.task_spec.name, why=why)
