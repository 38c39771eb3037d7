"""Insert several rows at once, by a statement whose text is made once.

SQLAlchemy compiles an INSERT of several rows anew each time, which costs more than to
carry it out. A text per table and number of rows is kept here instead; PostgreSQL then
knows the statement as well and plans it once a connection.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Table, TextClause, bindparam, text

from app.store.db import Base, db

MOST_AT_ONCE = 100


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


def _batches(
    table: type[Base], rows: Sequence[dict[str, Any]]
) -> list[Sequence[dict[str, Any]]]:
    return [rows[k : k + MOST_AT_ONCE] for k in range(0, len(rows), MOST_AT_ONCE)]


def _execute(table: type[Base], rows: Sequence[dict[str, Any]], ending: str) -> Any:
    kept = cast(Table, table.__table__)
    statement = _statement(kept, tuple(rows[0]), len(rows), ending)
    values = {
        f"{name}_{k}": value
        for k, row in enumerate(rows)
        for name, value in row.items()
    }
    return db.session.connection().execute(statement, values)


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
