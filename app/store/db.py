"""Session, base class, and the column types every table shares."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from threading import RLock
from typing import Annotated, Any

import orjson
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    String,
    TypeDecorator,
    event,
)
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.orm import DeclarativeBase, mapped_column

from app.errors import Unavailable


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC datetimes on every database; naive ones are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Hand the database UTC; SQLite keeps no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime reached the store")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Give aware UTC back."""
        if value is None:
            return None
        if value.tzinfo is None:
            return value.replace(tzinfo=UTC)
        return value.astimezone(UTC)


RowId = Annotated[
    int,
    mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
]
Key = Annotated[str, mapped_column(String(255))]


class Base(DeclarativeBase):
    """Root of every table; plain SQLAlchemy, usable without Flask."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it from the class)
        datetime: UtcDateTime(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
        int: BigInteger().with_variant(Integer, "sqlite"),
        str: String(255),
    }


def to_json(value: Any) -> str:
    """Write a JSON column."""
    return orjson.dumps(value).decode()


def from_json(text: str | bytes) -> Any:
    """Read a JSON column."""
    return orjson.loads(text)


db = SQLAlchemy(
    metadata=Base.metadata,
    engine_options={
        "json_serializer": to_json,
        "json_deserializer": from_json,
        "pool_pre_ping": False,
    },
    session_options={"expire_on_commit": False, "autoflush": False},
)


def set_up_sqlite(engine: Engine) -> None:
    """Make SQLite durable and let the unit of work say when a transaction begins.

    Source: SQLAlchemy documentation, "SQLite: Serializable isolation / Savepoints /
    Transactional DDL"; research: WAL with synchronous=FULL keeps a commit through a
    power loss.
    """
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=15000",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


WAIT_SECONDS = 15.0  # as long as SQLite's own busy_timeout
_turns = RLock()


@contextmanager
def turn_to_write() -> Iterator[None]:
    """Wait until no other thread of this process writes to SQLite.

    SQLite has one writer and lets those who wait poll for it, at ever longer intervals;
    with a dozen of them most of the time nobody writes and somebody starves.

    Raises:
        Unavailable: the others took longer than 15 seconds.
    """
    if db.engine.dialect.name != "sqlite":
        yield
        return
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise Unavailable
    try:
        yield
    finally:
        _turns.release()


def on_statement(engine: Engine, tell: Callable[[str], None]) -> Callable[[], None]:
    """Tell every SQL statement that the engine runs; used to count them.

    Args:
        engine: whose statements.
        tell: called with the text of each.

    Returns:
        A function that stops the telling.
    """

    def listen(_c: Any, _cur: Any, statement: str, *_rest: Any) -> None:
        tell(statement)

    event.listen(engine, "before_cursor_execute", listen)
    return lambda: event.remove(engine, "before_cursor_execute", listen)
