"""Files that come in, and who may take them out."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path
from typing import IO

from app.domain import attachments as rules
from app.domain import history as facts
from app.domain import permissions, sight
from app.domain import tickets as ticket_rules
from app.domain.permissions import Actor
from app.errors import NotFound
from app.outbound import files
from app.store import attachments as store
from app.store import listing
from app.store.attachments import Attachment
from app.store.db import db
from app.store.tickets import Ticket
from app.usecases import access, history
from app.usecases.advance import touch


def upload(
    name: str,
    stream: IO[bytes],
    *,
    actor: Actor,
    limit_bytes: int,
    now: datetime,
) -> Attachment:
    """Take in a file that a form will name; until then only its sender sees it.

    Args:
        name: of the file.
        stream: its bytes.
        actor: who sends it.
        limit_bytes: larger ones are refused.
        now: when.

    Raises:
        NotAllowed: the actor may not upload.
        TooLarge: the file is larger than ``limit_bytes``.
        UnsupportedType: its kind is not accepted.
        Invalid: it has no usable name.
    """
    permissions.require("attachment.upload", actor)
    kept = rules.clean_name(name)
    sha256, size, head = files.save(stream, limit_bytes=limit_bytes)
    attachment = Attachment(
        ticket_id=None,
        field=None,
        name=kept,
        content_type=rules.content_type(kept, head),
        size_bytes=size,
        sha256=sha256,
        uploaded_by=actor.username,
        created_at=now,
    )
    db.session.add(attachment)
    db.session.flush()
    return attachment


def attach(
    number: str,
    name: str,
    stream: IO[bytes],
    *,
    actor: Actor,
    limit_bytes: int,
    now: datetime,
) -> Attachment:
    """Put a file on a ticket, for everybody who may see the ticket.

    Args:
        number: of the ticket.
        name: of the file.
        stream: its bytes.
        actor: who sends it.
        limit_bytes: larger ones are refused.
        now: when.

    Raises:
        NotFound: no such ticket, or the actor may not know of it.
        NotAllowed: the actor may read the ticket, not add to it.
        TicketNotRunning: the ticket has ended.
        TooLarge: the file is larger than ``limit_bytes``.
        UnsupportedType: its kind is not accepted.
        Invalid: it has no usable name.
    """
    ticket = listing.locked(number=number)
    if ticket is None:
        raise NotFound
    place = access.standing(ticket, actor)
    permissions.require("ticket.attach", actor, place.relations)
    ticket_rules.after(ticket.status, "attach")
    attachment = upload(name, stream, actor=actor, limit_bytes=limit_bytes, now=now)
    attachment.ticket_id = ticket.id
    touch(ticket, now)
    history.write(
        ticket,
        facts.ATTACHMENT_ADDED,
        actor=actor,
        now=now,
        attachment_id=attachment.public_id,
        name=attachment.name,
    )
    return attachment


def list_of(number: str, *, actor: Actor) -> list[Attachment]:
    """List a ticket's files, without those of fields hidden from the actor.

    Args:
        number: of the ticket.
        actor: who looks.

    Raises:
        NotFound: no such ticket, or the actor may not know of it.
    """
    ticket = listing.by_number(number)
    if ticket is None:
        raise NotFound
    views = access.views(ticket, access.standing(ticket, actor))
    return [
        attachment
        for attachment in store.of_ticket(ticket.id)
        if attachment.field is None or sight.sees(attachment.field, views)
    ]


def open_(attachment_id: str, *, actor: Actor) -> tuple[Attachment, Path]:
    """Take a file out.

    Args:
        attachment_id: such as "att_7".
        actor: who wants it.

    Returns:
        The row and where its bytes lie.

    Raises:
        NotFound: no such file, or the actor may not see it.
    """
    attachment = store.get(attachment_id)
    if attachment is None:
        raise NotFound
    if attachment.ticket_id is None:
        if attachment.uploaded_by != actor.username:
            raise NotFound
    else:
        ticket = db.session.get_one(Ticket, attachment.ticket_id)
        views = access.views(ticket, access.standing(ticket, actor))
        if attachment.field is not None and not sight.sees(attachment.field, views):
            raise NotFound
    path = files.path_of(attachment.sha256)
    if not path.is_file():
        raise NotFound
    return attachment, path


def named(
    attachment_ids: Collection[str], *, actor: Actor, shown: Collection[str]
) -> dict[str, Attachment]:
    """Give the rows behind the file fields of a form the actor is shown.

    Args:
        attachment_ids: such as "att_7", as the actor's browser may have sent them; at
            most 500 are looked up.
        actor: who is shown the form; of files that lie on no ticket yet, only the
            actor's own are given.
        shown: ids that the ticket itself shows the actor in this form; other files of
            tickets are not given.

    Returns:
        Public id to row.
    """
    rows = store.many(list(attachment_ids)[:500])
    return {
        row.public_id: row
        for row in rows
        if row.public_id in shown
        or (row.ticket_id is None and row.uploaded_by == actor.username)
    }
