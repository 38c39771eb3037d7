"""WorkItem, Candidate, Draft; the inbox queries lie in ``inbox.py``."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    String,
    and_,
    bindparam,
    delete,
    or_,
    select,
    text,
)
from sqlalchemy.orm import (
    Mapped,
    make_transient_to_detached,
    mapped_column,
    relationship,
    selectinload,
)
from sqlalchemy.orm.attributes import set_committed_value

from app.domain.work_items import LIVE
from app.store import rows as store_rows
from app.store.db import Base, RowId, db
from app.store.tickets import InstanceState, Ticket

NEVER = datetime(9999, 12, 31, tzinfo=UTC)  # sorts work without a due time last


class WorkItem(Base):
    """The piece of work that a user task gives a person."""

    __tablename__ = "work_items"

    id: Mapped[RowId]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    token: Mapped[str] = mapped_column(String(64))
    element_id: Mapped[str]
    called_ref: Mapped[str | None]  # of the called process the element is in
    name: Mapped[str]
    form_key: Mapped[str | None]
    status: Mapped[str] = mapped_column(String(32))
    assignee: Mapped[str | None]
    priority: Mapped[int]
    due_at: Mapped[datetime | None]
    sort_at: Mapped[datetime]
    created_at: Mapped[datetime]
    claimed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
    outcome: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=1)

    ticket: Mapped[Ticket] = relationship(lazy="raise")
    candidates: Mapped[list["Candidate"]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="Candidate.id"
    )

    __table_args__ = (
        Index("ix_work_items_ticket", "ticket_id", "status"),
        # What somebody holds, what somebody has done: each in its list's order.
        Index(
            "ix_work_items_assignee",
            "assignee",
            "sort_at",
            "id",
            postgresql_where=text("closed_at IS NULL AND assignee IS NOT NULL"),
            sqlite_where=text("closed_at IS NULL AND assignee IS NOT NULL"),
        ),
        Index(
            "ix_work_items_closed_by",
            "closed_by",
            "closed_at",
            "id",
            postgresql_where=text("closed_by IS NOT NULL"),
            sqlite_where=text("closed_by IS NOT NULL"),
        ),
    )


class Candidate(Base):
    """Who may claim an open work item; the rows go when the item is closed."""

    __tablename__ = "candidates"

    id: Mapped[RowId]
    work_item_id: Mapped[int] = mapped_column(
        ForeignKey("work_items.id", ondelete="CASCADE")
    )
    kind: Mapped[str] = mapped_column(String(8))  # group | user
    key: Mapped[str]
    sort_at: Mapped[datetime]

    __table_args__ = (
        Index("ix_candidates_key", "kind", "key", "sort_at", "work_item_id"),
        Index("ix_candidates_item", "work_item_id"),
    )


class Draft(Base):
    """What somebody has typed into a work item's form without sending it."""

    __tablename__ = "drafts"

    work_item_id: Mapped[int] = mapped_column(
        ForeignKey("work_items.id", ondelete="CASCADE"), primary_key=True
    )
    username: Mapped[str] = mapped_column(primary_key=True)
    variables: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


def insert(rows: Sequence[dict[str, Any]]) -> list[WorkItem]:
    """Insert work items at once, in one statement, so that their ids are known.

    Args:
        rows: column values, the same columns in each, at least one.

    Returns:
        Them, in the same order.
    """
    # Ids are given in the order of the rows, whatever the order they come back in.
    ids = sorted(
        item_id for (item_id,) in store_rows.insert_returning(WorkItem, rows, "id")
    )
    return [_known(item_id, row) for item_id, row in zip(ids, rows, strict=True)]


def _known(item_id: int, row: dict[str, Any]) -> WorkItem:
    item = WorkItem(**{**_BLANK, **row, "id": item_id})
    make_transient_to_detached(item)
    db.session.add(item)
    return item


