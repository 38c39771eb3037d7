"""The inbox: whose work is open, in one order, pages by key.

Work that is offered is found by one ordered read for each group the person is in and
one for the person, merged: a sort over everything that several groups are offered costs
hundreds of times as much. Ids are found first, rows are read for one page only.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, tuple_, union, union_all
from sqlalchemy.orm import contains_eager, selectinload

from app.domain import tickets as ticket_rules
from app.domain.work_items import COMPLETED, OPEN
from app.store import titles
from app.store.db import db
from app.store.tickets import Ticket
from app.store.work_items import Candidate, WorkItem

MOST_COUNTED = 1000

Ids = Any  # a SELECT of ids and times; SQLAlchemy types it by its columns


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxFilter:
    """Whose inbox, and what it is narrowed to.

    Attributes:
        view: "mine", "groups", "all" (both), "overdue" (of both) or "done".
        username: whose.
        groups: keys of their groups.
        now: what overdue is measured by.
        group: only work offered to this group.
        process_key: only of this process.
        q: words in the ticket's title or the work item's name, or a ticket number.
    """

    view: str
    username: str
    groups: Collection[str]
    now: datetime
    group: str | None = None
    process_key: str | None = None
    q: str | None = None


def find(
    wanted: InboxFilter, *, after: tuple[datetime, int] | None, limit: int
) -> list[WorkItem]:
    """Read work items with ticket and candidates: the most pressing first.

    What is done comes newest first.

    Args:
        wanted: whose inbox, and what it is narrowed to.
        after: sort time and id of the last row already shown.
        limit: how many at most.
    """
    done = wanted.view == "done"
    found = _merged(wanted, after, limit)
    page = select(found).order_by(*_order(found.c, done=done)).limit(limit).subquery()
    query = (
        select(WorkItem)
        .join(page, page.c.id == WorkItem.id)
        .join(WorkItem.ticket)
        .options(contains_eager(WorkItem.ticket), selectinload(WorkItem.candidates))
        .order_by(*_order(page.c, done=done))
    )
    return list(db.session.scalars(query))


def _order(columns: Any, *, done: bool) -> tuple[Any, Any]:
    if done:
        return columns.at.desc(), columns.id.desc()
    return columns.at, columns.id


def count(wanted: InboxFilter) -> int:
    """Count an inbox.

    Args:
        wanted: whose, and what it is narrowed to.

    Returns:
        At most 1,000; the page says "1000+" then.
    """
    # Reading stops at twice as many offers: some are made twice, by name and by group.
    offers = union_all(*(_chosen(part, wanted) for part in _parts(wanted)))
    rows = offers.limit(2 * MOST_COUNTED).subquery()
    found = db.session.scalar(select(func.count(rows.c.id.distinct())))
    return min(found or 0, MOST_COUNTED)


def _merged(wanted: InboxFilter, after: tuple[datetime, int] | None, limit: int) -> Any:
    parts = [
        select(_narrowed(part, wanted, after, limit).subquery())
        for part in _parts(wanted)
    ]
    # Somebody may be asked twice, by name and by group: a union says it once.
    return (union(*parts) if len(parts) > 1 else parts[0]).subquery()


def _parts(wanted: InboxFilter) -> Iterator[tuple[Ids, Any, Any]]:
    if wanted.view == "done":
        query = select(WorkItem.id, WorkItem.closed_at.label("at")).where(
            WorkItem.closed_by == wanted.username, WorkItem.status == COMPLETED
        )
        yield query, WorkItem.closed_at, WorkItem.id
        return
    if wanted.view != "groups":
        query = select(WorkItem.id, WorkItem.sort_at.label("at")).where(
            WorkItem.assignee == wanted.username, WorkItem.closed_at.is_(None)
        )
        yield query, WorkItem.sort_at, WorkItem.id
    if wanted.view != "mine":
        offers = [("user", wanted.username)]
        offers += [("group", key) for key in sorted(wanted.groups)]
        for kind, key in offers:
            yield _offered(kind, key), Candidate.sort_at, Candidate.work_item_id


def _offered(kind: str, key: str) -> Ids:
    return (
        select(Candidate.work_item_id.label("id"), Candidate.sort_at.label("at"))
        .join(WorkItem, WorkItem.id == Candidate.work_item_id)
        .where(Candidate.kind == kind, Candidate.key == key, WorkItem.status == OPEN)
    )


def _narrowed(
    part: tuple[Ids, Any, Any],
    wanted: InboxFilter,
    after: tuple[datetime, int] | None,
    limit: int,
) -> Ids:
    _, at, item_id = part
    done = wanted.view == "done"
    query = _chosen(part, wanted)
    if after is not None:
        here = tuple_(at, item_id)
        query = query.where(here < tuple_(*after) if done else here > tuple_(*after))
    order = (at.desc(), item_id.desc()) if done else (at, item_id)
    return query.order_by(*order).limit(limit)


def _chosen(part: tuple[Ids, Any, Any], wanted: InboxFilter) -> Ids:
    query, at, _ = part
    query = query.join(Ticket, Ticket.id == WorkItem.ticket_id)
    if wanted.view != "done":
        query = query.where(Ticket.status == ticket_rules.OPEN)
    if wanted.view == "overdue":
        query = query.where(at < wanted.now)  # work without a due time sorts last
    return query.where(*_filters(wanted))


def _filters(wanted: InboxFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.group is not None:
        offer = (
            Candidate.work_item_id == WorkItem.id,
            Candidate.kind == "group",
            Candidate.key == wanted.group,
        )
        mine = select(Candidate.id).where(*offer).correlate(WorkItem).exists()
        found.append(mine)
    if wanted.process_key is not None:
        found.append(Ticket.process_key == wanted.process_key)
    if wanted.q:
        text = wanted.q.strip()
        found.append(
            or_(
                Ticket.number == text.upper(),
                titles.contain(text),
                WorkItem.name.icontains(text, autoescape=True),
            )
        )
    return found


def get(work_item_id: int) -> WorkItem | None:
    """Read one work item with its ticket and candidates.

    Args:
        work_item_id: of the work item.
    """
    return db.session.scalar(
        select(WorkItem)
        .join(WorkItem.ticket)
        .options(contains_eager(WorkItem.ticket), selectinload(WorkItem.candidates))
        .where(WorkItem.id == work_item_id)
    )
