"""WorkItem, Candidate, Draft; the inbox queries lie in ``inbox.py``."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.store.db import Base, RowId
from app.store.tickets import Ticket

NEVER = datetime(9999, 12, 31, tzinfo=UTC)  # sorts work without a due time last


class WorkItem(Base):
    """The piece of work that a user task gives a person."""

    __tablename__ = "work_items"

    id: Mapped[RowId]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    token: Mapped[str] = mapped_column(String(64))
    element_id: Mapped[str]
    name: Mapped[str]
    form_key: Mapped[str | None]
    status: Mapped[str] = mapped_column(String(32))
    assignee: Mapped[str | None]
    priority: Mapped[int]
    due_at: Mapped[datetime | None]
    sort_at: Mapped[datetime]
    created_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    outcome: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=1)

    ticket: Mapped[Ticket] = relationship(lazy="raise")
    candidates: Mapped[list["Candidate"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="Candidate.id"
    )

    __table_args__ = (
        Index("ix_work_items_ticket", "ticket_id", "status"),
        Index("ix_work_items_assignee", "assignee", "status", "sort_at", "id"),
    )


class Candidate(Base):
    """Who may claim a work item; ``open`` falls when the item is closed.

    The rows stay, so that who came second is told who came first.
    """

    __tablename__ = "candidates"

    id: Mapped[RowId]
    work_item_id: Mapped[int] = mapped_column(
        ForeignKey("work_items.id", ondelete="CASCADE")
    )
    kind: Mapped[str] = mapped_column(String(8))  # group | user
    key: Mapped[str]
    open: Mapped[bool] = mapped_column(default=True)
    sort_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_candidates_key", "kind", "key", "open", "sort_at", "work_item_id"),
        Index("ix_candidates_item", "work_item_id"),
    )


class Draft(Base):
    """What somebody has typed into a work item's form without sending it."""

    __tablename__ = "drafts"

    work_item_id: Mapped[int] = mapped_column(
        ForeignKey("work_items.id", ondelete="CASCADE"), primary_key=True
    )
    username: Mapped[str] = mapped_column(primary_key=True)
    variables: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]
