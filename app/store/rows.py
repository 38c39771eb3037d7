"""Write rows by statements whose text is made once.

SQLAlchemy compiles an INSERT of several rows anew each time, and sorts every change of
a unit of work by its dependencies; both cost more than the statements themselves. A
text per table, columns and number of rows is kept here instead; PostgreSQL then knows
the statement as well and plans it once a connection.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Table, TextClause, bindparam, inspect, text

from app.store.db import Base, db

MOST_AT_ONCE = 100
MOST_TOGETHER = 8  # each number of rows is a statement of its own to plan


def insert(table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows.

    Args:
        table: the table's class.
        rows: column values, the same columns in each.
    """
    for found in _batches(table, rows):
        _execute(table, found, "")


def insert_missing(table: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows whose unique key is not there yet; the others are left alone.

    Args:
        table: the table's class.
        rows: column values, the same columns in each.
    """
    for found in _batches(table, rows):
        _execute(table, found, " ON CONFLICT DO NOTHING")


def insert_returning(
    table: type[Base], rows: Sequence[dict[str, Any]], *columns: str
) -> list[Any]:
    """Insert rows and read back what the database added.

    Args:
        table: the table's class.
        rows: column values, the same columns in each.
        columns: which are read back.

    Returns:
        A row for each, in no promised order.
    """
    ending = f" RETURNING {', '.join(columns)}"
    return [
        row
        for found in _batches(table, rows)
        for row in _execute(table, found, ending).all()
    ]


def write_at_end(table: type[Base], more: Sequence[dict[str, Any]]) -> None:
    """Write what a unit of work has changed, and new rows, at its end.

    Changed columns of known rows and the new rows are one statement on PostgreSQL.
    Where rows were added or deleted, SQLAlchemy's own order is needed; it writes those.
    Nothing that was read is of use afterwards.

    Args:
        table: of the new rows.
        more: their column values, the same columns in each.
    """
    session = db.session
    if session.new or session.deleted:
        session.flush()
    found = [_Changed.of(row) for row in session.dirty]
    # In one order, whoever writes: tables by name, rows by key.
    changed = sorted(filter(None, found), key=lambda one: (one.table.name, one.key))
    session.expunge_all()  # or it would write them once more
    if len(changed) > MOST_TOGETHER or len(more) > MOST_TOGETHER or not changed:
        together = False
    else:
        together = bool(more) and db.engine.dialect.name == "postgresql"
    if together:
        _write_together(changed, cast(Table, table.__table__), more)
        return
    for one in changed:
        statement = _update(one.table, tuple(one.values), "")
        session.connection().execute(statement, one.parameters(""))
    insert(table, more)


def _write_together(
    changed: Sequence["_Changed"], table: Table, more: Sequence[dict[str, Any]]
) -> None:
    shapes = tuple((one.table, tuple(one.values)) for one in changed)
    statement = _together(shapes, table, tuple(more[0]), len(more))
    values = _numbered(more)
    for k, one in enumerate(changed):
        values |= one.parameters(f"u{k}_")
    db.session.connection().execute(statement, values)


@dataclass(frozen=True, slots=True)
class _Changed:
    table: Table
    key: tuple[Any, ...]
    values: dict[str, Any]

    @classmethod
    def of(cls, row: Base) -> "_Changed | None":
        state = inspect(row)
        before, now = state.committed_state, state.dict
        values = {
            name: now[name]
            for name in sorted(before)
            if name in state.mapper.columns and now[name] != before[name]
        }
        if not values:
            return None
        return cls(cast(Table, row.__table__), tuple(state.identity or ()), values)

    def parameters(self, prefix: str) -> dict[str, Any]:
        named = {f"{prefix}set_{name}": value for name, value in self.values.items()}
        return named | {f"{prefix}key_{k}": part for k, part in enumerate(self.key)}


@lru_cache(maxsize=256)
def _together(
    shapes: tuple[tuple[Table, tuple[str, ...]], ...],
    table: Table,
    columns: tuple[str, ...],
    count: int,
) -> TextClause:
    updates = [_update(*shape, f"u{k}_") for k, shape in enumerate(shapes)]
    added = _statement(table, columns, count, "")
    parts = ", ".join(f"u{k} AS ({one.text})" for k, one in enumerate(updates))
    binds = [bind for one in (*updates, added) for bind in one._bindparams.values()]
    return text(f"WITH {parts} {added.text}").bindparams(*binds)


@lru_cache(maxsize=256)
def _update(table: Table, columns: tuple[str, ...], prefix: str) -> TextClause:
    changes = ", ".join(f'"{name}" = :{prefix}set_{name}' for name in columns)
    keys = [column.name for column in table.primary_key.columns]
    where = " AND ".join(f'"{name}" = :{prefix}key_{k}' for k, name in enumerate(keys))
    statement = f"UPDATE {table.name} SET {changes} WHERE {where}"  # noqa: S608
    binds = {f"{prefix}set_{name}": name for name in columns}
    binds |= {f"{prefix}key_{k}": name for k, name in enumerate(keys)}
    return text(statement).bindparams(
        *(bindparam(key, type_=table.columns[name].type) for key, name in binds.items())
    )


def _batches(
    table: type[Base], rows: Sequence[dict[str, Any]]
) -> list[Sequence[dict[str, Any]]]:
    return [rows[k : k + MOST_AT_ONCE] for k in range(0, len(rows), MOST_AT_ONCE)]


def _execute(table: type[Base], rows: Sequence[dict[str, Any]], ending: str) -> Any:
    kept = cast(Table, table.__table__)
    statement = _statement(kept, tuple(rows[0]), len(rows), ending)
    return db.session.connection().execute(statement, _numbered(rows))


def _numbered(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        f"{name}_{k}": value
        for k, row in enumerate(rows)
        for name, value in row.items()
    }


@lru_cache(maxsize=256)
def _statement(
    table: Table, columns: tuple[str, ...], count: int, ending: str
) -> TextClause:
    names = ", ".join(f'"{name}"' for name in columns)
    places = ", ".join(
        f"({', '.join(f':{name}_{k}' for name in columns)})" for k in range(count)
    )
    # Names of our own tables and columns; values travel as parameters.
    statement = f"INSERT INTO {table.name} ({names}) VALUES {places}{ending}"  # noqa: S608
    return text(statement).bindparams(
        *(
            bindparam(f"{name}_{k}", type_=table.columns[name].type)
            for k in range(count)
            for name in columns
        )
    )
