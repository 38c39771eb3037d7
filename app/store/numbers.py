"""Ticket numbers: unique, rising, and without a row that everybody waits for.

SQLite has one writer anyway, so a number is taken in the writer's own transaction and
none is skipped. On PostgreSQL a block of numbers is reserved in a short transaction of
its own, so that no ticket holds the counter while it is worked on; the rest of a block
is skipped when a process ends.
"""

from threading import Lock

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

from app.store.db import db
from app.store.tickets import NumberCounter

BLOCK = 20
_lock = Lock()
_blocks: dict[tuple[str, str, int], range] = {}


def next_number(prefix: str, year: int) -> str:
    """Take the next ticket number.

    Args:
        prefix: of the process ("REF").
        year: four digits.

    Returns:
        Such as "REF-2026-000123".
    """
    if db.engine.dialect.name == "sqlite":
        last = db.session.execute(_reserve(prefix, year, 1)).scalar_one()
    else:
        last = _from_block(prefix, year)
    return f"{prefix}-{year}-{last:06}"


def _from_block(prefix: str, year: int) -> int:
    key = (str(db.engine.url), prefix, year)
    with _lock:
        block = _blocks.get(key)
        if not block:
            with db.engine.begin() as connection:
                last = connection.execute(_reserve(prefix, year, BLOCK)).scalar_one()
            block = range(last - BLOCK + 1, last + 1)
        _blocks[key] = block[1:]
        return block[0]


def _reserve(prefix: str, year: int, count: int) -> ReturningInsert[int]:
    dialect = sqlite if db.engine.dialect.name == "sqlite" else postgresql
    statement: ReturningInsert[int] = (
        dialect.insert(NumberCounter)
        .values(prefix=prefix, year=year, last=count)
        .on_conflict_do_update(
            index_elements=["prefix", "year"],
            set_={"last": NumberCounter.last + count},
        )
        .returning(NumberCounter.last)
    )
    return statement
