"""Start and resume: one step of a process, a pure function of what comes in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from app.domain.process import (
    JSONDict,
    Outcome,
    Snapshot,
    Stimulus,
    TimerDue,
    VariablesChanged,
    WaitingTimer,
    WorkCompleted,
)
from app.engine import expressions, serializer
from app.engine.instance import Instance, Token
from app.engine.model import Model
from app.engine.staffing import waiting
from app.errors import StaleToken

RESULT_PROPERTY = "ticket.result"


def start(
    model: Model, variables: JSONDict, *, context: Mapping[str, Any], now: datetime
) -> Outcome:
    """Start a process and let it go on until it waits or ends.

    Args:
        model: the process.
        variables: of the process scope, from the start form; not changed.
        context: read-only names beside them (``initiator``, ``ticket``).
        now: aware UTC; the only time the process sees.

    Raises:
        EngineFault: an element fails or a budget is passed.
        Unavailable: the cage is busy; try again.
    """
    instance = Instance(model, variables, context, now)
    instance.put(instance, model.spec.start)
    instance.run()
    return outcome_of(instance)


def resume(
    model: Model,
    snapshot: Snapshot,
    stimulus: Stimulus,
    *,
    context: Mapping[str, Any],
    now: datetime,
) -> Outcome:
    """Let a process at rest take one step.

    Args:
        model: the same version it was started with.
        snapshot: what the last step left; not changed.
        stimulus: what has happened.
        context: read-only names beside the variables.
        now: aware UTC; the only time the process sees.

    Raises:
        StaleToken: the user task or timer does not wait (any more).
        EngineFault: an element fails or a budget is passed; nothing has changed.
        Unavailable: the cage is busy; try again.
    """
    instance = Instance(model, snapshot.variables, context, now)
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
        case WorkCompleted(token=handle, variables=variables):
            token = _waiting(instance, handle, manual=True)
            for name, value in variables.items():
                element_id = token.task_spec.name
                expressions.assign(token.workflow, name, value, element_id=element_id)
            instance.agenda.append(token)
        case TimerDue(token=handle):
            _waiting(instance, handle, manual=False)._ready()
        case VariablesChanged(variables=variables):
            instance.data.update(variables)
    instance.run()


def _waiting(instance: Instance, handle: str, *, manual: bool) -> Token:
    token = instance.find(handle)
    if token is None or token.task_spec.manual is not manual:
        raise StaleToken(token=handle)
    return token


def local_variables(snapshot: Snapshot, token: str) -> JSONDict:
    """Return what a waiting element sees beside the process scope's variables.

    Args:
        snapshot: what the last step left.
        token: the waiting user task or timer.

    Returns:
        Variables of the inner scopes around it, the nearest winning; {} at top level.

    Raises:
        StaleToken: nothing waits under this token.
    """
    found = serializer.local_variables(snapshot.state, token)
    if found is None:
        raise StaleToken(token=token)
    return found


def outcome_of(instance: Instance) -> Outcome:
    """Describe a process that has come to rest."""
    tokens = [t for scope in instance.scopes() for t in scope.tasks.values()]
    tokens.sort(key=lambda token: token.id)
    ended = not tokens
    end = instance.model.elements.get(instance.last_end or "") if ended else None
    return Outcome(
        snapshot=Snapshot(
            state=serializer.dump(instance), variables=dict(instance.data)
        ),
        user_tasks=tuple(waiting(t) for t in tokens if t.task_spec.manual),
        timers=tuple(_timer(t) for t in tokens if "due" in t.internal_data),
        passed=tuple(instance.passed),
        ended=ended,
        end_element_id=end.element_id if end else None,
        result=end.properties.get(RESULT_PROPERTY) if end else None,
    )


def _timer(token: Token) -> WaitingTimer:
    element = token.workflow.top_workflow.model.elements[token.task_spec.name]
    return WaitingTimer(
        token=token.handle or "",
        element_id=element.element_id,
        name=element.name,
        due_at=token.armed().due_at,
    )
