"""Let an element go on by hand, and pick what to do next."""

from datetime import datetime
from typing import Any

from app.domain import history as facts
from app.domain import permissions
from app.domain import tickets as rules
from app.domain.permissions import Actor
from app.domain.process import ElementTriggered, JSONDict
from app.errors import NotFound, NothingToTrigger
from app.store import listing
from app.store.subscriptions import MESSAGE
from app.store.tickets import Ticket
from app.usecases import access, history
from app.usecases.advance import advance
from app.usecases.tickets.acting import check_text
from app.usecases.waiting import Step

Found = tuple[str, str | None]  # token, what to begin inside it


def trigger(
    number: str,
    element_id: str,
    *,
    token: str | None = None,
    variables: JSONDict,
    reason: str,
    actor: Actor,
    now: datetime,
) -> Ticket:
    """Let a ticket go on where it waits for a message, or pick in an ad-hoc part.

    Args:
        number: of the ticket.
        element_id: what waits for a message; or what to begin in an ad-hoc sub-process;
            or the ad-hoc sub-process itself, to end it.
        token: which one, where an element waits several times; None for the first.
        variables: set in the element's scope.
        reason: for the timeline, 1 to 10,000 characters.
        actor: who does it.
        now: when.

    Raises:
        NotFound: no such ticket, or the actor may not know of it.
        NotAllowed: the actor may read it, not do this.
        NothingToTrigger: nothing of the kind waits there.
        TicketNotRunning: the ticket is suspended or has ended.
        Invalid: the reason is missing or too long.
        EngineFault: the process cannot go on; nothing has changed.
    """
    ticket = listing.locked(number=number)
    if ticket is None:
        raise NotFound
    place = access.standing(ticket, actor)
    instance = listing.instance_of(ticket)
    picked = _pick(instance.progress.get("choices", {}), element_id, token)
    action = "ticket.trigger" if picked is None else "ticket.pick"
    permissions.require(action, actor, place.relations)
    check_text("/reason", reason)
    rules.after(ticket.status, "trigger")
    found = picked or _waiting(instance.progress.get("events", {}), element_id, token)
    if found is None:
        raise NothingToTrigger(element_id=element_id)
    history.write(
        ticket,
        facts.ELEMENT_TRIGGERED,
        actor=actor,
        now=now,
        element_id=element_id,
        reason=reason.strip(),
    )
    step = Step(ticket=ticket, instance=instance, actor=actor, now=now)
    stimulus = ElementTriggered(
        token=found[0], element_id=found[1], variables=variables
    )
    advance(step, stimulus)
    return ticket


def _pick(
    choices: dict[str, list[Any]], element_id: str, token: str | None
) -> Found | None:
    """Return the ad-hoc sub-process that offers an element, or may be ended."""
    for handle, (own, offered, may_finish) in choices.items():
        if token not in (None, handle):
            continue
        if element_id in _names(own) and may_finish:
            return handle, None
        if any(element_id == inner for inner, _ in offered):
            return handle, element_id
    return None


def _waiting(
    events: dict[str, list[Any]], element_id: str, token: str | None
) -> Found | None:
    """Return what waits for a message at an element."""
    for handle, (own, *wants) in events.items():
        of_message = any(want[0] == MESSAGE for want in wants)
        if element_id in _names(own) and of_message and token in (None, handle):
            return handle, None
    return None


def _names(place: str) -> tuple[str, str]:
    """Return how an element may be named: with the called process it is in, or not."""
    return place, place.rpartition("/")[2]
