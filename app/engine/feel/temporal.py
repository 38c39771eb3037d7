"""Dates, times and durations: from text, to text, and their parts.

Years lie between 1 and 9999, seconds have six decimals. Anything else is undefined.

Source:
    DMN 1.3, 10.3.2.3.5 to 10.3.2.3.8 and Table 61 (properties); XML Schema 1.1 part 2,
    "date", "time", "dateTime", "yearMonthDuration" and "dayTimeDuration".
"""

import re
import zoneinfo
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Any, Final

from app.engine.feel.kinds import OUT_OF_RANGE, Months, Undefined
from app.errors import N_

_DATE: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_TIME: Final = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z0-9_+/-]+)?",
    re.ASCII,
)
_MONTHS: Final = re.compile(r"(-?)P(?:(\d{1,9})Y)?(?:(\d{1,9})M)?", re.ASCII)
_DAYS: Final = re.compile(
    r"(-?)P(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?"
    r"(?:(\d{1,12})(?:\.(\d{1,9}))?S)?)?",
    re.ASCII,
)
_ZONE: Final = re.compile(r"[A-Za-z_]+(?:/[A-Za-z0-9_+-]+)*", re.ASCII)

NO_DATE = N_("“%(text)s” is no date, time or duration of this kind.")


def _no(text: str) -> Undefined:
    return Undefined(NO_DATE, text=text[:40])


def zone(text: str) -> tzinfo:
    """Read ``Z``, ``+08:00`` or the name of a time zone.

    Raises:
        Undefined: there is no such zone.
    """
    if text in ("Z", "z"):
        return UTC
    if text[0] in "+-":
        hours, minutes, *seconds = (int(part) for part in text[1:].split(":"))
        offset = timedelta(
            hours=hours, minutes=minutes, seconds=seconds[0] if seconds else 0
        )
        return offset_zone(-offset if text[0] == "-" else offset)
    name = text.removeprefix("@")
    if not _ZONE.fullmatch(name):
        raise _no(text)
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise _no(text) from None


def offset_zone(offset: timedelta) -> tzinfo:
    """Return the zone so far from UTC; at most 14 hours, as XML Schema has it."""
    if abs(offset) > timedelta(hours=14):
        raise Undefined(OUT_OF_RANGE)
    return UTC if not offset else timezone(offset)


def read_date(text: str) -> date:
    """Read "2026-01-31".

    Raises:
        Undefined: it is no date.
    """
    found = _DATE.fullmatch(text)
    if found is None:
        raise _no(text)
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        raise _no(text) from None


def read_time(text: str) -> time:
    """Read "08:30:00", with "Z", "+08:00" or "@Asia/Shanghai" after it or not.

    Raises:
        Undefined: it is no time.
    """
    found = _TIME.fullmatch(text.removeprefix("T"))
    if found is None:
        raise _no(text)
    hour, minute, second, fraction, where = found.groups()
    micro = int((fraction or "0").ljust(6, "0")[:6])
    try:
        made = time(int(hour), int(minute), int(second), micro)
    except ValueError:
        raise _no(text) from None
    return made.replace(tzinfo=zone(where)) if where else made


def read_moment(text: str) -> datetime:
    """Read "2026-01-31T08:30:00Z"; a date alone is its midnight.

    Raises:
        Undefined: it is no date and time.
    """
    day, mark, clock = text.partition("T")
    if not mark:
        return datetime.combine(read_date(day), time())
    if clock.startswith("24:00:00"):
        midnight = datetime.combine(read_date(day), read_time("00" + clock[2:]))
        return shift(midnight, timedelta(days=1))
    return datetime.combine(read_date(day), read_time(clock))


def read_duration(text: str) -> timedelta | Months:
    """Read "P1Y2M" as years and months, "P3DT4H" as days and time.

    Raises:
        Undefined: it is neither.
    """
    if text.endswith(("P", "T")):
        raise _no(text)
    found = _MONTHS.fullmatch(text)
    if found is not None:
        count = 12 * int(found[2] or 0) + int(found[3] or 0)
        return Months(-count if found[1] else count)
    found = _DAYS.fullmatch(text)
    if found is None:
        raise _no(text)
    days, hours, minutes, seconds = (int(found[place] or 0) for place in (2, 3, 4, 5))
    micro = int((found[6] or "0").ljust(6, "0")[:6])
    try:
        made = timedelta(
            days=days,
            hours=hours,
            minutes=minutes,
            seconds=seconds,
            microseconds=micro,
        )
    except OverflowError:
        raise _no(text) from None
    return -made if found[1] else made


def read_literal(text: str) -> Any:
    """Read the text of ``@"..."``: any kind of date, time or duration.

    Raises:
        Undefined: it is none.
    """
    if text.startswith(("P", "-P")):
        return read_duration(text)
    if "T" in text[1:]:
        return read_moment(text)
    return read_time(text) if ":" in text else read_date(text)


def shift(moment: Any, by: timedelta | Months) -> Any:
    """Move a date, a time, or a date and time.

    Args:
        moment: what to move; a time goes round the clock.
        by: how far; months end on the last day of a shorter month.

    Raises:
        Undefined: the year would leave 1 to 9999.
    """
    try:
        if isinstance(by, Months):
            return _by_months(moment, by.count)
        if isinstance(moment, datetime):
            return moment + by
        if isinstance(moment, date):
            return (datetime.combine(moment, time()) + by).date()
        around = datetime.combine(date(2000, 1, 1), moment.replace(tzinfo=None)) + (
            timedelta(
                microseconds=(by % timedelta(days=1)) // timedelta(microseconds=1)
            )
        )
        return around.time().replace(tzinfo=moment.tzinfo)
    except (OverflowError, ValueError):
        raise Undefined(OUT_OF_RANGE) from None


