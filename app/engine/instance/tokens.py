"""Tokens, and the scopes they live in."""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from app.domain.process import JSONDict
from app.engine.specs import Inner


class Token(Task):
    """SpiffWorkflow's task without parents, random ids, wall clock and logging.

    Attributes:
        id: counted up within the ticket.
        flow_id: the sequence flow it came along; "" at the start.
        last_end: of an event sub-process that is over, the end event it ended by.
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
        self.last_end: str | None = None
        scope.tasks[token_id] = self

    @property
    def flow_id(self) -> str:
        """The sequence flow it came along; joins count by it."""
        return str(self.internal_data.get("via", ""))

    @property
    def called(self) -> str | None:
        """Reference of the called process it is in; None for the ticket's own."""
        found: str | None = self.workflow.called
        return found

    @property
    def handle(self) -> str | None:
        """What the hall calls the token; None unless it waits for the world."""
        is_open = self.incident is not None or self.task_spec.is_open(self)
        return f"t{self.id}" if is_open else None

    @property
    def incident(self) -> tuple[str, str] | None:
        """Code and reason when its element cannot go on, else None."""
        kept = self.internal_data.get("why")
        return None if kept is None else (kept[0], kept[1])

    def run(self) -> bool:
        """Let its element act, and leave it if that is done.

        Returns:
            False when it waits, or is no more.
        """
        done = bool(self.task_spec._run(self)) and self.state == TaskState.READY
        if done:
            self.complete()
        return done

    def retry(self) -> None:
        """Let an element that is an incident act again."""
        state = self.internal_data.pop("why")[2]
        if state is None:
            self.task_spec.retry(self)
        else:
            self._set_state(state)

    def _set_state(self, value: int) -> None:
        self._state = value

    def absorb(self) -> None:
        """Vanish into another token at a join."""
        self._set_state(TaskState.COMPLETED)
        del self.workflow.tasks[self.id]


class InnerScope(BpmnSubWorkflow):
    """What happens inside one sub-process; ``data`` holds its own variables.

    Attributes:
        model: the process it is drawn in.
        isolated: True when variables around it cannot be seen inside.
        called: reference of the called process it belongs to; None when that is the
            ticket's own.
        calls: how many calls lie in one another here.
        context: read-only names above its variables.
        notes: what was completed in it that may have to be undone.
    """

    def __init__(self, inner: Inner, host: Token, top: Any) -> None:
        self._outer = host.workflow
        self.model = inner.model or host.workflow.model
        self.isolated = inner.isolated
        self.called = inner.called or host.workflow.called
        self.calls = host.workflow.calls + (inner.called is not None)
        self.context = _context(host)
        self.ended = False
        self.notes: list[JSONDict] = []
        self._wraps = inner.spec.wraps
        super().__init__(inner.spec, host.id, top, deserializing=True)

    @property
    def parent_workflow(self) -> Any:
        """The scope around this one."""
        return self._outer

    @property
    def host(self) -> Token:
        """The token on the activity that opened it."""
        token: Token = self._outer.tasks[self.parent_task_id]
        return token

    def _calculate_depth(self) -> int:
        """Return how many sub-processes lie around; what wraps one is not counted."""
        return int(self._outer.depth) + (0 if self._wraps else 1)


def _context(host: Token) -> Mapping[str, Any]:
    """Return what can be read inside an activity: maybe with a business key of its own.

    Args:
        host: the token on the activity.
    """
    context: Mapping[str, Any] = host.workflow.context
    if "key" not in host.internal_data:
        return context
    ticket = {**context.get("ticket", {}), "business_key": host.internal_data["key"]}
    return {**context, "ticket": ticket}
