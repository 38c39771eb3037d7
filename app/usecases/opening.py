"""Open a ticket, by whomever or whatever it is wanted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from re import sub

from app import engine
from app.domain import tickets as rules
from app.domain.permissions import Actor
from app.domain.process import JSONDict
from app.errors import EngineFault
from app.store.db import db
from app.store.deployments import ProcessDefinition
from app.store.numbers import next_number
from app.store.tickets import Ticket
from app.usecases import definitions
from app.usecases.advance import begin

TITLE_LIMIT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a ticket is opened with.

    Attributes:
        definition: the version it runs by.
        variables: to start with, checked.
        business_key: the caller's own id for it, or None.
        title: None for the process's own.
        on_behalf_of: the user it is opened for, or None.
        at: the start event; None for the one that waits for nobody.
    """

    definition: ProcessDefinition
    variables: JSONDict
    business_key: str | None = None
    title: str | None = None
    on_behalf_of: str | None = None
    at: str | None = None


def open_ticket(
    wanted: Wanted,
    *,
    actor: Actor,
    now: datetime,
    prepare: Callable[[Ticket], None] | None = None,
) -> Ticket:
    """Write a new ticket and let its process run until it waits.

    Args:
        wanted: what it is opened with.
        actor: who opens it, or for whom it is opened.
        now: when.
        prepare: called when the ticket has its id, before anything runs.

    Raises:
        EngineFault: the process cannot go on at some element.
    """
    definition = wanted.definition
    ticket = Ticket(
        number=next_number(_prefix(definition), now.year),
        definition=definition,
        process_key=definition.key,
        version=definition.version,
        title="",
        business_key=wanted.business_key or None,
        status=rules.OPEN,
        initiator=actor.username,
        on_behalf_of=wanted.on_behalf_of,
        owner=None,
        revision=1,
        priority=50,
        created_at=now,
        updated_at=now,
        result="none",
        execution="none",
    )
    title = wanted.title or _title(ticket, definition, wanted.variables, now=now)
    ticket.title = title.strip()
    db.session.add(ticket)
    db.session.flush()
    if prepare is not None:
        prepare(ticket)
    begin(ticket, wanted.variables, actor=actor, at=wanted.at, now=now)
    return ticket


def _prefix(definition: ProcessDefinition) -> str:
    model = definitions.model_of(definition)
    own = model.number_prefix or sub(r"[^A-Za-z0-9]", "", definition.key)[:8]
    return own.upper() or "T"


def _title(
    ticket: Ticket, definition: ProcessDefinition, variables: JSONDict, *, now: datetime
) -> str:
    template = definitions.model_of(definition).title_template
    if not template:
        return definition.name
    names = {
        **variables,
        "initiator": ticket.initiator,
        "ticket": {"number": ticket.number, "business_key": ticket.business_key},
    }
    try:
        text = str(engine.evaluate(template, names, now=now))
    except EngineFault:
        return definition.name  # a title is no reason to refuse a ticket
    return text[:TITLE_LIMIT].strip() or definition.name
