"""Open a ticket: what there is, its form, and off it goes."""

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from app.errors import Conflict, FieldError, Invalid
from app.usecases import deployments, forms, tickets
from app.usecases.unit_of_work import reading, unit_of_work
from app.web import process_forms, refusals, visits
from app.web.process_forms import Typed
from app.web.rendering import page

routes = Blueprint("starting", __name__, url_prefix="/start")


@routes.get("")
def catalogue() -> Answer:
    """Show what I may start."""
    q = request.args.get("q", "").strip()
    with reading():
        found = deployments.catalogue(actor=visits.actor())
        wanted = [one for one in found if q.lower() in f"{one.name} {one.key}".lower()]
        return page("starting/catalogue.html", definitions=wanted, q=q)


@routes.get("/<key>")
def show(key: str) -> Answer:
    """Show the form that opens a ticket."""
    with reading():
        return _form(key)


@routes.post("/<key>")
def start(key: str) -> Answer:
    """Open a ticket."""
    actor, typed = visits.actor(), _typed(key)
    try:
        typed.require_files()
        with unit_of_work():
            ticket = tickets.start(
                key, actor=actor, variables=typed.variables, strict=False, now=g.now
            )
            number = ticket.number
    except Invalid as refusal:
        with reading():
            return _form(key, typed, refusal.errors, refusals.sentence(refusal), 422)
    except Conflict as refusal:
        with reading():
            return _form(key, typed, (), refusals.sentence(refusal), 409)
    flash(gettext("%(number)s is on its way.", number=number), "ok")
    return redirect(url_for("web.tickets.show", number=number), 303)


@routes.post("/<key>/preview")
def preview(key: str) -> Answer:
    """Show the form as it is after a change or a row button; nothing is written."""
    typed = _typed(key)
    with reading():
        return _form(key, typed)


def _typed(key: str) -> Typed:
    uploads = process_forms.store_uploads()
    with reading():
        _definition, view = forms.form_for_start(key, actor=visits.actor())
        return process_forms.read(view, uploads)


def _form(
    key: str,
    typed: Typed | None = None,
    errors: tuple[FieldError, ...] = (),
    why: str = "",
    status: int = 200,
) -> Answer:
    definition, view = forms.form_for_start(key, actor=visits.actor())
    sheet = process_forms.draw(
        view,
        typed,
        (*errors, *(typed.faults if typed and not errors else ())),
        action=url_for(".start", key=key),
        preview=url_for(".preview", key=key),
    )
    return page(
        "starting/form.html", status=status, definition=definition, sheet=sheet, why=why
    )
