"""Event sub-processes: handlers that wait as long as the scope around them lasts.

The start event of each lies twice in the specs: in the scope around, where a token
waits at it, and inside the sub-process, where the handler begins.
"""

from typing import Any

from SpiffWorkflow.bpmn.specs import defaults

from app.engine.specs.activities import SubProcess
from app.engine.specs.events.catching import Catching

INTERRUPTS = "int"


class EventSubProcess(SubProcess):
    """A handler; it is begun by its start event, never by a flow."""

    is_handler = True


class HandlerStart(Catching, defaults.IntermediateCatchEvent):
    """Waits, in the scope around an event sub-process, for its start event.

    Attributes:
        handler: name of the event sub-process.
        interrupting: True when it ends everything else in the scope.
    """

    handler: str
    interrupting: bool
    holds = False
    tells_cancel = False

    @property
    def passive(self) -> bool:
        """True when nothing is armed: whoever throws looks for it."""
        return not self.all_of and all(d.passive for d in self.definitions)

    def fire(self, token: Any, number: int) -> None:
        """Begin the handler, and end everything else if it interrupts."""
        top, scope = token.workflow.top_workflow, token.workflow
        if self.interrupting:
            top.cancel_all(scope)
            top.put(scope, self.handler, **{INTERRUPTS: 1})
            return
        top.cancel(token)
        kept = None if self.passive else self.again(token, number)
        if kept is not None:
            top.put(scope, self.name, **kept)
        top.put(scope, self.handler)
