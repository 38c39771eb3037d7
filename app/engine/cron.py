"""Cron expressions of timers: five fields as Unix writes them, six or seven as Quartz.

    minute hour day-of-month month day-of-week                       Sunday is 0 or 7
    second minute hour day-of-month month day-of-week [year]         Sunday is 1

``TZ=Europe/Berlin`` (or ``CRON_TZ=``) before them names the zone whose clocks are
meant. Where clocks are put forward, a time that is left out comes as much later; where
they are put back, a time comes once, except when every hour is meant.

Source:
    Quartz manual, "CronTrigger"; Camunda 7 reference, "Timer Events"; crontab(5).
"""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.errors import N_

MAX_YEARS = 100
_ZONE = re.compile(r"(?:CRON_)?TZ=([A-Za-z0-9_+/-]{1,60})\s+(.*)", re.DOTALL)
_MONTHS = {name.upper(): n for n, name in enumerate(calendar.month_abbr) if n}
_WEEK = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_DAYS = {n: i for i, n in enumerate(_WEEK)}
_MACROS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_PART = re.compile(r"(\*|\?|[0-9A-Z]+)(?:-([0-9A-Z]+))?(?:/(\d{1,4}))?")
_DAY_OF_MONTH = re.compile(r"L(?:-(\d{1,2}))?(W)?|(\d{1,2})W")
_DAY_OF_WEEK = re.compile(r"([0-7]|[A-Z]{3})(?:L|#([1-5]))")


class CronFault(ValueError):
    """A text that is no cron expression; ``args[0]`` says why."""


