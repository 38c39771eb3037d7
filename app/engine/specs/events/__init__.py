"""Events: where a scope begins and ends, and what happens to it meanwhile."""

from collections.abc import Iterable
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.event_definitions import simple
from SpiffWorkflow.util.task import TaskState

from app.domain.process import TimerDue, WaitingTimer
from app.engine import timers
from app.engine.specs.base import Lean


class StartEvent(Lean, defaults.StartEvent):
    """Begins a scope.

    Attributes:
        initiator: name of the variable that is to hold who started the ticket.
    """

    initiator: str | None = None

    def _run_hook(self, task: Any) -> bool:
        context = task.workflow.top_workflow.context
        # “initiator”, the usual name, is there already and can be no variable
        if self.initiator and self.initiator not in context:
            task.workflow.data[self.initiator] = context.get("initiator")
        return True


class EndEvent(Lean, defaults.EndEvent):
    """Ends a token, or with a terminate definition every token of its scope."""

    def _on_complete(self, task: Any) -> None:
        top = task.workflow.top_workflow
        if isinstance(self.event_definition, simple.TerminateEventDefinition):
            top.cancel_others(task)
        top.leave(task, [])


class _Timer(Lean):
    """Waits for its time."""

    waits = True
    accepts = (TimerDue,)
    event_definition: Any

    def is_open(self, token: Any) -> bool:
        """Tell whether it is armed."""
        return "due" in token.internal_data

    def waits_for(self, token: Any) -> Iterable[WaitingTimer]:
        """Describe when it fires."""
        element = token.workflow.model.elements[self.name]
        return [
            WaitingTimer(
                token=token.handle,
                element_id=element.element_id,
                name=element.name,
                due_at=token.armed().due_at,
            )
        ]

    def take(self, token: Any, stimulus: TimerDue) -> None:
        """Fire."""
        token._ready()

    def _update_hook(self, task: Any) -> bool:
        if "due" not in task.internal_data:
            task.arm(self.event_definition.arm(task))
        task._set_state(TaskState.WAITING)
        return False


class IntermediateCatchEvent(_Timer, defaults.IntermediateCatchEvent):
    """A timer in the flow."""


class BoundaryEvent(_Timer, defaults.BoundaryEvent):
    """A timer on the edge of an activity."""

    cancel_activity: bool
    tells_cancel = False

    def _run_hook(self, task: Any) -> bool:
        top = task.workflow.top_workflow
        host = task.internal_data.pop("on")  # it outlives the activity it interrupts
        if self.cancel_activity:
            top.cancel(task.workflow.tasks[host])
            return True
        again = timers.following(task.armed(), now=top.now)
        if again is not None:
            top.put(task.workflow, self.name, on=host, armed=again)
        return True
