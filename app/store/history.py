"""HistoryEntry: what happened, append only."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base, RowId, db
from app.store.rows import write_at_end


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


def tell(entry: HistoryEntry) -> None:
    """Add a fact to the unit of work; all its facts become rows together at its end.

    Args:
        entry: without an id.
    """
    db.session.info.setdefault("told", []).append(entry)


def write_down() -> None:
    """Write what the unit of work has changed, and its facts, in their order."""
    told: list[HistoryEntry] = db.session.info.pop("told", [])
    columns = HistoryEntry.__table__.columns.keys()
    rows = [
        {name: getattr(entry, name) for name in columns if name != "id"}
        for entry in told
    ]
    write_at_end(HistoryEntry, rows)


def insert_now(entry: HistoryEntry) -> None:
    """Insert one fact before the unit of work ends, so that it has its id.

    Args:
        entry: the latest that was told.
    """
    db.session.info["told"].remove(entry)
    db.session.add(entry)
    db.session.flush()


def forget() -> None:
    """Drop the facts of a unit of work that failed."""
    db.session.info.pop("told", None)


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
