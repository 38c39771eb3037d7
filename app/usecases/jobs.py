"""Do what the clock says is due."""

from datetime import datetime

from app.domain import history as facts
from app.domain import tickets as rules
from app.domain.process import TimerDue
from app.errors import Conflict, EngineFault
from app.store import jobs as store
from app.store import listing
from app.store.db import db
from app.usecases import history
from app.usecases.advance import advance, touch
from app.usecases.waiting import Step


def due(*, now: datetime, limit: int = 100) -> list[int]:
    """List the jobs whose time has come, the longest overdue first.

    Args:
        now: the platform's time.
        limit: how many at most.
    """
    return [job.id for job in store.due(now, limit)]


def count_due(*, now: datetime) -> int:
    """Count the jobs whose time has come, up to 1,000.

    Args:
        now: the platform's time.
    """
    return store.count_due(now)


def fire(job_id: int, *, now: datetime) -> bool:
    """Let a due timer move its ticket; once, however many runners try.

    The ticket is locked before the job is read again: whoever comes second finds no
    due job any more.

    Args:
        job_id: of the job.
        now: the platform's time.

    Returns:
        Whether there was still something to do.

    Raises:
        EngineFault: the process cannot go on; ``give_up`` records it.
    """
    seen = db.session.get(store.Job, job_id)
    if seen is None:
        return False
    ticket = listing.locked(ticket_id=seen.ticket_id)
    job = store.still_due(job_id)
    if ticket is None or job is None or not rules.permitted(ticket.status, "step"):
        return False
    history.write(
        ticket, facts.TIMER_FIRED, actor=None, now=now, element_id=job.element_id
    )
    instance = listing.instance_of(ticket)
    step = Step(ticket=ticket, instance=instance, actor=None, now=now)
    try:
        advance(step, TimerDue(token=job.token))
    except Conflict:
        store.call_off(ticket.id, [job.token])  # the flow has moved on without it
    return True


def give_up(job_id: int, fault: EngineFault, *, now: datetime) -> None:
    """Mark a job as failed, so that a person can see why.

    Args:
        job_id: of the job.
        fault: why the process could not go on.
        now: the platform's time.
    """
    seen = db.session.get(store.Job, job_id)
    ticket = listing.locked(ticket_id=seen.ticket_id) if seen else None
    job = store.still_due(job_id)
    if job is None or ticket is None:
        return
    job.status, job.cause = store.FAILED, str(fault)[:2000]
    instance = listing.instance_of(ticket)
    failed = dict(instance.progress.get("failed", {}))
    failed[job.element_id] = failed.get(job.element_id, 0) + 1
    instance.progress = {**instance.progress, "failed": failed}
    touch(ticket, now)
    history.write(
        ticket,
        facts.TIMER_FAILED,
        actor=None,
        now=now,
        element_id=job.element_id,
        why=str(fault)[:500],
    )
