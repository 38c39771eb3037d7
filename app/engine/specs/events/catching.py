"""Events that wait for something to happen: in the flow and on the edge.

An event with several definitions has a slot for each; their handles are numbered:
``t7.0``, ``t7.1``.
"""

from collections.abc import Iterable
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from app.domain.process import JSONDict, MessageReceived, SignalReceived, TimerDue
from app.engine.specs.base import Lean
from app.engine.specs.events.definitions import ConditionalDefinition, Definition
from app.errors import StaleToken


class Catching(Lean):
    """Waits until one of its definitions happens, or all of them.

    Attributes:
        definitions: what it waits for.
        all_of: True when all of them must happen (parallel multiple).
    """

    waits = True
    accepts: tuple[type, ...] = (MessageReceived, SignalReceived, TimerDue)
    definitions: tuple[Definition, ...] = ()
    all_of = False

    def _update_hook(self, task: Any) -> bool:
        task._set_state(TaskState.WAITING)
        if not self.is_open(task):
            self.arm(task)
        self.watch(task)
        return False

    # --- slots ---

    def slots(self, token: Any) -> list[JSONDict]:
        """Return what each definition keeps with a token."""
        if len(self.definitions) == 1:
            return [token.internal_data]
        found: list[JSONDict] = token.internal_data.get("ev", [])
        return found

    def is_open(self, token: Any) -> bool:
        """Tell whether it is armed."""
        pairs = zip(self.definitions, self.slots(token), strict=False)
        return any(definition.is_armed(slot) for definition, slot in pairs)

    def open_slots(self, token: Any) -> list[tuple[int, Definition, JSONDict]]:
        """Return the slots for which something may happen, by number."""
        pairs = zip(self.definitions, self.slots(token), strict=False)
        return [
            (number, definition, slot)
            for number, (definition, slot) in enumerate(pairs)
            if definition.is_armed(slot) and "got" not in slot
        ]

    def _handle(self, token: Any, number: int) -> str:
        return f"t{token.id}" + (f".{number}" if len(self.definitions) > 1 else "")

    def handles(self, token: Any) -> Iterable[str]:
        """Return a handle for each definition that may happen."""
        if token.incident is not None or not self.definitions:
            return super().handles(token)
        return [self._handle(token, number) for number, _, _ in self.open_slots(token)]

    # --- waiting ---

    def arm(self, token: Any) -> None:
        """Begin to wait for every definition."""
        if len(self.definitions) > 1:
            token.internal_data["ev"] = [{} for _ in self.definitions]
        for number, definition in enumerate(self.definitions):
            happened = definition.arm(token, self.slots(token)[number])
            if happened:
                self.occurred(token, number)
            if token.state != TaskState.WAITING:
                return

    def watch(self, token: Any) -> None:
        """Have conditions looked at whenever something has been done."""
        if any(isinstance(d, ConditionalDefinition) for d in self.definitions):
            token.workflow.top_workflow.watching[token.id] = token

    def look(self, token: Any) -> bool:
        """Look at the conditions again.

        Returns:
            True when one of them has become true.
        """
        for number, definition, slot in self.open_slots(token):
            if isinstance(definition, ConditionalDefinition) and (
                definition.becomes_true(token, slot)
            ):
                self.occurred(token, number)
                return True
        return False

    def waits_for(self, token: Any) -> Iterable[Any]:
        """Describe everything it waits for."""
        return [
            wait
            for number, definition, slot in self.open_slots(token)
            for wait in definition.waits_for(token, slot, self._handle(token, number))
        ]

    # --- happening ---

    def take(self, token: Any, stimulus: Any) -> None:
        """Let a timer, message or signal happen."""
        for number, definition, _ in self.open_slots(token):
            if self._handle(token, number) == stimulus.token and (
                definition.accepts is type(stimulus)
            ):
                payload = getattr(stimulus, "variables", {})
                token.workflow.top_workflow.receive(token, payload)
                self.occurred(token, number)
                return
        raise StaleToken(token=stimulus.token)

    def occurred(self, token: Any, number: int) -> None:
        """Note that a definition has happened; act when that is enough."""
        if self.all_of:
            slots = self.slots(token)
            slots[number]["got"] = 1
            if not all("got" in slot for slot in slots):
                return
        self.fire(token, number)

    def again(self, token: Any, number: int) -> JSONDict | None:
        """Return what a token keeps that waits for the next time.

        Args:
            token: one that has fired.
            number: of the definition that made it fire.

        Returns:
            None when nothing can happen any more.
        """
        kept = [
            definition.again(token, slot) if self.all_of or at == number else dict(slot)
            for at, (definition, slot) in enumerate(
                zip(self.definitions, self.slots(token), strict=True)
            )
        ]
        pairs = list(zip(self.definitions, kept, strict=True))
        enough = all if self.all_of else any
        if not enough(d.passive or d.is_armed(slot) for d, slot in pairs):
            return None
        return kept[0] if len(kept) == 1 else {"ev": kept}

    def fire(self, token: Any, number: int) -> None:
        """Act: it has happened.

        Args:
            token: the one that waits.
            number: of the definition that happened last.
        """
        raise NotImplementedError


class IntermediateCatchEvent(Catching, defaults.IntermediateCatchEvent):
    """Waits in the flow, or behind an event-based gateway."""

    def fire(self, token: Any, number: int) -> None:
        """Go on; behind a gateway, the other events are too late."""
        win(token)
        token._ready()


def win(token: Any) -> None:
    """Tell the event-based gateway before an element, if any, that it has happened."""
    while token.workflow.spec.wraps:  # the gateway knows what stands around it
        token = token.workflow.host
    gate = token.internal_data.pop("gate", None)
    if gate is not None:
        host = token.workflow.tasks[gate]
        host.task_spec.decided(host, token)


class BoundaryEvent(Catching, defaults.BoundaryEvent):
    """Waits on the edge of an activity, as long as the activity lasts.

    Attributes:
        cancel_activity: True when it interrupts the activity.
    """

    cancel_activity: bool
    tells_cancel = False

    @property
    def passive(self) -> bool:
        """True when nothing is armed: whoever throws looks for it."""
        return not self.all_of and all(d.passive for d in self.definitions)

    def fire(self, token: Any, number: int) -> None:
        """Interrupt the activity, or wait for the next time, and go on."""
        top, scope = token.workflow.top_workflow, token.workflow
        host = token.internal_data.pop("on")  # it outlives the activity
        if self.cancel_activity:
            top.cancel(scope.tasks[host])
        elif not self.passive:
            kept = self.again(token, number)
            if kept is not None:
                top.put(scope, self.name, on=host, **kept)
        token._ready()
