"""A request that is sent twice is done once: the first answer, kept for a day.

A key is taken at the beginning of the unit of work that does the wish, and the answer
is written into it at the end of the same one. So there is no moment in which the effect
is there and the answer is not, and a second request with the key waits for the first
(SQLite's write lock, PostgreSQL's unique index) and then finds its answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app import store
from app.domain.permissions import Actor
from app.errors import IdempotencyKeyReused

KEPT = timedelta(days=1)
PRUNED_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a door answered.

    Attributes:
        status: HTTP status.
        headers: those that belong to the answer itself (Location, ETag).
        body: its bytes.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes


def take(key: str, *, actor: Actor, request_hash: str, now: datetime) -> Answer | None:
    """Take a key for a request, or find what was answered to it before.

    Also forgets up to 100 keys older than a day, whoever's they are.

    Args:
        key: chosen by the caller, 1 to 255 characters; everybody has keys of their own.
        actor: who asks.
        request_hash: SHA-256, in hex, of everything that makes the request this one.
        now: when.

    Returns:
        The first answer; None when the request is the first and has to be done.

    Raises:
        IdempotencyKeyReused: the key was used for a different request.

    Source:
        IETF draft "The Idempotency-Key HTTP Header Field", section 2.
    """
    keys = store.idempotency
    keys.prune(before=now - KEPT, most=PRUNED_AT_ONCE)
    if keys.take(actor.username, key, request_hash=request_hash, now=now):
        return None
    row = keys.get(actor.username, key)
    if row is None or row.request_hash != request_hash:
        raise IdempotencyKeyReused(key=key)
    return Answer(status=row.status, headers=row.headers, body=row.body)


def keep(key: str, answer: Answer, *, actor: Actor) -> None:
    """Write the answer into the key that this unit of work has taken.

    Args:
        key: as taken.
        answer: without secrets; it lies in the database as it is.
        actor: who asked.
    """
    store.idempotency.answer(
        actor.username,
        key,
        status=answer.status,
        headers=dict(answer.headers),
        body=answer.body,
    )
