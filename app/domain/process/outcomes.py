"""What became of one step."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from app.domain.process.values import JSONDict
from app.domain.process.waiting import (
    Incident,
    WaitingChoice,
    WaitingMessage,
    WaitingService,
    WaitingSignal,
    WaitingTimer,
    WaitingUserTask,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """One element that a token left, or lost, during a step, in order.

    Events on the edge of an activity that is left are disarmed without being told: no
    token was ever on them.

    Attributes:
        element_id: the element, or the sequence flow.
        kind: BPMN's local name ("sequenceFlow" for a flow).
        how: completed normally, or cancelled by an interruption.
        token: for user tasks and timers the handle they waited under, else None.
        called: reference of the called process the element is drawn in; None when
            that is the ticket's own.
    """

    element_id: str
    kind: str
    how: Literal["completed", "cancelled"] = "completed"
    token: str | None = None
    called: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A process at rest, as the store keeps it.

    Attributes:
        state: live tokens and inner scopes; opaque to everyone but the engine, its
            first byte sequence names the version of the format.
        variables: the process scope's variables.
    """

    state: bytes
    variables: JSONDict


@dataclass(frozen=True, slots=True, kw_only=True)
class Thrown:
    """A message or signal that leaves the ticket; inside, it has been delivered.

    Attributes:
        kind: what it is.
        element_id: the event or task that threw it.
        name: of the message or signal, evaluated.
        variables: the payload.
        correlation: key to value, of a message.
        business_key: of a message, or None.
        called: reference of the called process the element is drawn in; None when
            that is the ticket's own.
    """

    kind: Literal["message", "signal"]
    element_id: str
    name: str
    variables: JSONDict = field(default_factory=dict)
    correlation: JSONDict = field(default_factory=dict)
    business_key: str | None = None
    called: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionMade:
    """A DMN decision taken by a business rule task.

    Attributes:
        element_id: the task.
        decision_id: the decision.
        result: as it went into the variables.
        matched: decision id to the rules that matched, by number from 1.
        called: reference of the called process the element is drawn in; None when
            that is the ticket's own.
    """

    element_id: str
    decision_id: str
    result: Any
    matched: Mapping[str, tuple[int, ...]]
    called: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one step.

    Attributes:
        snapshot: the process at rest after the step.
        user_tasks: every user task that waits now (not only new ones).
        timers: every armed timer.
        passed: what was completed or cancelled during the step, in order; flows
            included, so the diagram can colour them.
        ended: True when no token is left.
        end_element_id: the end event that ended the process, or None.
        result: the end event's ``ticket.result`` property, or None.
        messages: every element that waits for a message.
        signals: every element that waits for a signal.
        services: every element whose work the house must do.
        choices: every ad-hoc sub-process in which people pick.
        incidents: every element that cannot go on by itself.
        thrown: messages and signals that left during the step, in order.
        decided: decisions taken during the step, in order.
    """

    snapshot: Snapshot
    user_tasks: tuple[WaitingUserTask, ...]
    timers: tuple[WaitingTimer, ...]
    passed: tuple[Passed, ...]
    ended: bool
    end_element_id: str | None = None
    result: str | None = None
    messages: tuple[WaitingMessage, ...] = ()
    signals: tuple[WaitingSignal, ...] = ()
    services: tuple[WaitingService, ...] = ()
    choices: tuple[WaitingChoice, ...] = ()
    incidents: tuple[Incident, ...] = ()
    thrown: tuple[Thrown, ...] = ()
    decided: tuple[DecisionMade, ...] = ()
