"""Start and resume: one step of a process, a pure function of what comes in."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypeVar

from app.domain.process import (
    ErrorRaised,
    EscalationRaised,
    Incident,
    IncidentRetried,
    JSONDict,
    Library,
    Outcome,
    Snapshot,
    Stimulus,
    VariablesChanged,
    WaitingChoice,
    WaitingMessage,
    WaitingService,
    WaitingSignal,
    WaitingTimer,
    WaitingUserTask,
)
from app.engine import serializer
from app.engine.dispatch import faults
from app.engine.instance import Instance, Token
from app.engine.model import Model
from app.engine.shapes import ACTIVITIES
from app.errors import StaleToken

_W = TypeVar("_W")

RESULT_PROPERTY = "ticket.result"


def start(
    model: Model,
    variables: JSONDict,
    *,
    at: str | None = None,
    context: Mapping[str, Any],
    library: Library | None = None,
    now: datetime,
) -> Outcome:
    """Start a process and let it go on until it waits or ends.

    Args:
        model: the process.
        variables: of the process scope, from the start form; not changed.
        at: the start event; None for the one that waits for nobody.
        context: read-only names beside them (``initiator``, ``ticket``).
        library: where called processes and decisions are; None knows nothing.
        now: aware UTC; the only time the process sees.

    Raises:
        EngineFault: an element fails or a budget is passed.
        Unavailable: the cage is busy; try again.
    """
    instance = Instance(model, variables, context, now, library)
    instance.begin(at)
    instance.run()
    return outcome_of(instance)


def resume(
    model: Model,
    snapshot: Snapshot,
    stimulus: Stimulus,
    *,
    context: Mapping[str, Any],
    now: datetime,
    library: Library | None = None,
) -> Outcome:
    """Let a process at rest take one step.

    Args:
        model: the same version it was started with.
        snapshot: what the last step left; not changed.
        stimulus: what has happened.
        context: read-only names beside the variables.
        now: aware UTC; the only time the process sees.
        library: where called processes and decisions are; None knows nothing.

    Raises:
        StaleToken: the user task or timer does not wait (any more).
        EngineFault: an element fails or a budget is passed; nothing has changed.
        Unavailable: the cage is busy; try again.
    """
    instance = Instance(model, snapshot.variables, context, now, library)
    serializer.load(snapshot.state, instance)
    apply(instance, stimulus)
    return outcome_of(instance)


def apply(instance: Instance, stimulus: Stimulus) -> None:
    """Let what has happened happen to a process at rest, and run until it rests again.

    Args:
        instance: changed; of no use any more when this raises.
        stimulus: what has happened.

    Raises:
        StaleToken: the user task or timer does not wait (any more).
        EngineFault: an element fails or a budget is passed.
        Unavailable: the cage is busy; try again.
    """
    match stimulus:
        case VariablesChanged(variables=variables):
            instance.data.update(variables)
        case _:
            _happen(instance, stimulus)
    instance.run()


def _happen(instance: Instance, stimulus: Any) -> None:
    token = instance.find(stimulus.token)
    if token is None:
        raise StaleToken(token=stimulus.token)
    held = token.incident is not None
    works = not held and token.task_spec.kind in ACTIVITIES
    match stimulus:
        case IncidentRetried() if held:
            token.retry()
        case ErrorRaised() if works:
            faults.raise_error(
                token, stimulus.code, stimulus.message, stimulus.variables
            )
        case EscalationRaised() if works:
            faults.escalate(token, stimulus.code, stimulus.variables)
        case _ if not held and isinstance(stimulus, token.task_spec.accepts):
            token.task_spec.take(token, stimulus)
        case _:
            raise StaleToken(token=stimulus.token)


def local_variables(snapshot: Snapshot, token: str) -> JSONDict:
    """Return what a waiting element sees beside the process scope's variables.

    Args:
        snapshot: what the last step left.
        token: the waiting element.

    Returns:
        Variables of the inner scopes around it, the nearest winning; {} at top level.

    Raises:
        StaleToken: nothing waits under this token.
    """
    return _local(snapshot, token)[0]


def visible_variables(snapshot: Snapshot, token: str) -> JSONDict:
    """Return every variable that a waiting element sees.

    Args:
        snapshot: what the last step left.
        token: the waiting element.

    Returns:
        Variables of the inner scopes around it and of its process: of the ticket's, or
        of a called one, which sees nothing else.

    Raises:
        StaleToken: nothing waits under this token.
    """
    found, open_outwards = _local(snapshot, token)
    return snapshot.variables | found if open_outwards else found


def _local(snapshot: Snapshot, token: str) -> tuple[JSONDict, bool]:
    found = serializer.local_variables(snapshot.state, token)
    if found is None:
        raise StaleToken(token=token)
    return found


def outcome_of(instance: Instance) -> Outcome:
    """Describe a process that has come to rest."""
    tokens = instance.tokens()
    waits = [w for t in tokens for w in _waits(t)]
    ended = not tokens
    end = instance.model.elements.get(instance.last_end or "") if ended else None
    return Outcome(
        snapshot=Snapshot(
            state=serializer.dump(instance), variables=dict(instance.data)
        ),
        user_tasks=_only(WaitingUserTask, waits),
        timers=_only(WaitingTimer, waits),
        messages=_only(WaitingMessage, waits),
        signals=_only(WaitingSignal, waits),
        services=_only(WaitingService, waits),
        choices=_only(WaitingChoice, waits),
        incidents=_only(Incident, waits),
        thrown=tuple(instance.thrown),
        decided=tuple(instance.decided),
        passed=tuple(instance.passed),
        ended=ended,
        end_element_id=end.element_id if end else None,
        result=end.properties.get(RESULT_PROPERTY) if end else None,
    )


def _waits(token: Token) -> Iterable[Any]:
    if token.incident is None:
        found: Iterable[Any] = token.task_spec.waits_for(token)
        return found
    code, why = token.incident
    spec = token.task_spec
    stuck = Incident(
        token=f"t{token.id}",
        element_id=spec.name,
        code=code,
        why=why,
        called=token.called,
    )
    return [stuck]


def _only(kind: type[_W], waits: list[Any]) -> tuple[_W, ...]:
    return tuple(found for found in waits if isinstance(found, kind))
