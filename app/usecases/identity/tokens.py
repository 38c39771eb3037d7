"""API tokens: shown once, kept as a hash, revocable, of a user."""

import secrets
from collections.abc import Callable
from datetime import datetime

from app.domain import paging
from app.domain.permissions import Actor, allowed, require
from app.errors import N_, FieldError, Invalid, NotFound
from app.store import identity as store
from app.usecases.identity import names
from app.usecases.identity.sessions import TOKEN_PREFIX, hash_of


def create_token(
    name: str,
    *,
    actor: Actor,
    for_user: str | None = None,
    expires_at: datetime | None = None,
    now: datetime,
    secret: Callable[[int], str] = secrets.token_urlsafe,
) -> tuple[store.Token, str]:
    """Make a token with which a program acts as a user.

    Args:
        name: what it is for, one line.
        actor: whose it will be, or who may make anybody's.
        for_user: whose it will be; None for the actor's own.
        expires_at: when it stops, later than ``now``; None for never.
        now: present time.
        secret: makes text of so many random bytes.

    Returns:
        The token and its text, which is shown only here.

    Raises:
        NotAllowed: it is for somebody else and the actor may not do that.
        NotFound: there is no such active user.
        Invalid: the name is no line, or ``expires_at`` has passed.
    """
    username = actor.username if for_user is None else for_user
    require("token.own" if username == actor.username else "token.any", actor)
    names.require_line(name, "/name")
    if expires_at is not None and expires_at <= now:
        sentence = N_("The token would have stopped already.")
        raise Invalid([FieldError(pointer="/expires_at", sentence=sentence)])
    user = store.user(username) if names.is_username(username) else None
    if user is None or not user.active:
        raise NotFound
    text = TOKEN_PREFIX + secret(32)
    token = store.Token(
        username=username,
        name=name,
        token_hash=hash_of(text),
        created_at=now,
        expires_at=expires_at,
        last_used_at=None,
        revoked_at=None,
    )
    store.add(token)
    return token, text


def list_tokens(
    *,
    actor: Actor,
    for_user: str | None = None,
    cursor: str | None = None,
    limit: int = paging.LIMIT,
) -> paging.Page[store.Token]:
    """List tokens that are not revoked, the newest first.

    Args:
        actor: whose they are, or who may see anybody's.
        for_user: whose; None for the actor's own.
        cursor: of the page before, or None.
        limit: rows a page, 1 to 200.

    Raises:
        NotAllowed: they are somebody else's.
        Invalid: the cursor is not one of this list.
    """
    username = actor.username if for_user is None else for_user
    require("token.own" if username == actor.username else "token.any", actor)
    after = paging.decode(cursor, kinds=(int,))[0] if cursor else None
    size = names.bounded(limit)
    if not names.is_username(username):
        return paging.Page([], None)
    rows = store.tokens(username=username, after=after, limit=size + 1)
    return paging.cut(rows, size, lambda row: (row.id,))


def revoke_token(token_id: int, *, actor: Actor, now: datetime) -> None:
    """Stop a token at once; a revoked one stays so.

    Args:
        token_id: which.
        actor: whose it is, or who may revoke anybody's.
        now: present time.

    Raises:
        NotFound: there is no such token, or it is not the actor's.
    """
    token = store.token(token_id) if abs(token_id) < 2**62 else None
    if token is None:
        raise NotFound
    if token.username != actor.username and not allowed("token.any", actor):
        raise NotFound
    token.revoked_at = token.revoked_at or now
