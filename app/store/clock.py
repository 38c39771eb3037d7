"""PinnedClock: the platform's time where an administrator has set it."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base


class PinnedClock(Base):
    """At most one row: the time everybody sees while the clock is controlled."""

    __tablename__ = "pinned_clock"

    id: Mapped[int] = mapped_column(primary_key=True)
    now: Mapped[datetime]
