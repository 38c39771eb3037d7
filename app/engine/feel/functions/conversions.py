"""Functions that make a value of one kind from another.

Source:
    DMN 1.3, Table 70 "Conversion functions".
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from app.engine.feel import temporal, writing
from app.engine.feel.frames import Run
from app.engine.feel.functions.registry import builtin
from app.engine.feel.kinds import CONTEXT, OUT_OF_RANGE, Months, Undefined, whole
from app.errors import N_

NO_NUMBER = N_("“%(text)s” is no number.")
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,4})?", re.A)


def read_number(text: str) -> Decimal:
    """Read a number such as "8450.00".

    Raises:
        Undefined: it is none.
    """
    text = text.strip()
    if len(text) > 400 or not _NUMBER.fullmatch(text):
        raise Undefined(NO_NUMBER, text=text[:40])
    made = CONTEXT.create_decimal(text)
    if not made.is_finite():
        raise Undefined(OUT_OF_RANGE)
    return made


@builtin("number", "from: number")
def _number_of_number(run: Run, value: Decimal) -> Decimal:
    return value


@builtin(
    "number", "from: string, grouping separator: string?, decimal separator: string?"
)
def _number(
    run: Run, text: str, grouping: str | None = None, point: str | None = None
) -> Decimal:
    if grouping not in (None, " ", ",", ".") or point not in (None, ",", "."):
        raise Undefined(NO_NUMBER, text=text[:40])
    if grouping is not None and grouping == point:
        raise Undefined(NO_NUMBER, text=text[:40])
    if grouping is not None:
        text = text.replace(grouping, "")
    if point == ",":
        if "." in text:
            raise Undefined(NO_NUMBER, text=text[:40])
        text = text.replace(",", ".")
    return read_number(text)


@builtin("string", "from: any")
def _string(run: Run, value: Any) -> str | None:
    return None if value is None else writing.text_of(value, run)


@builtin("date", "from: string")
def _date_of_text(run: Run, text: str) -> date:
    return temporal.read_date(text)


@builtin("date", "from: moment")
def _date_of_moment(run: Run, moment: datetime) -> date:
    return moment.date()


@builtin("date", "from: date")
def _date_of_date(run: Run, day: date) -> date:
    return day


@builtin("date", "year: number, month: number, day: number")
def _date_of_parts(run: Run, year: Decimal, month: Decimal, day: Decimal) -> date:
    return temporal.read_date(f"{whole(year):04d}-{whole(month):02d}-{whole(day):02d}")


@builtin("time", "from: string")
def _time_of_text(run: Run, text: str) -> time:
    return temporal.read_time(text)


@builtin("time", "from: moment|time")
def _time_of_moment(run: Run, moment: datetime | time) -> time:
    return moment.timetz() if isinstance(moment, datetime) else moment


@builtin("time", "from: date")
def _time_of_date(run: Run, day: date) -> time:
    return time(tzinfo=temporal.zone("Z"))


@builtin("time", "hour: number, minute: number, second: number, offset: days?")
def _time_of_parts(
    run: Run,
    hour: Decimal,
    minute: Decimal,
    second: Decimal,
    offset: timedelta | None = None,
) -> time:
    if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60):
        raise Undefined(OUT_OF_RANGE)
    micro = whole((second - int(second)).scaleb(6))
    where = None if offset is None else temporal.offset_zone(offset)
    return time(int(hour), int(minute), int(second), micro, tzinfo=where)


@builtin("date and time", "from: string")
def _moment_of_text(run: Run, text: str) -> datetime:
    return temporal.read_moment(text)


@builtin("date and time", "from: moment")
def _moment_of_moment(run: Run, moment: datetime) -> datetime:
    return moment


@builtin("date and time", "date: date, time: time")
def _moment_of_both(run: Run, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock)


@builtin("date and time", "date: moment, time: time")
def _moment_of_moment_and_time(run: Run, day: datetime, clock: time) -> datetime:
    return datetime.combine(day.date(), clock)


@builtin("date and time", "date: moment, timezone: string")
def _moment_elsewhere(run: Run, moment: datetime, timezone: str) -> datetime:
    where = temporal.zone(timezone or "?")
    if moment.tzinfo is None:
        return moment.replace(tzinfo=where)
    try:
        return moment.astimezone(where)
    except OverflowError:
        raise Undefined(OUT_OF_RANGE) from None


@builtin("duration", "from: string")
def _duration(run: Run, text: str) -> timedelta | Months:
    return temporal.read_duration(text)


@builtin("duration", "from: days|months")
def _duration_of_duration(run: Run, value: timedelta | Months) -> timedelta | Months:
    return value


@builtin("years and months duration", "from: date|moment, to: date|moment")
def _months_between(run: Run, start: date, end: date) -> Months:
    return temporal.months_between(start, end)


@builtin("from unix timestamp", "timestamp: number, timezone: string?")
def _from_unix(run: Run, seconds: Decimal, timezone: str | None = None) -> datetime:
    try:
        moment = datetime.fromtimestamp(0, temporal.zone("Z"))
        moment += timedelta(seconds=whole(seconds))
        return moment.astimezone(temporal.zone(timezone)) if timezone else moment
    except (OverflowError, ValueError):
        raise Undefined(OUT_OF_RANGE) from None
