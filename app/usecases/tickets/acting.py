"""Cancel, suspend, resume, comment, correct variables."""

from datetime import datetime

from app.domain import history as facts
from app.domain import permissions
from app.domain import tickets as rules
from app.domain.permissions import Actor
from app.domain.process import JSONDict, VariablesChanged
from app.errors import N_, FieldError, Invalid, NotFound, StaleVersion
from app.store import jobs, listing
from app.store.history import HistoryEntry
from app.store.tickets import Ticket
from app.usecases import access, history, submissions, waiting
from app.usecases.advance import advance, touch
from app.usecases.waiting import Step

TEXT_LIMIT = 10_000


def cancel(
    number: str,
    *,
    actor: Actor,
    reason: str,
    if_revision: int | None = None,
    now: datetime,
) -> Ticket:
    """End a ticket without a result; its work items and timers go.

    Args:
        number: of the ticket.
        actor: who ends it.
        reason: for the timeline, 1 to 10,000 characters.
        if_revision: the revision the actor decided on, or None.
        now: when.

    Raises:
        NotFound: no such ticket, or the actor may not know of it.
        NotAllowed: the actor may read it, not end it.
        TicketNotRunning: it has ended already.
        StaleVersion: it has changed since ``if_revision``.
        Invalid: the reason is missing or too long.
    """
    ticket = _for("cancel", number, actor=actor, if_revision=if_revision, reason=reason)
    instance = listing.instance_of(ticket)
    step = Step(ticket=ticket, instance=instance, actor=actor, now=now)
    waiting.call_off(step)
    instance.state = None
    ticket.closed_at = now
    return _became(
        ticket, "cancel", facts.TICKET_CANCELLED, actor=actor, reason=reason, now=now
    )


def suspend(
    number: str,
    *,
    actor: Actor,
    reason: str,
    if_revision: int | None = None,
    now: datetime,
) -> Ticket:
    """Stop a ticket: nothing of it can be completed and no timer fires.

    Args:
        number: of the ticket.
        actor: who stops it.
        reason: for the timeline, 1 to 10,000 characters.
        if_revision: the revision the actor decided on, or None.
        now: when.

    Raises:
        NotFound: no such ticket, or the actor may not know of it.
        NotAllowed: the actor may read it, not stop it.
        TicketNotRunning: it is suspended already, or has ended.
        StaleVersion: it has changed since ``if_revision``.
        Invalid: the reason is missing or too long.
    """
    ticket = _for(
        "suspend", number, actor=actor, if_revision=if_revision, reason=reason
    )
    jobs.hold(ticket.id, held=True)
    return _became(
        ticket, "suspend", facts.TICKET_SUSPENDED, actor=actor, reason=reason, now=now
    )


def resume(
    number: str,
    *,
    actor: Actor,
    reason: str,
    if_revision: int | None = None,
    now: datetime,
) -> Ticket:
    """Let a suspended ticket go on; timers that came due meanwhile fire at once.

    Args:
        number: of the ticket.
        actor: who lets it go on.
        reason: for the timeline, 1 to 10,000 characters.
        if_revision: the revision the actor decided on, or None.
        now: when.

    Raises:
        NotFound: no such ticket, or the actor may not know of it.
        NotAllowed: the actor may read it, not resume it.
        TicketNotRunning: it is not suspended.
        StaleVersion: it has changed since ``if_revision``.
        Invalid: the reason is missing or too long.
    """
    ticket = _for("resume", number, actor=actor, if_revision=if_revision, reason=reason)
    jobs.hold(ticket.id, held=False)
    waiting.go_on(ticket, now=now)
    return _became(
        ticket, "resume", facts.TICKET_RESUMED, actor=actor, reason=reason, now=now
    )


def change_variables(
    number: str, variables: JSONDict, *, actor: Actor, reason: str, now: datetime
) -> Ticket:
    """Correct a running ticket's variables, for the record.

    Args:
        number: of the ticket.
        variables: names and new values; other names stay.
        actor: an administrator.
        reason: for the timeline, 1 to 10,000 characters.
        now: when.

    Raises:
        NotFound: no such ticket.
        NotAllowed: the actor is no administrator.
        TicketNotRunning: it is not open.
        FormInvalid: a name cannot be one of a variable.
        Invalid: the reason is missing or too long.
    """
    ticket = _for("change-variables", number, actor=actor, reason=reason)
    changed = submissions.taken_in(None, variables, {}, strict=True, now=now)
    instance = listing.instance_of(ticket)
    history.write(
        ticket,
        facts.VARIABLES_CHANGED,
        actor=actor,
        now=now,
        reason=reason.strip(),
        changes=facts.changes(instance.variables, changed),
    )
    step = Step(ticket=ticket, instance=instance, actor=actor, now=now)
    advance(step, VariablesChanged(variables=changed))
    return ticket


def comment(number: str, text: str, *, actor: Actor, now: datetime) -> HistoryEntry:
    """Say something on a ticket's timeline.

    Args:
        number: of the ticket.
        text: 1 to 10,000 characters.
        actor: who says it.
        now: when.

    Raises:
        NotFound: no such ticket, or the actor may not know of it.
        NotAllowed: the actor may read it, not speak on it.
        Invalid: the text is missing or too long.
    """
    check_text("/text", text)
    ticket = _for("comment", number, actor=actor)
    touch(ticket, now)
    entry = history.write(
        ticket, facts.COMMENT_ADDED, actor=actor, now=now, text=text.strip()
    )
    return history.at_once(entry)


def _for(
    action: str,
    number: str,
    *,
    actor: Actor,
    if_revision: int | None = None,
    reason: str | None = None,
) -> Ticket:
    ticket = listing.locked(number=number)
    if ticket is None:
        raise NotFound
    place = access.standing(ticket, actor)
    permissions.require(f"ticket.{action}", actor, place.relations)
    if if_revision is not None and if_revision != ticket.revision:
        raise StaleVersion
    if reason is not None:
        check_text("/reason", reason)
    rules.after(ticket.status, action)
    return ticket


def _became(
    ticket: Ticket, action: str, kind: str, *, actor: Actor, reason: str, now: datetime
) -> Ticket:
    ticket.status = rules.after(ticket.status, action)
    touch(ticket, now)
    history.write(ticket, kind, actor=actor, now=now, reason=reason.strip())
    return ticket


def check_text(pointer: str, text: str) -> None:
    """Refuse what is no text for the timeline.

    Args:
        pointer: where it was sent.
        text: 1 to 10,000 characters.

    Raises:
        Invalid: it is empty or too long.
    """
    if text.strip() and len(text) <= TEXT_LIMIT:
        return
    raise Invalid(
        [
            FieldError(
                pointer=pointer,
                sentence=N_("Write 1 to %(limit)s characters."),
                facts={"limit": TEXT_LIMIT},
                rule="text",
            )
        ]
    )
