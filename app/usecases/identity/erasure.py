"""Erase a person: from then on everything speaks of a pseudonym."""

import secrets
from datetime import datetime
from typing import Any

from app.domain.permissions import Actor, require
from app.errors import NotFound, StillActive
from app.store import erasure as store
from app.store import identity
from app.store.erasure import Erasure

ERASED = "—"
FREE_TEXTS = ("text", "comment", "reason")


def erase(
    username: str, *, actor: Actor, texts: bool = False, now: datetime
) -> Erasure:
    """Take one step in replacing somebody's name by a pseudonym everywhere.

    Call it, each time in a unit of work of its own, until ``done_at`` is set; it goes
    on where it was, whoever calls. Then the user is gone: sessions, tokens, drafts,
    memberships as well. That it was done stays, under the pseudonym alone.

    Args:
        username: whose; deactivated before, so that nothing new comes by the name.
        actor: an administrator.
        texts: True blanks what the person wrote as well: comments and reasons.
        now: when.

    Raises:
        NotAllowed: the actor does not run the platform.
        NotFound: there is no such user.
        StillActive: the user is not deactivated.
    """
    require("user.erase", actor)
    found = store.unfinished(username) or _begin(username, actor, texts=texts, now=now)
    if found.place < len(store.PLACES):
        store.step(found, lambda by, document: _without(found, by, document))
        return found
    store.forget(found)
    found.username, found.done_at = None, now
    return found


def erasures(*, actor: Actor) -> list[Erasure]:
    """Say who was erased, by pseudonym, the latest first.

    Args:
        actor: an administrator.

    Raises:
        NotAllowed: the actor does not run the platform.
    """
    require("user.erase", actor)
    return store.all_of_them()


def _begin(username: str, actor: Actor, *, texts: bool, now: datetime) -> Erasure:
    user = identity.user(username)
    if user is None:
        raise NotFound
    if user.active:
        raise StillActive(username=username)
    row = Erasure(
        pseudonym=f"erased-{secrets.token_hex(4)}",
        username=username,
        texts=texts,
        place=0,
        last_id=0,
        begun_by=actor.username,
        begun_at=now,
        done_at=None,
    )
    identity.add(row)
    return row


def _without(found: Erasure, by: str, document: Any) -> Any:
    if found.texts and by == found.pseudonym and isinstance(document, dict):
        blank = {name: ERASED for name in FREE_TEXTS if document.get(name)}
        document = {**document, **blank}
    return _renamed(document, str(found.username), found.pseudonym)


def _renamed(value: Any, old: str, new: str) -> Any:
    if isinstance(value, dict):
        return {name: _renamed(inner, old, new) for name, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, old, new) for inner in value]
    return new if value == old else value