_BLANK = dict.fromkeys(column.key for column in WorkItem.__table__.columns)


def insert_candidates(rows: Iterable[dict[str, Any]]) -> None:
    """Insert who may claim new work items, in one statement.

    Args:
        rows: column values.
    """
    store_rows.insert(Candidate, list(rows))


def live_among(work_item_ids: Collection[int]) -> list[WorkItem]:
    """Read the work items among these that nobody has closed.

    Args:
        work_item_ids: of one locked ticket.
    """
    return list(
        db.session.scalars(
            select(WorkItem).where(
                WorkItem.id.in_(work_item_ids), WorkItem.status.in_(LIVE)
            )
        )
    )


def live_of(ticket_id: int) -> list[WorkItem]:
    """Read a locked ticket's work items that nobody has closed.

    Args:
        ticket_id: of the ticket.
    """
    return list(
        db.session.scalars(
            select(WorkItem)
            .where(WorkItem.ticket_id == ticket_id, WorkItem.status.in_(LIVE))
            .order_by(WorkItem.id)
        )
    )


def drop_candidates(work_item_ids: Collection[int]) -> None:
    """Take closed work items out of everybody's inbox.

    Args:
        work_item_ids: of the closed ones.
    """
    if work_item_ids:
        db.session.connection().execute(_DROP, {"ids": list(work_item_ids)})


_DROP = delete(Candidate).where(Candidate.work_item_id.in_(bindparam("ids")))


@dataclass(frozen=True, slots=True)
class Held:
    """A work item under its ticket's lock, with what a decision needs.

    Attributes:
        item: the work item.
        ticket: its ticket, locked.
        instance: the ticket's state.
        candidate: whether the asking person may claim it.
        drafted: whether anybody has saved a draft.
    """

    item: WorkItem
    ticket: Ticket
    instance: InstanceState
    candidate: bool
    drafted: bool


def hold(work_item_id: int, username: str, groups: Collection[str]) -> Held | None:
    """Lock a work item's ticket and read everything a decision needs, at once.

    The ticket is locked before its work item: every path takes them in this order.

    Args:
        work_item_id: of the work item.
        username: of who asks.
        groups: keys of their groups.
    """
    asked = {"id": work_item_id, "username": username, "groups": list(groups)}
    row = db.session.execute(_HOLD, asked).first()
    if row is None:
        return None
    ticket, item, instance, candidate, has_draft = row
    set_committed_value(item, "ticket", ticket)  # doors name it in their answer
    return Held(item, ticket, instance, bool(candidate), bool(has_draft))


# Every step comes by here, so the statement is made once.
_HOLD = (
    select(
        Ticket,
        WorkItem,
        InstanceState,
        select(Candidate.id)
        .where(
            Candidate.work_item_id == WorkItem.id,
            or_(
                and_(Candidate.kind == "user", Candidate.key == bindparam("username")),
                and_(Candidate.kind == "group", Candidate.key.in_(bindparam("groups"))),
            ),
        )
        .exists(),
        select(Draft.username).where(Draft.work_item_id == WorkItem.id).exists(),
    )
    .select_from(Ticket)
    .join(WorkItem, WorkItem.ticket_id == Ticket.id)
    .join(InstanceState, InstanceState.ticket_id == Ticket.id)
    .where(WorkItem.id == bindparam("id"))
    .with_for_update(of=[Ticket, WorkItem, InstanceState])
    .execution_options(populate_existing=True)
)


def of_ticket(ticket_id: int, most: int = 200) -> list[WorkItem]:
    """Read a ticket's latest work items, the newest last.

    Args:
        ticket_id: of the ticket.
        most: rows at most.
    """
    rows = db.session.scalars(
        select(WorkItem)
        .options(selectinload(WorkItem.candidates))
        .where(WorkItem.ticket_id == ticket_id)
        .order_by(WorkItem.id.desc())
        .limit(most)
    )
    return list(rows)[::-1]
