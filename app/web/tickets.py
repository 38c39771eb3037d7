"""Tickets: find them, follow one, speak on it, stop it."""

from datetime import UTC, datetime, timedelta

from flask import Blueprint, Response, flash, g, jsonify, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from app.domain import tickets as rules
from app.errors import Conflict, Invalid, StaleVersion
from app.usecases import deployments, tickets
from app.usecases.tickets import TicketFilter
from app.usecases.unit_of_work import reading, unit_of_work
from app.web import refusals, ticket_page, visits, words
from app.web.rendering import page

routes = Blueprint("tickets", __name__, url_prefix="/tickets")
STOPS = {
    "cancel": tickets.cancel,
    "suspend": tickets.suspend,
    "resume": tickets.resume,
}
FOR_EVER = "private, max-age=31536000, immutable"


@routes.get("")
def index() -> Answer:
    """List the tickets I may see, narrowed by the filters in the address."""
    actor = visits.actor()
    args, cursor = request.args, request.args.get("cursor")
    mine = args.get("mine") == "1"
    wanted = TicketFilter(
        status=args.get("status") or None,
        process_key=args.get("process") or None,
        involved=actor.username if mine else None,
        q=args.get("q") or None,
        created_after=_day(args.get("since")),
        created_before=_day(args.get("until"), past=True),
    )
    with reading():
        found = tickets.list_tickets(wanted, actor=actor, cursor=cursor)
        work = tickets.current_work(found.items)
        words.introduce(
            [ticket.initiator for ticket in found.items]
            + [item.assignee for items in work.values() for item in items]
        )
        return page(
            "tickets/index.html",
            tickets=found,
            work=work,
            cursor=cursor,
            filters=args,
            mine=mine,
            statuses=list(rules.STATUS_LABELS),
            processes=deployments.list_definitions(actor=actor, limit=200).items,
        )


@routes.get("/<number>")
def show(number: str) -> Answer:
    """Show one ticket; with my work on it, when there is some."""
    with reading():
        return ticket_page.of_ticket(number)


@routes.get("/<number>/diagram.bpmn")
def diagram(number: str) -> Answer:
    """Send the diagram the ticket runs by; it never changes."""
    with reading():
        xml = tickets.diagram(number, actor=visits.actor())
    answer = Response(xml, mimetype="application/xml")
    answer.headers["Cache-Control"] = FOR_EVER
    return answer


@routes.get("/<number>/progress.json")
def progress(number: str) -> Answer:
    """Say where the ticket is, for the live diagram."""
    with reading():
        found = tickets.progress(number, actor=visits.actor())
    answer = jsonify(
        completed=found.completed,
        active=found.active,
        failed=found.failed,
        flows=found.flows,
    )
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


@routes.post("/<number>/comments")
def comment(number: str) -> Answer:
    """Say something on the timeline."""
    text = request.form.get("text", "")
    try:
        with unit_of_work():
            tickets.comment(number, text, actor=visits.actor(), now=g.now)
    except Invalid as refusal:
        errors = refusals.field_errors(refusal)
        with reading():
            return ticket_page.of_ticket(number, said=text, errors=errors, status=422)
    return redirect(url_for(".show", number=number, _anchor="timeline"), 303)


@routes.post("/<number>/<any(cancel, suspend, resume):act>")
def stop(number: str, act: str) -> Answer:
    """Cancel, suspend or resume a ticket, with a reason for its timeline."""
    revision = request.form.get("revision", "")
    try:
        with unit_of_work():
            STOPS[act](
                number,
                actor=visits.actor(),
                reason=request.form.get("reason", ""),
                if_revision=int(revision) if revision.isdecimal() else None,
                now=g.now,
            )
    except (Conflict, StaleVersion, Invalid) as refusal:
        errors = refusals.field_errors(refusal)
        why = "; ".join(errors.values()) or refusals.sentence(refusal)
        with reading():
            return ticket_page.of_ticket(
                number, why=why, status=refusals.status_of(refusal)
            )
    told = {
        "cancel": gettext("The ticket is cancelled."),
        "suspend": gettext("The ticket is suspended; nothing moves until it resumes."),
        "resume": gettext("The ticket goes on."),
    }
    flash(told[act], "ok")
    return redirect(url_for(".show", number=number), 303)


def _day(text: str | None, *, past: bool = False) -> datetime | None:
    """Return the beginning of a day of a date input, or of the day past it."""
    try:
        day = datetime.strptime(text or "", "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None
    return day + timedelta(days=1) if past else day
