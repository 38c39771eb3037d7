"""Where a scope begins."""

from typing import Any

from SpiffWorkflow.bpmn.specs import defaults

from app.engine.expressions import assign
from app.engine.specs.base import Lean


class StartEvent(Lean, defaults.StartEvent):
    """Begins a scope; what it waited for, if for anything, has happened.

    Attributes:
        initiator: name of the variable that is to hold who started the ticket.
    """

    initiator: str | None = None

    def _run_hook(self, task: Any) -> bool:
        context = task.workflow.top_workflow.context
        # “initiator”, the usual name, is there already and can be no variable
        if self.initiator and self.initiator not in context:
            value = context.get("initiator")
            assign(task.workflow, self.initiator, value, element_id=self.name)
        return True
