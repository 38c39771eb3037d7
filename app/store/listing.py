"""The ticket list: filters, one order, pages by key."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select, union
from sqlalchemy.orm import aliased, contains_eager

from app.domain.work_items import LIVE
from app.store import clock, participation, titles
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
    before: int | None,
    limit: int,
) -> list[Ticket]:
    """Read tickets, the newest first: ids rise as tickets are opened.

    What a person may see, and what a search finds, comes from several places; each is
    one ordered read of so many ids, and they are merged.

    Args:
        wanted: what the list is narrowed to.
        reader: username and groups of who may see only what concerns them; None for
            who may see everything.
        before: id of the last row already shown.
        limit: how many at most.
    """
    parts = _parts(wanted, reader)
    found = _newest(parts, before, limit)
    query = select(Ticket).where(Ticket.id.in_(found)).order_by(Ticket.id.desc())
    return list(db.session.scalars(query.limit(limit)))


def _parts(
    wanted: TicketFilter, reader: tuple[str, Collection[str]] | None
) -> list[Any]:
    query = select(Ticket.id).where(*_conditions(wanted))
    sources: list[participation.Source] = []
    if wanted.q:
        sources = [partial(_narrowed, found) for found in _matches(wanted.q)]
    # The first of these is where rows are looked for, the others are conditions.
    people: list[tuple[str, Collection[str]]] = []
    if wanted.involved is not None:
        people.append((wanted.involved, ()))
    if reader is not None:
        people.append(reader)
    for username, groups in people:
        if sources:
            query = query.where(participation.takes_part(username, groups))
        else:
            sources = participation.sources(username, groups)
    return [source(query) for source in sources] or [query]


def _narrowed(condition: ColumnElement[bool], query: Any) -> Any:
    return query.where(condition)


def _newest(parts: list[Any], before: int | None, limit: int) -> Any:
    ordered = []
    for part in parts:
        if before is not None:
            part = part.where(Ticket.id < before)
        ordered.append(
            select(
                part.distinct().order_by(Ticket.id.desc()).limit(limit).subquery().c.id
            )
        )
    return union(*ordered) if len(ordered) > 1 else ordered[0]


def _conditions(wanted: TicketFilter) -> list[ColumnElement[bool]]:
    columns = ("status", "process_key", "business_key", "initiator")
    found: list[ColumnElement[bool]] = [
        getattr(Ticket, column) == value
        for column in columns
        if (value := getattr(wanted, column)) is not None
    ]
    if wanted.created_after is not None:
        found += _since(wanted.created_after)
    if wanted.created_before is not None:
        found += _until(wanted.created_before)
    if wanted.assignee is not None:
        found.append(_held_by(wanted.assignee))
    return found


def _since(at: datetime) -> list[ColumnElement[bool]]:
    # The bound on ids ends the walk where the time ends; a clock that was set back, as
    # only one for trials can be, would make it miss rows.
    found: list[ColumnElement[bool]] = [Ticket.created_at >= at]
    if not clock.is_controlled():
        first = select(_other.id).where(_other.created_at >= at)
        first = first.order_by(_other.created_at).limit(1)
        found.append(Ticket.id >= first.scalar_subquery() - SLACK)
    return found


def _until(at: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Ticket.created_at < at]
    if not clock.is_controlled():
        last = select(_other.id).where(_other.created_at < at)
        last = last.order_by(_other.created_at.desc()).limit(1)
        found.append(Ticket.id <= last.scalar_subquery() + SLACK)
    return found


SLACK = 1_000  # ids by which tickets opened at the same moment may overtake each other
_other = aliased(Ticket)


def _held_by(username: str) -> ColumnElement[bool]:
    return (
        select(WorkItem.id)
        .where(
            WorkItem.ticket_id == Ticket.id,
            WorkItem.assignee == username,
            WorkItem.closed_at.is_(None),
        )
        .exists()
    )


def _matches(q: str) -> list[ColumnElement[bool]]:
    text = q.strip()
    return [
        Ticket.number == text.upper(),
        and_(
            Ticket.business_key >= text,
            Ticket.business_key < text + chr(0x10FFFF),
        ),
        titles.contain(text),
    ]


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
