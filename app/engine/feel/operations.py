"""What the operators do, each for the kinds it takes; ``Undefined`` for all others.

Source:
    DMN 1.3, Tables 42 (equality), 43 to 45 (order, membership) and 50 to 54
    (arithmetic).
"""

import decimal
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from app.engine.feel import temporal
from app.engine.feel.frames import Run
from app.engine.feel.kinds import (
    CONTEXT,
    NO_DIVISION,
    OUT_OF_RANGE,
    Months,
    Range,
    Test,
    Undefined,
    unfit,
    whole,
)

_Duration = timedelta | Months


def equal(left: Any, right: Any, run: Run) -> bool | None:
    """Tell whether two values are equal; null when their kinds differ.

    Args:
        left: any value.
        right: any value.
        run: what lists and contexts are charged to.
    """
    if left is None or right is None:
        return left is right
    kind = type(left)
    if kind is not type(right):
        return None
    if kind is list:
        return _equal_lists(left, right, run)
    if kind is dict:
        if left.keys() != right.keys():
            return False
        keys = list(left)
        return _equal_lists([left[k] for k in keys], [right[k] for k in keys], run)
    if kind in (datetime, time):
        if (left.tzinfo is None) is not (right.tzinfo is None):
            return None
        return bool(_comparable(left) == _comparable(right))
    return bool(left == right)


def _equal_lists(left: list[Any], right: list[Any], run: Run) -> bool:
    run.spend(len(left) + 1)
    return len(left) == len(right) and all(
        equal(a, b, run) is True for a, b in zip(left, right, strict=True)
    )


def _comparable(value: Any) -> Any:
    return temporal.anchored(value) if isinstance(value, time) else value


_ORDERED: Final = frozenset({Decimal, str, date, time, datetime, timedelta, Months})
_SYMBOLS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def compare(symbol: str, left: Any, right: Any) -> bool:
    """Order two values of one kind.

    Args:
        symbol: ``<``, ``<=``, ``>`` or ``>=``.
        left: a number, text, date, time or duration.
        right: another of the same kind.

    Raises:
        Undefined: the kinds differ, have no order, or one alone has a time zone.
    """
    kind = type(left)
    if kind is not type(right) or kind not in _ORDERED:
        raise unfit(symbol, left, right)
    if kind in (datetime, time):
        if (left.tzinfo is None) is not (right.tzinfo is None):
            raise unfit(symbol, left, right)
        left, right = _comparable(left), _comparable(right)
    return _SYMBOLS[symbol](left, right)


def inside(value: Any, interval: Range) -> bool | None:
    """Tell whether a value lies in a range; null when it cannot be compared."""
    try:
        above = interval.low is None or compare(
            ">=" if interval.low_closed else ">", value, interval.low
        )
        return above and (
            interval.high is None
            or compare("<=" if interval.high_closed else "<", value, interval.high)
        )
    except Undefined:
        return None


def meets_test(value: Any, test: Any, run: Run) -> bool | None:
    """Tell whether a value passes a test, as after ``in`` and in a table's cell.

    Args:
        value: the input.
        test: a range, a value to be equal to, or a list of such.
        run: what lists are charged to.
    """
    if isinstance(test, Range):
        return equal(value, test, run) if type(value) is Range else inside(value, test)
    if isinstance(test, Test):
        answer = test.holds(value)
        return answer if answer is None else answer is True
    if isinstance(test, list):
        run.spend(len(test) + 1)
        if isinstance(value, list) and equal(value, test, run):
            return True
        return any_of([meets_test(value, one, run) for one in test])
    return equal(value, test, run)


def any_of(answers: list[Any]) -> bool | None:
    """Join answers by "or": true if one is, false if all are, null otherwise."""
    if any(answer is True for answer in answers):
        return True
    return False if all(answer is False for answer in answers) else None


def all_of(answers: list[Any]) -> bool | None:
    """Join answers by "and": false if one is, true if all are, null otherwise."""
    if any(answer is False for answer in answers):
        return False
    return True if all(answer is True for answer in answers) else None


# --- arithmetic ----------------------------------------------------------------------


def _exactly(operation: Callable[[Decimal, Decimal], Decimal]) -> Callable[..., Any]:
    def calculate(left: Decimal, right: Decimal) -> Decimal:
        try:
            return operation(left, right)
        except decimal.DivisionByZero:
            raise Undefined(NO_DIVISION) from None
        except decimal.DecimalException:
            raise Undefined(OUT_OF_RANGE) from None

    return calculate


