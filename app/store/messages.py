"""Message: what was sent to the tickets, and what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, and_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.messages import DELIVERED, EXPIRED, KEPT
from app.store.db import Base, RowId, db
from app.store.tickets import Ticket


class Message(Base):
    """A message from outside or from a ticket; kept until it is received or expires."""

    __tablename__ = "messages"

    id: Mapped[RowId]
    name: Mapped[str]
    correlation: Mapped[dict[str, Any]]
    correlation_hash: Mapped[str] = mapped_column(String(64))
    business_key: Mapped[str | None]
    variables: Mapped[dict[str, Any]]  # {} once it is delivered
    message_id: Mapped[str | None]  # the sender's own; the same one comes once
    status: Mapped[str] = mapped_column(String(16))  # kept | delivered
    sent_by: Mapped[str | None]
    from_ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ticket_id: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"))
    element_id: Mapped[str | None]
    started: Mapped[bool]  # whether it began the ticket
    delivered_at: Mapped[datetime | None]

    ticket: Mapped[Ticket | None] = relationship(
        lazy="joined", foreign_keys="Message.ticket_id"
    )

    __table_args__ = (
        UniqueConstraint("name", "message_id"),
        Index("ix_messages_kept", "status", "name", "expires_at"),
        Index("ix_messages_expiry", "expires_at"),
    )

    def status_at(self, now: datetime) -> str:
        """Return what has become of it.

        Args:
            now: the platform's time.
        """
        over = self.status == KEPT and self.expires_at <= now
        return EXPIRED if over else self.status


def add(message: Message) -> None:
    """Write a message now, so that it has its id.

    Args:
        message: without an id.
    """
    db.session.add(message)
    db.session.flush()


def get(message_id: int) -> Message | None:
    """Read one message.

    Args:
        message_id: our id of it.
    """
    return db.session.get(Message, message_id)


def locked(message_id: int) -> Message | None:
    """Lock a message and read it as it is now.

    Args:
        message_id: our id of it.
    """
    return db.session.scalar(
        select(Message)
        .where(Message.id == message_id)
        .with_for_update(of=Message)
        .execution_options(populate_existing=True)
    )


def known(name: str, message_id: str) -> Message | None:
    """Read the message that a sender has sent under this id before.

    Args:
        name: of the message.
        message_id: the sender's own.
    """
    query = select(Message).where(Message.name == name)
    return db.session.scalar(query.where(Message.message_id == message_id))


def kept(name: str, now: datetime, limit: int) -> list[Message]:
    """Read the messages of a name that wait for a receiver, the oldest first.

    Args:
        name: of the messages.
        now: the platform's time.
        limit: at most so many.
    """
    return list(
        db.session.scalars(
            select(Message)
            .where(
                Message.status == KEPT, Message.name == name, Message.expires_at > now
            )
            .order_by(Message.id)
            .limit(limit)
        )
    )


def page(
    name: str | None,
    status: str | None,
    now: datetime,
    before_id: int | None,
    limit: int,
) -> list[Message]:
    """Read messages, the newest first.

    Args:
        name: only of this name; None for all.
        status: only of this status; None for all.
        now: what has expired by then is.
        before_id: only older ones; None for the newest.
        limit: at most so many.
    """
    query = select(Message).order_by(Message.id.desc()).limit(limit)
    if name is not None:
        query = query.where(Message.name == name)
    if status == DELIVERED:
        query = query.where(Message.status == DELIVERED)
    elif status == KEPT:
        query = query.where(and_(Message.status == KEPT, Message.expires_at > now))
    elif status == EXPIRED:
        query = query.where(and_(Message.status == KEPT, Message.expires_at <= now))
    if before_id is not None:
        query = query.where(Message.id < before_id)
    return list(db.session.scalars(query))
