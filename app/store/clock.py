"""PinnedClock: the platform's time where an administrator has set it."""

from datetime import datetime
from weakref import WeakSet

from sqlalchemy import Engine, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base, db

_controlled: WeakSet[Engine] = WeakSet()


class PinnedClock(Base):
    """At most one row: the time everybody sees while the clock is controlled."""

    __tablename__ = "pinned_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    now: Mapped[datetime]


def permit_control() -> None:
    """Let the clock of this application's database be set."""
    _controlled.add(db.engine)


def is_controlled() -> bool:
    """Tell, without asking the database, whether its clock may be set."""
    return db.engine in _controlled


def pinned() -> datetime | None:
    """Read the time that was set; None while the clock runs by itself.

    It is read on a connection of its own, so that asking for the time neither begins a
    transaction of the caller's nor depends on one.
    """
    with db.engine.connect() as connection:
        return connection.scalar(select(PinnedClock.now))


def pin(now: datetime) -> None:
    """Set the time."""
    db.session.merge(PinnedClock(id=1, now=now))


def reset() -> None:
    """Let the clock run by itself again."""
    db.session.execute(delete(PinnedClock))
