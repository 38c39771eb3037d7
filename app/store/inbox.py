"""The inbox: whose work is open, in one order, pages by key."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_
from sqlalchemy.orm import contains_eager, selectinload

from app.domain import tickets as ticket_rules
from app.domain.work_items import COMPLETED, LIVE, OPEN
from app.store.db import db
from app.store.tickets import Ticket
from app.store.work_items import WorkItem, candidacy

MOST_COUNTED = 1000


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
    order = (
        (WorkItem.closed_at.desc(), WorkItem.id.desc())
        if done
        else (WorkItem.sort_at, WorkItem.id)
    )
    query = (
        _selected(wanted)
        .options(contains_eager(WorkItem.ticket), selectinload(WorkItem.candidates))
        .order_by(*order)
        .limit(limit)
    )
    if after is not None:
        query = query.where(
            tuple_(WorkItem.closed_at, WorkItem.id) < tuple_(*after)
            if done
            else tuple_(WorkItem.sort_at, WorkItem.id) > tuple_(*after)
        )
    return list(db.session.scalars(query))


def count(wanted: InboxFilter) -> int:
    """Count an inbox.

    Args:
        wanted: whose, and what it is narrowed to.

    Returns:
        At most 1,000; the page says "1000+" then.
    """
    rows = _selected(wanted).with_only_columns(WorkItem.id).limit(MOST_COUNTED)
    return db.session.scalar(select(func.count()).select_from(rows.subquery())) or 0


def _selected(wanted: InboxFilter) -> Select[WorkItem]:
    query = select(WorkItem).join(WorkItem.ticket).where(*_view(wanted))
    if wanted.group is not None:
        query = query.where(candidacy("", [wanted.group]))
    if wanted.process_key is not None:
        query = query.where(Ticket.process_key == wanted.process_key)
    if wanted.q:
        text = wanted.q.strip()
        query = query.where(
            or_(
                Ticket.number == text.upper(),
                Ticket.title.icontains(text, autoescape=True),
                WorkItem.name.icontains(text, autoescape=True),
            )
        )
    return query


def _view(wanted: InboxFilter) -> list[ColumnElement[bool]]:
    if wanted.view == "done":
        return [
            WorkItem.closed_by == wanted.username,
            WorkItem.status == COMPLETED,
        ]
    mine = (WorkItem.assignee == wanted.username) & WorkItem.status.in_(LIVE)
    offered = (WorkItem.status == OPEN) & candidacy(wanted.username, wanted.groups)
    running = Ticket.status == ticket_rules.OPEN
    if wanted.view == "mine":
        return [mine, running]
    if wanted.view == "groups":
        return [offered, running]
    if wanted.view == "overdue":
        return [or_(mine, offered), running, WorkItem.due_at < wanted.now]
    return [or_(mine, offered), running]


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
