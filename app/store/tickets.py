"""Ticket, Participant, InstanceState (apart: lists never load it), numbers."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.store.db import Base, RowId
from app.store.deployments import ProcessDefinition


def _where_set(column: str, *more: str) -> Index:
    # Most tickets have none; those are not in the index.
    there = text(f"{column} IS NOT NULL")
    name = f"ix_tickets_{column}"
    return Index(name, column, *more, postgresql_where=there, sqlite_where=there)


class Ticket(Base):
    """A process instance as people know it."""

    __tablename__ = "tickets"

    id: Mapped[RowId]
    number: Mapped[str] = mapped_column(String(64), unique=True)
    definition_id: Mapped[int] = mapped_column(ForeignKey("process_definitions.id"))
    process_key: Mapped[str]
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(500))
    business_key: Mapped[str | None]
    status: Mapped[str] = mapped_column(String(32))
    result: Mapped[str] = mapped_column(String(32), default="none")
    execution: Mapped[str] = mapped_column(String(32), default="none")
    priority: Mapped[int] = mapped_column(default=50)
    initiator: Mapped[str]
    on_behalf_of: Mapped[str | None]
    owner: Mapped[str | None]
    revision: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    definition: Mapped[ProcessDefinition] = relationship(lazy="joined", innerjoin=True)

    __table_args__ = (
        # Lists are in the order of ids, which rise as tickets are opened.
        Index("ix_tickets_created", "created_at"),
        Index("ix_tickets_status", "status", "id"),
        Index("ix_tickets_process", "process_key", "status", "id"),
        Index("ix_tickets_initiator", "initiator", "id"),
        _where_set("business_key"),
        _where_set("on_behalf_of", "id"),
        _where_set("owner", "id"),
    )


class InstanceState(Base):
    """The serialized process of a ticket; of a finished one only its variables."""

    __tablename__ = "instance_states"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    state: Mapped[bytes | None] = mapped_column(LargeBinary)
    variables: Mapped[dict[str, Any]]
    progress: Mapped[dict[str, Any]]


class Participant(Base):
    """Who was ever asked or did something at an element of a ticket.

    The rows stay: they say who may read the ticket and through which elements, and
    let whoever came second be told who came first.
    """

    __tablename__ = "participants"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)  # group | user
    key: Mapped[str] = mapped_column(primary_key=True)
    element_id: Mapped[str] = mapped_column(primary_key=True)

    __table_args__ = (Index("ix_participants_key", "kind", "key", "ticket_id"),)


class NumberCounter(Base):
    """The last number given out of one prefix and year."""

    __tablename__ = "number_counters"

    prefix: Mapped[str] = mapped_column(String(32), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]
