"""Incident: an element, or a job, that cannot go on until somebody helps."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, delete, func, select
from sqlalchemy import update as update_rows
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.store.db import Base, RowId, db
from app.store.jobs import FAILED, Job
from app.store.tickets import Ticket

OPEN, RESOLVED = "open", "resolved"


class Incident(Base):
    """What went wrong, where and why; it stays after it has been resolved."""

    __tablename__ = "incidents"

    id: Mapped[RowId]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    process_key: Mapped[str | None]
    token: Mapped[str | None] = mapped_column(String(64))
    element_id: Mapped[str]
    job_id: Mapped[int | None] = mapped_column(
        ForeignKey("jobs.id", ondelete="SET NULL")
    )
    code: Mapped[str]
    why: Mapped[str] = mapped_column(String(2000))
    note: Mapped[str | None] = mapped_column(String(2000))  # of whoever looks after it
    status: Mapped[str] = mapped_column(String(16))  # open | resolved
    created_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None]

    ticket: Mapped[Ticket | None] = relationship(lazy="joined")

    __table_args__ = (
        Index("ix_incidents_ticket", "ticket_id", "status"),
        Index("ix_incidents_status", "status", "id"),
        Index("ix_incidents_job", "job_id"),
    )


def add(incident: Incident) -> None:
    """Write an incident.

    Args:
        incident: without an id.
    """
    db.session.add(incident)


def get(incident_id: int) -> Incident | None:
    """Read one incident as it is now.

    Args:
        incident_id: of the incident.
    """
    return db.session.get(Incident, incident_id, populate_existing=True)


def page(
    status: str | None, ticket_id: int | None, before_id: int | None, limit: int
) -> list[Incident]:
    """Read incidents, the newest first.

    Args:
        status: OPEN or RESOLVED; None for both.
        ticket_id: only of this ticket; None for all.
        before_id: only older ones; None for the newest.
        limit: at most so many.
    """
    query = select(Incident).order_by(Incident.id.desc()).limit(limit)
    if status is not None:
        query = query.where(Incident.status == status)
    if ticket_id is not None:
        query = query.where(Incident.ticket_id == ticket_id)
    if before_id is not None:
        query = query.where(Incident.id < before_id)
    return list(db.session.scalars(query))


def open_counts(ticket_id: int) -> dict[str, int]:
    """Count a ticket's open incidents by element.

    Args:
        ticket_id: of the ticket.
    """
    query = (
        select(Incident.element_id, func.count())
        .where(Incident.ticket_id == ticket_id, Incident.status == OPEN)
        .group_by(Incident.element_id)
        .order_by(Incident.element_id)
    )
    return {element_id: count for element_id, count in db.session.execute(query)}


def resolve(
    ticket_id: int,
    tokens: Collection[str] | None,
    *,
    by: str | None,
    now: datetime,
) -> None:
    """Close the open incidents of elements that are not stuck any more.

    The jobs that had failed there go, for nobody waits for them.

    Args:
        ticket_id: of the ticket.
        tokens: the engine's handles; None for all of the ticket.
        by: who helped; None for the flow itself.
        now: when.
    """
    concerned = [Incident.ticket_id == ticket_id, Incident.status == OPEN]
    if tokens is not None:
        concerned.append(Incident.token.in_(tokens))
    failed = select(Incident.job_id).where(*concerned, Incident.job_id.is_not(None))
    db.session.execute(
        delete(Job).where(Job.id.in_(failed), Job.status == FAILED),
        execution_options={"synchronize_session": False},
    )
    db.session.execute(
        update_rows(Incident)
        .where(*concerned)
        .values(status=RESOLVED, resolved_at=now, resolved_by=by),
        execution_options={"synchronize_session": False},
    )


def job_of(incident: Incident) -> Job | None:
    """Read the job that failed, None when there is none any more.

    Args:
        incident: whose.
    """
    if incident.job_id is None:
        return None
    return db.session.get(Job, incident.job_id, populate_existing=True)
