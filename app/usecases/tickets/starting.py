"""Start a ticket."""

from datetime import datetime
from re import sub

from app import engine
from app.domain import permissions
from app.domain import tickets as rules
from app.domain.forms import Permissions
from app.domain.permissions import Actor
from app.domain.process import JSONDict
from app.errors import N_, EngineFault, FieldError, Invalid
from app.store import identity
from app.store.db import db
from app.store.deployments import ProcessDefinition
from app.store.numbers import next_number
from app.store.tickets import Ticket
from app.usecases import access, definitions, submissions
from app.usecases.advance import begin

TITLE_LIMIT, BUSINESS_KEY_LIMIT = 500, 255


def start(
    process_key: str,
    *,
    actor: Actor,
    variables: JSONDict,
    version: int | None = None,
    business_key: str | None = None,
    title: str | None = None,
    on_behalf_of: str | None = None,
    strict: bool = True,
    now: datetime,
) -> Ticket:
    """Open a ticket and let its process run until somebody is needed.

    Args:
        process_key: which process.
        actor: who opens it.
        variables: of the start form; any names where the process has none.
        version: of the process; None for the latest active one.
        business_key: the caller's own id for the ticket, at most 255 characters.
        title: at most 500 characters; None for the process's own title.
        on_behalf_of: the user it is opened for, or None.
        strict: True refuses fields the form does not have, False drops them.
        now: when.

    Raises:
        NotFound: no such process, or the actor may not know of it.
        NotAllowed: the actor may not start it, or not on somebody's behalf.
        ProcessRetired: no version is active.
        FormInvalid: the variables break the start form's rules.
        Invalid: another value is not right.
        EngineFault: the process cannot go on at some element.
    """
    definition = definitions.startable(process_key, actor=actor, version=version)
    _check(business_key, title, on_behalf_of, actor=actor)
    schema = definitions.form_of(definition, definition.start_form_key)
    changed = submissions.taken_in(
        schema,
        variables,
        {},
        access=_start_view(definition),
        strict=strict,
        now=now,
    )
    ticket = Ticket(
        number=next_number(_prefix(definition), now.year),
        definition=definition,
        process_key=definition.key,
        version=definition.version,
        title="",
        business_key=business_key or None,
        status=rules.OPEN,
        initiator=actor.username,
        on_behalf_of=on_behalf_of,
        owner=None,
        revision=0,
        priority=50,
        created_at=now,
        updated_at=now,
        result="none",
        execution="none",
    )
    ticket.title = (title or _title(ticket, definition, changed, now=now)).strip()
    db.session.add(ticket)
    db.session.flush()
    submissions.bind_attachments(schema, changed, ticket, actor=actor)
    begin(ticket, changed, actor=actor, now=now)
    return ticket


def _start_view(definition: ProcessDefinition) -> Permissions:
    model = definitions.model_of(definition)
    return access.element_view(model.elements[model.start_element_id].properties)


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


def _check(
    business_key: str | None,
    title: str | None,
    on_behalf_of: str | None,
    *,
    actor: Actor,
) -> None:
    faults = [
        FieldError(
            pointer=f"/{name}",
            sentence=N_("At most %(limit)s characters."),
            facts={"limit": limit},
            rule="maxLength",
        )
        for name, text, limit in (
            ("business_key", business_key, BUSINESS_KEY_LIMIT),
            ("title", title, TITLE_LIMIT),
        )
        if text and len(text) > limit
    ]
    if on_behalf_of is not None:
        permissions.require("ticket.start-on-behalf", actor)
        user = identity.user(on_behalf_of)
        if user is None or not user.active:
            faults.append(
                FieldError(
                    pointer="/on_behalf_of",
                    sentence=N_("There is no active user of this name."),
                    rule="user",
                )
            )
    if faults:
        raise Invalid(faults)
