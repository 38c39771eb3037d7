"""What each fact of a ticket's history says to people."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from app.domain import history
from app.domain.forms import FieldNode, Term
from app.errors import N_
from app.web import words

# Icon, tone and sentence of each kind; %(who)s and %(what)s stand out.
TOLD: Mapping[str, tuple[str, str, str]] = {
    history.TICKET_STARTED: ("play", "acc", N_("%(who)s started the ticket")),
    history.TICKET_ENDED: ("flag", "ok", N_("The ticket ended: %(result)s")),
    history.TICKET_CANCELLED: ("ban", "bad", N_("%(who)s cancelled the ticket")),
    history.TICKET_SUSPENDED: ("pause", "warn", N_("%(who)s suspended the ticket")),
    history.TICKET_RESUMED: ("play", "acc", N_("%(who)s resumed the ticket")),
    history.VARIABLES_CHANGED: ("pencil", "warn", N_("%(who)s corrected values")),
    history.WORK_ITEM_OPENED: ("inbox", "", N_("%(what)s is waiting")),
    history.WORK_ITEM_CLAIMED: ("hand", "", N_("%(who)s claimed %(what)s")),
    history.WORK_ITEM_RELEASED: ("undo-2", "", N_("%(who)s put back %(what)s")),
    history.WORK_ITEM_COMPLETED: ("check", "ok", N_("%(who)s completed %(what)s")),
    history.WORK_ITEM_CANCELLED: ("x", "", N_("%(what)s was called off")),
    history.TIMER_FIRED: ("alarm-clock", "warn", N_("The time set in %(where)s is up")),
    history.TIMER_FAILED: ("circle-alert", "bad", N_("The timer %(where)s failed")),
    history.MESSAGE_RECEIVED: ("mail-open", "", N_("%(where)s received %(what)s")),
    history.MESSAGE_SENT: ("send", "", N_("%(where)s sent %(what)s")),
    history.SIGNAL_RECEIVED: ("radio", "", N_("%(where)s heard %(what)s")),
    history.SIGNAL_SENT: ("radio", "", N_("%(where)s announced %(what)s")),
    history.SERVICE_COMPLETED: ("check", "", N_("%(who)s answered %(where)s")),
    history.SERVICE_FAILED: ("circle-alert", "warn", N_("%(who)s failed at %(where)s")),
    history.ELEMENT_TRIGGERED: ("play", "acc", N_("%(who)s let %(where)s go on")),
    history.DECISION_MADE: ("table", "", N_("%(what)s was decided by its rules")),
    history.INCIDENT_OPENED: ("circle-alert", "bad", N_("%(where)s cannot go on")),
    history.INCIDENT_RETRIED: ("rotate-cw", "acc", N_("%(who)s tried %(where)s again")),
    history.INCIDENT_RESOLVED: ("check", "ok", N_("%(who)s settled %(where)s")),
    history.COMMENT_ADDED: ("message-square", "", N_("%(who)s wrote")),
    history.ATTACHMENT_ADDED: ("paperclip", "", N_("%(who)s attached %(what)s")),
}
DECIDED = N_("%(who)s decided %(what)s: %(outcome)s")
FORMATS: Mapping[str, Callable[[str], str]] = {
    "decimal": words.money,
    "date": words.date_text,
    "date-time": words.date_text,
}
OPINIONS = ("opinion", "comment")  # form fields in which people give their reasons
OUTCOMES = {"approve": ("check", "ok"), "reject": ("x", "bad")}


def told(
    entry: Any, definition: Any, names: Callable[[str | None], str]
) -> tuple[str, str, Markup]:
    """Return the icon, the tone and the sentence of a fact.

    Args:
        entry: of the history, as one person may see it.
        definition: the version the ticket runs by, a row.
        names: gives an element its name in the diagram.
    """
    icon, tone, message = TOLD.get(entry.kind, ("circle", "", entry.kind))
    facts = entry.facts
    outcome = facts.get("outcome")
    if outcome:
        icon, tone = OUTCOMES.get(outcome, ("corner-up-left", "warn"))
        message = DECIDED
    result = str(facts.get("result") or "none")
    if entry.kind == history.TICKET_ENDED and result in ("rejected", "unsolved"):
        icon, tone = "flag", "bad"
    values = {
        "who": words.person(entry.actor) or gettext("The process"),
        "what": str(facts.get("name") or ""),
        "where": names(entry.element_id) or entry.element_id or "",
        "outcome": _outcome(entry, definition),
        "result": words.result(result),
    }
    bold = {name: words.bold(value) for name, value in values.items()}
    return icon, tone, Markup(gettext(message)) % bold  # noqa: S704 (facts are escaped)


def _outcome(entry: Any, definition: Any) -> str:
    name = entry.facts.get("outcome")
    if not name:
        return ""
    return words.outcome_chosen(definition, entry.element_id or "", name)


def said(entry: Any) -> str:
    """Return what a person wrote with a fact, or ""."""
    facts = entry.facts
    text = facts.get("text") or facts.get("comment") or facts.get("reason")
    for change in facts.get("changes") or ():
        if change["name"] in OPINIONS and isinstance(change.get("new"), str):
            text = text or change["new"]
    return str(text or "")


def asks_opinion(tree: FieldNode) -> bool:
    """Say whether a form has a field of its own for a person's reasons.

    Args:
        tree: of the form.
    """
    return any(node.name in OPINIONS and not node.readonly for node in tree.walk())


def changed(entry: Any, terms: Mapping[str, Term]) -> list[tuple[str, str, str]]:
    """Return what a fact changed: title, old value, new value.

    Args:
        entry: of the history, as one person may see it.
        terms: words for the values, by dotted path.
    """
    rows: list[tuple[str, str, str]] = []
    for change in entry.facts.get("changes") or ():
        _compare(change["name"], change.get("old"), change.get("new"), terms, rows)
    return rows


def _compare(
    path: str, old: Any, new: Any, terms: Mapping[str, Term], rows: list[Any]
) -> None:
    """List what differs; groups of fields are told field by field."""
    if isinstance(old, dict) or isinstance(new, dict):
        before = old if isinstance(old, dict) else {}
        after = new if isinstance(new, dict) else {}
        for name in dict.fromkeys([*before, *after]):
            here = f"{path}.{name}"
            _compare(here, before.get(name), after.get(name), terms, rows)
    elif old != new:
        title = full_title_of(path, terms)
        rows.append((title, spoken(path, old, terms), spoken(path, new, terms)))


def title_of(path: str, terms: Mapping[str, Term]) -> str:
    """Return what people call a value.

    Args:
        path: dotted, without row numbers.
        terms: words for the values.
    """
    known = terms.get(path)
    return known.title if known else path.rpartition(".")[2].replace("_", " ")


def full_title_of(path: str, terms: Mapping[str, Term]) -> str:
    """Return what people call a value that stands alone ("Customer · Name").

    Args:
        path: dotted, without row numbers.
        terms: words for the values.
    """
    parts = path.split(".")
    stems = [".".join(parts[:depth]) for depth in range(1, len(parts))]
    titles = [terms[stem].title for stem in stems if stem in terms]
    return " · ".join([*titles, title_of(path, terms)])


def spoken(path: str, value: Any, terms: Mapping[str, Term]) -> str:
    """Return a value in words: choices by their labels, rows by their fields.

    Args:
        path: dotted, without row numbers.
        value: JSON.
        terms: words for the values.
    """
    known = terms.get(path)
    if isinstance(value, list):
        if known is not None and known.is_file:
            return words.files(len(value))
        return "; ".join(spoken(path, one, terms) for one in value) or words.NOTHING
    if isinstance(value, dict):
        inner = {f"{path}.{name}": one for name, one in value.items()}
        return ", ".join(
            f"{title_of(where, terms)} {spoken(where, one, terms)}"
            for where, one in inner.items()
        )
    if known is not None and isinstance(value, str) and value in known.labels:
        return known.labels[value]
    if known is not None and isinstance(value, str) and value:
        return FORMATS.get(known.format, str)(value)
    return words.value(value)
