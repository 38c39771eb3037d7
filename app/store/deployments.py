"""Deployment, ProcessDefinition, FormVersion, and their bytes."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    LargeBinary,
    Select,
    String,
    UniqueConstraint,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.store.db import Base, RowId, db


class Content(Base):
    """Bytes of an uploaded file, stored once per content."""

    __tablename__ = "contents"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Deployment(Base):
    """One upload of diagrams and forms that changed something."""

    __tablename__ = "deployments"

    id: Mapped[RowId]
    source: Mapped[str] = mapped_column(String(16))  # page | rest | cli
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    content_hash: Mapped[str] = mapped_column(String(64))  # of names and bytes
    files: Mapped[list["DeploymentFile"]] = relationship(
        lazy="selectin", order_by="DeploymentFile.name"
    )

    __table_args__ = (Index("ix_deployments_content_hash", "content_hash"),)


class DeploymentFile(Base):
    """One file of an upload."""

    __tablename__ = "deployment_files"

    deployment_id: Mapped[int] = mapped_column(
        ForeignKey("deployments.id"), primary_key=True
    )
    name: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(ForeignKey("contents.sha256"))
    size_bytes: Mapped[int]


class ProcessDefinition(Base):
    """A BPMN process: key and version. Immutable but for ``active``."""

    __tablename__ = "process_definitions"

    id: Mapped[RowId]
    key: Mapped[str]
    version: Mapped[int]
    name: Mapped[str]
    description: Mapped[str] = mapped_column(String(2000), default="")
    deployment_id: Mapped[int] = mapped_column(ForeignKey("deployments.id"))
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(ForeignKey("contents.sha256"))
    content_hash: Mapped[str] = mapped_column(String(64))  # diagram and forms together
    active: Mapped[bool]
    starter_groups: Mapped[list[Any]]
    start_form_key: Mapped[str | None]
    created_at: Mapped[datetime]
    forms: Mapped[list["FormVersion"]] = relationship(
        secondary="definition_forms", lazy="raise"
    )

    __table_args__ = (
        UniqueConstraint("key", "version"),
        Index("ix_process_definitions_deployment", "deployment_id"),
    )


class FormVersion(Base):
    """One edition of a form's JSON schema."""

    __tablename__ = "form_versions"

    id: Mapped[RowId]
    key: Mapped[str]
    version: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    schema: Mapped[dict[str, Any]]
    deployment_id: Mapped[int] = mapped_column(ForeignKey("deployments.id"))
    created_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("key", "version"),)


class DefinitionForm(Base):
    """Which edition of each of its forms a process definition is pinned to."""

    __tablename__ = "definition_forms"

    definition_id: Mapped[int] = mapped_column(
        ForeignKey("process_definitions.id"), primary_key=True
    )
    form_id: Mapped[int] = mapped_column(
        ForeignKey("form_versions.id"), primary_key=True
    )

    __table_args__ = (Index("ix_definition_forms_form", "form_id"),)


def add(rows: Collection[Base]) -> None:
    """Write new rows now, so that their ids are known and a rival is noticed.

    Args:
        rows: rows of this module, none of them written before.
    """
    db.session.add_all(rows)
    db.session.flush()


def _is_number(value: int) -> bool:
    """Tell whether a whole number can be one of a row; larger ones no column holds."""
    return 0 < value < 2**63


def _is_text(value: str) -> bool:
    """Tell whether a text can be in a column; PostgreSQL refuses a NUL."""
    return "\0" not in value


# --- bytes ----------------------------------------------------------------------------


def content(sha256: str) -> bytes | None:
    """Return the bytes of this hash, None when there are none.

    Args:
        sha256: lower-case hexadecimal.
    """
    return db.session.scalar(select(Content.data).where(Content.sha256 == sha256))


def known_contents(hashes: Collection[str]) -> set[str]:
    """Return those of the hashes whose bytes are stored already.

    Args:
        hashes: lower-case hexadecimal.
    """
    query = select(Content.sha256).where(Content.sha256.in_(hashes))
    return set(db.session.scalars(query))


# --- deployments ----------------------------------------------------------------------


def deployment(deployment_id: int) -> Deployment | None:
    """Return a deployment with its files, None when there is none.

    Args:
        deployment_id: its id.
    """
    if not _is_number(deployment_id):
        return None
    return db.session.get(Deployment, deployment_id)


def newest_with_content(content_hash: str) -> Deployment | None:
    """Return the newest deployment of exactly these files, None when there is none.

    Args:
        content_hash: of the names and bytes of its files.
    """
    query = select(Deployment).where(Deployment.content_hash == content_hash)
    return db.session.scalar(query.order_by(Deployment.id.desc()).limit(1))


