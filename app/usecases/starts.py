"""What begins tickets without a person: messages, signals and clocks, kept as rows."""

from datetime import datetime
from typing import Any

from app import engine
from app.domain.process import StartPoint
from app.engine import timers
from app.engine.timers import Armed, TimerFault
from app.errors import EngineFault
from app.store import deployments, jobs
from app.store import subscriptions as store
from app.store.deployments import ProcessDefinition
from app.store.jobs import Job
from app.store.subscriptions import StartSubscription
from app.usecases import definitions


def follow(process_key: str, *, now: datetime) -> None:
    """Let the version in force, and no other, be begun by what its diagram says.

    Args:
        process_key: of a process of which a version was deployed, activated or retired.
        now: when.
    """
    store.guard(f"starts {process_key}")
    version = deployments.in_force(process_key)
    known = deployments.versions(process_key)
    armed = jobs.starts_of([row.id for row in known])
    timed = [job for job in armed if "timer" in (job.payload or {})]
    kept = {job.definition_id for job in timed}
    store.drop_starts(process_key)
    for job_ in timed:
        if version is None or job_.definition_id != version.id:
            jobs.done(job_)
    if version is None:
        return
    points = definitions.model_of(version).starts
    store.add_starts(
        [
            _subscription(version, point)
            for point in points
            if point.kind in (store.MESSAGE, store.SIGNAL)
        ]
    )
    if version.id not in kept:
        for point in points:
            if point.timer is not None:
                _arm(version, point, point.timer, now=now)


def _subscription(version: ProcessDefinition, point: StartPoint) -> StartSubscription:
    return StartSubscription(
        definition_id=version.id,
        process_key=version.key,
        element_id=point.element_id,
        kind=point.kind,
        name=point.name,
        condition=point.condition,
    )


def _arm(
    version: ProcessDefinition,
    point: StartPoint,
    timer: tuple[str, str],
    *,
    now: datetime,
) -> None:
    kind, text = timer
    try:
        armed = _first(kind, text, now=now)
    except (TimerFault, EngineFault):
        return  # the linter has refused what can never be a time
    payload = {"timer": [kind, text], "every": armed.every, "left": armed.left}
    jobs.add(job(version.id, point.element_id, payload, due=armed.due_at))


def _first(kind: str, text: str, *, now: datetime) -> Armed:
    try:
        return timers.first(kind, text, now=now)  # type: ignore[arg-type]
    except TimerFault:
        value = engine.evaluate(text, {}, now=now)
        return timers.first(kind, value, now=now)  # type: ignore[arg-type]


def job(
    definition_id: int, element_id: str, payload: dict[str, Any], *, due: datetime
) -> Job:
    """Make the job that begins a ticket.

    Args:
        definition_id: of the version.
        element_id: the start event.
        payload: variables, and for whom; or the timer.
        due: when.
    """
    return Job(
        kind=jobs.START,
        definition_id=definition_id,
        element_id=element_id,
        status=jobs.DUE,
        due_at=due,
        payload=payload,
    )


def again(job: Job, *, now: datetime) -> bool:
    """Arm a start timer for the next time.

    Args:
        job: which has begun a ticket.
        now: when.

    Returns:
        Whether there is a next time.
    """
    told = dict(job.payload or {})
    if "timer" not in told:
        return False
    armed = Armed(job.due_at, told["left"], told["every"])
    following = timers.following(armed, now=now)
    if following is None:
        return False
    job.due_at = following.due_at
    job.payload = {**told, "left": following.left, "every": following.every}
    return True


def process_key(job: Job) -> str | None:
    """Return the process that a job begins, None for other jobs.

    Args:
        job: of any kind.
    """
    version = deployments.by_id(job.definition_id) if job.definition_id else None
    return version.key if version else None
