"""The inbox; claim, put back, complete, keep a draft."""

from collections.abc import Callable

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from app.errors import Conflict, FieldError, Invalid, StaleVersion
from app.usecases import forms, work_items
from app.usecases.unit_of_work import reading, unit_of_work
from app.usecases.work_items import View
from app.web import process_forms, refusals, ticket_page, visits, words
from app.web.process_forms import Typed
from app.web.rendering import page

routes = Blueprint("work_items", __name__)
# No database has larger ids, so a larger number is no work item.
ITEM = "/work/<int(max=9223372036854775807):work_item_id>"
OFFERED = 10  # rows of the groups' work below one's own
VIEWS: dict[str, View] = {
    "mine": "mine",
    "groups": "groups",
    "overdue": "overdue",
    "done": "done",
}


@routes.get("/")
def home() -> Answer:
    """Lead to the inbox."""
    return redirect(url_for(".inbox"))


@routes.get("/work")
def inbox() -> Answer:
    """Show what waits for me, and what I have done."""
    actor = visits.actor()
    view = VIEWS.get(request.args.get("view", ""), "mine")
    q, cursor = request.args.get("q"), request.args.get("cursor")
    with reading():
        items = work_items.inbox(view, actor=actor, q=q, cursor=cursor, now=g.now)
        offered = None
        if view == "mine" and not cursor:
            offered = work_items.inbox(
                "groups", actor=actor, q=q, limit=OFFERED, now=g.now
            )
        rows = [*items.items, *(offered.items if offered else ())]
        people = [item.ticket.initiator for item in rows]
        words.introduce([*people, *(item.assignee for item in rows)])
        return page(
            "work_items/inbox.html",
            view=view,
            items=items,
            offered=offered,
            q=q,
            cursor=cursor,
        )


@routes.get(ITEM)
def show(work_item_id: int) -> Answer:
    """Show one work item on its ticket's page."""
    with reading():
        return ticket_page.of_work_item(work_item_id)


@routes.post(f"{ITEM}/claim")
def claim(work_item_id: int) -> Answer:
    """Take a work item."""

    def wish() -> None:
        work_items.claim(work_item_id, actor=visits.actor(), now=g.now)

    refused = _try(work_item_id, wish)
    if refused:
        return refused
    flash(gettext("This is yours now."), "ok")
    return redirect(url_for(".show", work_item_id=work_item_id), 303)


@routes.post(f"{ITEM}/release")
def release(work_item_id: int) -> Answer:
    """Put a work item back for the others."""

    def wish() -> None:
        work_items.release(work_item_id, actor=visits.actor(), now=g.now)

    refused = _try(work_item_id, wish)
    if refused:
        return refused
    flash(gettext("Put back: others can claim it now."), "ok")
    return redirect(url_for(".inbox"), 303)


@routes.post(f"{ITEM}/complete")
def complete(work_item_id: int) -> Answer:
    """Finish a work item, then go on with the next."""
    actor = visits.actor()
    typed = _typed(work_item_id)
    if "keep" in request.form:
        return _keep(work_item_id, typed)
    outcome, comment = request.form.get("outcome"), request.form.get("comment")

    def wish() -> None:
        typed.require_files()
        work_items.complete(
            work_item_id,
            actor=actor,
            variables=typed.variables,
            outcome=outcome or None,
            comment=comment,
            strict=False,
            now=g.now,
        )

    refused = _try(work_item_id, wish, typed=typed)
    if refused:
        return refused
    flash(gettext("Done. Here is what waits for you next."), "ok")
    return redirect(url_for(".inbox"), 303)


@routes.post(f"{ITEM}/draft")
def save_draft(work_item_id: int) -> Answer:
    """Keep what is typed, unchecked, for me alone."""
    return _keep(work_item_id, _typed(work_item_id))


def _keep(work_item_id: int, typed: Typed) -> Answer:
    def wish() -> None:
        work_items.save_draft(
            work_item_id, typed.variables, actor=visits.actor(), now=g.now
        )

    refused = _try(work_item_id, wish, typed=typed)
    if refused:
        return refused
    flash(gettext("Your draft is kept; only you see it."), "ok")
    return redirect(url_for(".show", work_item_id=work_item_id), 303)


@routes.post(f"{ITEM}/preview")
def preview(work_item_id: int) -> Answer:
    """Show the form as it is after a change or a row button; nothing is written."""
    typed = _typed(work_item_id)
    with reading():
        return ticket_page.of_work_item(work_item_id, typed=typed)


def _typed(work_item_id: int) -> Typed:
    """Read the posted form; files are stored first, so that no refusal loses them."""
    uploads = process_forms.store_uploads()
    with reading():
        view = forms.form_for_work_item(work_item_id, actor=visits.actor())
        return process_forms.read(view, uploads)


def _try(
    work_item_id: int, wish: Callable[[], None], *, typed: Typed | None = None
) -> Answer | None:
    """Grant a wish; when it is refused, show the ticket again and say why."""
    errors: tuple[FieldError, ...] = ()
    try:
        with unit_of_work():
            wish()
    except (Conflict, StaleVersion) as refusal:
        why = refusals.sentence(refusal)
        status = refusals.status_of(refusal)
    except Invalid as refusal:
        why, status = refusals.sentence(refusal), 422
        errors = refusal.errors
    else:
        return None
    with reading():
        return ticket_page.of_work_item(
            work_item_id, typed=typed, errors=errors, why=why, status=status
        )
