"""Attachment: a file that came in; its content lies beside the database."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base, RowId, db

PREFIX = "att_"


class Attachment(Base):
    """A file that came in; its content lies under its hash."""

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

    @property
    def public_id(self) -> str:
        """The name under which forms and callers speak of it ("att_7")."""
        return f"{PREFIX}{self.id}"


def row_id(public_id: str) -> int | None:
    """Read a public id.

    Args:
        public_id: such as "att_7".

    Returns:
        The row's id, or None for anything else.
    """
    digits = public_id.removeprefix(PREFIX)
    fits = public_id.startswith(PREFIX) and digits.isascii() and digits.isdecimal()
    return int(digits) if fits and len(digits) <= 18 else None


def get(public_id: str) -> Attachment | None:
    """Read one attachment.

    Args:
        public_id: such as "att_7".
    """
    found = row_id(public_id)
    return None if found is None else db.session.get(Attachment, found)


def usable(
    public_ids: Collection[str], ticket_id: int, username: str
) -> dict[str, Attachment]:
    """Read the attachments that a form of a ticket may name.

    Args:
        public_ids: as the form names them.
        ticket_id: those of the ticket may be named again.
        username: whose uploads may be named for the first time.

    Returns:
        Public id to row, of those that may.
    """
    ids = [found for one in public_ids if (found := row_id(one)) is not None]
    fresh = and_(Attachment.ticket_id.is_(None), Attachment.uploaded_by == username)
    rows = db.session.scalars(
        select(Attachment).where(
            Attachment.id.in_(ids), or_(Attachment.ticket_id == ticket_id, fresh)
        )
    )
    return {row.public_id: row for row in rows}


def of_ticket(ticket_id: int, limit: int = 200) -> list[Attachment]:
    """Read a ticket's attachments, in the order they came.

    Args:
        ticket_id: of the ticket.
        limit: how many at most.
    """
    return list(
        db.session.scalars(
            select(Attachment)
            .where(Attachment.ticket_id == ticket_id)
            .order_by(Attachment.id)
            .limit(limit)
        )
    )


def many(public_ids: Collection[str]) -> list[Attachment]:
    """Read several attachments.

    Args:
        public_ids: such as "att_7".
    """
    ids = [found for one in public_ids if (found := row_id(one)) is not None]
    if not ids:
        return []
    return list(db.session.scalars(select(Attachment).where(Attachment.id.in_(ids))))