def page_of_deployments(before_id: int | None, limit: int) -> Sequence[Deployment]:
    """Return deployments, newest first.

    Args:
        before_id: only older ones than this, None for the newest.
        limit: at most so many.
    """
    query = select(Deployment).order_by(Deployment.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(Deployment.id < before_id)
    return db.session.scalars(query).all()


# --- process definitions --------------------------------------------------------------


def _latest(*, active_only: bool) -> Select[ProcessDefinition]:
    """Select the highest version of each key; the one in force when ``active_only``."""
    highest = select(
        ProcessDefinition.key, func.max(ProcessDefinition.version).label("version")
    ).group_by(ProcessDefinition.key)
    if active_only:
        highest = highest.where(ProcessDefinition.active)
    top = highest.subquery()
    return select(ProcessDefinition).join(
        top,
        (top.c.key == ProcessDefinition.key)
        & (top.c.version == ProcessDefinition.version),
    )


def definition(key: str, version: int) -> ProcessDefinition | None:
    """Return one version of a process, None when there is none.

    Args:
        key: the process's id in the diagram.
        version: 1 or more.
    """
    if not (_is_text(key) and _is_number(version)):
        return None
    return db.session.scalar(
        select(ProcessDefinition).where(
            ProcessDefinition.key == key, ProcessDefinition.version == version
        )
    )


def by_id(definition_id: int) -> ProcessDefinition | None:
    """Return a version by the id of its row, None when there is none.

    Args:
        definition_id: of the row.
    """
    return db.session.get(ProcessDefinition, definition_id)


def latest(key: str) -> ProcessDefinition | None:
    """Return the highest version of a process, retired or not; None without any.

    Args:
        key: the process's id in the diagram.
    """
    if not _is_text(key):
        return None
    query = select(ProcessDefinition).where(ProcessDefinition.key == key)
    return db.session.scalar(query.order_by(ProcessDefinition.version.desc()).limit(1))


def in_force(key: str) -> ProcessDefinition | None:
    """Return the highest active version of a process, None when all are retired.

    Args:
        key: the process's id in the diagram.
    """
    if not _is_text(key):
        return None
    query = select(ProcessDefinition).where(
        ProcessDefinition.key == key, ProcessDefinition.active
    )
    return db.session.scalar(query.order_by(ProcessDefinition.version.desc()).limit(1))


def all_in_force() -> Sequence[ProcessDefinition]:
    """Return the highest active version of every process, by name."""
    query = _latest(active_only=True)
    return db.session.scalars(
        query.order_by(ProcessDefinition.name, ProcessDefinition.key)
    ).all()


def page_of_definitions(
    q: str | None, after_key: str | None, limit: int
) -> Sequence[ProcessDefinition]:
    """Return the highest version of each process, by key.

    Args:
        q: part of the key or the name, in any case; None for all.
        after_key: only keys behind this one, None for the first.
        limit: at most so many.
    """
    if not _is_text(q or ""):
        return []
    query = _latest(active_only=False).order_by(ProcessDefinition.key).limit(limit)
    if q:
        query = query.where(
            or_(
                ProcessDefinition.key.icontains(q, autoescape=True),
                ProcessDefinition.name.icontains(q, autoescape=True),
            )
        )
    if after_key is not None:
        query = query.where(ProcessDefinition.key > after_key)
    return db.session.scalars(query).all()


def versions(key: str) -> Sequence[ProcessDefinition]:
    """Return every version of a process, newest first.

    Args:
        key: the process's id in the diagram.
    """
    if not _is_text(key):
        return []
    query = select(ProcessDefinition).where(ProcessDefinition.key == key)
    return db.session.scalars(query.order_by(ProcessDefinition.version.desc())).all()


def of_deployment(deployment_id: int) -> Sequence[ProcessDefinition]:
    """Return the versions that a deployment made, by key.

    Args:
        deployment_id: its id.
    """
    if not _is_number(deployment_id):
        return []
    query = select(ProcessDefinition).where(
        ProcessDefinition.deployment_id == deployment_id
    )
    return db.session.scalars(query.order_by(ProcessDefinition.key)).all()


# --- forms ----------------------------------------------------------------------------


def latest_forms(keys: Collection[str]) -> dict[str, FormVersion]:
    """Return the latest edition of each of these forms that has one, by key.

    Args:
        keys: form keys.
    """
    top = (
        select(FormVersion.key, func.max(FormVersion.version).label("version"))
        .where(FormVersion.key.in_(keys))
        .group_by(FormVersion.key)
        .subquery()
    )
    query = select(FormVersion).join(
        top, (top.c.key == FormVersion.key) & (top.c.version == FormVersion.version)
    )
    return {form.key: form for form in db.session.scalars(query)}


def form_keys() -> set[str]:
    """Return the key of every form that was ever deployed."""
    return set(db.session.scalars(select(FormVersion.key).distinct()))


def pinned_forms(definition_id: int) -> Sequence[FormVersion]:
    """Return the editions of its forms that a process definition is pinned to.

    Args:
        definition_id: its id.
    """
    query = select(FormVersion).join(
        DefinitionForm, DefinitionForm.form_id == FormVersion.id
    )
    return db.session.scalars(
        query.where(DefinitionForm.definition_id == definition_id)
    ).all()


def definitions_using(
    definition_ids: Collection[int], form_keys: Collection[str]
) -> set[int]:
    """Return which of the process definitions use one of the forms.

    Args:
        definition_ids: ids of process definitions.
        form_keys: keys of forms, in any edition.
    """
    query = (
        select(DefinitionForm.definition_id)
        .join(FormVersion, FormVersion.id == DefinitionForm.form_id)
        .where(DefinitionForm.definition_id.in_(definition_ids))
        .where(FormVersion.key.in_(form_keys))
    )
    return set(db.session.scalars(query))
