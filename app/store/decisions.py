"""DecisionDefinition: a DMN decision, by key and version."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base, RowId, db


class DecisionDefinition(Base):
    """A decision of an uploaded DMN file. Immutable."""

    __tablename__ = "decision_definitions"

    id: Mapped[RowId]
    key: Mapped[str]
    version: Mapped[int]
    name: Mapped[str]
    deployment_id: Mapped[int] = mapped_column(ForeignKey("deployments.id"))
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(ForeignKey("contents.sha256"))
    created_at: Mapped[datetime]

    __table_args__ = (
        UniqueConstraint("key", "version"),
        Index("ix_decision_definitions_deployment", "deployment_id"),
    )


def latest(keys: Collection[str]) -> dict[str, DecisionDefinition]:
    """Return the latest version of each of these decisions that has one, by key.

    Args:
        keys: ids of decisions.
    """
    top = (
        select(
            DecisionDefinition.key,
            func.max(DecisionDefinition.version).label("version"),
        )
        .where(DecisionDefinition.key.in_(keys))
        .group_by(DecisionDefinition.key)
        .subquery()
    )
    query = select(DecisionDefinition).join(
        top,
        (top.c.key == DecisionDefinition.key)
        & (top.c.version == DecisionDefinition.version),
    )
    return {row.key: row for row in db.session.scalars(query)}


def keys() -> set[str]:
    """Return the id of every decision that was ever deployed."""
    return set(db.session.scalars(select(DecisionDefinition.key).distinct()))


def versions(key: str) -> Sequence[DecisionDefinition]:
    """Return every version of a decision, the newest first.

    Args:
        key: id of the decision.
    """
    if "\0" in key:
        return []
    query = select(DecisionDefinition).where(DecisionDefinition.key == key)
    return db.session.scalars(query.order_by(DecisionDefinition.version.desc())).all()
