"""Service tasks that workers outside perform: fetch and lock, answer, give back."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.domain import history as facts
from app.domain import permissions
from app.domain import tickets as rules
from app.domain.paging import LIMIT, Page, cut, decode
from app.domain.permissions import Actor
from app.domain.process import ErrorRaised, JSONDict, ServiceAnswered, Stimulus
from app.errors import NotFound, NotLocked
from app.store import external_tasks as store
from app.store import jobs, listing
from app.store.jobs import Job
from app.store.tickets import Ticket
from app.usecases import history
from app.usecases.advance import advance, touch
from app.usecases.waiting import Step, troubles

MOST_AT_ONCE = 100
LONGEST_LOCK = 24 * 3600
LONGEST_PAUSE = 30 * 24 * 3600
DEFAULT_RETRIES = 3
NO_RETRIES = "no-retries-left"
_RETRIES = re.compile(r"(?:R(\d{1,4})(?:/.*)?|(\d{1,4}))", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalTask:
    """A service task that waits for a worker.

    Attributes:
        job: its row.
        ticket: to which it belongs.
        variables: what the diagram hands over.
    """

    job: Job
    ticket: Ticket
    variables: JSONDict


def fetch_and_lock(
    topics: Sequence[str],
    *,
    worker_id: str,
    max_tasks: int = 10,
    lock_seconds: int = 300,
    actor: Actor,
    now: datetime,
) -> list[ExternalTask]:
    """Hand a worker the most urgent tasks of its topics that nobody else holds.

    Args:
        topics: that the worker performs.
        worker_id: names the worker; only it may answer.
        max_tasks: how many at most, 1 to 100.
        lock_seconds: how long they are its own, 1 second to a day.
        actor: a program or an administrator.
        now: when.

    Raises:
        NotAllowed: the actor may not work on tasks of services.
    """
    permissions.require("external-task.work", actor)
    most = min(max(max_tasks, 1), MOST_AT_ONCE)
    found = store.free(topics, now, most)
    until = now + timedelta(seconds=min(max(lock_seconds, 1), LONGEST_LOCK))
    for job in found:
        job.worker, job.leased_until = worker_id, until
    tickets = listing.by_ids({job.ticket_id or 0 for job in found})
    return [_task(job, tickets[job.ticket_id or 0]) for job in found]


def list_tasks(
    *,
    actor: Actor,
    topic: str | None = None,
    ticket: str | None = None,
    cursor: str | None = None,
    limit: int = LIMIT,
) -> Page[ExternalTask]:
    """List the tasks of services, locked or not, the longest waiting first.

    Args:
        actor: a program or an administrator.
        topic: only of this topic; None for all, those without a topic included.
        ticket: only of this ticket, by its number.
        cursor: of the page, or None for the first.
        limit: rows a page, 1 to 200.

    Raises:
        NotAllowed: the actor may not work on tasks of services.
        NotFound: there is no such ticket.
        Invalid: the cursor is none of this list.
    """
    permissions.require("external-task.work", actor)
    found = listing.by_number(ticket) if ticket is not None else None
    if ticket is not None and found is None:
        raise NotFound
    after = decode(cursor, kinds=(int,))[0] if cursor else 0
    rows = store.page(topic, found.id if found else None, after, limit + 1)
    tasks = [_task(job, of) for job, of in rows]
    return cut(tasks, limit, lambda task: (task.job.id,))


def get(task_id: int, *, actor: Actor) -> ExternalTask:
    """Read the task of a service.

    Args:
        task_id: of the task.
        actor: a program or an administrator.

    Raises:
        NotAllowed: the actor may not work on tasks of services.
        NotFound: there is none, or none any more.
    """
    permissions.require("external-task.work", actor)
    job = jobs.get(task_id)
    if job is None or job.kind != jobs.SERVICE:
        raise NotFound
    return _task(job, listing.by_ids({job.ticket_id or 0})[job.ticket_id or 0])


def complete(
    task_id: int,
    *,
    worker_id: str,
    variables: JSONDict,
    actor: Actor,
    now: datetime,
) -> None:
    """Answer a task; the ticket goes on.

    Args:
        task_id: of the task.
        worker_id: who holds it.
        variables: the answer, mapped as the diagram says.
        actor: a program or an administrator.
        now: when.

    Raises:
        NotAllowed: the actor may not work on tasks of services.
        NotFound: there is no such task any more.
        NotLocked: another worker holds it, or nobody does.
        TicketNotRunning: the ticket is suspended.
        EngineFault: the process cannot go on; the task stays locked.
    """
    step, job = _held(task_id, worker_id, actor=actor, now=now)
    stimulus = ServiceAnswered(token=job.token or "", variables=variables)
    _answered(step, job, stimulus, facts.SERVICE_COMPLETED)


def bpmn_error(
    task_id: int,
    *,
    worker_id: str,
    code: str,
    message: str = "",
    variables: JSONDict,
    actor: Actor,
    now: datetime,
) -> None:
    """Answer a task with an error that the diagram may handle.

    Args:
        task_id: of the task.
        worker_id: who holds it.
        code: of the error.
        message: for people.
        variables: set where the error is handled.
        actor: a program or an administrator.
        now: when.

    Raises:
        NotAllowed: the actor may not work on tasks of services.
        NotFound: there is no such task any more.
        NotLocked: another worker holds it, or nobody does.
        TicketNotRunning: the ticket is suspended.
        EngineFault: the process cannot go on; the task stays locked.
    """
    step, job = _held(task_id, worker_id, actor=actor, now=now)
    stimulus = ErrorRaised(
        token=job.token or "", code=code, message=message, variables=variables
    )
    _answered(step, job, stimulus, facts.SERVICE_FAILED, code=code, why=message[:500])


def failure(
    task_id: int,
    *,
    worker_id: str,
    message: str,
    retries: int | None = None,
    retry_seconds: int = 0,
    actor: Actor,
    now: datetime,
) -> None:
    """Give a task back that could not be performed; it is offered again, or is stuck.

    Args:
        task_id: of the task.
        worker_id: who holds it.
        message: why, for people.
        retries: how often it may be tried again; None for one less than before, of the
            diagram's or of three. With 0 it becomes an incident.
        retry_seconds: not before then, up to 30 days.
        actor: a program or an administrator.
        now: when.

    Raises:
        NotAllowed: the actor may not work on tasks of services.
        NotFound: there is no such task any more.
        NotLocked: another worker holds it, or nobody does.
        TicketNotRunning: the ticket is suspended.
    """
    step, job = _held(task_id, worker_id, actor=actor, now=now)
    left = _retries(job) - 1 if retries is None else retries
    job.retries, job.cause = max(left, 0), message[:2000]
    job.worker = job.leased_until = None
    pause = min(max(retry_seconds, 0), LONGEST_PAUSE)
    job.due_at = now + timedelta(seconds=pause)
    _tell(step, job, facts.SERVICE_FAILED, why=message[:500], retries=job.retries)
    if job.retries == 0:
        job.status = jobs.FAILED
        token = job.token or ""
        troubles.open_at(step, token, job.element_id, NO_RETRIES, message, job)
    touch(step.ticket, now)


def extend_lock(
    task_id: int, *, worker_id: str, lock_seconds: int, actor: Actor, now: datetime
) -> None:
    """Hold a task for longer, from now.

    Args:
        task_id: of the task.
        worker_id: who holds it.
        lock_seconds: how long, 1 second to a day.
        actor: a program or an administrator.
        now: when.

    Raises:
        NotAllowed: the actor may not work on tasks of services.
        NotFound: there is no such task any more.
        NotLocked: another worker holds it, or nobody does.
    """
    _, job = _held(task_id, worker_id, actor=actor, now=now, running=False)
    seconds = min(max(lock_seconds, 1), LONGEST_LOCK)
    job.leased_until = now + timedelta(seconds=seconds)


def unlock(task_id: int, *, actor: Actor) -> None:
    """Offer a task to every worker again, whoever holds it.

    Args:
        task_id: of the task.
        actor: a program or an administrator.

    Raises:
        NotAllowed: the actor may not work on tasks of services.
        NotFound: there is no such task any more.
    """
    permissions.require("external-task.work", actor)
    job = store.get(task_id)
    if job is None:
        raise NotFound
    job.worker = job.leased_until = None


def _held(
    task_id: int, worker_id: str, *, actor: Actor, now: datetime, running: bool = True
) -> tuple[Step, Job]:
    """Lock a task's ticket, then the task; check who holds it.

    A task that nobody of this edition performs is held by nobody: anybody who may
    answer tasks answers it.
    """
    permissions.require("external-task.work", actor)
    seen = jobs.get(task_id)
    if seen is None or seen.kind != jobs.SERVICE:
        raise NotFound
    ticket = listing.locked(ticket_id=seen.ticket_id)
    job = store.get(task_id)
    if ticket is None or job is None:
        raise NotFound
    offered = job.status == jobs.OFFERED and job.worker == worker_id
    if not offered and job.status != jobs.PARKED:
        raise NotLocked(worker=worker_id)
    if running:
        rules.after(ticket.status, "step")
    instance = listing.instance_of(ticket)
    return Step(ticket=ticket, instance=instance, actor=actor, now=now), job


def _answered(step: Step, job: Job, stimulus: Stimulus, kind: str, **more: Any) -> None:
    _tell(step, job, kind, **more)
    # The element may come to wait again, under the same handle, as another task.
    progress = step.instance.progress
    services = dict(progress.get("services", {}))
    services.pop(job.token, None)
    step.instance.progress = {**progress, "services": services}
    jobs.done(job)
    advance(step, stimulus)


def _tell(step: Step, job: Job, kind: str, **more: Any) -> None:
    history.write(
        step.ticket,
        kind,
        actor=step.actor,
        now=step.now,
        element_id=job.element_id,
        name=(job.payload or {}).get("name"),
        worker=job.worker,
        **more,
    )


def _retries(job: Job) -> int:
    if job.retries is not None:
        return job.retries
    match = _RETRIES.fullmatch(((job.payload or {}).get("retries") or "").strip())
    return int(match[1] or match[2]) if match else DEFAULT_RETRIES


def _task(job: Job, ticket: Ticket) -> ExternalTask:
    variables: JSONDict = (job.payload or {}).get("inputs", {})
    return ExternalTask(job=job, ticket=ticket, variables=variables)
