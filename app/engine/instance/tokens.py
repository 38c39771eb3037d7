"""Tokens, and the scopes they live in."""

from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from app.domain.process import JSONDict
from app.engine import timers
from app.engine.specs import Inner


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
        """What the hall calls the token; None unless it waits for the world."""
        return f"t{self.id}" if self.task_spec.is_open(self) else None

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
    """What happens inside one sub-process; ``data`` holds its own variables.

    Attributes:
        model: the process it is drawn in.
        isolated: True when variables around it cannot be seen inside.
    """

    def __init__(self, inner: Inner, host: Token, top: Any) -> None:
        self._outer = host.workflow
        self.model = inner.model or host.workflow.model
        self.isolated = inner.isolated
        self.ended = False
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
