"""User, Group, Membership, Session, Token."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ForeignKey,
    Index,
    Select,
    String,
    bindparam,
    cast,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.store.db import Base, RowId, db


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


# --- queries ---


@dataclass(frozen=True, slots=True, kw_only=True)
class WayIn:
    """A session or token, its active user and his groups, read in one statement.

    Attributes:
        session_hash: of a session; None for a token.
        token_id: of a token; None for a session.
        last_used_at: None while a token was never used.
        expires_at: None for a token without end.
        groups: keys of the user's groups.
    """

    session_hash: str | None
    token_id: int | None
    last_used_at: datetime | None
    expires_at: datetime | None
    username: str
    display_name: str
    email: str | None
    roles: tuple[str, ...]
    language: str | None
    groups: frozenset[str]


_PERSON = (
    User.username,
    User.display_name,
    User.email,
    User.roles,
    User.language,
    Membership.group_key,
)
# Every request comes by here, so what does not change is made once: the statements.
_BY_SESSION = (
    select(Session.token_hash, Session.last_used_at, Session.expires_at, *_PERSON)
    .join(User, User.username == Session.username)
    .outerjoin(Membership, Membership.username == Session.username)
    .where(Session.token_hash == bindparam("token_hash"), User.active.is_(True))
)
_BY_TOKEN = (
    select(Token.id, Token.last_used_at, Token.expires_at, *_PERSON)
    .join(User, User.username == Token.username)
    .outerjoin(Membership, Membership.username == Token.username)
    .where(
        Token.token_hash == bindparam("token_hash"),
        Token.revoked_at.is_(None),
        User.active.is_(True),
    )
)


def session_way_in(token_hash: str) -> WayIn | None:
    """Read the session with this hash, whose user is active."""
    return _way_in(_BY_SESSION, token_hash)


def token_way_in(token_hash: str) -> WayIn | None:
    """Read the token with this hash, neither revoked nor of a deactivated user."""
    return _way_in(_BY_TOKEN, token_hash)


def _way_in(statement: Select[Any], token_hash: str) -> WayIn | None:
    connection = db.session.connection()
    rows = connection.execute(statement, {"token_hash": token_hash}).all()
    if not rows:
        return None
    by, last_used_at, expires_at, username, name, email, roles, language, _ = rows[0]
    return WayIn(
        session_hash=by if statement is _BY_SESSION else None,
        token_id=by if statement is _BY_TOKEN else None,
        last_used_at=last_used_at,
        expires_at=expires_at,
        username=username,
        display_name=name,
        email=email,
        roles=tuple(roles),
        language=language,
        groups=frozenset(row[-1] for row in rows if row[-1]),
    )


def user(username: str) -> User | None:
    """Read one user."""
    return db.session.get(User, username)


def group(key: str) -> Group | None:
    """Read one group."""
    return db.session.get(Group, key)


def session(token_hash: str) -> Session | None:
    """Read one session."""
    return db.session.get(Session, token_hash)


def token(token_id: int) -> Token | None:
    """Read one token."""
    return db.session.get(Token, token_id)


def add(row: Base) -> None:
    """Keep a new row and tell at once whether it can be kept."""
    db.session.add(row)
    db.session.flush()


def users(*, q: str | None, after: str | None, limit: int) -> list[User]:
    """Read users by name.

    Args:
        q: part of the username, display name or e-mail address; None for all.
        after: username of the last one already shown.
        limit: rows to read.
    """
    statement = select(User).order_by(User.username).limit(limit)
    if q:
        columns = (User.username, User.display_name, User.email)
        statement = statement.where(
            or_(*(column.icontains(q, autoescape=True) for column in columns))
        )
    if after is not None:
        statement = statement.where(User.username > after)
    return list(db.session.scalars(statement))


def groups(*, q: str | None, after: str | None, limit: int) -> list[Group]:
    """Read groups by key; arguments as for ``users``."""
    statement = select(Group).order_by(Group.key).limit(limit)
    if q:
        columns = (Group.key, Group.name)
        statement = statement.where(
            or_(*(column.icontains(q, autoescape=True) for column in columns))
        )
    if after is not None:
        statement = statement.where(Group.key > after)
    return list(db.session.scalars(statement))


def members(group_key: str, *, after: str | None, limit: int) -> list[User]:
    """Read the people in a group by name; arguments as for ``users``."""
    statement = (
        select(User)
        .join(Membership, Membership.username == User.username)
        .where(Membership.group_key == group_key)
        .order_by(User.username)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(User.username > after)
    return list(db.session.scalars(statement))


def member_counts(group_keys: Collection[str]) -> dict[str, int]:
    """Count the people in each group, in one statement; empty groups are left out."""
    rows = db.session.execute(
        select(Membership.group_key, func.count())
        .where(Membership.group_key.in_(group_keys))
        .group_by(Membership.group_key)
    )
    return {key: count for key, count in rows}


def groups_of(usernames: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Read the group keys of each user, in one statement; () where there are none."""
    found: dict[str, list[str]] = {username: [] for username in usernames}
    rows = db.session.execute(
        select(Membership.username, Membership.group_key)
        .where(Membership.username.in_(usernames))
        .order_by(Membership.group_key)
    )
    for username, key in rows:
        found[username].append(key)
    return {username: tuple(keys) for username, keys in found.items()}


