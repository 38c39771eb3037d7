"""Service jobs: what workers fetch, lock, answer and give back."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import or_, select

from app.domain.tickets import OPEN
from app.store.db import db
from app.store.jobs import OFFERED, SERVICE, Job
from app.store.tickets import Ticket


def free(topics: Collection[str], now: datetime, limit: int) -> list[Job]:
    """Lock the most urgent services that no worker holds; locked ones are passed by.

    Args:
        topics: of the worker.
        now: leases that have run out by then are free again.
        limit: how many at most.
    """
    return list(
        db.session.scalars(
            select(Job)
            .join(Ticket, Ticket.id == Job.ticket_id)
            .where(
                Job.status == OFFERED,
                Job.topic.in_(topics),
                Job.due_at <= now,
                or_(Job.leased_until.is_(None), Job.leased_until <= now),
                Ticket.status == OPEN,
            )
            .order_by(Job.priority.desc(), Job.id)
            .limit(limit)
            .with_for_update(of=Job, skip_locked=True)
            .execution_options(populate_existing=True)
        )
    )


def get(job_id: int) -> Job | None:
    """Read and lock a service.

    Args:
        job_id: of its job.
    """
    return db.session.scalar(
        select(Job)
        .where(Job.id == job_id, Job.kind == SERVICE)
        .with_for_update(of=Job)
        .execution_options(populate_existing=True)
    )


def page(
    topic: str | None, ticket_id: int | None, after_id: int, limit: int
) -> list[tuple[Job, Ticket]]:
    """Read services, the longest waiting first, each with its ticket.

    Args:
        topic: only of this topic; None for all.
        ticket_id: only of this ticket; None for all.
        after_id: only behind this one; 0 for the first.
        limit: at most so many.
    """
    query = (
        select(Job, Ticket)
        .join(Ticket, Ticket.id == Job.ticket_id)
        .where(Job.kind == SERVICE, Job.id > after_id)
        .order_by(Job.id)
        .limit(limit)
    )
    if topic is not None:
        query = query.where(Job.topic == topic)
    if ticket_id is not None:
        query = query.where(Job.ticket_id == ticket_id)
    return [(job, ticket) for job, ticket in db.session.execute(query)]
