"""Users: create, look, change; passwords and languages."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TypedDict, Unpack

from app.domain import paging
from app.domain.permissions import ADMIN, ROLES, Actor, require
from app.errors import (
    N_,
    AlreadyExists,
    FieldError,
    Invalid,
    LastAdministrator,
    NotFound,
)
from app.store import identity as store
from app.usecases.identity import names, passwords
from app.usecases.identity.sessions import hash_of

SYSTEM = Actor("system", frozenset({ADMIN}))  # the operator at the command line


class Traits(TypedDict, total=False):
    """What can be said of a user; what is left out stays as it is.

    Attributes:
        display_name: one line; the username where never given.
        email: an address, or None.
        roles: among ``ROLES``; ``applicant`` is everybody's and need not be named.
        groups: keys of all the groups the user is in.
        language: tag of the language pages speak to him, None for his browser's.
        active: False keeps him out and ends his sessions and tokens.
    """

    display_name: str
    email: str | None
    roles: Sequence[str]
    groups: Sequence[str]
    language: str | None
    active: bool


def create_user(
    username: str,
    *,
    actor: Actor,
    password: str | None = None,
    now: datetime,
    **traits: Unpack[Traits],
) -> store.User:
    """Let somebody in from now on.

    Args:
        username: up to 64 letters, digits and . _ @ + -; it never changes.
        actor: an administrator.
        password: 8 to 1,024 characters; None for a user that only has tokens.
        now: present time.
        **traits: see ``Traits``.

    Raises:
        NotAllowed: the actor is no administrator.
        Invalid: one of these cannot be used.
        AlreadyExists: there is a user of this name.
    """
    require("user.create", actor)
    names.require_username(username)
    _check(traits)
    if store.user(username) is not None:
        raise AlreadyExists(key=username)
    user = store.User(
        username=username,
        display_name=traits.get("display_name", username),
        email=traits.get("email"),
        password_hash=None if password is None else passwords.hashed(password),
        roles=_in_order(traits.get("roles", ())),
        language=traits.get("language"),
        active=traits.get("active", True),
        created_at=now,
    )
    store.add(user)
    _change_groups(username, traits)
    return user


def update_user(
    username: str, *, actor: Actor, now: datetime, **traits: Unpack[Traits]
) -> store.User:
    """Change what is known of a user.

    Args:
        username: whose.
        actor: an administrator.
        now: present time.
        **traits: what changes; see ``Traits``.

    Raises:
        NotAllowed: the actor is no administrator.
        NotFound: there is no such user.
        Invalid: one of the values cannot be used.
        LastAdministrator: nobody would be left to run the platform.
    """
    require("user.update", actor)
    user = _known_user(username)
    _check(traits)
    _keep_an_administrator(user, traits)
    for name in ("display_name", "email", "language", "active"):
        if name in traits:
            setattr(user, name, traits[name])
    if "roles" in traits:
        user.roles = _in_order(traits["roles"])
    _change_groups(username, traits)
    if not user.active:
        store.end_sessions(username)
        store.revoke_tokens(username, now=now)
    return user


def set_password(
    username: str,
    password: str,
    *,
    actor: Actor,
    old_password: str | None = None,
    keep_session: str | None = None,
) -> None:
    """Change a password; every session of the user ends but the one he does it in.

    Args:
        username: whose.
        password: the new one, 8 to 1,024 characters.
        actor: the user himself, or an administrator.
        old_password: needed from the user himself.
        keep_session: cookie text of the session that stays, or None.

    Raises:
        NotAllowed: it is somebody else's.
        NotFound: there is no such user.
        Invalid: the old password is wrong or the new one cannot be used.
    """
    himself = actor.username == username
    require("user.set-password", actor, ["self"] if himself else [])
    user = _known_user(username)
    if himself and not passwords.matches(old_password or "", user.password_hash):
        sentence = N_("This is not your present password.")
        raise Invalid(
            [FieldError(pointer="/old_password", sentence=sentence, rule="wrong")]
        )
    user.password_hash = passwords.hashed(password)
    store.end_sessions(username, but=hash_of(keep_session) if keep_session else None)


def set_language(language: str | None, *, actor: Actor) -> None:
    """Choose the language in which pages speak to the actor.

    Args:
        language: a tag such as en or zh_Hans_CN; None for what the browser asks for.
        actor: whose choice it is.

    Raises:
        Invalid: this is no language.
        NotFound: the actor is no user.
    """
    require("user.set-language", actor, ["self"])
    names.require_language(language)
    _known_user(actor.username).language = language


def get_user(username: str, *, actor: Actor) -> store.User:
    """Read one user.

    Raises:
        NotAllowed: it is somebody else and the actor may not read users.
        NotFound: there is no such user.
    """
    require("user.read", actor, ["self"] if actor.username == username else [])
    return _known_user(username)


def list_users(
    *,
    actor: Actor,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = paging.LIMIT,
) -> paging.Page[store.User]:
    """List users by name.

    Args:
        actor: an administrator or auditor.
        q: part of the username, display name or e-mail address; None for all.
        cursor: of the page before, or None.
        limit: rows a page, 1 to 200.

    Raises:
        NotAllowed: the actor is neither.
        Invalid: the cursor is not one of this list.
    """
    require("user.list", actor)
    after = paging.decode(cursor, kinds=(str,))[0] if cursor else None
    size = names.bounded(limit)
    rows = store.users(q=names.searchable(q), after=after, limit=size + 1)
    return paging.cut(rows, size, lambda row: (row.username,))


def groups_of(usernames: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Tell which groups users of a list are in, with one statement.

    Args:
        usernames: as read from rows the actor may see.
    """
    return store.groups_of(usernames)


def display_names(usernames: Collection[str]) -> dict[str, str]:
    """Tell what people are called, with one statement.

    Args:
        usernames: as read from rows; an unknown one is called as he is written.
    """
    wanted = set(usernames)
    if not wanted:
        return {}
    known = store.display_names(wanted)
    return {username: known.get(username, username) for username in wanted}


def _known_user(username: str) -> store.User:
    user = store.user(username) if names.is_username(username) else None
    if user is None:
        raise NotFound
    return user


def _check(traits: Traits) -> None:
    if "display_name" in traits:
        names.require_line(traits["display_name"], "/display_name")
    names.require_email(traits.get("email"))
    names.require_language(traits.get("language"))
    names.require_roles(traits.get("roles", ()))
    keys = [key for key in traits.get("groups", ()) if names.is_group_key(key)]
    known = store.existing_groups(keys) if keys else frozenset()
    names.require_known_groups(traits.get("groups", ()), known)


def _in_order(roles: Collection[str]) -> list[str]:
    return [role for role in ROLES if role in roles]


def _change_groups(username: str, traits: Traits) -> None:
    if "groups" not in traits:
        return
    present, wanted = set(store.groups_of([username])[username]), set(traits["groups"])
    for key in sorted(wanted - present):
        store.add_membership(username, key)
    for key in sorted(present - wanted):
        store.remove_membership(username, key)


def _keep_an_administrator(user: store.User, traits: Traits) -> None:
    stays = traits.get("active", user.active)
    stays = stays and ADMIN in traits.get("roles", user.roles)
    if user.active and ADMIN in user.roles and not stays:
        others = store.lock_administrators() - {user.username}
        if not others:
            raise LastAdministrator(username=user.username)
