"""HistoryEntry (append only) and Attachment."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base, RowId


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


class Attachment(Base):
    """A file that came in; its content lies beside the database under its hash."""

    __tablename__ = "attachments"

    id: Mapped[RowId]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    field: Mapped[str | None]  # top-level form property it belongs to, None: the ticket
    name: Mapped[str]
    content_type: Mapped[str]
    size_bytes: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by: Mapped[str]
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_attachments_ticket", "ticket_id", "id"),)
