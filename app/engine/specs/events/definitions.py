"""What events wait for."""

from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition

from app.engine import timers
from app.errors import EngineFault


class TimerDefinition(TimerEventDefinition):
    """BPMN's three timers, read by us: SpiffWorkflow's read the wall clock."""

    def __init__(self, kind: timers.TimerKind, text: str, *, plain: bool) -> None:
        super().__init__(None, text)
        self.kind = kind
        self.plain = plain

    def arm(self, task: Any) -> timers.Armed:
        """Return when the timer fires first."""
        now = task.workflow.top_workflow.now
        try:
            text = self.expression
            if not self.plain:
                text = task.workflow.script_engine.evaluate(task, text)
            return timers.first(self.kind, text, now=now)
        except timers.TimerFault as fault:
            raise EngineFault(element_id=task.task_spec.name, why=str(fault)) from fault
