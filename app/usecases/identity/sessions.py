"""Coming in: sign in and out, sessions of browsers, and who stands behind a token.

A session is a row, so it can be listed and ended. Only the SHA-256 of its 256 random
bits is kept: whoever reads the table cannot sign in with it.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.permissions import Actor, allowed, require
from app.errors import NotFound, WrongCredentials
from app.store import identity as store
from app.usecases.identity import names, passwords

TOKEN_PREFIX = "gdt_"  # noqa: S105 (what every API token begins with, no secret)
TOUCH_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Person:
    """What every page wants to know of the one who is signed in; outlives the row."""

    username: str
    display_name: str
    email: str | None
    roles: tuple[str, ...]
    language: str | None


@dataclass(frozen=True, slots=True)
class Signed:
    """Somebody who came in.

    Attributes:
        actor: for the use cases.
        user: for the pages.
        session_hash: id of the session he came in with, or None.
        token_id: id of the API token he came in with, or None.
        touch_due: True every ten minutes: the door then calls ``touch`` in a unit of
            work of its own, so that all other requests stay read-only.
    """

    actor: Actor
    user: Person
    session_hash: str | None
    token_id: int | None
    touch_due: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """That somebody knew a user's password a moment ago.

    Attributes:
        username: whose.
        password_hash: the hash that matched.
        new_hash: the same password at today's costs, where the old hash was cheaper.
    """

    username: str
    password_hash: str
    new_hash: str | None


def hash_of(secret: str) -> str:
    """Turn a session's or token's text into what is kept of it."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def prove(username: str, password: str) -> Proof:
    """Check a password; takes tens of milliseconds, so do it while only reading.

    Args:
        username: as typed.
        password: as typed.

    Raises:
        WrongCredentials: no active user has this name and password; it takes the same
            time and looks the same whichever is wrong.
    """
    user = store.user(username) if names.is_username(username) else None
    known = user.password_hash if user is not None and user.active else None
    if not passwords.matches(password, known) or known is None:
        raise WrongCredentials
    outdated = passwords.is_outdated(known)
    return Proof(username, known, passwords.hashed(password) if outdated else None)


def open_session(
    proof: Proof,
    *,
    address: str,
    user_agent: str,
    session_days: int,
    now: datetime,
    secret: Callable[[int], str] = secrets.token_urlsafe,
) -> tuple[str, store.User]:
    """Begin a session for somebody who has proved himself.

    Args:
        proof: of a moment ago.
        address: where the browser is; 64 characters are kept.
        user_agent: what it calls itself; 255 characters are kept.
        session_days: days without use after which the session ends.
        now: present time.
        secret: makes text of so many random bytes.

    Returns:
        The text for the browser's cookie, shown only here, and the user.

    Raises:
        WrongCredentials: the user was deactivated or his password changed meanwhile.
    """
    user = store.user(proof.username)
    if user is None or not user.active or user.password_hash != proof.password_hash:
        raise WrongCredentials
    if proof.new_hash is not None:
        user.password_hash = proof.new_hash
    store.end_expired_sessions(user.username, now=now)
    text = secret(32)
    store.add(
        store.Session(
            token_hash=hash_of(text),
            username=user.username,
            created_at=now,
            last_used_at=now,
            expires_at=now + timedelta(days=session_days),
            address=_printable(address, 64),
            user_agent=_printable(user_agent, 255),
        )
    )
    return text, user


def sign_in(
    username: str,
    password: str,
    *,
    address: str,
    user_agent: str,
    session_days: int,
    now: datetime,
) -> tuple[str, store.User]:
    """Check a password and begin a session, in one; see ``prove``, ``open_session``.

    Raises:
        WrongCredentials: no active user has this name and password.
    """
    return open_session(
        prove(username, password),
        address=address,
        user_agent=user_agent,
        session_days=session_days,
        now=now,
    )


def sign_out(session_token: str) -> None:
    """End a session; an unknown one is ended already.

    Args:
        session_token: the text in the cookie.
    """
    store.end_session(hash_of(session_token))


def actor_of_session(session_token: str, *, now: datetime) -> Signed | None:
    """Say who a browser is, with one statement.

    Args:
        session_token: the text in its cookie.
        now: present time.

    Returns:
        None when the session is unknown or over, or its user deactivated.
    """
    found = store.session_way_in(hash_of(session_token))
    return None if found is None else _signed(found, now)


def actor_of_token(bearer: str, *, now: datetime) -> Signed | None:
    """Say who a program is, with one statement.

    Args:
        bearer: the API token as it was sent.
        now: present time.

    Returns:
        None when the token is unknown, revoked or over, or its user deactivated.
    """
    if not bearer.startswith(TOKEN_PREFIX):
        return None
    found = store.token_way_in(hash_of(bearer))
    return None if found is None else _signed(found, now)


def _signed(found: store.WayIn, now: datetime) -> Signed | None:
    if found.expires_at is not None and found.expires_at <= now:
        return None
    used = found.last_used_at
    return Signed(
        actor=Actor(found.username, frozenset(found.roles), found.groups),
        user=Person(
            username=found.username,
            display_name=found.display_name,
            email=found.email,
            roles=found.roles,
            language=found.language,
        ),
        session_hash=found.session_hash,
        token_id=found.token_id,
        touch_due=used is None or now - used >= TOUCH_EVERY,
    )


def touch(signed: Signed, *, now: datetime) -> None:
    """Note that somebody is here; his session then lives its full time from now.

    Args:
        signed: whose ``touch_due`` is True.
        now: present time.
    """
    session = store.session(signed.session_hash) if signed.session_hash else None
    if session is not None and now > session.last_used_at:
        session.expires_at = now + (session.expires_at - session.last_used_at)
        session.last_used_at = now
    token = store.token(signed.token_id) if signed.token_id else None
    if token is not None:
        token.last_used_at = now


def list_sessions(*, actor: Actor, now: datetime) -> list[store.Session]:
    """Show somebody where he is signed in, the last used session first.

    Args:
        actor: whose sessions.
        now: present time; sessions that are over are left out.
    """
    require("session.own", actor)
    return [row for row in store.sessions_of(actor.username) if row.expires_at > now]


def revoke_session(session_hash: str, *, actor: Actor, now: datetime) -> None:
    """End a session from afar.

    Args:
        session_hash: its ``token_hash``.
        actor: whose it is, or who may end anybody's.
        now: present time.

    Raises:
        NotFound: there is no such session, or it is not the actor's.
    """
    row = store.session(session_hash)
    if row is None or row.expires_at <= now:
        raise NotFound
    if row.username != actor.username and not allowed("session.any", actor):
        raise NotFound
    store.end_session(session_hash)


def _printable(text: str, most: int) -> str:
    return "".join(letter for letter in text if letter.isprintable())[:most]