@dataclass(frozen=True, slots=True)
class Cron:
    """A cron expression that has been read.

    Attributes:
        seconds: the seconds at which it fires; the same for the others.
        any_hour: True when it fires in every hour.
        days: days of the month; None for all.
        special_days: ``L``, ``L-3``, ``LW`` and ``15W``.
        weekdays: Sunday is 0; None for all.
        special_weekdays: weekday and which of the month, 5 to 1; 0 for the last.
        either: True when a day of month or one of week is enough.
        years: None for all.
        zone: whose clocks are meant.
    """

    seconds: tuple[int, ...]
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    any_hour: bool
    days: frozenset[int] | None
    special_days: tuple[str, ...]
    months: frozenset[int]
    weekdays: frozenset[int] | None
    special_weekdays: tuple[tuple[int, int], ...]
    either: bool
    years: frozenset[int] | None
    zone: ZoneInfo

    def after(self, moment: datetime) -> datetime | None:
        """Return when it fires first after a moment.

        Args:
            moment: aware.

        Returns:
            Aware UTC; None when it does not fire in the next ``MAX_YEARS`` years.
        """
        local = moment.astimezone(self.zone)
        day = local.date() - timedelta(days=1)  # zones' days may overlap
        last = date(min(local.year + MAX_YEARS, 9998), 12, 31)
        while day <= last:
            if day.month not in self.months or not self._in_year(day.year):
                day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
                continue
            if self._on(day):
                found = self._first(day, moment)
                if found is not None:
                    return found
            day += timedelta(days=1)
        return None

    def _in_year(self, year: int) -> bool:
        return self.years is None or year in self.years

    # --- days ---

    def _on(self, day: date) -> bool:
        of_month, of_week = self._day_of_month(day), self._day_of_week(day)
        if self.either:
            return of_month or of_week
        return of_month and of_week

    def _day_of_month(self, day: date) -> bool:
        if self.days is None:
            return True
        if day.day in self.days:
            return True
        return any(_special_day(text, day) == day.day for text in self.special_days)

    def _day_of_week(self, day: date) -> bool:
        if self.weekdays is None:
            return True
        weekday = day.isoweekday() % 7
        if weekday in self.weekdays:
            return True
        last = calendar.monthrange(day.year, day.month)[1]
        return any(
            weekday == wanted
            and (day.day + 7 > last if which == 0 else (day.day + 6) // 7 == which)
            for wanted, which in self.special_weekdays
        )

    # --- times ---

    def _first(self, day: date, moment: datetime) -> datetime | None:
        """Return the first time of a day that lies after a moment."""
        folds = (0, 1) if self.any_hour else (0,)
        found = (self._first_in(day, fold, moment) for fold in folds)
        return min((instant for instant in found if instant), default=None)

    def _first_in(self, day: date, fold: int, moment: datetime) -> datetime | None:
        for hour in self.hours:
            if self._instant(day, hour, 59, 59, 1) <= moment:
                continue
            for minute in self.minutes:
                if self._instant(day, hour, minute, 59, 1) <= moment:
                    continue
                for second in self.seconds:
                    instant = self._instant(day, hour, minute, second, fold)
                    if instant > moment:
                        return instant
        return None

    def _instant(
        self, day: date, hour: int, minute: int, second: int, fold: int
    ) -> datetime:
        at = time(hour, minute, second, fold=fold, tzinfo=self.zone)
        return datetime.combine(day, at).astimezone(UTC)


def looks_like_cron(text: str) -> bool:
    """Tell whether a timer's text is meant as a cron expression."""
    text = text.strip()
    return text.startswith("@") or len(text.split()) > 1


def read(text: str, zone: str = "UTC") -> Cron:
    """Read a cron expression.

    Args:
        text: as written in the diagram.
        zone: whose clocks are meant when the text does not say.

    Raises:
        CronFault: it is none.
    """
    text = text.strip()
    match = _ZONE.fullmatch(text)
    if match is not None:
        zone, text = match[1], match[2]
    fields = _MACROS.get(text.lower(), text).upper().split()
    if len(fields) not in (5, 6, 7):
        raise CronFault(N_("a cron expression has five to seven fields"))
    unix = len(fields) == 5
    if unix:
        fields.insert(0, "0")
    second, minute, hour, day, month, weekday = fields[:6]
    year = fields[6] if len(fields) == 7 else "*"
    if not unix and not (_is_any(day) or _is_any(weekday)):
        raise CronFault(N_("one of day of month and day of week must be a ?"))
    days, special_days = _days(day)
    weekdays, special_weekdays = _weekdays(weekday, 0 if unix else 1)
    hours = _numbers(hour, 0, 23)
    return Cron(
        seconds=tuple(sorted(_numbers(second, 0, 59))),
        minutes=tuple(sorted(_numbers(minute, 0, 59))),
        hours=tuple(sorted(hours)),
        any_hour=len(hours) == 24,
        days=days,
        special_days=special_days,
        months=frozenset(_numbers(month, 1, 12, _MONTHS)),
        weekdays=weekdays,
        special_weekdays=special_weekdays,
        either=unix and days is not None and weekdays is not None,
        years=None if _is_any(year) else frozenset(_numbers(year, 1970, 2199)),
        zone=zone_of(zone),
    )


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its name in the tz database.

    Raises:
        CronFault: there is none of this name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CronFault(N_("there is no time zone of this name")) from error


def _is_any(field: str) -> bool:
    return field in ("*", "?")


def _days(field: str) -> tuple[frozenset[int] | None, tuple[str, ...]]:
    if _is_any(field):
        return None, ()
    parts = field.split(",")
    special = tuple(part for part in parts if _DAY_OF_MONTH.fullmatch(part))
    rest = ",".join(part for part in parts if part not in special)
    return frozenset(_numbers(rest, 1, 31) if rest else ()), special


def _special_day(text: str, day: date) -> int:
    """Return the day of a month that ``L``, ``L-3``, ``LW`` or ``15W`` means; or 0."""
    match = _DAY_OF_MONTH.fullmatch(text)
    last = calendar.monthrange(day.year, day.month)[1]
    if match is None or (match[3] and not 1 <= int(match[3]) <= last):
        return 0
    number = int(match[3]) if match[3] else last - int(match[1] or 0)
    if number < 1:
        return 0
    if not (match[2] or match[3]):
        return number
    weekday = day.replace(day=number).isoweekday()
    if weekday == 6:
        return number - 1 if number > 1 else 3
    if weekday == 7:
        return number + 1 if number < last else last - 2
    return number


def _weekdays(
    field: str, sunday: int
) -> tuple[frozenset[int] | None, tuple[tuple[int, int], ...]]:
    """Read days of week; Sunday becomes 0.

    Args:
        field: as written.
        sunday: the number that means Sunday.
    """
    if _is_any(field):
        return None, ()
    plain, special = [], []
    for part in field.split(","):
        match = _DAY_OF_WEEK.fullmatch(part)
        if match is not None:
            wanted = _number(match[1], sunday, 7, _weekday_names(sunday))
            special.append(((wanted - sunday) % 7, int(match[2] or 0)))
        elif part == "L":
            plain.append("SAT")
        else:
            plain.append(part)
    names = _weekday_names(sunday)
    numbers = _numbers(",".join(plain), sunday, 7, names) if plain else set()
    return frozenset((n - sunday) % 7 for n in numbers), tuple(special)


def _weekday_names(sunday: int) -> dict[str, int]:
    return {name: number + sunday for name, number in _DAYS.items()}


def _numbers(
    field: str, low: int, high: int, names: dict[str, int] | None = None
) -> set[int]:
    """Return the numbers a field means; a range may run over its end."""
    return {n for part in field.split(",") for n in _range(part, low, high, names)}


def _range(
    part: str, low: int, high: int, names: dict[str, int] | None
) -> Iterator[int]:
    match = _PART.fullmatch(part)
    if match is None:
        raise CronFault(N_("a field of the cron expression cannot be read"))
    step = int(match[3] or 1)
    if step < 1:
        raise CronFault(N_("a field of the cron expression cannot be read"))
    if _is_any(match[1]):
        first, last = low, high
    else:
        first = _number(match[1], low, high, names)
        last = _number(match[2], low, high, names) if match[2] else first
        if match[3] and not match[2]:
            last = high
    if last < first:
        last += high - low + 1
    for number in range(first, last + 1, step):
        yield number if number <= high else number - (high - low + 1)


def _number(text: str, low: int, high: int, names: dict[str, int] | None) -> int:
    if names is not None and text in names:
        return names[text]
    if not text.isdecimal() or not low <= int(text) <= high:
        raise CronFault(N_("a field of the cron expression is out of its range"))
    return int(text)
