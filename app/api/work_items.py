"""/work-items: the inbox; claim, release, complete, save a draft."""

from typing import Any, Literal

from flask import g

from app.api import answers, examples
from app.api.blueprint import Blueprint, Gives, Takes
from app.api.door import if_revision, mark
from app.api.fields import LARGEST_ID, Body, Flag, Json, Length, OneOf, Text
from app.api.paging import Searched, page
from app.api.words import language, say
from app.domain.work_items import LIVE
from app.usecases import forms, work_items
from app.usecases.unit_of_work import flush

blueprint = Blueprint("work-items", "What people have to do.")
ONE = f"/<int(max={LARGEST_ID}):work_item_id>"
ITEM = Gives(shape=answers.WorkItem, example=examples.WORK_ITEM, tagged=True)


View = Literal["mine", "groups", "all", "overdue", "done"]


class Wanted(Searched):
    """Which work items to list; the most urgent come first."""

    view = Text(
        validate=OneOf(["mine", "groups", "all", "overdue", "done"]),
        metadata={
            "description": "`mine`: assigned to me; `groups`: I may claim; `all`: "
            "both; `overdue`: of both, what is late; `done`: I have completed. "
            "When left out, the next three choose, and without them it is `all`."
        },
    )
    assigned_to_me = Flag(metadata={"description": "`true`: as the view `mine`."})
    overdue = Flag(metadata={"description": "`true`: as the view `overdue`."})
    group = Text(
        validate=Length(min=1, max=64),
        metadata={"description": "What this group of mine may claim."},
    )
    process_key = Text(validate=Length(min=1, max=255))


class Completion(Body):
    """What a person sends in."""

    variables = Json(load_default=dict)
    outcome = Text(allow_none=True, validate=Length(min=1, max=255))
    comment = Text(allow_none=True, validate=Length(max=10_000))


class Draft(Body):
    """What a person has filled in so far; it is not checked yet."""

    variables = Json(required=True)


@blueprint.operation(
    "GET",
    "",
    Gives(shape=answers.listed(answers.WorkItemLine), example=examples.WORK_ITEMS),
    Takes(query=Wanted),
)
def list_work_items(query: dict[str, Any]) -> Any:
    """Read your inbox."""
    rows = work_items.inbox(_view(query), actor=g.actor, now=g.now, **query)
    return page(rows, lambda row: line(row, row.ticket))


@blueprint.operation("GET", ONE, ITEM)
def get_work_item(work_item_id: int) -> Any:
    """Read a work item."""
    return _shown(work_item_id)


@blueprint.operation(
    "GET", f"{ONE}/form", Gives(shape=answers.Form, example=examples.FORM)
)
def get_work_item_form(work_item_id: int) -> Any:
    """Read the form of a work item, with your draft if you have saved one."""
    return form(forms.form_for_work_item(work_item_id, actor=g.actor))


@blueprint.operation(
    "GET",
    f"{ONE}/variables",
    Gives(shape=answers.Variables, example=examples.VARIABLES),
)
def get_work_item_variables(work_item_id: int) -> Any:
    """Read the variables as the work item's scope sees them."""
    return {"variables": work_items.variables(work_item_id, actor=g.actor)}


@blueprint.operation("POST", f"{ONE}/claim", ITEM)
def claim_work_item(work_item_id: int) -> Any:
    """Take a work item; 409 says who has it already."""
    revision = if_revision()
    work_items.claim(work_item_id, actor=g.actor, if_revision=revision, now=g.now)
    flush()
    return _shown(work_item_id)


@blueprint.operation("POST", f"{ONE}/release", ITEM)
def release_work_item(work_item_id: int) -> Any:
    """Put a work item back, so that others may take it."""
    revision = if_revision()
    work_items.release(work_item_id, actor=g.actor, if_revision=revision, now=g.now)
    flush()
    return _shown(work_item_id)


@blueprint.operation(
    "POST",
    f"{ONE}/complete",
    Gives(shape=answers.WorkItemLine, example=examples.DONE, tagged=True),
    Takes(body=Completion, example=examples.COMPLETION, required=False),
)
def complete_work_item(body: dict[str, Any], work_item_id: int) -> Any:
    """Finish a work item; the ticket goes on.

    Whoever holds it completes it, or, while nobody does, any candidate. 409 says who
    was faster.
    """
    row = work_items.complete(
        work_item_id, actor=g.actor, if_revision=if_revision(), now=g.now, **body
    )
    mark(row.revision)
    return line(row, row.ticket)


@blueprint.operation(
    "POST",
    f"{ONE}/save-draft",
    Gives(shape=answers.Variables, example=examples.DRAFT),
    Takes(body=Draft, example=examples.DRAFT),
)
def save_work_item_draft(body: dict[str, Any], work_item_id: int) -> Any:
    """Keep what you have filled in, for yourself alone."""
    work_items.save_draft(work_item_id, body["variables"], actor=g.actor, now=g.now)
    return {"variables": body["variables"]}


def line(item: Any, ticket: Any) -> dict[str, Any]:
    """Write a work item as it stands in a list.

    Args:
        item: the row, with its candidates.
        ticket: the row it belongs to.
    """
    shown = {name: getattr(item, name) for name in _PLAIN}
    return {
        **shown,
        "ticket": ticket,
        "candidate_groups": _candidates(item, "group"),
        "candidate_users": _candidates(item, "user"),
    }


def current(item: Any) -> dict[str, Any]:
    """Write a live work item as a ticket shows it.

    Args:
        item: the row, with its candidates.
    """
    return {
        "element_id": item.element_id,
        "name": item.name,
        "assignee": item.assignee,
        "candidate_groups": _candidates(item, "group"),
        "due_at": item.due_at,
    }


def form(view: Any) -> dict[str, Any]:
    """Write a form.

    Args:
        view: as the hall gave it.
    """
    return {
        "element_id": view.element.element_id,
        "schema": view.schema,
        "value": view.value,
        "access": {path: access.value for path, access in view.access.items()},
        "drafted": view.drafted,
    }


def _view(query: dict[str, Any]) -> View:
    mine, late = query.pop("assigned_to_me", False), query.pop("overdue", False)
    chosen: View | None = query.pop("view", None)
    if chosen is not None:
        return chosen
    if late:
        return "overdue"
    if mine:
        return "mine"
    return "groups" if "group" in query else "all"


def _candidates(item: Any, kind: str) -> list[str]:
    if item.status not in LIVE:
        return []  # who may claim matters no longer, and is not kept
    return [one.key for one in item.candidates if one.kind == kind]


def _shown(work_item_id: int) -> dict[str, Any]:
    view = work_items.get(work_item_id, actor=g.actor)
    mark(view.work_item.revision)
    return {
        **line(view.work_item, view.work_item.ticket),
        "outcomes": [_outcome(choice) for choice in view.outcomes],
        "actions": sorted(view.actions),
    }


def _outcome(choice: Any) -> dict[str, Any]:
    label = choice.labels.get(language()) or say(choice.label)
    return {"name": choice.name, "label": label, "form_required": choice.insists}


_PLAIN = [
    name
    for name in answers.WorkItemLine().fields
    if name not in ("ticket", "candidate_groups", "candidate_users")
]
