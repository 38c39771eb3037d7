"""Erasure: a person's name is taken out of everything, in bounded steps.

The table says how far a step has come, so that it can go on after an interruption, and
in the end that it was done, no more under the name.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, Table, Text, and_, cast, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base, RowId, db
from app.store.idempotency import IdempotencyKey
from app.store.identity import Membership, Session, Token, User
from app.store.work_items import Draft

STEP = 5_000  # ids looked at in one step


class Erasure(Base):
    """That a person was erased, or is being erased."""

    __tablename__ = "erasures"

    id: Mapped[RowId]
    pseudonym: Mapped[str] = mapped_column(String(64))
    username: Mapped[str | None] = mapped_column(String(64))  # None when it is done
    texts: Mapped[bool]
    place: Mapped[int]  # number of the table that is worked on
    last_id: Mapped[int]
    begun_by: Mapped[str]
    begun_at: Mapped[datetime]
    done_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where names stand.

    Attributes:
        table: which.
        key: a whole-numbered column by whose ranges the table is walked.
        names: columns that hold a username.
        kind: where "kind" says whether ``key`` is a person, the column; else "".
        documents: JSON columns in which a username may be a value.
    """

    table: str
    key: str
    names: tuple[str, ...]
    kind: str = ""
    documents: tuple[str, ...] = ()


PLACES = (
    _Place("tickets", "id", ("initiator", "on_behalf_of", "owner")),
    _Place("work_items", "id", ("assignee", "closed_by")),
    _Place("candidates", "id", ("key",), kind="kind"),
    _Place("participants", "ticket_id", ("key",), kind="kind"),
    _Place("history_entries", "id", ("actor",), documents=("facts",)),
    _Place("instance_states", "ticket_id", (), documents=("variables",)),
    _Place("attachments", "id", ("uploaded_by",)),
    _Place("deployments", "id", ("created_by",)),
    _Place("incidents", "id", ("resolved_by",)),
    _Place("messages", "id", ("sent_by",), documents=("variables",)),
    _Place("erasures", "id", ("begun_by",)),
)


def unfinished(username: str) -> Erasure | None:
    """Read the erasure of a person that has begun.

    Args:
        username: of the person.
    """
    return db.session.scalar(
        select(Erasure).where(Erasure.username == username).with_for_update()
    )


def all_of_them(limit: int = 200) -> list[Erasure]:
    """Read what was erased, the latest first.

    Args:
        limit: how many at most.
    """
    query = select(Erasure).order_by(Erasure.id.desc()).limit(limit)
    return list(db.session.scalars(query))


def step(erasure: Erasure, changed: Callable[[str, Any], Any]) -> None:
    """Take a name out of the next rows, and note how far that came.

    Args:
        erasure: that has begun.
        changed: gives a JSON document without the name; told the actor of its row.
    """
    place = PLACES[erasure.place]
    table = Base.metadata.tables[place.table]
    column = table.c[place.key]
    connection = db.session.connection()
    ahead = select(column.label("at")).where(column > erasure.last_id).distinct()
    ahead_of_us = ahead.order_by(column).limit(STEP).subquery()
    last = connection.execute(select(func.max(ahead_of_us.c.at))).scalar()
    if last is None:
        erasure.place, erasure.last_id = erasure.place + 1, 0
        return
    within = and_(column > erasure.last_id, column <= last)
    for statement in _renamings(erasure, place, table):
        connection.execute(statement.where(within))
    for name in place.documents:
        _rewrite(erasure, table, name, within, changed)
    erasure.last_id = last


def _renamings(erasure: Erasure, place: _Place, table: Table) -> Iterator[Any]:
    for name in place.names:
        statement = update(table).where(table.c[name] == erasure.username)
        if place.kind:
            statement = statement.where(table.c[place.kind] == "user")
        yield statement.values({name: erasure.pseudonym})


def _rewrite(
    erasure: Erasure,
    table: Table,
    name: str,
    within: Any,
    changed: Callable[[str, Any], Any],
) -> None:
    keys = list(table.primary_key.columns)
    actor = table.c.get("actor")
    speaks = cast(table.c[name], Text).contains(
        f'"{erasure.username}"', autoescape=True
    )
    if actor is not None:
        speaks = speaks | (actor == erasure.pseudonym)
    columns = [*keys, table.c[name]] + ([actor] if actor is not None else [])
    connection = db.session.connection()
    for row in connection.execute(select(*columns).where(within, speaks)).all():
        by = row.actor if actor is not None else ""
        before = getattr(row, name)
        after = changed(by or "", before)
        if after != before:
            same = [key == getattr(row, key.name) for key in keys]
            connection.execute(update(table).where(*same).values({name: after}))


def forget(erasure: Erasure) -> None:
    """Delete the person's own rows; the last thing that is done.

    Args:
        erasure: whose places have all been walked.
    """
    connection = db.session.connection()
    for table in (Membership, Session, Token, Draft, IdempotencyKey, User):
        column = Base.metadata.tables[table.__tablename__].c["username"]
        connection.execute(
            delete(Base.metadata.tables[table.__tablename__]).where(
                column == erasure.username
            )
        )
