"""/incidents: what is stuck, and how to help."""

from typing import Any

from flask import g

from app.api import answers, examples
from app.api.blueprint import Blueprint, Gives, Takes
from app.api.fields import LARGEST_ID, Body, Length, OneOf, Text
from app.api.paging import Paged, page
from app.usecases import incidents
from app.usecases.unit_of_work import flush

blueprint = Blueprint("incidents", "What cannot go on until somebody helps.")
ONE = f"/<int(max={LARGEST_ID}):incident_id>"
INCIDENT = Gives(shape=answers.Incident, example=examples.INCIDENT)


class Wanted(Paged):
    """Which incidents to list."""

    status = Text(load_default="open", validate=OneOf(["open", "resolved"]))
    ticket = Text(
        validate=Length(min=1, max=64), metadata={"description": "Number of a ticket."}
    )


class Note(Body):
    """What is known of an incident."""

    note = Text(required=True, validate=Length(max=2000))


@blueprint.operation(
    "GET",
    "",
    Gives(shape=answers.listed(answers.Incident), example=examples.INCIDENTS),
    Takes(query=Wanted),
)
def list_incidents(query: dict[str, Any]) -> Any:
    """List incidents, the newest first."""
    return page(incidents.list_incidents(actor=g.actor, **query), _shown)


@blueprint.operation("GET", ONE, INCIDENT)
def get_incident(incident_id: int) -> Any:
    """Read an incident."""
    return _shown(incidents.get(incident_id, actor=g.actor))


@blueprint.operation(
    "PUT", f"{ONE}/note", INCIDENT, Takes(body=Note, example=examples.NOTE)
)
def annotate_incident(body: dict[str, Any], incident_id: int) -> Any:
    """Note what is known of an incident."""
    return _shown(incidents.annotate(incident_id, body["note"], actor=g.actor))


@blueprint.operation("POST", f"{ONE}/retry", INCIDENT)
def retry_incident(incident_id: int) -> Any:
    """Try again what failed: an element at once, a job soon."""
    row = incidents.retry(incident_id, actor=g.actor, now=g.now)
    flush()
    return _shown(row)


@blueprint.operation(
    "POST", f"{ONE}/resolve", INCIDENT, Takes(body=Note, example=examples.NOTE)
)
def resolve_incident(body: dict[str, Any], incident_id: int) -> Any:
    """Let be what failed: its job is not done, and nothing goes on by it."""
    row = incidents.resolve(incident_id, note=body["note"], actor=g.actor, now=g.now)
    flush()
    return _shown(row)


def _shown(row: Any) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in _PLAIN}
    return {**shown, "ticket": row.ticket.number if row.ticket else None}


_PLAIN = [name for name in answers.Incident().fields if name != "ticket"]
