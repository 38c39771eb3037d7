"""Take finished tickets out of the memory, with everything that hangs on them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, select, update

from app.store.attachments import Attachment
from app.store.db import Base, db
from app.store.idempotency import IdempotencyKey
from app.store.identity import Session
from app.store.messages import Message
from app.store.tickets import Ticket
from app.store.work_items import Draft


def finished(before: datetime, *, after_id: int, limit: int) -> list[Ticket]:
    """Read tickets that ended long ago, the oldest first, and lock them.

    Args:
        before: ended earlier than this.
        after_id: only those after this ticket.
        limit: how many at most.
    """
    return list(
        db.session.scalars(
            select(Ticket)
            .where(
                Ticket.id > after_id,
                Ticket.created_at < before,
                Ticket.closed_at < before,
            )
            .order_by(Ticket.id)
            .limit(limit)
            .with_for_update(of=Ticket, skip_locked=True)
        )
    )


def count_finished(before: datetime) -> int:
    """Count tickets that ended long ago, a thousand at a time.

    Args:
        before: ended earlier than this.
    """
    found, last = 0, 0
    while True:
        ids = db.session.scalars(
            select(Ticket.id)
            .where(Ticket.id > last, Ticket.closed_at < before)
            .order_by(Ticket.id)
            .limit(1_000)
        ).all()
        if not ids:
            return found
        found, last = found + len(ids), ids[-1]


def rows_of(ticket_ids: Collection[int]) -> dict[str, list[dict[str, Any]]]:
    """Read all that hangs on tickets, as plain values by table.

    Args:
        ticket_ids: of the tickets.
    """
    found = {}
    for table, column in _hanging():
        if column == "ticket_id":
            query = select(table).where(table.c[column].in_(ticket_ids))
            found[table.name] = [
                dict(row._mapping) for row in db.session.connection().execute(query)
            ]
    return found


def delete_tickets(ticket_ids: Sequence[int]) -> set[str]:
    """Delete tickets and all that hangs on them.

    Args:
        ticket_ids: locked, ended.

    Returns:
        Hashes of the files that nothing names any more.
    """
    ours = Attachment.ticket_id.in_(ticket_ids)
    hashes = set(db.session.scalars(select(Attachment.sha256).where(ours)))
    connection = db.session.connection()
    for table, column in _hanging():
        there = table.c[column].in_(ticket_ids)
        if column == "ticket_id":
            connection.execute(delete(table).where(there))
        else:  # it speaks of the ticket, it does not belong to it
            connection.execute(update(table).where(there).values({column: None}))
    connection.execute(delete(Ticket).where(Ticket.id.in_(ticket_ids)))
    return unnamed(hashes)


def _hanging() -> Iterator[tuple[Table, str]]:
    for table in reversed(Base.metadata.sorted_tables):
        for key in table.foreign_keys:
            if key.target_fullname == "tickets.id":
                yield table, key.parent.name


def unnamed(hashes: Collection[str]) -> set[str]:
    """Return those of the hashes that no attachment has.

    Args:
        hashes: of contents.
    """
    named = select(Attachment.sha256).where(Attachment.sha256.in_(hashes))
    return set(hashes) - set(db.session.scalars(named))


def delete_uploads(before: datetime, limit: int) -> tuple[int, set[str]]:
    """Delete uploads that no form has ever named.

    Args:
        before: uploaded earlier than this.
        limit: how many at most.

    Returns:
        How many, and the hashes of the files that nothing names any more.
    """
    rows = db.session.execute(
        select(Attachment.id, Attachment.sha256)
        .where(Attachment.ticket_id.is_(None), Attachment.created_at < before)
        .limit(limit)
    ).all()
    db.session.execute(
        delete(Attachment).where(Attachment.id.in_([row_id for row_id, _ in rows]))
    )
    return len(rows), unnamed({sha256 for _, sha256 in rows})


def delete_leftovers(*, now: datetime, keys: datetime, drafts: datetime) -> int:
    """Delete what is over: sessions, answers to repeated requests, drafts, messages.

    Args:
        now: sessions that ended earlier.
        keys: answers given earlier.
        drafts: drafts last touched, and messages expired without a receiver, earlier.

    Returns:
        How many rows.
    """
    connection = db.session.connection()
    gone = (
        delete(Session).where(Session.expires_at < now),
        delete(IdempotencyKey).where(IdempotencyKey.created_at < keys),
        delete(Draft).where(Draft.updated_at < drafts),
        delete(Message).where(Message.ticket_id.is_(None), Message.expires_at < drafts),
    )
    return sum(connection.execute(one).rowcount for one in gone)
