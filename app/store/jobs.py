"""Job: work for the clock, for a worker or for another ticket; reading what is due."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, delete, func, select
from sqlalchemy import update as update_rows
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base, RowId, db

# timer: fires in its ticket; start: begins a ticket; service: a worker answers it;
# message: looks for its receiver; signal: spreads; receipt: one receiver of a signal
TIMER, START, SERVICE = "timer", "start", "service"
MESSAGE, SIGNAL, RECEIPT = "message", "signal", "receipt"
WAITING_KINDS = (TIMER, SERVICE)  # they go when their element waits no longer

# due: at its time the runner does it; held: its ticket is suspended; offered: to the
# workers of its topic; parked: nobody of this edition performs it; failed: an incident
DUE, HELD, FAILED, OFFERED, PARKED = "due", "held", "failed", "offered", "parked"


class Job(Base):
    """Work that is done in a transaction of its own; gone when done."""

    __tablename__ = "jobs"

    id: Mapped[RowId]
    kind: Mapped[str] = mapped_column(String(16))
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    definition_id: Mapped[int | None] = mapped_column(
        ForeignKey("process_definitions.id")
    )
    token: Mapped[str | None] = mapped_column(String(64))
    element_id: Mapped[str]
    status: Mapped[str] = mapped_column(String(16))
    due_at: Mapped[datetime]
    cause: Mapped[str | None] = mapped_column(String(2000))
    payload: Mapped[dict[str, Any] | None]
    topic: Mapped[str | None]
    priority: Mapped[int] = mapped_column(default=50)
    retries: Mapped[int | None]  # that are left; None before the first failure
    worker: Mapped[str | None]
    leased_until: Mapped[datetime | None]

    __table_args__ = (
        Index("ix_jobs_due", "status", "due_at", "id"),
        Index("ix_jobs_topic", "status", "topic", "priority", "id"),
        Index("ix_jobs_definition", "definition_id"),
        UniqueConstraint("ticket_id", "token"),
    )


def get(job_id: int) -> Job | None:
    """Read one job as it is now.

    Args:
        job_id: of the job.
    """
    return db.session.get(Job, job_id, populate_existing=True)


def add(job: Job) -> None:
    """Write a job, to be done after the unit of work has ended.

    Args:
        job: without an id.
    """
    db.session.add(job)


def done(job: Job) -> None:
    """Take away a job that has been done.

    Args:
        job: under its lock.
    """
    db.session.execute(delete(Job).where(Job.id == job.id))


def due(now: datetime, limit: int) -> list[Job]:
    """Read the jobs whose time has come, the longest overdue first.

    Args:
        now: the platform's time.
        limit: how many at most.
    """
    return list(
        db.session.scalars(
            select(Job)
            .where(Job.status == DUE, Job.due_at <= now)
            .order_by(Job.due_at, Job.id)
            .limit(limit)
        )
    )


def count_due(now: datetime, most: int = 1000) -> int:
    """Count the jobs whose time has come.

    Args:
        now: the platform's time.
        most: the count stops there.
    """
    rows = (
        select(Job.id).where(Job.status == DUE, Job.due_at <= now).limit(most)
    ).subquery()
    return db.session.scalar(select(func.count()).select_from(rows)) or 0


def still_due(job_id: int) -> Job | None:
    """Read and lock a job again; under its ticket's lock where it has a ticket.

    Args:
        job_id: of the job.

    Returns:
        The job, or None when somebody has done it, held it or called it off.
    """
    return db.session.scalar(
        select(Job)
        .where(Job.id == job_id, Job.status == DUE)
        .with_for_update(of=Job)
        .execution_options(populate_existing=True)
    )


def call_off(ticket_id: int, tokens: Collection[str]) -> None:
    """Delete the jobs of waiting elements that wait no longer.

    Args:
        ticket_id: of the ticket.
        tokens: the engine's handles.
    """
    db.session.execute(
        delete(Job).where(Job.ticket_id == ticket_id, Job.token.in_(tokens))
    )


def call_off_all(ticket_id: int) -> None:
    """Delete every job for which an element of a ticket waits; what it sent goes on.

    Args:
        ticket_id: of the ticket.
    """
    db.session.execute(
        delete(Job).where(Job.ticket_id == ticket_id, Job.kind.in_(WAITING_KINDS))
    )


def hold(ticket_id: int, *, held: bool) -> None:
    """Stop a ticket's clock, or let it go on.

    Args:
        ticket_id: of the ticket.
        held: True stops; due times stay as they are.
    """
    before, after = (DUE, HELD) if held else (HELD, DUE)
    stopped = (TIMER, RECEIPT)
    db.session.execute(
        update_rows(Job)
        .where(Job.ticket_id == ticket_id, Job.status == before, Job.kind.in_(stopped))
        .values(status=after)
    )


def starts_of(definition_ids: Collection[int]) -> list[Job]:
    """Read the jobs that begin tickets of versions by the clock.

    Args:
        definition_ids: of the versions.
    """
    return list(
        db.session.scalars(
            select(Job).where(
                Job.definition_id.in_(definition_ids),
                Job.kind == START,
                Job.ticket_id.is_(None),
            )
        )
    )