def is_member(username: str, group_key: str) -> bool:
    """Tell whether somebody is in a group."""
    return db.session.get(Membership, (username, group_key)) is not None


def add_membership(username: str, group_key: str) -> None:
    """Put somebody into a group he is not in."""
    add(Membership(username=username, group_key=group_key))


def remove_membership(username: str, group_key: str) -> None:
    """Take somebody out of a group; nothing happens if he is not in it."""
    db.session.execute(
        delete(Membership).where(
            Membership.username == username, Membership.group_key == group_key
        )
    )


def existing_groups(keys: Collection[str]) -> frozenset[str]:
    """Say which of these groups there are."""
    return frozenset(db.session.scalars(select(Group.key).where(Group.key.in_(keys))))


def active_usernames(usernames: Collection[str]) -> frozenset[str]:
    """Say which of these are active users: only those may be given work."""
    return frozenset(
        db.session.scalars(
            select(User.username).where(
                User.username.in_(usernames), User.active.is_(True)
            )
        )
    )


def display_names(usernames: Collection[str]) -> dict[str, str]:
    """Read the display names of known users, in one statement."""
    rows = db.session.execute(
        select(User.username, User.display_name).where(User.username.in_(usernames))
    )
    return {username: name for username, name in rows}


def group_names(keys: Collection[str]) -> dict[str, str]:
    """Read the names of known groups, in one statement."""
    rows = db.session.execute(select(Group.key, Group.name).where(Group.key.in_(keys)))
    return {key: name for key, name in rows}


def lock_administrators() -> frozenset[str]:
    """Read who runs the platform, and let nobody else change that meanwhile."""
    rows = db.session.scalars(
        select(User.username)
        .where(User.active.is_(True), cast(User.roles, String).contains('"admin"'))
        .order_by(User.username)
        .with_for_update()
    )
    return frozenset(rows)


def sessions_of(username: str) -> list[Session]:
    """Read somebody's sessions, the last used first."""
    return list(
        db.session.scalars(
            select(Session)
            .where(Session.username == username)
            .order_by(Session.last_used_at.desc(), Session.token_hash)
        )
    )


def end_session(token_hash: str) -> None:
    """Forget a session."""
    db.session.execute(delete(Session).where(Session.token_hash == token_hash))


def end_sessions(username: str, *, but: str | None = None) -> None:
    """Forget somebody's sessions.

    Args:
        username: whose.
        but: hash of the one that stays, or None.
    """
    statement = delete(Session).where(Session.username == username)
    if but is not None:
        statement = statement.where(Session.token_hash != but)
    db.session.execute(statement)


def end_expired_sessions(username: str, *, now: datetime) -> None:
    """Forget somebody's sessions that are over."""
    db.session.execute(
        delete(Session).where(Session.username == username, Session.expires_at <= now)
    )


def tokens(*, username: str | None, after: int | None, limit: int) -> list[Token]:
    """Read tokens that are not revoked, the newest first.

    Args:
        username: whose, or None for everybody's.
        after: id of the last one already shown.
        limit: rows to read.
    """
    statement = (
        select(Token)
        .where(Token.revoked_at.is_(None))
        .order_by(Token.id.desc())
        .limit(limit)
    )
    if username is not None:
        statement = statement.where(Token.username == username)
    if after is not None:
        statement = statement.where(Token.id < after)
    return list(db.session.scalars(statement))


def revoke_tokens(username: str, *, now: datetime) -> None:
    """Revoke all of somebody's tokens."""
    db.session.execute(
        update(Token)
        .where(Token.username == username, Token.revoked_at.is_(None))
        .values(revoked_at=now)
    )
