"""The ticket list: filters, one order, pages by key."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, tuple_
from sqlalchemy.orm import contains_eager

from app.domain.work_items import LIVE
from app.store import participation
from app.store.db import db
from app.store.tickets import InstanceState, Ticket
from app.store.work_items import WorkItem


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFilter:
    """What a list of tickets is narrowed to; None leaves a thing open.

    Attributes:
        status: exactly this status.
        process_key: exactly this process.
        business_key: exactly this key.
        initiator: started by this user.
        involved: started by, for, or worked on by this user.
        assignee: with a live work item of this user.
        q: words in the title, or a number, or the beginning of a business key.
        created_after: not before this time.
        created_before: before this time.
    """

    status: str | None = None
    process_key: str | None = None
    business_key: str | None = None
    initiator: str | None = None
    involved: str | None = None
    assignee: str | None = None
    q: str | None = None
    created_after: datetime | None = None
    created_before: datetime | None = None


def find(
    wanted: TicketFilter,
    *,
    reader: tuple[str, Collection[str]] | None,
    before: tuple[datetime, int] | None,
    limit: int,
) -> list[Ticket]:
    """Read tickets, the newest first.

    Args:
        wanted: what the list is narrowed to.
        reader: username and groups of who may see only what concerns them; None for
            who may see everything.
        before: creation time and id of the last row already shown.
        limit: how many at most.
    """
    query = select(Ticket).where(*_conditions(wanted))
    if reader is not None:
        query = query.where(participation.takes_part(*reader))
    if before is not None:
        query = query.where(tuple_(Ticket.created_at, Ticket.id) < tuple_(*before))
    query = query.order_by(Ticket.created_at.desc(), Ticket.id.desc()).limit(limit)
    return list(db.session.scalars(query))


def _conditions(wanted: TicketFilter) -> list[ColumnElement[bool]]:
    columns = ("status", "process_key", "business_key", "initiator")
    found: list[ColumnElement[bool]] = [
        getattr(Ticket, column) == value
        for column in columns
        if (value := getattr(wanted, column)) is not None
    ]
    if wanted.created_after is not None:
        found.append(Ticket.created_at >= wanted.created_after)
    if wanted.created_before is not None:
        found.append(Ticket.created_at < wanted.created_before)
    if wanted.involved is not None:
        found.append(participation.takes_part(wanted.involved, ()))
    if wanted.assignee is not None:
        found.append(_held_by(wanted.assignee))
    if wanted.q:
        found.append(_matches(wanted.q))
    return found


def _held_by(username: str) -> ColumnElement[bool]:
    return (
        select(WorkItem.id)
        .where(
            WorkItem.ticket_id == Ticket.id,
            WorkItem.assignee == username,
            WorkItem.status.in_(LIVE),
        )
        .exists()
    )


def _matches(q: str) -> ColumnElement[bool]:
    return or_(
        Ticket.number == q.strip().upper(),
        Ticket.business_key.startswith(q.strip(), autoescape=True),
        Ticket.title.icontains(q.strip(), autoescape=True),
    )


def by_number(number: str) -> Ticket | None:
    """Read one ticket.

    Args:
        number: such as "REF-2026-000123".
    """
    return db.session.scalar(select(Ticket).where(Ticket.number == number))


def by_ids(ticket_ids: Collection[int]) -> dict[int, Ticket]:
    """Read several tickets.

    Args:
        ticket_ids: of the tickets.
    """
    if not ticket_ids:
        return {}
    rows = db.session.scalars(select(Ticket).where(Ticket.id.in_(ticket_ids)))
    return {row.id: row for row in rows}


def locked(*, number: str | None = None, ticket_id: int | None = None) -> Ticket | None:
    """Lock one ticket and read it as it is now.

    Args:
        number: of the ticket, or
        ticket_id: of the ticket.
    """
    query: Select[Any] = select(Ticket).with_for_update(of=Ticket)
    if number is not None:
        query = query.where(Ticket.number == number)
    else:
        query = query.where(Ticket.id == ticket_id)
    ticket: Ticket | None = db.session.scalar(
        query.execution_options(populate_existing=True)
    )
    return ticket


def instance_of(ticket: Ticket) -> InstanceState:
    """Read a ticket's state.

    Args:
        ticket: with its id.
    """
    return db.session.get_one(InstanceState, ticket.id, populate_existing=True)


def live_work(ticket_ids: Collection[int], most: int = 1000) -> list[WorkItem]:
    """Read who works on tickets now, in one query however many there are.

    Args:
        ticket_ids: of the tickets on a page.
        most: rows at most.
    """
    if not ticket_ids:
        return []
    query = (
        select(WorkItem)
        .outerjoin(WorkItem.candidates)
        .options(contains_eager(WorkItem.candidates))
        .where(WorkItem.ticket_id.in_(ticket_ids), WorkItem.status.in_(LIVE))
        .order_by(WorkItem.id)
        .limit(most)
    )
    return list(db.session.scalars(query).unique())
