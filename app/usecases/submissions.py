"""What somebody sends to a form becomes variables, or is refused with each place."""

from dataclasses import replace
from datetime import datetime

from app import engine
from app.domain import forms
from app.domain.forms import EVERYTHING, Permissions
from app.domain.permissions import Actor
from app.domain.process import JSONDict
from app.engine import scripts
from app.errors import N_, EngineFault, FieldError, FormInvalid
from app.store import attachments
from app.store.tickets import Ticket

RESERVED = frozenset({"initiator", "ticket"})
MOST_VARIABLES = 500


def taken_in(
    schema: JSONDict | None,
    submitted: JSONDict,
    current: JSONDict,
    *,
    access: Permissions = EVERYTHING,
    insist: bool = True,
    strict: bool,
    now: datetime,
) -> JSONDict:
    """Say which variables a submission sets.

    Args:
        schema: the form; None where the element has none, and then every name that is
            not reserved comes in.
        submitted: as sent.
        current: the ticket's variables; {} at the start.
        access: the element's field permissions.
        insist: False lets required fields be empty.
        strict: True refuses fields that may not come in (programs), False drops them
            (pages).
        now: when.

    Raises:
        FormInvalid: with a pointer ("/variables/amount") for each fault.
    """
    if schema is None:
        _check_names(submitted)
        return submitted
    faults = []
    if strict:
        faults = forms.refused(schema, submitted, access=access, current=current)
    accepted = forms.accept(schema, submitted, current, access=access)
    faults = faults or forms.validate(schema, accepted, access=access, insist=insist)
    faults = faults or broken_rules(schema, accepted, now=now)
    if faults:
        raise invalid(faults)
    return forms.changes(schema, accepted, current)


def invalid(faults: list[FieldError]) -> FormInvalid:
    """Make the refusal of a form; its pointers lead into the request's variables.

    Args:
        faults: with pointers into the form's value.
    """
    return FormInvalid(
        [replace(fault, pointer=f"/variables{fault.pointer}") for fault in faults]
    )


def _check_names(submitted: JSONDict) -> None:
    faults = [
        FieldError(
            pointer=f"/{name}",
            sentence=N_("“%(name)s” cannot be the name of a variable."),
            facts={"name": name[:80]},
            rule="variable-name",
        )
        for name in submitted
        if name in RESERVED or not name.isidentifier() or name.startswith("__")
    ]
    if len(submitted) > MOST_VARIABLES:
        faults.append(
            FieldError(
                pointer="",
                sentence=N_("At most %(limit)s variables can be sent at once."),
                facts={"limit": MOST_VARIABLES},
                rule="too-many",
            )
        )
    if faults:
        raise invalid(faults)


def broken_rules(
    schema: JSONDict, value: JSONDict, *, now: datetime
) -> list[FieldError]:
    """Evaluate a form's cross-field rules.

    Args:
        schema: the form.
        value: of the whole form; a rule over an empty field does not speak.
        now: when.
    """
    return [
        rule.error
        for rule in forms.rules(schema)
        if _filled(rule.expression, value)
        and not _holds(rule.expression, value, now=now)
    ]


def _filled(expression: str, value: JSONDict) -> bool:
    names = scripts.check_expression(expression)
    return not any(value.get(name) in (None, "", []) for name in names)


def _holds(expression: str, value: JSONDict, *, now: datetime) -> bool:
    try:
        return bool(engine.evaluate(expression, value, now=now))
    except EngineFault:
        return False  # a value the rule cannot compare does not satisfy it


def bind_attachments(
    schema: JSONDict | None, changed: JSONDict, ticket: Ticket, *, actor: Actor
) -> None:
    """Tie the files a form names to its ticket.

    Args:
        schema: the form.
        changed: the variables it sets.
        ticket: with its id.
        actor: whose uploads they must be, unless they lie on the ticket already.

    Raises:
        FormInvalid: a file is not there, or not the actor's.
    """
    named = forms.attachments(schema, changed) if schema else {}
    if not named:
        return
    found = attachments.usable(named.values(), ticket.id, actor.username)
    faults = [
        FieldError(
            pointer=pointer,
            sentence=N_("This file is not there. Upload it again."),
            rule="file",
        )
        for pointer, public_id in named.items()
        if public_id not in found
    ]
    if faults:
        raise invalid(faults)
    for pointer, public_id in named.items():
        attachment = found[public_id]
        attachment.ticket_id = ticket.id
        attachment.field = attachment.field or pointer.split("/")[1]
