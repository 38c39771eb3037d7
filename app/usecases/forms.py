"""The form to show: the right edition, filled in as far as is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain import forms as rules
from app.domain.forms import Permissions
from app.domain.permissions import Actor
from app.domain.process import Element, JSONDict
from app.errors import FieldError
from app.store import drafts
from app.store.deployments import ProcessDefinition
from app.usecases import access, definitions, desk, submissions


@dataclass(frozen=True, slots=True, kw_only=True)
class FormView:
    """A form as one person may see it.

    Attributes:
        schema: the edition the ticket is pinned to; None where there is no form.
        value: what is known, without what is hidden; a draft lies over it.
        current: the variables behind it, hidden ones included; never shown.
        access: the element's field permissions.
        element: the user task or start event.
        drafted: whether ``value`` holds a draft.
    """

    schema: JSONDict | None
    value: JSONDict
    current: JSONDict
    access: Permissions
    element: Element
    drafted: bool


def form_for_start(
    process_key: str, *, actor: Actor, version: int | None = None
) -> tuple[ProcessDefinition, FormView]:
    """Give the form that opens a ticket.

    Args:
        process_key: which process.
        actor: who wants to open it.
        version: of the process; None for the latest active one.

    Raises:
        NotFound: no such process, or the actor may not know of it.
        NotAllowed: the actor may not start it.
        ProcessRetired: no version is active.
    """
    definition = definitions.startable(process_key, actor=actor, version=version)
    model = definitions.model_of(definition)
    element = model.elements[model.start_element_id]
    schema = definitions.form_of(definition, definition.start_form_key)
    return definition, _view(schema, {}, None, element)


def form_for_work_item(work_item_id: int, *, actor: Actor) -> FormView:
    """Give the form of a work item, with the actor's own draft over it.

    Args:
        work_item_id: of the work item.
        actor: who looks.

    Raises:
        NotFound: no such work item, or the actor may not know of it.
    """
    item, _ = desk.readable(work_item_id, actor=actor)
    draft = drafts.get(work_item_id, actor.username)
    schema = desk.form_of(item)
    return _view(
        schema,
        desk.scope_variables(item),
        draft.variables if draft else None,
        desk.element_of(item),
    )


def glossary(
    definition: ProcessDefinition, *, language: str
) -> Mapping[str, rules.Term]:
    """Say what people call the values of a process's tickets.

    Args:
        definition: of a ticket the reader may see.
        language: the reader's.

    Returns:
        Dotted path ("customer.name") to its words, over all its forms.
    """
    return rules.glossary(definitions.forms_of(definition).values(), language)


def _view(
    schema: JSONDict | None, current: JSONDict, draft: JSONDict | None, element: Element
) -> FormView:
    permitted = access.element_view(element.properties)
    value: JSONDict = {}
    if schema is not None:
        value = rules.visible(schema, current, access=permitted)
        value = rules.prefilled(schema, value, access=permitted)
        if draft:
            merged = rules.accept(schema, draft, current, access=permitted)
            value = rules.visible(schema, merged, access=permitted)
    return FormView(
        schema=schema,
        value=value,
        current=current,
        access=permitted,
        element=element,
        drafted=bool(draft),
    )


def check(view: FormView, submitted: JSONDict, *, now: datetime) -> list[FieldError]:
    """Check a form without sending it, for the page that shows it again.

    Args:
        view: as given by this module.
        submitted: what the page sent.
        now: when.

    Returns:
        The faults, with pointers into the form's value.
    """
    if view.schema is None:
        return []
    accepted = rules.accept(view.schema, submitted, view.current, access=view.access)
    faults = rules.validate(view.schema, accepted, access=view.access)
    return faults or submissions.broken_rules(view.schema, accepted, now=now)
