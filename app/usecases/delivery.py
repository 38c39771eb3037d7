"""Bring messages and signals to those who wait for them: one transaction a receiver."""

from datetime import datetime
from typing import Any

from app import engine
from app.domain import history as facts
from app.domain import tickets as rules
from app.domain.messages import DELIVERED
from app.domain.permissions import Actor
from app.domain.process import JSONDict, MessageReceived, SignalReceived
from app.errors import AmbiguousMessage, EngineFault
from app.store import deployments, listing
from app.store import subscriptions as store
from app.store.messages import Message
from app.store.subscriptions import (
    MESSAGE,
    SIGNAL,
    Address,
    StartSubscription,
    Subscription,
)
from app.store.tickets import Ticket
from app.usecases import history
from app.usecases.advance import advance
from app.usecases.opening import Wanted, open_ticket
from app.usecases.waiting import Step
from app.usecases.waiting.events import place_of

MOST_TOLD = 10  # receivers that a refusal names
MOST_TRIES = 20  # receivers that may be gone when their ticket is locked at last


def deliver(message: Message, *, actor: Actor | None, now: datetime) -> bool:
    """Let a message advance the one who waits for it, or begin one ticket.

    Whoever waits comes first. Without any receiver the message stays kept.

    Args:
        message: written, and locked where others may deliver it too.
        actor: who sends it; None for a ticket.
        now: when.

    Returns:
        Whether somebody has received it.

    Raises:
        AmbiguousMessage: several would receive it.
        EngineFault: the receiver's process cannot go on.
    """
    if _found(message, actor=actor, now=now):
        return True
    # Who begins to wait looks for kept messages in the same place: see ``events``.
    store.guard(place_of(message.name))
    return _found(message, actor=actor, now=now)


def address_of(message: Message) -> Address:
    """Say to whom a message goes.

    Args:
        message: with its correlation.
    """
    return Address(
        name=message.name,
        correlation_hash=message.correlation_hash,
        business_key=message.business_key,
    )


def _found(message: Message, *, actor: Actor | None, now: datetime) -> bool:
    for _ in range(MOST_TRIES):
        waiting = store.waiting_for(address_of(message), MOST_TOLD + 1)
        if len(waiting) > 1:
            numbers = dict.fromkeys(number for _, number in waiting)
            raise _ambiguous(message, list(numbers))
        if not waiting:
            return _begun(message, actor=actor, now=now)
        subscription = waiting[0][0]
        ticket = _locked(subscription)
        if ticket is not None:
            receive(ticket, subscription, message.variables, actor=actor, now=now)
            _mark(message, ticket, subscription.element_id, started=False, now=now)
            return True
    return False


def _locked(subscription: Subscription) -> Ticket | None:
    """Lock the ticket that waits; None when it does not wait any more."""
    ticket = listing.locked(ticket_id=subscription.ticket_id)
    if ticket is None or not rules.permitted(ticket.status, "step"):
        return None
    return ticket if store.still_there(subscription.id) is not None else None


def receive(
    ticket: Ticket,
    subscription: Subscription,
    variables: JSONDict,
    *,
    actor: Actor | None,
    now: datetime,
) -> None:
    """Let a waiting element of a locked ticket receive what it waits for.

    Args:
        ticket: locked and running.
        subscription: of it, still there.
        variables: the payload.
        actor: who sends; None for a ticket.
        now: when.

    Raises:
        EngineFault: the process cannot go on.
    """
    of_message = subscription.kind == MESSAGE
    kind = facts.MESSAGE_RECEIVED if of_message else facts.SIGNAL_RECEIVED
    history.write(
        ticket,
        kind,
        actor=actor,
        now=now,
        element_id=subscription.element_id,
        name=subscription.name,
    )
    instance = listing.instance_of(ticket)
    step = Step(ticket=ticket, instance=instance, actor=actor, now=now)
    received = MessageReceived if of_message else SignalReceived
    advance(step, received(token=subscription.token, variables=variables))


def hear(
    subscription_id: int, variables: JSONDict, *, actor: Actor | None, now: datetime
) -> bool:
    """Let one who waits for a signal hear it, if they still wait.

    Args:
        subscription_id: of the one.
        variables: the payload.
        actor: who sends; None for a ticket.
        now: when.

    Returns:
        Whether they did.

    Raises:
        EngineFault: the process cannot go on.
    """
    subscription = store.still_there(subscription_id)
    ticket = _locked(subscription) if subscription else None
    if subscription is None or ticket is None:
        return False
    receive(ticket, subscription, variables, actor=actor, now=now)
    return True


# --- beginning ------------------------------------------------------------------------


def _begun(message: Message, *, actor: Actor | None, now: datetime) -> bool:
    found = starting(MESSAGE, message.name, message.variables, now=now)
    if len(found) > 1:
        raise _ambiguous(message, [start.process_key for start in found])
    if not found:
        return False
    ticket = begin_at(
        found[0].definition_id,
        found[0].element_id,
        message.variables,
        actor=actor or Actor(message.sent_by or "system"),
        business_key=message.business_key,
        now=now,
    )
    if ticket is None:
        return False
    _mark(message, ticket, found[0].element_id, started=True, now=now)
    return True


def starting(
    kind: str, name: str, variables: JSONDict, *, now: datetime
) -> list[StartSubscription]:
    """Return what a message or signal would begin.

    Args:
        kind: MESSAGE or SIGNAL.
        name: of it.
        variables: the payload, which a start event may have conditions on.
        now: when.
    """
    return [
        start
        for start in store.starts(kind, name)
        if start.condition is None or _holds(start.condition, variables, now=now)
    ]


def _holds(condition: str, variables: JSONDict, *, now: datetime) -> bool:
    try:
        return engine.evaluate(condition, variables, now=now) is True
    except EngineFault:
        return False  # the payload lacks what the condition asks for


def begin_at(
    definition_id: int,
    element_id: str,
    variables: JSONDict,
    *,
    actor: Actor,
    business_key: str | None = None,
    now: datetime,
) -> Ticket | None:
    """Begin a ticket at a start event that waits for something.

    Args:
        definition_id: of the version.
        element_id: the start event.
        variables: what came.
        actor: for whom.
        business_key: of the ticket, or None.
        now: when.

    Returns:
        The ticket; None when the version is not in force any more.

    Raises:
        EngineFault: the process cannot go on.
    """
    definition = deployments.by_id(definition_id)
    if definition is None or not definition.active:
        return None
    wanted = Wanted(
        definition=definition,
        variables=variables,
        business_key=business_key,
        at=element_id,
    )
    return open_ticket(wanted, actor=actor, now=now)


def _mark(
    message: Message, ticket: Ticket, element_id: str, *, started: bool, now: datetime
) -> None:
    message.status, message.delivered_at = DELIVERED, now
    message.ticket_id, message.ticket = ticket.id, ticket
    message.element_id, message.started = element_id, started
    message.variables = {}


def _ambiguous(message: Message, receivers: list[Any]) -> AmbiguousMessage:
    return AmbiguousMessage(
        name=message.name, receivers=", ".join(map(str, receivers[:MOST_TOLD]))
    )


__all__ = [
    "MESSAGE",
    "SIGNAL",
    "address_of",
    "begin_at",
    "deliver",
    "hear",
    "receive",
    "starting",
]
