"""What may happen to a process at rest."""

from dataclasses import dataclass, field

from app.domain.process.values import JSONDict


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCompleted:
    """A person has completed a user task.

    Attributes:
        token: the waiting user task.
        variables: written before the engine goes on: each where it is defined, seen
            from the scope the task lies in, else as a variable of the process.
    """

    token: str
    variables: JSONDict


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerDue:
    """The clock has reached a timer's time.

    Attributes:
        token: the waiting timer.
    """

    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VariablesChanged:
    """An administrator has corrected variables of the process scope.

    Attributes:
        variables: names and new values; other names stay.
    """

    variables: JSONDict


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReceived:
    """A message has found the element that waits for it.

    Attributes:
        token: the waiting element.
        variables: the payload, set in the element's scope.
    """

    token: str
    variables: JSONDict


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalReceived:
    """A signal has reached an element that waits for it.

    Attributes:
        token: the waiting element.
        variables: the payload, set in the element's scope.
    """

    token: str
    variables: JSONDict


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceAnswered:
    """A service that the house called for an element has done its work.

    Attributes:
        token: the waiting service, send or business rule task.
        variables: the answer, mapped as the diagram says.
    """

    token: str
    variables: JSONDict


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorRaised:
    """A service has answered with a BPMN error.

    Attributes:
        token: the element that called it.
        code: the error's code; the innermost, most specific handler takes it.
        message: for people.
        variables: set in the scope of the handler.
    """

    token: str
    code: str
    message: str
    variables: JSONDict


@dataclass(frozen=True, slots=True, kw_only=True)
class EscalationRaised:
    """A person or service has raised a BPMN escalation at an element.

    Attributes:
        token: the element, which goes on unless a handler interrupts it.
        code: the escalation's code.
        variables: set in the scope of the handler.
    """

    token: str
    code: str
    variables: JSONDict


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementTriggered:
    """Somebody lets an element go on by hand, or picks one in an ad-hoc sub-process.

    Attributes:
        token: the waiting receive task or ad-hoc sub-process.
        element_id: what to begin inside the ad-hoc sub-process; None ends it, or lets
            any other element go on.
        variables: set in the element's scope.
    """

    token: str
    element_id: str | None = None
    variables: JSONDict = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRetried:
    """Somebody has mended the cause of an incident.

    Attributes:
        token: the element that holds the incident; it acts again.
    """

    token: str


Stimulus = (
    WorkCompleted
    | TimerDue
    | VariablesChanged
    | MessageReceived
    | SignalReceived
    | ServiceAnswered
    | ErrorRaised
    | EscalationRaised
    | ElementTriggered
    | IncidentRetried
)
