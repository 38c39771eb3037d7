"""The words and figures of the pages: states, times, sizes, people, icons."""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from flask import g
from flask_babel import (
    format_date,
    format_datetime,
    format_decimal,
    format_timedelta,
    gettext,
    ngettext,
)
from lucide.jinja import lucide
from markupsafe import Markup, escape

from app.domain import tickets, work_items
from app.errors import N_
from app.usecases import definitions, identity
from app.web import languages

TONES = {
    "open": "acc",
    "claimed": "acc",
    "suspended": "warn",
    "closed": "",
    "completed": "ok",
    "cancelled": "",
    "approved": "ok",
    "solved": "ok",
    "rejected": "bad",
    "unsolved": "bad",
}
ROLES = {
    "applicant": N_("Applicant"),
    "agent": N_("Agent"),
    "lead": N_("Team lead"),
    "analyst": N_("Process analyst"),
    "integrator": N_("Integrator"),
    "auditor": N_("Auditor"),
    "admin": N_("Administrator"),
}
SOON = timedelta(hours=8)
NOTHING = "–"
AVATARS = 5  # colours, in static/css/parts.css


@lru_cache(maxsize=512)
def icon(name: str, classes: str = "i") -> Markup:
    """Return one of Lucide's icons as inline SVG that screen readers pass over.

    Args:
        name: as Lucide calls it.
        classes: for the style sheets.
    """
    # A string of the package's own files, not of anybody's words.
    return Markup(  # noqa: S704
        lucide(name, size=None, **{"class": classes, "aria-hidden": "true"})
    )


def introduce(usernames: Iterable[str | None]) -> None:
    """Learn the names of the people on a page, with one query for all of them.

    Args:
        usernames: of everybody who will be shown; None is nobody.
    """
    known = g.setdefault("names", {})
    strangers = {name for name in usernames if name and name not in known}
    if strangers:
        known |= identity.display_names(strangers)


def person(username: str | None) -> str:
    """Return how people call a user; the username of a stranger, "" for nobody."""
    names: dict[str | None, str] = g.get("names", {})
    return names.get(username, username) or ""


def initial(username: str) -> str:
    """Return the letter in a person's round mark."""
    return person(username)[:1].upper()


def shade(username: str) -> int:
    """Return the number of a person's colour: always the same for one person."""
    return sum(username.encode()) % AVATARS


def status(name: str) -> str:
    """Return a ticket's status in the reader's words."""
    return str(gettext(tickets.STATUS_LABELS.get(name, name)))


def any_status(name: str) -> str:
    """Return the status of a ticket or work item inside a sentence."""
    known = {**tickets.STATUS_LABELS, **work_items.STATUS_LABELS}
    return str(gettext(known.get(name, name))).lower()


def result(name: str) -> str:
    """Return a ticket's result in the reader's words."""
    return str(gettext(tickets.RESULT_LABELS.get(name, name)))


def state(ticket: Any) -> tuple[str, str]:
    """Return what a list says of a ticket, and in which tone.

    Args:
        ticket: a row.
    """
    if ticket.status == tickets.CLOSED and ticket.result != "none":
        return result(ticket.result), TONES.get(ticket.result, "")
    return status(ticket.status), TONES.get(ticket.status, "")


def outcome(choice: Any) -> str:
    """Return what the button of an outcome says.

    Args:
        choice: one of a work item's outcomes.
    """
    short = languages.language().split("-")[0]
    return choice.labels.get(short) or str(gettext(choice.label))


def outcome_chosen(definition: Any, element_id: str, name: str) -> str:
    """Return what is said of an outcome that was chosen before.

    Args:
        definition: the version of the process, a row.
        element_id: the user task.
        name: of the outcome.
    """
    choice = definitions.outcome_of(definition, element_id, name)
    if choice is not None:
        return outcome(choice)
    return str(gettext(work_items.OUTCOME_LABELS.get(name, name)))


def group(key: str) -> str:
    """Return what people call a group; the key of one that is not known."""
    names: dict[str, str] = g.get("group_names", {})
    return names.get(key, key)


