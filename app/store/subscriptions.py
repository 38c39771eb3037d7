"""Subscription, StartSubscription: who waits for which message or signal."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    and_,
    delete,
    func,
    or_,
    select,
    true,
)
from sqlalchemy import insert as sql_insert
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.messages import NO_KEYS
from app.domain.tickets import OPEN
from app.store.db import Base, RowId, db
from app.store.tickets import Ticket

MESSAGE, SIGNAL = "message", "signal"


class Subscription(Base):
    """An element of a ticket waits for a message or a signal."""

    __tablename__ = "subscriptions"

    id: Mapped[RowId]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    token: Mapped[str] = mapped_column(String(64))
    element_id: Mapped[str]
    kind: Mapped[str] = mapped_column(String(8))  # message | signal
    name: Mapped[str]
    correlation: Mapped[dict[str, Any]]
    correlation_hash: Mapped[str] = mapped_column(String(64))
    business_key: Mapped[str | None]  # the ticket's
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("ticket_id", "token", "kind", "name"),
        Index("ix_subscriptions_name", "kind", "name", "correlation_hash", "id"),
        Index("ix_subscriptions_business_key", "business_key"),
    )


class StartSubscription(Base):
    """A process in force begins when a message or a signal comes."""

    __tablename__ = "start_subscriptions"

    id: Mapped[RowId]
    definition_id: Mapped[int] = mapped_column(ForeignKey("process_definitions.id"))
    process_key: Mapped[str]
    element_id: Mapped[str]
    kind: Mapped[str] = mapped_column(String(8))  # message | signal
    name: Mapped[str]
    condition: Mapped[str | None] = mapped_column(String(2000))  # on the payload

    __table_args__ = (
        UniqueConstraint("definition_id", "element_id", "kind", "name"),
        Index("ix_start_subscriptions_name", "kind", "name"),
        Index("ix_start_subscriptions_process", "process_key"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """To whom a message goes.

    Attributes:
        name: of the message.
        correlation_hash: of its correlation; ``domain.messages.fingerprint``.
        business_key: of the ticket, or None for any.
    """

    name: str
    correlation_hash: str
    business_key: str | None


def guard(text: str, *, shared: bool = False) -> None:
    """Wait until nobody else is inside the same narrow place; until the commit.

    SQLite lets one writer in at a time anyway.

    Args:
        text: names the place.
        shared: True lets others in who say so too.
    """
    if db.engine.dialect.name == "sqlite":
        return
    number = int.from_bytes(sha256(text.encode()).digest()[:8], "big", signed=True)
    locks = func.pg_advisory_xact_lock_shared if shared else func.pg_advisory_xact_lock
    db.session.execute(select(locks(number)))


def insert(rows: Sequence[dict[str, Any]]) -> None:
    """Insert subscriptions of one ticket, in one statement.

    Args:
        rows: column values, at least one.
    """
    db.session.execute(sql_insert(Subscription), list(rows))


def drop(ticket_id: int, tokens: Collection[str]) -> None:
    """Delete the subscriptions of elements that wait no longer.

    Args:
        ticket_id: of the ticket.
        tokens: the engine's handles.
    """
    db.session.execute(
        delete(Subscription).where(
            Subscription.ticket_id == ticket_id, Subscription.token.in_(tokens)
        )
    )


def drop_all(ticket_id: int) -> None:
    """Delete every subscription of a ticket.

    Args:
        ticket_id: of the ticket.
    """
    db.session.execute(delete(Subscription).where(Subscription.ticket_id == ticket_id))


def of_ticket(ticket_id: int) -> list[Subscription]:
    """Read what a ticket waits for.

    Args:
        ticket_id: of the ticket.
    """
    query = select(Subscription).where(Subscription.ticket_id == ticket_id)
    return list(db.session.scalars(query.order_by(Subscription.id)))


def still_there(subscription_id: int) -> Subscription | None:
    """Read a subscription again under its ticket's lock; None when it is gone.

    Args:
        subscription_id: of the subscription.
    """
    query = select(Subscription).where(Subscription.id == subscription_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def waiting_for(address: Address, limit: int) -> list[tuple[Subscription, str]]:
    """Read who in a running ticket waits for a message, with the ticket's number.

    An element with correlation keys waits for exactly these. One without waits by its
    ticket's business key, or by the name alone where the message has no keys at all.

    Args:
        address: of the message.
        limit: at most so many.
    """
    key, hashes = address.business_key, {address.correlation_hash}
    if key is not None:
        hashes.add(NO_KEYS)
    query = (
        select(Subscription, Ticket.number)
        .join(Ticket, Ticket.id == Subscription.ticket_id)
        .where(
            Subscription.kind == MESSAGE,
            Subscription.name == address.name,
            Subscription.correlation_hash.in_(hashes),
            Ticket.status == OPEN,
            true() if key is None else _of_business(key),
        )
        .order_by(Subscription.id)
        .limit(limit)
    )
    return [(row, number) for row, number in db.session.execute(query)]


def _of_business(key: str) -> ColumnElement[bool]:
    """Give the condition "of this business key", or known by its own keys alone."""
    unnamed = and_(
        Subscription.business_key.is_(None), Subscription.correlation_hash != NO_KEYS
    )
    return or_(Subscription.business_key == key, unnamed)


def listening(
    name: str, *, after_id: int, upto_id: int, but: int | None, limit: int
) -> list[Subscription]:
    """Read who waits for a signal, in the order they began to.

    Args:
        name: of the signal.
        after_id: only behind this one.
        upto_id: only up to this one.
        but: not this ticket; None for every one.
        limit: at most so many.
    """
    query = (
        select(Subscription)
        .where(
            Subscription.kind == SIGNAL,
            Subscription.name == name,
            Subscription.id > after_id,
            Subscription.id <= upto_id,
        )
        .order_by(Subscription.id)
        .limit(limit)
    )
    if but is not None:
        query = query.where(Subscription.ticket_id != but)
    return list(db.session.scalars(query))


def newest_id() -> int:
    """Return the highest id there is, 0 when there is none."""
    return db.session.scalar(select(func.max(Subscription.id))) or 0


def count_listening(name: str) -> int:
    """Count who waits for a signal.

    Args:
        name: of the signal.
    """
    query = select(func.count()).where(
        Subscription.kind == SIGNAL, Subscription.name == name
    )
    return db.session.scalar(query) or 0


# --- starts ---------------------------------------------------------------------------


def starts(kind: str, name: str) -> list[StartSubscription]:
    """Read which processes begin when a message or signal comes.

    Args:
        kind: MESSAGE or SIGNAL.
        name: of it.
    """
    query = select(StartSubscription).where(
        StartSubscription.kind == kind, StartSubscription.name == name
    )
    return list(db.session.scalars(query.order_by(StartSubscription.id)))


def drop_starts(process_key: str) -> None:
    """Delete the start subscriptions of a process, of whatever version.

    Args:
        process_key: of the process.
    """
    db.session.execute(
        delete(StartSubscription).where(StartSubscription.process_key == process_key)
    )


def add_starts(rows: Sequence[StartSubscription]) -> None:
    """Write the start subscriptions of a version.

    Args:
        rows: without ids.
    """
    db.session.add_all(rows)