def _bounded(operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def calculate(left: Any, right: Any) -> Any:
        try:
            return operation(left, right)
        except OverflowError:
            raise Undefined(OUT_OF_RANGE) from None

    return calculate


def _scale_time(left: timedelta, right: Decimal) -> timedelta:
    return _micro(_exactly(CONTEXT.multiply)(_microseconds(left), right))


def _divide_time(left: timedelta, right: Decimal) -> timedelta:
    return _micro(_exactly(CONTEXT.divide)(_microseconds(left), right))


def _microseconds(value: timedelta) -> Decimal:
    return Decimal(value // timedelta(microseconds=1))


def _micro(value: Decimal) -> timedelta:
    try:
        return timedelta(microseconds=whole(value.to_integral_value()))
    except (OverflowError, decimal.DecimalException):
        raise Undefined(OUT_OF_RANGE) from None


def _scale_months(left: Months, right: Decimal) -> Months:
    return Months(whole(_exactly(CONTEXT.multiply)(Decimal(left.count), right)))


def _divide_months(left: Months, right: Decimal) -> Months:
    return Months(whole(_exactly(CONTEXT.divide)(Decimal(left.count), right)))


def _moment(value: date, like: datetime) -> datetime:
    return datetime.combine(value, time(), tzinfo=like.tzinfo)


def _between(left: Any, right: Any) -> timedelta:
    left, right = _comparable(left), _comparable(right)
    if (left.tzinfo is None) is not (right.tzinfo is None):
        raise unfit("-", left, right)
    return left - right


_Pair = tuple[type, type]
_ADD: Final[dict[_Pair, Callable[[Any, Any], Any]]] = {
    (Decimal, Decimal): _exactly(CONTEXT.add),
    (str, str): lambda a, b: a + b,
    (timedelta, timedelta): _bounded(lambda a, b: a + b),
    (Months, Months): lambda a, b: Months(a.count + b.count),
    **{
        (kind, by): temporal.shift
        for kind in (date, datetime)
        for by in (timedelta, Months)
    },
    **{
        (by, kind): lambda a, b: temporal.shift(b, a)
        for kind in (date, datetime)
        for by in (timedelta, Months)
    },
    (time, timedelta): temporal.shift,
    (timedelta, time): lambda a, b: temporal.shift(b, a),
}
_SUBTRACT: Final[dict[_Pair, Callable[[Any, Any], Any]]] = {
    (Decimal, Decimal): _exactly(CONTEXT.subtract),
    (timedelta, timedelta): _bounded(lambda a, b: a - b),
    (Months, Months): lambda a, b: Months(a.count - b.count),
    (date, date): lambda a, b: a - b,
    (datetime, datetime): _between,
    (time, time): _between,
    (datetime, date): lambda a, b: a - _moment(b, a),
    (date, datetime): lambda a, b: _moment(a, b) - b,
    **{
        (kind, timedelta): lambda a, b: temporal.shift(a, -b)
        for kind in (date, datetime, time)
    },
    **{
        (kind, Months): lambda a, b: temporal.shift(a, Months(-b.count))
        for kind in (date, datetime)
    },
}
_MULTIPLY: Final[dict[_Pair, Callable[[Any, Any], Any]]] = {
    (Decimal, Decimal): _exactly(CONTEXT.multiply),
    (timedelta, Decimal): _scale_time,
    (Decimal, timedelta): lambda a, b: _scale_time(b, a),
    (Months, Decimal): _scale_months,
    (Decimal, Months): lambda a, b: _scale_months(b, a),
}
_DIVIDE: Final[dict[_Pair, Callable[[Any, Any], Any]]] = {
    (Decimal, Decimal): _exactly(CONTEXT.divide),
    (timedelta, Decimal): _divide_time,
    (timedelta, timedelta): lambda a, b: _exactly(CONTEXT.divide)(
        _microseconds(a), _microseconds(b)
    ),
    (Months, Decimal): _divide_months,
    (Months, Months): lambda a, b: _exactly(CONTEXT.divide)(
        Decimal(a.count), Decimal(b.count)
    ),
}
_TABLES: Final[dict[str, dict[_Pair, Callable[[Any, Any], Any]]]] = {
    "+": _ADD,
    "-": _SUBTRACT,
    "*": _MULTIPLY,
    "/": _DIVIDE,
    "**": {(Decimal, Decimal): _exactly(CONTEXT.power)},
}


def calculator(symbol: str) -> Callable[[Any, Any], Any]:
    """Return what an arithmetic operator does.

    Args:
        symbol: ``+``, ``-``, ``*``, ``/`` or ``**``.

    Returns:
        A function of two values that raises ``Undefined`` where it has no result.
    """
    table = _TABLES[symbol]

    def calculate(left: Any, right: Any) -> Any:
        operation = table.get((type(left), type(right)))
        if operation is None:
            raise unfit(symbol, left, right)
        return operation(left, right)

    return calculate


def negate(value: Any) -> Any:
    """Return the negative of a number or a duration.

    Raises:
        Undefined: it is neither.
    """
    if isinstance(value, Decimal):
        return CONTEXT.minus(value)
    if isinstance(value, Months):
        return Months(-value.count)
    if isinstance(value, timedelta):
        return calculator("-")(timedelta(), value)
    raise unfit("-", None, value)


def member(value: Any, name: str, run: Run) -> Any:
    """Return a part of a value; of a list, that part of every element.

    Args:
        value: a context, date, time, duration or range, or a list of them.
        name: what is wanted.
        run: what lists are charged to.

    Raises:
        Undefined: there is no such part.
    """
    if isinstance(value, dict):
        if name in value:
            return value[name]
    elif isinstance(value, list):
        run.spend(len(value))
        return [_member_or_null(item, name, run) for item in value]
    elif isinstance(value, Range):
        return _range_part(value, name)
    else:
        parts = temporal.PROPERTIES.get(type(value), {})
        if name in parts:
            return parts[name](value)
    raise unfit(f".{name}", value, None)


def _member_or_null(value: Any, name: str, run: Run) -> Any:
    if isinstance(value, list):
        return None
    try:
        return member(value, name, run)
    except Undefined as why:
        run.note(why)
        return None


def _range_part(value: Range, name: str) -> Any:
    parts = {
        "start": value.low,
        "end": value.high,
        "start included": value.low_closed,
        "end included": value.high_closed,
    }
    if name in parts:
        return parts[name]
    raise unfit(f".{name}", value, None)
