"""User, Group, Membership, Session, Token."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base, RowId


class User(Base):
    """A person, or a program that signs in as one."""

    __tablename__ = "users"

    username: Mapped[str] = mapped_column(String(64), primary_key=True)
    display_name: Mapped[str]
    email: Mapped[str | None]
    password_hash: Mapped[str | None]  # None: cannot sign in by password
    roles: Mapped[list[Any]]
    language: Mapped[str | None] = mapped_column(String(16))
    active: Mapped[bool]
    created_at: Mapped[datetime]


class Group(Base):
    """People who share work; diagrams name it by key."""

    __tablename__ = "groups"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str]
    created_at: Mapped[datetime]


class Membership(Base):
    """Who belongs to which group."""

    __tablename__ = "memberships"

    username: Mapped[str] = mapped_column(
        ForeignKey("users.username"), primary_key=True
    )
    group_key: Mapped[str] = mapped_column(ForeignKey("groups.key"), primary_key=True)

    __table_args__ = (Index("ix_memberships_group", "group_key"),)


class Session(Base):
    """A browser that has signed in; only the hash of its cookie is kept."""

    __tablename__ = "sessions"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    username: Mapped[str] = mapped_column(ForeignKey("users.username"))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(String(64))
    user_agent: Mapped[str]

    __table_args__ = (Index("ix_sessions_username", "username"),)


class Token(Base):
    """An API token; only its hash is kept, the text is shown once."""

    __tablename__ = "tokens"

    id: Mapped[RowId]
    username: Mapped[str] = mapped_column(ForeignKey("users.username"))
    name: Mapped[str]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_tokens_username", "username"),)
