"""Groups and who is in them; candidates are references, so changes act at once."""

from collections.abc import Collection
from datetime import datetime

from app.domain import paging
from app.domain.permissions import Actor, require
from app.errors import AlreadyExists, NotFound
from app.store import identity as store
from app.usecases.identity import names


def create_group(key: str, *, actor: Actor, name: str, now: datetime) -> store.Group:
    """Found a group.

    Args:
        key: what diagrams call it, up to 64 characters without comma and slash.
        actor: an administrator.
        name: what people call it, one line.
        now: present time.

    Raises:
        NotAllowed: the actor is no administrator.
        Invalid: the key or the name cannot be used.
        AlreadyExists: there is a group of this key.
    """
    require("group.create", actor)
    names.require_group_key(key)
    names.require_line(name, "/name")
    if store.group(key) is not None:
        raise AlreadyExists(key=key)
    group = store.Group(key=key, name=name, created_at=now)
    store.add(group)
    return group


def rename_group(key: str, *, actor: Actor, name: str) -> store.Group:
    """Give a group another name; its key stays, as diagrams use it.

    Raises:
        NotAllowed: the actor is no administrator.
        NotFound: there is no such group.
        Invalid: the name is no line.
    """
    require("group.update", actor)
    names.require_line(name, "/name")
    group = _known_group(key)
    group.name = name
    return group


def group_names(keys: Collection[str]) -> dict[str, str]:
    """Tell what people call some groups, with one statement.

    Args:
        keys: as read from rows; an unknown one is called as it is written.
    """
    wanted = set(keys)
    if not wanted:
        return {}
    known = store.group_names(wanted)
    return {key: known.get(key, key) for key in wanted}


def list_groups(
    *,
    actor: Actor,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = paging.LIMIT,
) -> paging.Page[store.Group]:
    """List groups by key.

    Args:
        actor: an administrator or auditor.
        q: part of the key or name, or None for all.
        cursor: of the page before, or None.
        limit: rows a page, 1 to 200.

    Raises:
        NotAllowed: the actor is neither.
        Invalid: the cursor is not one of this list.
    """
    require("group.read", actor)
    after = paging.decode(cursor, kinds=(str,))[0] if cursor else None
    size = names.bounded(limit)
    rows = store.groups(q=names.searchable(q), after=after, limit=size + 1)
    return paging.cut(rows, size, lambda row: (row.key,))


def get_group(key: str, *, actor: Actor) -> store.Group:
    """Read one group.

    Raises:
        NotAllowed: the actor is neither administrator nor auditor.
        NotFound: there is no such group.
    """
    require("group.read", actor)
    return _known_group(key)


def members(
    key: str,
    *,
    actor: Actor,
    cursor: str | None = None,
    limit: int = paging.LIMIT,
) -> paging.Page[store.User]:
    """List the people in a group by name.

    Args:
        key: of the group.
        actor: an administrator or auditor.
        cursor: of the page before, or None.
        limit: rows a page, 1 to 200.

    Raises:
        NotAllowed: the actor is neither.
        NotFound: there is no such group.
        Invalid: the cursor is not one of this list.
    """
    group = get_group(key, actor=actor)
    after = paging.decode(cursor, kinds=(str,))[0] if cursor else None
    size = names.bounded(limit)
    rows = store.members(group.key, after=after, limit=size + 1)
    return paging.cut(rows, size, lambda row: (row.username,))


def member_counts(keys: Collection[str], *, actor: Actor) -> dict[str, int]:
    """Count the people in each group, with one statement; empty ones are left out.

    Raises:
        NotAllowed: the actor is neither administrator nor auditor.
    """
    require("group.read", actor)
    return store.member_counts(keys)


def add_member(group_key: str, username: str, *, actor: Actor, now: datetime) -> None:
    """Put somebody into a group; who is in it already stays in it.

    Args:
        group_key: which group.
        username: who.
        actor: an administrator.
        now: present time.

    Raises:
        NotAllowed: the actor is no administrator.
        NotFound: there is no such group or user.
    """
    require("group.change-members", actor)
    _require_both(group_key, username)
    if not store.is_member(username, group_key):
        store.add_membership(username, group_key)


def remove_member(
    group_key: str, username: str, *, actor: Actor, now: datetime
) -> None:
    """Take somebody out of a group; who is not in it stays out of it.

    Args:
        group_key: which group.
        username: who.
        actor: an administrator.
        now: present time.

    Raises:
        NotAllowed: the actor is no administrator.
        NotFound: there is no such group or user.
    """
    require("group.change-members", actor)
    _require_both(group_key, username)
    store.remove_membership(username, group_key)


def _known_group(key: str) -> store.Group:
    group = store.group(key) if names.is_group_key(key) else None
    if group is None:
        raise NotFound
    return group


def _require_both(group_key: str, username: str) -> None:
    _known_group(group_key)
    if not names.is_username(username) or store.user(username) is None:
        raise NotFound