def _by_months(moment: date, count: int) -> date:
    if abs(count) > 120_000:
        raise Undefined(OUT_OF_RANGE)
    year, month = divmod(moment.year * 12 + moment.month - 1 + count, 12)
    last = days_in_month(year, month + 1)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))


def days_in_month(year: int, month: int) -> int:
    """Return the number of days of a month.

    Raises:
        Undefined: the year is not between 1 and 9999.
    """
    if not 1 <= year <= 9999:
        raise Undefined(OUT_OF_RANGE)
    if month == 12:
        return 31
    return (date(year, month + 1, 1) - date(year, month, 1)).days


def months_between(start: date, end: date) -> Months:
    """Return the whole months from one day to another."""
    count = (end.year - start.year) * 12 + end.month - start.month
    if count > 0 and end.day < start.day:
        count -= 1
    elif count < 0 and end.day > start.day:
        count += 1
    return Months(count)


def anchored(value: time) -> datetime:
    """Put a time on one day, so that times of different zones can be compared."""
    return datetime.combine(date(2000, 1, 1), value)


def seconds(value: timedelta) -> Decimal:
    """Return a duration in seconds, exactly."""
    micro = value // timedelta(microseconds=1)
    return (
        Decimal(micro).scaleb(-6) if micro % 1_000_000 else Decimal(micro // 1_000_000)
    )


def text_of(value: Any, *, zones: bool) -> str:
    """Write a date, time or duration as the text that reads back as it.

    Args:
        value: what to write.
        zones: whether zones keep their names; their offset from UTC else.
    """
    if isinstance(value, timedelta):
        return _days_text(value)
    if isinstance(value, Months):
        years, months = divmod(abs(value.count), 12)
        parts = f"{years}Y" * (years > 0) + f"{months}M" * (months > 0 or not years)
        return f"{'-' * (value.count < 0)}P{parts}"
    if isinstance(value, datetime | time):
        return _clock_text(value, zones=zones)
    return str(value.isoformat())


def _clock_text(value: datetime | time, *, zones: bool) -> str:
    bare = value.replace(tzinfo=None).isoformat()
    if "." in bare:
        bare = bare.rstrip("0")
    if value.tzinfo is None:
        return bare
    if zones and isinstance(value.tzinfo, zoneinfo.ZoneInfo):
        return f"{bare}@{value.tzinfo.key}"
    moment = value if isinstance(value, datetime) else anchored(value)
    offset = moment.utcoffset()
    if not offset:
        return f"{bare}Z"
    return bare + moment.isoformat()[len(moment.replace(tzinfo=None).isoformat()) :]


def _days_text(value: timedelta) -> str:
    sign, value = "-" * (value < timedelta()), abs(value)
    minutes, rest = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{value.microseconds:06d}".rstrip("0") if value.microseconds else ""
    clock = f"{hours}H" * (hours > 0) + f"{minutes}M" * (minutes > 0)
    clock += f"{rest}{fraction}S" if rest or fraction else ""
    days = f"{value.days}D" * (value.days > 0)
    if not days and not clock:
        return "PT0S"
    return f"{sign}P{days}T{clock}" if clock else f"{sign}P{days}"


def _offset(value: datetime | time) -> timedelta | None:
    moment = value if isinstance(value, datetime) else anchored(value)
    return moment.utcoffset()


def _zone_name(value: datetime | time) -> str | None:
    if isinstance(value.tzinfo, zoneinfo.ZoneInfo):
        return value.tzinfo.key
    return (
        text_of(value, zones=True)[-6:]
        if _offset(value)
        else ("Z" if value.tzinfo else None)
    )


def _part(of: Callable[[Any], int]) -> Callable[[Any], Any]:
    return lambda value: Decimal(of(value))


def _sign(count: int) -> int:
    return -1 if count < 0 else 1


def _clock_part(size: int, around: int) -> Callable[[timedelta], Decimal]:
    def part(value: timedelta) -> Decimal:
        total = abs(value) // timedelta(seconds=1) // size
        return Decimal((total % around if around else total) * _sign(value.days))

    return part


_DAY: Final[dict[str, Callable[[Any], Any]]] = {
    "year": _part(lambda value: value.year),
    "month": _part(lambda value: value.month),
    "day": _part(lambda value: value.day),
    "weekday": _part(lambda value: value.isoweekday()),
}
_CLOCK: Final[dict[str, Callable[[Any], Any]]] = {
    "hour": _part(lambda value: value.hour),
    "minute": _part(lambda value: value.minute),
    "second": lambda value: seconds(
        timedelta(seconds=value.second, microseconds=value.microsecond)
    ),
    "time offset": _offset,
    "timezone": _zone_name,
}
PROPERTIES: Final[dict[type, dict[str, Callable[[Any], Any]]]] = {
    date: _DAY,
    time: _CLOCK,
    datetime: _DAY | _CLOCK,
    timedelta: {
        "days": _clock_part(86_400, 0),
        "hours": _clock_part(3_600, 24),
        "minutes": _clock_part(60, 60),
        "seconds": lambda value: (
            seconds(abs(value) % timedelta(minutes=1)) * _sign(value.days)
        ),
    },
    Months: {
        "years": lambda value: Decimal(abs(value.count) // 12 * _sign(value.count)),
        "months": lambda value: Decimal(abs(value.count) % 12 * _sign(value.count)),
    },
}
