"""/tickets: start, look, cancel, suspend, resume, comment, attach."""

from typing import Any

from flask import g

from app.api import answers, examples
from app.api.attachments import UPLOAD, attachment, uploaded
from app.api.blueprint import Blueprint, Gives, Takes
from app.api.door import if_revision, mark
from app.api.fields import Body, Json, Length, OneOf, Range, Text, Time, Whole
from app.api.paging import Paged, Searched, page, whole
from app.api.work_items import current, line
from app.domain.tickets import STATUS_LABELS
from app.usecases import attachments, tickets
from app.usecases.unit_of_work import flush

blueprint = Blueprint("tickets", "Process instances as people know them.")
ONE = "/<string(maxlength=64):number>"
TICKET = Gives(shape=answers.Ticket, example=examples.TICKET, tagged=True)


class NewTicket(Body):
    """What starts a ticket."""

    process_key = Text(required=True, validate=Length(min=1, max=255))
    version = Whole(allow_none=True, validate=Range(min=1, max=2**31 - 1))
    business_key = Text(allow_none=True, validate=Length(min=1, max=255))
    title = Text(allow_none=True, validate=Length(min=1, max=500))
    variables = Json(load_default=dict)
    on_behalf_of = Text(allow_none=True, validate=Length(min=1, max=64))


class Wanted(Searched):
    """Which tickets to list."""

    status = Text(validate=OneOf(list(STATUS_LABELS)))
    process_key = Text(validate=Length(min=1, max=255))
    business_key = Text(validate=Length(min=1, max=255))
    initiator = Text(validate=Length(min=1, max=64))
    assignee = Text(validate=Length(min=1, max=64))
    involved = Text(validate=Length(min=1, max=64))
    created_after = Time()
    created_before = Time()


class Reason(Body):
    """Why something is done; it is written into the history."""

    reason = Text(required=True, validate=Length(min=1, max=10_000))


class Trigger(Body):
    """What is to go on by hand, or to begin in an ad-hoc sub-process."""

    element_id = Text(required=True, validate=Length(min=1, max=255))
    token = Text(allow_none=True, validate=Length(min=1, max=64))
    variables = Json(load_default=dict)
    reason = Text(required=True, validate=Length(min=1, max=10_000))


class NewComment(Body):
    """What somebody says about a ticket."""

    text = Text(required=True, validate=Length(min=1, max=10_000))


class Correction(Body):
    """Variables that an administrator sets right."""

    variables = Json(required=True)
    reason = Text(required=True, validate=Length(min=1, max=10_000))


WHY = Takes(body=Reason, example=examples.REASON)


@blueprint.operation(
    "POST",
    "",
    Gives(shape=answers.Ticket, example=examples.TICKET, status=201, tagged=True),
    Takes(body=NewTicket, example=examples.NEW_TICKET),
)
def start_ticket(body: dict[str, Any]) -> Any:
    """Start a ticket.

    The variables are checked by the process's start form; what does not fit is answered
    with 422 and a pointer to each value. Send an `Idempotency-Key` and you may repeat
    the request until it is answered.
    """
    row = tickets.start(body.pop("process_key"), actor=g.actor, now=g.now, **body)
    flush()
    place = {"Location": f"/api/v1/tickets/{row.number}"}
    return _shown(row.number), 201, place


@blueprint.operation(
    "GET",
    "",
    Gives(shape=answers.listed(answers.TicketLine), example=examples.TICKETS),
    Takes(query=Wanted),
)
def list_tickets(query: dict[str, Any]) -> Any:
    """List the tickets you may see, newest first."""
    how = {name: query.pop(name) for name in ("limit", "cursor") if name in query}
    found = tickets.list_tickets(tickets.TicketFilter(**query), actor=g.actor, **how)
    waiting = tickets.current_work(found.items)
    return page(found, lambda row: _line(row, waiting.get(row.id, ())))


@blueprint.operation("GET", ONE, TICKET)
def get_ticket(number: str) -> Any:
    """Read a ticket, with the variables you may see."""
    return _shown(number)


@blueprint.operation(
    "GET",
    f"{ONE}/variables",
    Gives(shape=answers.Variables, example=examples.VARIABLES),
)
def get_ticket_variables(number: str) -> Any:
    """Read the variables you may see."""
    return {"variables": tickets.variables(number, actor=g.actor)}


@blueprint.operation(
    "PATCH",
    f"{ONE}/variables",
    Gives(shape=answers.Variables, example=examples.VARIABLES),
    Takes(body=Correction, example=examples.CORRECTION),
)
def change_ticket_variables(body: dict[str, Any], number: str) -> Any:
    """Set variables right; for administrators. Names that are missing stay."""
    tickets.change_variables(number, actor=g.actor, now=g.now, **body)
    flush()
    return {"variables": tickets.variables(number, actor=g.actor)}


