"""The functions that expressions and scripts may call beside Python's own.

``prelude.py`` holds the same functions for the workers; a property test keeps the two
equal. The extras, and why they differ from Python where they do:

- ``decimal(x)``: exact number from text or number; money never goes through floats;
- ``number(x)``: text to a whole number, or to a floating-point one if it has decimals;
- ``round(x, digits)``: half to even on the decimal digits one sees, so that
  ``round(2.675, 2)`` is 2.68 and not the 2.67 of binary fractions;
- ``date(x)``, ``datetime(x)``, ``duration(x)``: from ISO 8601 text;
- ``now()``, ``today()``: the instant the caller gave, and its date.

Source:
    ISO 8601-1:2019, "Calendar date", "Duration" (weeks to seconds; no years or months,
    whose length is not fixed); Python Language Reference, "Built-in Functions".
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from app.engine.scripts import limits, operations, values
from app.engine.scripts.operations import Beyond
from app.errors import N_

NUMBER = re.compile(r"[+-]?[0-9]{1,400}(\.[0-9]{1,400})?([eE][+-]?[0-9]{1,3})?")
_WHOLE = re.compile(r"[+-]?[0-9]{1,1200}")
_DURATION = re.compile(
    r"(-?)P(?:([0-9]{1,6})W)?(?:([0-9]{1,7})D)?"
    r"(?:T(?:([0-9]{1,8})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,10})(?:\.([0-9]{1,6}))?S)?)?"
)

NO_LENGTH = N_("%(found)s has no length.")
NO_NUMBER = N_("%(found)s is no number.")
NO_DATE = N_("%(found)s is no date in the form 2026-01-31.")
NO_MOMENT = N_("%(found)s is no moment in the form 2026-01-31T08:30:00Z.")
NO_DURATION = N_("%(found)s is no duration such as P3D or PT2H30M.")


@dataclass(frozen=True, slots=True)
class Function:
    """One callable name.

    Attributes:
        least: fewest arguments.
        most: most arguments.
        call: takes the arguments and the present instant.
    """

    least: int
    most: int
    call: Callable[[list[Any], datetime], Any]


def _shown(value: Any) -> str:
    text = repr(value) if isinstance(value, str) else operations.word_for(value)
    return text if len(text) <= 40 else text[:39] + "…"


def to_decimal(value: Any) -> Decimal:
    """Make an exact number.

    Args:
        value: text such as "8450.00", or a number; a float counts as the shortest text
            that stands for it.

    Raises:
        Beyond: it is no number, or out of range.
    """
    if type(value) is str and NUMBER.fullmatch(value.strip()):
        result = Decimal(value.strip())
    elif type(value) in (int, Decimal):
        result = Decimal(value)
    elif type(value) is float:
        result = Decimal(repr(value))
    else:
        raise Beyond(NO_NUMBER, found=_shown(value))
    if not values.in_range(result):
        raise Beyond(operations.OUT_OF_RANGE)
    return result


def to_number(value: Any) -> int | float:
    """Make a JSON number: whole when the text has no decimals, else a float.

    Args:
        value: text, or a number.

    Raises:
        Beyond: it is no number, or out of range.
    """
    if type(value) in (int, float):
        return value
    if type(value) is str and _WHOLE.fullmatch(value.strip()):
        return int(value)
    result = float(to_decimal(value))
    if result in (float("inf"), float("-inf")):
        raise Beyond(operations.OUT_OF_RANGE)
    return result


def _length(args: list[Any], now: datetime) -> int:
    if type(args[0]) in (str, list, tuple, dict):
        return len(args[0])
    raise Beyond(NO_LENGTH, found=_shown(args[0]))


def _extreme(symbol: str) -> Callable[[list[Any], datetime], Any]:
    def call(args: list[Any], now: datetime) -> Any:
        items = operations.items_of(args[0]) if len(args) == 1 else args
        if not items:
            raise Beyond(N_("The list is empty."))
        best = items[0]
        for item in items[1:]:
            if operations.order(symbol, item, best):
                best = item
        return best

    return call


def _sum(args: list[Any], now: datetime) -> Any:
    total: Any = args[1] if len(args) == 2 else 0
    for item in operations.items_of(args[0]):
        if type(item) is str:
            raise operations.unfit(total, item)
        total = operations.calculate("+", total, item)
    return total


def _round(args: list[Any], now: datetime) -> Any:
    value, digits = args[0], args[1] if len(args) == 2 else None
    if digits is not None and (type(digits) is not int or not -30 <= digits <= 30):
        raise Beyond(NO_NUMBER, found=_shown(digits))
    step = Decimal(1).scaleb(-(digits or 0))
    exact = to_decimal(value)
    if exact.adjusted() + max(digits or 0, 0) > 26:
        raise Beyond(operations.OUT_OF_RANGE)
    rounded = operations.EXACT.quantize(exact, step)
    if digits is None or type(value) is int:
        return int(rounded)
    return float(rounded) if type(value) is float else rounded


def _absolute(args: list[Any], now: datetime) -> Any:
    if type(args[0]) not in (int, float, Decimal, timedelta):
        raise Beyond(NO_NUMBER, found=_shown(args[0]))
    return abs(args[0])


def _any(args: list[Any], now: datetime) -> bool:
    return any(operations.items_of(args[0]))


def _all(args: list[Any], now: datetime) -> bool:
    return all(operations.items_of(args[0]))


def _text(args: list[Any], now: datetime) -> str:
    if type(args[0]) not in (str, int, float, bool, Decimal, type(None)):
        raise Beyond(N_("%(found)s is no plain text."), found=_shown(args[0]))
    return str(args[0])


def _whole(args: list[Any], now: datetime) -> int:
    value = args[0]
    if type(value) is str and _WHOLE.fullmatch(value.strip()):
        return int(value)
    if type(value) in (int, bool):
        return int(value)
    if type(value) in (float, Decimal) and abs(value) < 10**300:
        return int(value)
    raise Beyond(NO_NUMBER, found=_shown(value))


def _date(args: list[Any], now: datetime) -> date:
    if len(args) == 1:
        return to_date(args[0])
    if len(args) == 3 and all(type(part) is int for part in args):
        return _made(args)
    raise Beyond(NO_DATE, found=_shown(args[0]))


def to_date(value: Any) -> date:
    """Make a date.

    Args:
        value: ISO 8601 text of a date or moment, a datetime, or a date.

    Raises:
        Beyond: it is none of these.
    """
    if type(value) is datetime:
        return value.date()
    if type(value) is date:
        return value
    if type(value) is str:
        text = value.strip()
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            return _made([int(part) for part in text.split("-")])
        if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T", text):
            return to_moment(text).date()
    raise Beyond(NO_DATE, found=_shown(value))


def _made(parts: list[int]) -> date:
    try:
        return date(*parts)
    except (ValueError, OverflowError):
        shown = "-".join(str(part)[:6] for part in parts)
        raise Beyond(NO_DATE, found=shown) from None


def to_moment(value: Any) -> datetime:
    """Make an aware instant.

    Args:
        value: ISO 8601 text (UTC unless it names an offset), a date (its beginning in
            UTC), or a datetime.

    Raises:
        Beyond: it is none of these.
    """
    moment = value
    if type(value) is str and len(value) <= 40:
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            raise Beyond(NO_MOMENT, found=_shown(value)) from None
    elif type(value) is date:
        moment = datetime(value.year, value.month, value.day, tzinfo=UTC)
    if type(moment) is not datetime:
        raise Beyond(NO_MOMENT, found=_shown(value))
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def to_duration(value: Any) -> timedelta:
    """Make a duration.

    Args:
        value: ISO 8601 text in weeks, days, hours, minutes and seconds.

    Raises:
        Beyond: it is no such text, or longer than a timedelta can be.
    """
    found = _DURATION.fullmatch(value.strip()) if type(value) is str else None
    if found is None or not any(found.groups()[1:6]) or value.strip()[-1] == "T":
        raise Beyond(NO_DURATION, found=_shown(value))
    weeks, days, hours, minutes, seconds = (int(x or 0) for x in found.groups()[1:6])
    micro = int((found.group(7) or "").ljust(6, "0"))
    length = timedelta(
        days=weeks * 7 + days,
        seconds=(hours * 60 + minutes) * 60 + seconds,
        microseconds=micro,
    )
    return -length if found.group(1) else length


FUNCTIONS: dict[str, Function] = {
    "abs": Function(1, 1, _absolute),
    "all": Function(1, 1, _all),
    "any": Function(1, 1, _any),
    "date": Function(1, 3, _date),
    "datetime": Function(1, 1, lambda args, now: to_moment(args[0])),
    "decimal": Function(1, 1, lambda args, now: to_decimal(args[0])),
    "duration": Function(1, 1, lambda args, now: to_duration(args[0])),
    "int": Function(1, 1, _whole),
    "len": Function(1, 1, _length),
    "max": Function(1, limits.BOUNDED_ITEMS, _extreme(">")),
    "min": Function(1, limits.BOUNDED_ITEMS, _extreme("<")),
    "now": Function(0, 0, lambda args, now: now),
    "number": Function(1, 1, lambda args, now: to_number(args[0])),
    "round": Function(1, 2, _round),
    "str": Function(1, 1, _text),
    "sum": Function(1, 2, _sum),
    "today": Function(0, 0, lambda args, now: now.date()),
}