def introduce_groups(keys: Iterable[str]) -> None:
    """Learn the names of the groups on a page, with one query for all of them.

    Args:
        keys: of everything that will be shown.
    """
    known = g.setdefault("group_names", {})
    strangers = set(keys) - known.keys()
    if strangers:
        known |= identity.group_names(strangers)


def due(at: datetime | None, now: datetime) -> tuple[str, str]:
    """Return what a list says of a due time, and in which tone.

    Args:
        at: the due time, or None.
        now: the present.
    """
    if at is None:
        return "", ""
    if at < now:
        return gettext("Overdue"), "bad"
    text = gettext("Due %(when)s", when=ago(at, now))
    return text, "warn" if at - now < SOON else ""


def ago(at: datetime, now: datetime) -> str:
    """Return a moment as seen from the present ("3 hours ago", "in 2 days")."""
    if abs(at - now) < timedelta(seconds=45):
        return str(gettext("just now"))
    text: str = format_timedelta(at - now, granularity="minute", add_direction=True)
    return text


def moment(at: datetime | None) -> str:
    """Return a moment exactly, in the reader's zone; UTC is named when it is not."""
    if at is None:
        return ""
    text: str = format_datetime(at, "medium")
    return text if languages.zone() != "UTC" else f"{text} UTC"


def day(at: date | datetime) -> str:
    """Return a day in the reader's way."""
    text: str = format_date(at, "medium")
    return text


def money(amount: Any) -> str:
    """Return an amount with its thousands parted and two decimals at least.

    Args:
        amount: a number or a decimal string; anything else is returned as text.
    """
    try:
        number = Decimal(str(amount))
    except InvalidOperation:
        return value(amount)
    if not number.is_finite():
        return str(amount)
    text: str = format_decimal(number, "#,##0.00##")
    return text


def size(size_bytes: int) -> str:
    """Return the size of a file."""
    for unit, bytes_ in (("MB", 1_000_000), ("kB", 1_000)):
        if size_bytes >= bytes_:
            return f"{format_decimal(round(size_bytes / bytes_, 1))} {unit}"
    text: str = ngettext("%(num)s byte", "%(num)s bytes", size_bytes)
    return text


def value(anything: Any) -> str:
    """Return a value of a process as text for people.

    Args:
        anything: JSON.
    """
    if anything is None or anything == "":
        return NOTHING
    if isinstance(anything, bool):
        return str(gettext("Yes") if anything else gettext("No"))
    if isinstance(anything, dict):
        return " · ".join(f"{key}: {value(one)}" for key, one in anything.items())
    if isinstance(anything, list):
        return "; ".join(value(one) for one in anything) or NOTHING
    return anything if isinstance(anything, str) else json.dumps(anything)


def files(count: int) -> str:
    """Return how many files there are."""
    text: str = ngettext("%(num)s file", "%(num)s files", count)
    return text


def role(name: str) -> str:
    """Return a role in the reader's words."""
    return str(gettext(ROLES.get(name, name)))


def browser(user_agent: str) -> str:
    """Return what people call their browser and machine.

    Args:
        user_agent: as the browser calls itself.
    """
    known = [("Edg", "Edge"), ("MicroMessenger", "WeChat"), ("Firefox", "Firefox")]
    known += [("Chrome", "Chrome"), ("Safari", "Safari"), ("curl", "curl")]
    machines = [("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad")]
    machines += [("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux")]
    name = next((said for mark, said in known if mark in user_agent), "")
    machine = next((said for mark, said in machines if mark in user_agent), "")
    return " · ".join(part for part in (name, machine) if part) or user_agent[:40]


def shown(datum: Any) -> str:
    """Return one value of the key data in its own format.

    Args:
        datum: with ``value`` and ``format``.
    """
    if datum.value is None:
        return NOTHING
    if datum.format == "money":
        return money(datum.value)
    if datum.format in ("date", "datetime") and isinstance(datum.value, str):
        return date_text(datum.value)
    return value(datum.value)


def date_text(text: str) -> str:
    """Return a date, or a moment, of a process as people write it.

    Args:
        text: ISO 8601; anything else is returned as it is.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return day(at) if len(text) <= 10 or at.tzinfo is None else moment(at)


def bold(text: Any) -> Markup:
    """Return a text that stands out, safely."""
    return Markup("<b>%s</b>") % escape(text)
