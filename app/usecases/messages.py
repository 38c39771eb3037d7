"""Messages from outside: send one to whoever waits for it; see what became of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain import permissions
from app.domain.messages import (
    DEFAULT_TIME_TO_LIVE,
    DELIVERED,
    EXPIRED,
    KEPT,
    LONGEST_TIME_TO_LIVE,
    fingerprint,
)
from app.domain.paging import LIMIT, Page, cut, decode
from app.domain.permissions import Actor
from app.domain.process import JSONDict
from app.errors import N_, FieldError, Invalid, NotFound
from app.store import messages as store
from app.store.messages import Message
from app.usecases import delivery

LONGEST_TEXT = 255


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A message, and what has become of it.

    Attributes:
        message: the row, with the ticket that received it.
        status: kept, delivered or expired.
        repeated: whether it had been sent under the same id before.
    """

    message: Message
    status: str
    repeated: bool = False


def correlate(
    name: str,
    *,
    correlation: JSONDict | None = None,
    business_key: str | None = None,
    variables: JSONDict,
    time_to_live_seconds: int | None = None,
    message_id: str | None = None,
    actor: Actor,
    now: datetime,
) -> MessageView:
    """Send a message: it advances exactly one ticket, or begins exactly one.

    Whoever waits comes first. Where nobody waits and nothing begins, it is kept.

    Args:
        name: of the message, 1 to 255 characters.
        correlation: keys that the receiver waits for, all of them.
        business_key: of the receiving ticket, or of the one that begins; at most 255
            characters.
        variables: the payload.
        time_to_live_seconds: how long it is kept, 0 to 90 days; None for an hour.
        message_id: the sender's own; sent again, it is answered with what became of it
            the first time. At most 255 characters.
        actor: a program or an administrator.
        now: when.

    Raises:
        NotAllowed: the actor may not send messages.
        Invalid: a value is too long or out of bounds.
        AmbiguousMessage: several would receive it; nothing was sent.
        EngineFault: the receiver's process cannot go on; nothing was sent.
        Conflict: the same message id is being sent at this moment.
    """
    permissions.require("message.send", actor)
    _check(name, business_key, message_id, time_to_live_seconds)
    if message_id is not None:
        known = store.known(name, message_id)
        if known is not None:
            return MessageView(
                message=known, status=known.status_at(now), repeated=True
            )
    seconds = time_to_live_seconds
    seconds = DEFAULT_TIME_TO_LIVE if seconds is None else seconds
    message = Message(
        name=name,
        correlation=correlation or {},
        correlation_hash=fingerprint(correlation or {}),
        business_key=business_key,
        variables=variables,
        message_id=message_id,
        status=KEPT,
        sent_by=actor.username,
        created_at=now,
        expires_at=now + timedelta(seconds=seconds),
        started=False,
    )
    store.add(message)
    delivery.deliver(message, actor=actor, now=now)
    return MessageView(message=message, status=message.status_at(now))


def get(message_id: int, *, actor: Actor, now: datetime) -> MessageView:
    """Read a message.

    Args:
        message_id: our id of it.
        actor: a program, an auditor or an administrator.
        now: what has expired by then is.

    Raises:
        NotAllowed: the actor may not read messages.
        NotFound: there is none.
    """
    permissions.require("message.read", actor)
    message = store.get(message_id)
    if message is None:
        raise NotFound
    return MessageView(message=message, status=message.status_at(now))


def list_messages(
    *,
    actor: Actor,
    name: str | None = None,
    status: str | None = None,
    cursor: str | None = None,
    limit: int = LIMIT,
    now: datetime,
) -> Page[MessageView]:
    """List messages, the newest first.

    Args:
        actor: a program, an auditor or an administrator.
        name: only of this name; None for all.
        status: "kept", "delivered" or "expired"; None for all.
        cursor: of the page, or None for the first.
        limit: rows a page, 1 to 200.
        now: what has expired by then is.

    Raises:
        NotAllowed: the actor may not read messages.
        Invalid: the cursor is none of this list.
    """
    permissions.require("message.read", actor)
    before = decode(cursor, kinds=(int,))[0] if cursor else None
    rows = store.page(name, status, now, before, limit + 1)
    page = cut(rows, limit, lambda row: (row.id,))
    views = [MessageView(message=row, status=row.status_at(now)) for row in page.items]
    return Page(items=views, next=page.next)


def _check(
    name: str, business_key: str | None, message_id: str | None, seconds: int | None
) -> None:
    texts = (("name", name), ("business_key", business_key), ("message_id", message_id))
    faults = [
        _fault(field, N_("Write 1 to %(limit)s characters."), LONGEST_TEXT)
        for field, text in texts
        if text is not None and not 0 < len(text) <= LONGEST_TEXT
    ]
    if seconds is not None and not 0 <= seconds <= LONGEST_TIME_TO_LIVE:
        sentence = N_("This has to be from 0 to %(limit)s.")
        faults.append(_fault("time_to_live_seconds", sentence, LONGEST_TIME_TO_LIVE))
    if faults:
        raise Invalid(faults)


def _fault(field: str, sentence: str, limit: int) -> FieldError:
    return FieldError(
        pointer=f"/{field}", sentence=sentence, facts={"limit": limit}, rule="text"
    )


STATUSES = (KEPT, DELIVERED, EXPIRED)
