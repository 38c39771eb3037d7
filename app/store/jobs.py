"""Job: work for the clock; reading what is due."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, delete, func, select
from sqlalchemy import update as update_rows
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base, RowId, db

DUE, HELD, FAILED = "due", "held", "failed"


class Job(Base):
    """Work for the clock: due at a time, gone when done."""

    __tablename__ = "jobs"

    id: Mapped[RowId]
    kind: Mapped[str] = mapped_column(String(16))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    token: Mapped[str] = mapped_column(String(64))
    element_id: Mapped[str]
    status: Mapped[str] = mapped_column(String(16))  # due | held | failed
    due_at: Mapped[datetime]
    cause: Mapped[str | None] = mapped_column(String(2000))

    __table_args__ = (
        Index("ix_jobs_due", "status", "due_at", "id"),
        UniqueConstraint("ticket_id", "token"),
    )


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
    """Read a job again under its ticket's lock.

    Args:
        job_id: of the job.

    Returns:
        The job, or None when somebody has done it, held it or called it off.
    """
    return db.session.scalar(
        select(Job)
        .where(Job.id == job_id, Job.status == DUE)
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
    """Delete every job of a ticket.

    Args:
        ticket_id: of the ticket.
    """
    db.session.execute(delete(Job).where(Job.ticket_id == ticket_id))


def hold(ticket_id: int, *, held: bool) -> None:
    """Stop a ticket's clock, or let it go on.

    Args:
        ticket_id: of the ticket.
        held: True stops; due times stay as they are.
    """
    before, after = (DUE, HELD) if held else (HELD, DUE)
    db.session.execute(
        update_rows(Job)
        .where(Job.ticket_id == ticket_id, Job.status == before)
        .values(status=after)
    )
