"""Tasks that send a message, or wait for one."""

from collections.abc import Iterable
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from app.domain.process import (
    ElementTriggered,
    MessageReceived,
    WaitingMessage,
)
from app.engine.specs.events import Catching, win
from app.engine.specs.events.throwing import Throwing


class SendMessage(Throwing, defaults.NoneTask):
    """Sends a message out of the ticket and goes on."""


class ReceiveTask(Catching, defaults.NoneTask):
    """Waits for a message, or for somebody who lets it go on.

    Without a message it is told as one that waits for the message "", which nobody can
    send.

    Source:
        BPMN 2.0.2, "Receive Task".
    """

    accepts = (MessageReceived, ElementTriggered)

    def _update_hook(self, task: Any) -> bool:
        super()._update_hook(task)
        task.workflow.top_workflow.arm_edge(task)
        return False

    def is_open(self, token: Any) -> bool:
        """Tell whether it waits."""
        if self.definitions:
            return super().is_open(token)
        return bool(token.state == TaskState.WAITING)

    def waits_for(self, token: Any) -> Iterable[Any]:
        """Describe the message."""
        if self.definitions:
            return super().waits_for(token)
        if not self.is_open(token):
            return []
        name = token.workflow.model.elements[self.name].name
        return [
            WaitingMessage(
                token=token.handle,
                element_id=self.name,
                name=name,
                message_name="",
                called=token.called,
            )
        ]

    def take(self, token: Any, stimulus: Any) -> None:
        """Let the message come, or somebody say that it may go on."""
        if isinstance(stimulus, ElementTriggered):
            token.workflow.top_workflow.receive(token, stimulus.variables)
            self.fire(token, 0)
        else:
            super().take(token, stimulus)

    def fire(self, token: Any, number: int) -> None:
        """Go on; behind an event-based gateway, the other events are too late."""
        win(token)
        token._ready()
