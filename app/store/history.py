"""HistoryEntry: what happened, append only."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base, RowId, db


class HistoryEntry(Base):
    """One fact about a ticket; never changed, kept after the ticket ends."""

    __tablename__ = "history_entries"

    id: Mapped[RowId]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    at: Mapped[datetime]
    actor: Mapped[str | None]
    kind: Mapped[str] = mapped_column(String(48))
    element_id: Mapped[str | None]
    work_item_id: Mapped[int | None]
    facts: Mapped[dict[str, Any]]

    __table_args__ = (Index("ix_history_entries_ticket", "ticket_id", "id"),)


def of_ticket(
    ticket_id: int, *, before_id: int | None, limit: int
) -> list[HistoryEntry]:
    """Read a ticket's timeline, the newest first.

    Args:
        ticket_id: of the ticket.
        before_id: only what is older than this entry; None begins at the newest.
        limit: how many at most.
    """
    query = select(HistoryEntry).where(HistoryEntry.ticket_id == ticket_id)
    if before_id is not None:
        query = query.where(HistoryEntry.id < before_id)
    return list(db.session.scalars(query.order_by(HistoryEntry.id.desc()).limit(limit)))
