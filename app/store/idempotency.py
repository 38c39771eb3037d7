"""IdempotencyKey: the first answer to a request that may be sent twice."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, LargeBinary, String, delete, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base, db


class IdempotencyKey(Base):
    """The answer that a caller got for a key, kept for a day."""

    __tablename__ = "idempotency_keys"

    username: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    status: Mapped[int]
    headers: Mapped[dict[str, Any]]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]

    __table_args__ = (Index("ix_idempotency_keys_created", "created_at"),)


def take(username: str, key: str, *, request_hash: str, now: datetime) -> bool:
    """Write the key unless it is there; wait for a transaction that is writing it.

    Args:
        username: whose key.
        key: the caller's words.
        request_hash: of the request, 64 hex digits.
        now: when.

    Returns:
        Whether it was new.
    """
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    row = {
        "username": username,
        "key": key,
        "request_hash": request_hash,
        "status": 0,
        "headers": {},
        "body": b"",
        "created_at": now,
    }
    written = db.session.execute(
        dialect.insert(IdempotencyKey)
        .values(row)
        .on_conflict_do_nothing()
        .returning(IdempotencyKey.key)
    )
    return written.first() is not None


def get(username: str, key: str) -> IdempotencyKey | None:
    """Return a key with its answer.

    Args:
        username: whose.
        key: the caller's words.
    """
    return db.session.get(IdempotencyKey, (username, key))


def answer(
    username: str, key: str, *, status: int, headers: dict[str, Any], body: bytes
) -> None:
    """Write what was answered into a key.

    Args:
        username: whose.
        key: the caller's words.
        status: of HTTP.
        headers: that belong to the answer.
        body: of the answer.
    """
    db.session.execute(
        update(IdempotencyKey)
        .where(IdempotencyKey.username == username, IdempotencyKey.key == key)
        .values(status=status, headers=headers, body=body)
    )


def prune(*, before: datetime, most: int) -> None:
    """Forget old keys.

    Args:
        before: those written earlier.
        most: rows at once; those that another transaction forgets are passed over.
    """
    columns = (IdempotencyKey.username, IdempotencyKey.key)
    old = (
        select(*columns)
        .where(IdempotencyKey.created_at < before)
        .order_by(IdempotencyKey.created_at)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    db.session.execute(delete(IdempotencyKey).where(tuple_(*columns).in_(old)))