@blueprint.operation(
    "GET",
    f"{ONE}/history",
    Gives(shape=answers.listed(answers.HistoryEntry), example=examples.HISTORY),
    Takes(query=Paged),
)
def get_ticket_history(query: dict[str, Any], number: str) -> Any:
    """Read what happened to a ticket, the newest first."""
    return page(tickets.history(number, actor=g.actor, **query))


@blueprint.operation(
    "GET",
    f"{ONE}/work-items",
    Gives(shape=answers.listed(answers.WorkItemLine), example=examples.WORK_ITEMS),
)
def list_ticket_work_items(number: str) -> Any:
    """List the work items of a ticket, open and closed."""
    view = tickets.get(number, actor=g.actor)
    rows = tickets.work_items(number, actor=g.actor)
    return whole(line(row, view.ticket) for row in rows)


@blueprint.operation(
    "GET",
    f"{ONE}/progress",
    Gives(shape=answers.Progress, example=examples.PROGRESS),
)
def get_ticket_progress(number: str) -> Any:
    """Read where a ticket has been and where it is, for the diagram."""
    return tickets.progress(number, actor=g.actor)


@blueprint.operation("POST", f"{ONE}/cancel", TICKET, WHY)
def cancel_ticket(body: dict[str, Any], number: str) -> Any:
    """End a ticket before its flow does."""
    return _acted(tickets.cancel, body, number)


@blueprint.operation("POST", f"{ONE}/suspend", TICKET, WHY)
def suspend_ticket(body: dict[str, Any], number: str) -> Any:
    """Let nothing happen to a ticket until it is resumed."""
    return _acted(tickets.suspend, body, number)


@blueprint.operation("POST", f"{ONE}/resume", TICKET, WHY)
def resume_ticket(body: dict[str, Any], number: str) -> Any:
    """Let a suspended ticket go on."""
    return _acted(tickets.resume, body, number)


@blueprint.operation(
    "POST",
    f"{ONE}/trigger",
    TICKET,
    Takes(body=Trigger, example=examples.TRIGGER),
)
def trigger_ticket(body: dict[str, Any], number: str) -> Any:
    """Let a ticket go on where it waits for a message, or pick what to do next.

    `element_id` is what waits for a message; in an ad-hoc sub-process it is what is to
    begin, or the sub-process itself to end it.
    """
    tickets.trigger(number, actor=g.actor, now=g.now, **body)
    flush()
    return _shown(number)


@blueprint.operation(
    "POST",
    f"{ONE}/comments",
    Gives(shape=answers.HistoryEntry, example=examples.COMMENT, status=201),
    Takes(body=NewComment, example=examples.NEW_COMMENT),
)
def comment_on_ticket(body: dict[str, Any], number: str) -> Any:
    """Say something about a ticket; it becomes part of its history."""
    row = tickets.comment(number, body["text"], actor=g.actor, now=g.now)
    flush()
    return row


@blueprint.operation(
    "POST",
    f"{ONE}/attachments",
    Gives(shape=answers.Attachment, example=examples.ATTACHMENT, status=201),
    Takes(upload=UPLOAD),
)
def attach_to_ticket(number: str) -> Any:
    """Add a file to a ticket."""
    row = attachments.attach(number, **uploaded(), actor=g.actor, now=g.now)
    rendered = attachment(row)
    return rendered, 201, {"Location": f"/api/v1/attachments/{rendered['id']}"}


@blueprint.operation(
    "GET",
    f"{ONE}/attachments",
    Gives(shape=answers.listed(answers.Attachment), example=examples.ATTACHMENTS),
)
def list_ticket_attachments(number: str) -> Any:
    """List the files of a ticket."""
    rows = attachments.list_of(number, actor=g.actor)
    return whole(attachment(row) for row in rows)


def _acted(wish: Any, body: dict[str, Any], number: str) -> Any:
    wish(number, actor=g.actor, if_revision=if_revision(), now=g.now, **body)
    flush()
    return _shown(number)


def _shown(number: str) -> dict[str, Any]:
    view = tickets.get(number, actor=g.actor)
    mark(view.ticket.revision)
    return {**_line(view.ticket, view.current), "variables": view.variables}


def _line(row: Any, waiting: Any) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in _PLAIN}
    return {**shown, "current": [current(item) for item in waiting]}


_PLAIN = [name for name in answers.TicketLine().fields if name != "current"]
