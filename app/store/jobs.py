"""Job: work for the clock."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base, RowId


class Job(Base):
    """Work for the clock: due at a time, gone when done."""

    __tablename__ = "jobs"

    id: Mapped[RowId]
    kind: Mapped[str] = mapped_column(String(16))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    token: Mapped[str] = mapped_column(String(64))
    element_id: Mapped[str]
    status: Mapped[str] = mapped_column(String(16))  # due | failed
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    cause: Mapped[str | None] = mapped_column(String(2000))

    __table_args__ = (
        Index("ix_jobs_due", "status", "due_at", "id"),
        UniqueConstraint("ticket_id", "token"),
    )
