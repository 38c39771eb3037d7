"""What is stuck: look at it, note what is known, try again, let it be."""

from datetime import datetime

from app.domain import history as facts
from app.domain import permissions
from app.domain.paging import LIMIT, Page, cut, decode
from app.domain.permissions import Actor
from app.domain.process import IncidentRetried
from app.errors import AlreadyResolved, NotFound, NotMended
from app.store import incidents as store
from app.store import jobs, listing
from app.store.incidents import Incident
from app.store.jobs import Job
from app.store.tickets import Ticket
from app.usecases import history
from app.usecases.advance import advance, touch
from app.usecases.waiting import Step

LONGEST_NOTE = 2000


def list_incidents(
    *,
    actor: Actor,
    status: str | None = store.OPEN,
    ticket: str | None = None,
    cursor: str | None = None,
    limit: int = LIMIT,
) -> Page[Incident]:
    """List incidents, the newest first.

    Args:
        actor: a program, an auditor or an administrator.
        status: "open" or "resolved"; None for both.
        ticket: only of this ticket, by its number.
        cursor: of the page, or None for the first.
        limit: rows a page, 1 to 200.

    Raises:
        NotAllowed: the actor may not read incidents.
        NotFound: there is no such ticket.
        Invalid: the cursor is none of this list.
    """
    permissions.require("incident.read", actor)
    found = listing.by_number(ticket) if ticket is not None else None
    if ticket is not None and found is None:
        raise NotFound
    before = decode(cursor, kinds=(int,))[0] if cursor else None
    rows = store.page(status, found.id if found else None, before, limit + 1)
    return cut(rows, limit, lambda row: (row.id,))


def get(incident_id: int, *, actor: Actor) -> Incident:
    """Read an incident.

    Args:
        incident_id: of the incident.
        actor: a program, an auditor or an administrator.

    Raises:
        NotAllowed: the actor may not read incidents.
        NotFound: there is none.
    """
    permissions.require("incident.read", actor)
    incident = store.get(incident_id)
    if incident is None:
        raise NotFound
    return incident


def annotate(incident_id: int, note: str, *, actor: Actor) -> Incident:
    """Note what is known of an incident.

    Args:
        incident_id: of the incident.
        note: at most 2,000 characters; it takes the place of the one before.
        actor: an administrator.

    Raises:
        NotAllowed: the actor may not mend what is stuck.
        NotFound: there is no such incident.
    """
    permissions.require("incident.mend", actor)
    incident = get(incident_id, actor=actor)
    incident.note = note.strip()[:LONGEST_NOTE] or None
    return incident


def retry(incident_id: int, *, actor: Actor, now: datetime) -> Incident:
    """Let what was stuck try again; its job is done soon, its element at once.

    Args:
        incident_id: of the incident.
        actor: an administrator.
        now: when.

    Raises:
        NotAllowed: the actor may not mend what is stuck.
        NotFound: there is no such incident.
        AlreadyResolved: it is not open any more.
        NotMended: nothing is there to try again; answer the task instead.
        TicketNotRunning: the ticket is suspended or has ended.
        EngineFault: the process still cannot go on; the incident stays.
    """
    incident, ticket = _open(incident_id, actor=actor)
    job = store.job_of(incident)
    if job is not None:
        _settle(incident, ticket, facts.INCIDENT_RETRIED, actor=actor, now=now)
        job.status = jobs.OFFERED if job.kind == jobs.SERVICE else jobs.DUE
        job.due_at, job.cause, job.worker, job.leased_until = now, None, None, None
        job.retries = 1 if job.kind == jobs.SERVICE else None
        return incident
    if ticket is None or not _found_by_engine(incident, ticket):
        raise NotMended
    history.write(
        ticket,
        facts.INCIDENT_RETRIED,
        actor=actor,
        now=now,
        element_id=incident.element_id,
    )
    instance = listing.instance_of(ticket)
    step = Step(ticket=ticket, instance=instance, actor=actor, now=now)
    advance(step, IncidentRetried(token=incident.token or ""))
    return get(incident_id, actor=actor)


def resolve(
    incident_id: int, *, note: str | None = None, actor: Actor, now: datetime
) -> Incident:
    """Let be what failed: its job is not done, and nothing goes on by it.

    Args:
        incident_id: of an incident with a job.
        note: why, at most 2,000 characters; None leaves the one there is.
        actor: an administrator.
        now: when.

    Raises:
        NotAllowed: the actor may not mend what is stuck.
        NotFound: there is no such incident.
        AlreadyResolved: it is not open any more.
        NotMended: an element holds it and has to go on: try again, or answer the task.
    """
    incident, ticket = _open(incident_id, actor=actor)
    job = store.job_of(incident)
    if job is None or job.kind == jobs.SERVICE:
        raise NotMended
    if note is not None:
        incident.note = note.strip()[:LONGEST_NOTE] or None
    _settle(incident, ticket, facts.INCIDENT_RESOLVED, actor=actor, now=now)
    _drop(incident, job)
    return incident


def _drop(incident: Incident, job: Job) -> None:
    incident.job_id = None
    jobs.done(job)


def _open(incident_id: int, *, actor: Actor) -> tuple[Incident, Ticket | None]:
    """Return an open incident, and its ticket under its lock."""
    permissions.require("incident.mend", actor)
    incident = get(incident_id, actor=actor)
    ticket = None
    if incident.ticket_id is not None:
        ticket = listing.locked(ticket_id=incident.ticket_id)
        incident = get(incident_id, actor=actor)
    if incident.status != store.OPEN:
        raise AlreadyResolved
    return incident, ticket


def _found_by_engine(incident: Incident, ticket: Ticket) -> bool:
    known = listing.instance_of(ticket).progress.get("incidents", {})
    return incident.token in known and known[incident.token][1] == "engine"


def _settle(
    incident: Incident,
    ticket: Ticket | None,
    kind: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    incident.status = store.RESOLVED
    incident.resolved_at, incident.resolved_by = now, actor.username
    if ticket is None:
        return
    instance = listing.instance_of(ticket)
    known = dict(instance.progress.get("incidents", {}))
    known.pop(incident.token, None)
    instance.progress = {**instance.progress, "incidents": known}
    touch(ticket, now)
    history.write(ticket, kind, actor=actor, now=now, element_id=incident.element_id)
