"""Dates, durations and cycles of timers, as ISO 8601 writes them; cycles as cron, too.

Source:
    ISO 8601-1:2019, "Duration" and "Recurring time interval"; BPMN 2.0.2, "Timer".
"""

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal

from app.engine import cron
from app.errors import N_

TimerKind = Literal["date", "duration", "cycle"]

MAX_YEARS = 100
MIN_PERIOD = timedelta(seconds=1)
MAX_REPEATS = 100_000
ENDLESS = -1

_DURATION = re.compile(
    r"P(?=[\dT])(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})W)?(?:(\d{1,9})D)?"
    r"(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,6})?)S)?)?",
    re.ASCII,
)
_REPEAT = re.compile(r"R(\d{0,9})", re.ASCII)
_NAMED_ZONE = re.compile(r"(.+)\[([A-Za-z0-9_+/-]{1,60})\]")
_MAX_TEXT = 200


class TimerFault(ValueError):
    """A timer's text or value means no time; ``args[0]`` says why."""


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time; months have no fixed number of days.

    Attributes:
        months: whole months, years included.
        rest: everything shorter.
    """

    months: int
    rest: timedelta

    def after(self, moment: datetime) -> datetime:
        """Return the moment that lies this long after another.

        A day that the month does not have becomes its last (31 January + P1M is
        the last of February).
        """
        index = moment.year * 12 + moment.month - 1 + self.months
        year, month = divmod(index, 12)
        day = min(moment.day, calendar.monthrange(year, month + 1)[1])
        return moment.replace(year=year, month=month + 1, day=day) + self.rest


@dataclass(frozen=True, slots=True)
class Armed:
    """When a timer fires next.

    Attributes:
        due_at: aware UTC.
        left: how often again after that; ``ENDLESS`` for ever.
        every: the period as ISO 8601 text, or a cron expression with its zone; None
            when it fires once.
    """

    due_at: datetime
    left: int = 0
    every: str | None = None


def parse_duration(text: str) -> Duration:
    """Read an ISO 8601 duration such as ``P1DT2H``.

    Raises:
        TimerFault: it is none, or longer than ``MAX_YEARS`` years.
    """
    match = _DURATION.fullmatch(text) if len(text) <= _MAX_TEXT else None
    if match is None:
        raise TimerFault(N_("a duration is written like PT30M, PT4H or P2D"))
    numbers = [int(group or 0) for group in match.groups()[:6]]
    years, months, weeks, days, hours, minutes = numbers
    seconds = float(match[7] or 0)
    rest_days = weeks * 7 + days + hours / 24 + minutes / 1440 + seconds / 86400
    if years + months / 12 + rest_days / 365 > MAX_YEARS:
        raise TimerFault(N_("no timer waits longer than 100 years"))
    rest = timedelta(
        weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds
    )
    return Duration(years * 12 + months, rest)


def parse_instant(text: str, zone: str = "UTC") -> datetime:
    """Read an ISO 8601 date-time, maybe with the name of its zone in brackets.

    Args:
        text: such as ``2026-12-31T18:00:00[Europe/Berlin]``; an offset wins over the
            name.
        zone: whose clocks are meant when the text does not say.

    Raises:
        TimerFault: it is none.
    """
    match = _NAMED_ZONE.fullmatch(text[:_MAX_TEXT])
    plain, name = (match[1], match[2]) if match else (text[:_MAX_TEXT], zone)
    try:
        moment = datetime.fromisoformat(plain)
        return _in_utc(moment, name)
    except (ValueError, OverflowError) as error:
        raise TimerFault(
            N_("a point in time is written like 2026-12-31T18:00:00Z")
        ) from error


def is_zone(name: str) -> bool:
    """Tell whether the tz database has a time zone of this name."""
    try:
        cron.zone_of(name)
    except cron.CronFault:
        return False
    return True


def has_zone(text: str) -> bool:
    """Tell whether a date-time that ``parse_instant`` reads names its zone."""
    return text.endswith("]") or datetime.fromisoformat(text).tzinfo is not None


def _in_utc(moment: datetime, zone: str = "UTC") -> datetime:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=cron.zone_of(zone))
    return moment.astimezone(UTC)


def first(
    kind: TimerKind, value: Any, *, now: datetime, zone: str | None = None
) -> Armed:
    """Return when a timer fires first.

    Args:
        kind: which of BPMN's three timers it is.
        value: the text, or what its expression gave: text, a date or a duration.
        now: aware UTC, when the token reached the timer.
        zone: whose clocks dates and cron expressions without a zone mean; None for
            UTC.

    Raises:
        TimerFault: the value means no time.
    """
    zone = zone or "UTC"
    if kind == "cycle":
        return _first_of_cycle(value, now, zone)
    try:
        if kind == "date":
            return Armed(_as_instant(value, zone))
        return Armed(_after(now, value))
    except OverflowError as error:
        raise TimerFault(N_("no timer waits longer than 100 years")) from error


def instant_or_duration(value: Any, *, now: datetime) -> datetime:
    """Read a due date: a point in time, or a duration from now.

    Raises:
        TimerFault: the value means neither.
    """
    is_duration = isinstance(value, timedelta) or str(value).strip().startswith("P")
    return first("duration" if is_duration else "date", value, now=now).due_at


def _as_instant(value: Any, zone: str) -> datetime:
    if isinstance(value, datetime):
        return _in_utc(value, zone)
    if isinstance(value, date):
        return _in_utc(datetime.combine(value, time()), zone)
    if isinstance(value, str):
        return parse_instant(value.strip(), zone)
    raise TimerFault(N_("a point in time is written like 2026-12-31T18:00:00Z"))


def _after(now: datetime, value: Any) -> datetime:
    if isinstance(value, timedelta):
        if not timedelta(0) <= value <= timedelta(days=366 * MAX_YEARS):
            raise TimerFault(N_("no timer waits longer than 100 years"))
        return now + value
    if isinstance(value, str):
        return parse_duration(value.strip()).after(now)
    raise TimerFault(N_("a duration is written like PT30M, PT4H or P2D"))


def _first_of_cycle(value: Any, now: datetime, zone: str) -> Armed:
    if isinstance(value, str) and cron.looks_like_cron(value):
        return _first_of_cron(value.strip(), now, zone)
    wrong = TimerFault(N_("a cycle is written like R3/PT1H, R/P1D or 0 0 9 * * ?"))
    parts = value.strip().split("/") if isinstance(value, str) else []
    repeat = _REPEAT.fullmatch(parts[0]) if 2 <= len(parts) <= 3 else None
    if repeat is None:
        raise wrong
    left = int(repeat[1]) - 1 if repeat[1] else ENDLESS
    if left < ENDLESS or left > MAX_REPEATS or repeat[1] == "0":
        raise TimerFault(N_("a cycle repeats 1 to 100000 times, or without an end"))
    every = parts[-1]
    period = parse_duration(every)
    if not period.months and period.rest < MIN_PERIOD:
        raise TimerFault(N_("a cycle is at least one second long"))
    if len(parts) == 3:
        return Armed(parse_instant(parts[1], zone), left, every)
    return Armed(period.after(now), left, every)


def _first_of_cron(text: str, now: datetime, zone: str) -> Armed:
    try:
        due_at = cron.read(text[:_MAX_TEXT], zone).after(now)
    except cron.CronFault as fault:
        raise TimerFault(str(fault)) from fault
    if due_at is None:
        raise TimerFault(N_("the cron expression means no time in the next 100 years"))
    return Armed(due_at, ENDLESS, text if "TZ=" in text else f"TZ={zone} {text}")


def following(armed: Armed, *, now: datetime) -> Armed | None:
    """Return when a repeating timer fires after the time it has just fired for.

    Occurrences that were missed while nothing ran are not made up for: the next one
    lies after ``now``, in step with the first.

    Args:
        armed: what has just fired.
        now: aware UTC.

    Returns:
        None when it fires no more.
    """
    if armed.every is None or armed.left == 0:
        return None
    if cron.looks_like_cron(armed.every):
        due = cron.read(armed.every).after(max(now, armed.due_at))
        return None if due is None else Armed(due, ENDLESS, armed.every)
    period = parse_duration(armed.every)
    due_at = period.after(armed.due_at)
    if due_at <= now:
        due_at = _skip(due_at, period, now)
    left = ENDLESS if armed.left == ENDLESS else armed.left - 1
    return Armed(due_at, left, armed.every)


def _skip(due_at: datetime, period: Duration, now: datetime) -> datetime:
    if not period.months:
        missed = (now - due_at) // period.rest + 1
        return due_at + missed * period.rest
    while due_at <= now:  # months: at most 1200 rounds in 100 years
        due_at = period.after(due_at)
    return due_at
