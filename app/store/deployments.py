"""Deployment, ProcessDefinition, FormVersion, and their bytes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.store.db import Base, RowId


class Content(Base):
    """Bytes of an uploaded file, stored once per content."""

    __tablename__ = "contents"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Deployment(Base):
    """One upload of diagrams and forms."""

    __tablename__ = "deployments"

    id: Mapped[RowId]
    source: Mapped[str] = mapped_column(String(16))  # page | rest | cli
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    content_hash: Mapped[str] = mapped_column(String(64), unique=True)
    files: Mapped[list["DeploymentFile"]] = relationship(
        lazy="selectin", order_by="DeploymentFile.name"
    )


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
