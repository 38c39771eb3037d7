"""What a process at rest waits for."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from app.domain.process.values import JSONDict


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingUserTask:
    """A user task that a token has reached and nobody has completed.

    Attributes:
        token: the engine's handle of this one waiting element, stable while it waits.
        element_id: the user task in the diagram.
        name: its name.
        form_key: its form, or None.
        assignee: evaluated ``assignee``, or None.
        candidate_users: evaluated, in the order of the diagram.
        candidate_groups: evaluated, lanes included.
        due_at: evaluated ``dueDate``, or None.
        priority: evaluated ``priority``, 0 to 100; 50 when not given.
        called: reference of the called process the element is drawn in; None when
            that is the ticket's own.
    """

    token: str
    element_id: str
    name: str
    form_key: str | None = None
    assignee: str | None = None
    candidate_users: tuple[str, ...] = ()
    candidate_groups: tuple[str, ...] = ()
    due_at: datetime | None = None
    priority: int = 50
    called: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingTimer:
    """A timer event that is armed.

    Attributes:
        token: the engine's handle.
        element_id: the timer event in the diagram.
        name: its name.
        due_at: when it fires next, aware UTC.
        called: reference of the called process the element is drawn in; None when
            that is the ticket's own.
    """

    token: str
    element_id: str
    name: str
    due_at: datetime
    called: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingMessage:
    """An element that waits for a message.

    Attributes:
        token: the engine's handle.
        element_id: the receive task or message event.
        name: its name.
        message_name: the message's own name, evaluated.
        correlation: key to value, evaluated when it began to wait; {} waits by the
            ticket's business key alone.
        called: reference of the called process the element is drawn in; None when
            that is the ticket's own.
    """

    token: str
    element_id: str
    name: str
    message_name: str
    correlation: JSONDict = field(default_factory=dict)
    called: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingSignal:
    """An element that waits for a signal.

    Attributes:
        token: the engine's handle.
        element_id: the signal event.
        name: its name.
        signal_name: the signal's own name, evaluated.
        called: reference of the called process the element is drawn in; None when
            that is the ticket's own.
    """

    token: str
    element_id: str
    name: str
    signal_name: str
    called: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingService:
    """An element whose work the house, or a worker, must do.

    Attributes:
        token: the engine's handle.
        element_id: the service, send or business rule task.
        name: its name.
        kind: an external task of a topic, a named connector, or nothing known.
        topic: of an external task, evaluated; None else.
        implementation: what else the diagram says of it.
        inputs: mapped inputs; the whole scope's variables when nothing is mapped.
        retries: "R3/PT10M" as the diagram says, or None.
        priority: 0 to 100; 50 when not given.
        called: reference of the called process the element is drawn in; None when
            that is the ticket's own.
    """

    token: str
    element_id: str
    name: str
    kind: Literal["external", "connector", "unknown"]
    topic: str | None = None
    implementation: JSONDict = field(default_factory=dict)
    inputs: JSONDict = field(default_factory=dict)
    retries: str | None = None
    priority: int = 50
    called: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingChoice:
    """An ad-hoc sub-process in which people pick what to do next.

    Attributes:
        token: the engine's handle.
        element_id: the sub-process.
        name: its name.
        choices: element id and name of each that may be begun now.
        may_finish: whether a person may end it now.
        called: reference of the called process the element is drawn in; None when
            that is the ticket's own.
    """

    token: str
    element_id: str
    name: str
    choices: tuple[tuple[str, str], ...]
    may_finish: bool
    called: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """An element that cannot go on until somebody helps; it keeps its token.

    Attributes:
        token: the engine's handle.
        element_id: the element.
        code: the BPMN error's code that nobody handles, or a kebab-case reason.
        why: for people.
        called: reference of the called process the element is drawn in; None when
            that is the ticket's own.
    """

    token: str
    element_id: str
    code: str
    why: str
    called: str | None = None
