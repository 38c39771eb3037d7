"""What events wait for.

A definition is shared by all tokens and keeps nothing itself: what one token waits for
lies in its slot, a plain dictionary that is saved with it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.process import (
    JSONDict,
    MessageReceived,
    SignalReceived,
    TimerDue,
    WaitingMessage,
    WaitingSignal,
    WaitingTimer,
)
from app.engine import timers
from app.engine.correlation import Correlation
from app.engine.expressions import evaluate_at, holds
from app.engine.specs.events.names import name_of
from app.errors import EngineFault, Reason


class Definition:
    """One thing that an event waits for.

    Attributes:
        passive: True when nothing is armed: whoever throws looks for it.
        accepts: the stimulus that makes it happen; None when none does.
        catches: what is thrown that it catches ("error"); "" for none.
    """

    passive = False
    catches = ""
    accepts: type | None = None

    def arm(self, token: Any, slot: JSONDict) -> bool:
        """Begin to wait.

        Returns:
            True when it has happened already.
        """
        return False

    def is_armed(self, slot: JSONDict) -> bool:
        """Tell whether a slot waits."""
        return False

    def waits_for(self, token: Any, slot: JSONDict, handle: str) -> Iterable[Any]:
        """Describe what an armed slot waits for."""
        return ()

    def again(self, token: Any, slot: JSONDict) -> JSONDict:
        """Return the slot that waits for the next time; {} when there is none."""
        return {}


class TimerDefinition(Definition):
    """One of BPMN's three timers.

    Args:
        kind: which.
        text: ISO 8601 or cron text, or an expression.
        plain: False for an expression.
    """

    accepts = TimerDue

    def __init__(self, kind: timers.TimerKind, text: str, *, plain: bool) -> None:
        self.kind = kind
        self.text = text
        self.plain = plain

    def arm(self, token: Any, slot: JSONDict) -> bool:
        """Reckon when it fires first."""
        top, name = token.workflow.top_workflow, token.task_spec.name
        text = self.text if self.plain else evaluate_at(token, self.text, name)
        try:
            zone = token.workflow.model.properties.get("ticket.timezone")
            armed = timers.first(self.kind, text, now=top.now, zone=zone)
        except timers.TimerFault as fault:
            raise EngineFault(element_id=name, why=Reason(str(fault))) from fault
        slot.update(_kept(armed))
        return False

    def is_armed(self, slot: JSONDict) -> bool:
        """Tell whether it is to fire."""
        return "due" in slot

    def waits_for(
        self, token: Any, slot: JSONDict, handle: str
    ) -> Iterable[WaitingTimer]:
        """Describe when it fires."""
        element = token.workflow.model.elements[token.task_spec.name]
        return [
            WaitingTimer(
                token=handle,
                element_id=element.element_id,
                name=element.name,
                called=token.called,
                due_at=datetime.fromisoformat(slot["due"]),
            )
        ]

    def again(self, token: Any, slot: JSONDict) -> JSONDict:
        """Reckon when it fires next, in step with the first time."""
        due_at = datetime.fromisoformat(slot["due"])
        armed = timers.Armed(due_at, slot.get("left", 0), slot.get("every"))
        following = timers.following(armed, now=token.workflow.top_workflow.now)
        return {} if following is None else _kept(following)


def _kept(armed: timers.Armed) -> JSONDict:
    kept: JSONDict = {"due": armed.due_at.isoformat()}
    if armed.every is not None:
        kept.update(left=armed.left, every=armed.every)
    return kept


@dataclass(frozen=True, slots=True)
class MessageDefinition(Definition):
    """A message.

    Attributes:
        name: of the message; may be an expression.
        correlation: what it is told from others of its name by.
    """

    name: str
    correlation: Correlation
    accepts = MessageReceived

    def arm(self, token: Any, slot: JSONDict) -> bool:
        """Evaluate name and keys: once, now."""
        slot["msg"] = name_of(token, self.name)
        keys = self.correlation.expected(token)
        if keys:
            slot["cor"] = keys
        return False

    def is_armed(self, slot: JSONDict) -> bool:
        """Tell whether it may come."""
        return "msg" in slot

    def waits_for(
        self, token: Any, slot: JSONDict, handle: str
    ) -> Iterable[WaitingMessage]:
        """Describe the message."""
        element = token.workflow.model.elements[token.task_spec.name]
        return [
            WaitingMessage(
                token=handle,
                element_id=element.element_id,
                name=element.name,
                called=token.called,
                message_name=slot["msg"],
                correlation=slot.get("cor", {}),
            )
        ]

    def again(self, token: Any, slot: JSONDict) -> JSONDict:
        """Wait for the same."""
        return _without_mark(slot, "msg", "cor")


@dataclass(frozen=True, slots=True)
class SignalDefinition(Definition):
    """A signal.

    Attributes:
        name: of the signal; may be an expression.
    """

    name: str
    accepts = SignalReceived

    def arm(self, token: Any, slot: JSONDict) -> bool:
        """Evaluate the name: once, now."""
        slot["sig"] = name_of(token, self.name)
        return False

    def is_armed(self, slot: JSONDict) -> bool:
        """Tell whether it may come."""
        return "sig" in slot

    def waits_for(
        self, token: Any, slot: JSONDict, handle: str
    ) -> Iterable[WaitingSignal]:
        """Describe the signal."""
        element = token.workflow.model.elements[token.task_spec.name]
        return [
            WaitingSignal(
                token=handle,
                element_id=element.element_id,
                name=element.name,
                called=token.called,
                signal_name=slot["sig"],
            )
        ]

    def again(self, token: Any, slot: JSONDict) -> JSONDict:
        """Wait for the same."""
        return _without_mark(slot, "sig")


@dataclass(frozen=True, slots=True)
class ConditionalDefinition(Definition):
    """A condition over the variables; it happens when it becomes true.

    Source:
        BPMN 2.0.2, "Conditional Event Definition": a condition that has been true must
        become false before the event can occur again.
    """

    condition: str

    def arm(self, token: Any, slot: JSONDict) -> bool:
        """Evaluate the condition for the first time."""
        slot["was"] = False
        return self.becomes_true(token, slot)

    def becomes_true(self, token: Any, slot: JSONDict) -> bool:
        """Evaluate the condition again; True only when it did not hold before."""
        before = slot["was"]
        slot["was"] = holds(token, self.condition, token.task_spec.name)
        return bool(slot["was"]) and not before

    def is_armed(self, slot: JSONDict) -> bool:
        """Tell whether it may become true."""
        return "was" in slot

    def again(self, token: Any, slot: JSONDict) -> JSONDict:
        """Wait until it does not hold, and then does again."""
        return {"was": True}


@dataclass(frozen=True, slots=True)
class CaughtError(Definition):
    """An error of one code, or any.

    Attributes:
        code: None for any.
        code_variable: takes the code, or None.
        message_variable: takes the message, or None.
    """

    code: str | None = None
    code_variable: str | None = None
    message_variable: str | None = None
    passive = True
    catches = "error"


@dataclass(frozen=True, slots=True)
class CaughtEscalation(Definition):
    """An escalation of one code, or any.

    Attributes:
        code: None for any.
        code_variable: takes the code, or None.
    """

    code: str | None = None
    code_variable: str | None = None
    passive = True
    catches = "escalation"


class CaughtCancel(Definition):
    """The cancellation of a transaction."""

    passive = True
    catches = "cancel"


class CaughtCompensation(Definition):
    """The compensation of the activity or scope the event belongs to."""

    passive = True
    catches = "compensation"


def _without_mark(slot: JSONDict, *names: str) -> JSONDict:
    return {name: slot[name] for name in names if name in slot}
