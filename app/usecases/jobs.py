"""Do what is due: timers, starts by the clock, messages and signals on their way."""

from collections.abc import Callable, Mapping
from datetime import datetime

from app.domain import history as facts
from app.domain import tickets as rules
from app.domain.messages import KEPT
from app.domain.permissions import Actor
from app.domain.process import TimerDue
from app.errors import Conflict, Refusal
from app.store import incidents, listing, messages, subscriptions
from app.store import jobs as store
from app.store.incidents import Incident
from app.store.jobs import Job
from app.store.subscriptions import SIGNAL
from app.usecases import delivery, history, starts
from app.usecases.advance import advance, touch
from app.usecases.waiting import Step, troubles

BATCH = 200  # receivers of a signal that one transaction looks up


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
    """Do a due job; once, however many runners try.

    Args:
        job_id: of the job.
        now: the platform's time.

    Returns:
        Whether there was still something to do.

    Raises:
        EngineFault: the process cannot go on; ``give_up`` records it.
        AmbiguousMessage: several would receive a message; ``give_up`` records it.
    """
    seen = store.get(job_id)
    return seen is not None and KINDS[seen.kind](seen, now)


def _timer(seen: Job, now: datetime) -> bool:
    """Let a timer move its ticket.

    The ticket is locked before the job is read again: whoever comes second finds no
    due job any more.
    """
    ticket = listing.locked(ticket_id=seen.ticket_id)
    job = store.still_due(seen.id)
    if ticket is None or job is None or not rules.permitted(ticket.status, "step"):
        return False
    token = job.token or ""
    history.write(
        ticket, facts.TIMER_FIRED, actor=None, now=now, element_id=job.element_id
    )
    instance = listing.instance_of(ticket)
    step = Step(ticket=ticket, instance=instance, actor=None, now=now)
    try:
        advance(step, TimerDue(token=token))
    except Conflict:
        store.call_off(ticket.id, [token])  # the flow has moved on without it
    return True


def _message(seen: Job, now: datetime) -> bool:
    """Let a kept message look for its receiver."""
    job = store.still_due(seen.id)
    if job is None:
        return False
    message = messages.locked((job.payload or {})["message"])
    if message is not None and message.status_at(now) == KEPT:
        delivery.deliver(message, actor=None, now=now)
    store.done(job)
    return True


def _signal(seen: Job, now: datetime) -> bool:
    """Write a job for each of the next receivers of a signal."""
    job = store.still_due(seen.id)
    if job is None:
        return False
    told = dict(job.payload or {})
    found = subscriptions.listening(
        told["name"],
        after_id=told["after"],
        upto_id=told["upto"],
        but=told["from"],
        limit=BATCH,
    )
    for one in found:
        payload = {"subscription": one.id, "variables": told["variables"]}
        receipt = _receipt_job(one.element_id, payload, now)
        receipt.ticket_id = one.ticket_id
        store.add(receipt)
    if len(found) == BATCH:
        job.payload = {**told, "after": found[-1].id}
        return True
    for start in delivery.starting(SIGNAL, told["name"], told["variables"], now=now):
        payload = {"variables": told["variables"], "by": told["by"]}
        beginning = starts.job(start.definition_id, start.element_id, payload, due=now)
        store.add(beginning)
    store.done(job)
    return True


def _receipt_job(element_id: str, payload: dict[str, object], now: datetime) -> Job:
    return Job(
        kind=store.RECEIPT,
        element_id=element_id,
        status=store.DUE,
        due_at=now,
        payload=payload,
    )


def _receipt(seen: Job, now: datetime) -> bool:
    """Let one ticket hear a signal; a suspended one hears it when it goes on."""
    ticket = listing.locked(ticket_id=seen.ticket_id)
    job = store.still_due(seen.id)
    if ticket is None or job is None:
        return False
    if ticket.status == rules.SUSPENDED:
        job.status = store.HELD
        return True
    told = job.payload or {}
    delivery.hear(told["subscription"], told["variables"], actor=None, now=now)
    store.done(job)
    return True


def _start(seen: Job, now: datetime) -> bool:
    """Begin a ticket, by the clock or because a signal came."""
    job = store.still_due(seen.id)
    if job is None or job.definition_id is None:
        return False
    told = job.payload or {}
    ticket = delivery.begin_at(
        job.definition_id,
        job.element_id,
        told.get("variables", {}),
        actor=Actor(told.get("by", "system")),
        now=now,
    )
    if ticket is None or not starts.again(job, now=now):
        store.done(job)
    return True


KINDS: Mapping[str, Callable[[Job, datetime], bool]] = {
    store.TIMER: _timer,
    store.MESSAGE: _message,
    store.SIGNAL: _signal,
    store.RECEIPT: _receipt,
    store.START: _start,
}


def give_up(job_id: int, fault: Refusal, *, now: datetime) -> None:
    """Mark a job as failed, and say so where it failed, so that a person can help.

    Args:
        job_id: of the job.
        fault: why it cannot be done.
        now: the platform's time.
    """
    seen = store.get(job_id)
    if seen is None:
        return
    ticket_id, token, element_id = _place(seen)
    ticket = listing.locked(ticket_id=ticket_id) if ticket_id else None
    job = store.still_due(job_id)
    if job is None:
        return
    job.status, job.cause = store.FAILED, str(fault)[:2000]
    if ticket is None or not rules.permitted(ticket.status, "step"):
        incidents.add(_nowhere(job, fault, element_id, now))
        return
    instance = listing.instance_of(ticket)
    step = Step(ticket=ticket, instance=instance, actor=None, now=now)
    troubles.open_at(step, token, element_id, fault.code, str(fault), job)
    touch(ticket, now)


def _place(job: Job) -> tuple[int | None, str, str]:
    """Return ticket, token and element of whoever was to receive what failed."""
    told = job.payload or {}
    found = None
    if job.kind == store.RECEIPT:
        found = subscriptions.still_there(told["subscription"])
    elif job.kind == store.MESSAGE:
        message = messages.get(told["message"])
        if message is not None:
            waiting = subscriptions.waiting_for(delivery.address_of(message), 2)
            found = waiting[0][0] if len(waiting) == 1 else None
    if found is not None:
        return found.ticket_id, found.token, found.element_id
    return job.ticket_id, job.token or f"job-{job.id}", job.element_id


def _nowhere(job: Job, fault: Refusal, element_id: str, now: datetime) -> Incident:
    return Incident(
        process_key=starts.process_key(job),
        element_id=element_id,
        job_id=job.id,
        code=fault.code,
        why=str(fault)[:2000],
        status=incidents.OPEN,
        created_at=now,
    )
