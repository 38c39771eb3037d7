"""The page of a ticket, which several addresses show: alone, with my work, refused."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import g, request, url_for
from werkzeug.wrappers import Response as Answer

from app.domain.forms import Term
from app.domain.permissions import Actor
from app.domain.process import JSONDict
from app.errors import FieldError
from app.usecases import attachments, forms, tickets, work_items
from app.usecases.tickets import TicketView
from app.web import languages, process_forms, timeline, visits, words
from app.web.process_forms import Typed
from app.web.rendering import page


def of_ticket(
    number: str,
    *,
    said: str = "",
    errors: Mapping[str, str] | None = None,
    why: str = "",
    status: int = 200,
) -> Answer:
    """Show a ticket, and the first of its work that I hold or may claim.

    Args:
        number: of the ticket.
        said: a comment that was refused, to be mended.
        errors: pointer to sentence, of that comment.
        why: a sentence on why something was refused.
        status: HTTP status.

    Raises:
        NotFound: there is none that I may know of.
    """
    actor = visits.actor()
    view = tickets.get(number, actor=actor)
    mine = _my_work(view, actor)
    work = _work(mine) if mine is not None else {}
    return _page(
        view, status=status, why=why, said=said, comment_errors=errors or {}, **work
    )


def of_work_item(
    work_item_id: int,
    *,
    typed: Typed | None = None,
    errors: Iterable[FieldError] = (),
    why: str = "",
    status: int = 200,
) -> Answer:
    """Show a work item on the page of its ticket.

    Args:
        work_item_id: of the work item.
        typed: what was sent, to be shown again; None shows what is kept.
        errors: what is wrong with it.
        why: a sentence on why it was refused.
        status: HTTP status.

    Raises:
        NotFound: there is none that I may know of.
    """
    work = _work(work_item_id, typed=typed, errors=errors)
    number = work["item"].work_item.ticket.number
    view = tickets.get(number, actor=visits.actor())
    return _page(view, status=status, why=why, said="", comment_errors={}, **work)


def _my_work(view: TicketView, actor: Actor) -> int | None:
    """Return what I hold on a ticket, else what I may claim, else None."""
    for item in view.current:
        if item.assignee == actor.username:
            return item.id
    offered = {("user", actor.username), *(("group", key) for key in actor.groups)}
    for item in view.current:
        if item.assignee is None and any(
            (one.kind, one.key) in offered for one in item.candidates
        ):
            return item.id
    return None


def _work(
    work_item_id: int,
    *,
    typed: Typed | None = None,
    errors: Iterable[FieldError] = (),
) -> dict[str, Any]:
    actor = visits.actor()
    item = work_items.get(work_item_id, actor=actor)
    sheet = None
    if "complete" in item.actions:
        decision = bool(item.outcomes)
        sheet = process_forms.draw(
            forms.form_for_work_item(work_item_id, actor=actor),
            typed,
            errors,
            action=url_for("web.work_items.complete", work_item_id=work_item_id),
            preview=url_for("web.work_items.preview", work_item_id=work_item_id),
            # Nobody shall approve by the Enter key in a text field.
            enter=("keep", "1") if decision else (),
            told=["/" + datum.path.replace(".", "/") for datum in item.key_data],
        )
    return {
        "item": item,
        "sheet": sheet,
        "opinion": request.form.get("comment", ""),
        "asks_opinion": sheet is None or not timeline.asks_opinion(sheet.tree),
    }


def _page(view: TicketView, *, status: int, **values: object) -> Answer:
    actor = visits.actor()
    number, cursor = view.ticket.number, request.args.get("cursor")
    told = tickets.history(number, actor=actor, cursor=cursor)
    files = attachments.list_of(number, actor=actor)
    words.introduce(
        [view.ticket.initiator, view.ticket.on_behalf_of, view.ticket.owner]
        + [item.assignee for item in view.current]
        + [entry.actor for entry in told.items]
        + [entry.facts.get("assignee") for entry in told.items]
        + [file.uploaded_by for file in files]
    )
    offers = [offer for item in view.current for offer in item.candidates]
    words.introduce(offer.key for offer in offers if offer.kind == "user")
    words.introduce_groups(offer.key for offer in offers if offer.kind == "group")
    definition = view.ticket.definition
    terms = forms.glossary(definition, language=languages.language())
    progress = tickets.progress(number, actor=actor)
    names = {
        step.element_id: step.name
        for step in (*progress.completed, *progress.active, *progress.failed)
    }
    return page(
        "tickets/show.html",
        status=status,
        view=view,
        ticket=view.ticket,
        timeline=told,
        cursor=cursor,
        files=files,
        progress=progress,
        terms=terms,
        shown_variables=_flat(view.variables, terms),
        names=names.get,
        now=g.now,
        **values,
    )


def _flat(
    variables: JSONDict, terms: Mapping[str, Term], stem: str = ""
) -> list[tuple[str, Any]]:
    """List the values that some form names, groups of fields field by field."""
    rows: list[tuple[str, Any]] = []
    for name, value in variables.items():
        path = f"{stem}{name}"
        if isinstance(value, dict) and any(one.startswith(f"{path}.") for one in terms):
            rows += _flat(value, terms, f"{path}.")
        elif path in terms and value not in (None, ""):
            rows.append((path, value))
    return rows
