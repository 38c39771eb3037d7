"""Start a ticket."""

from datetime import datetime

from app.domain import permissions
from app.domain.forms import Permissions
from app.domain.permissions import Actor
from app.domain.process import JSONDict
from app.errors import N_, FieldError, Invalid
from app.store import identity
from app.store.deployments import ProcessDefinition
from app.store.tickets import Ticket
from app.usecases import access, definitions, submissions
from app.usecases.opening import TITLE_LIMIT, Wanted, open_ticket

BUSINESS_KEY_LIMIT = 255


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
    wanted = Wanted(
        definition=definition,
        variables=changed,
        business_key=business_key,
        title=title,
        on_behalf_of=on_behalf_of,
    )

    def bind(ticket: Ticket) -> None:
        submissions.bind_attachments(schema, changed, ticket, actor=actor)

    return open_ticket(wanted, actor=actor, now=now, prepare=bind)


def _start_view(definition: ProcessDefinition) -> Permissions:
    model = definitions.model_of(definition)
    return access.element_view(model.elements[model.start_element_id].properties)


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
