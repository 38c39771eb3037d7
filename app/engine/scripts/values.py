"""What may enter and leave the cage: data as JSON knows it, within budgets.

Variables are JSON. So what leaves is JSON, too, by these rules:

- an exact decimal leaves as its text ("8450.00"), the form in which money is kept;
- dates and moments leave as ISO 8601 text, durations as "P1DT2H";
- sets and tuples leave as lists, keys that are no text as text.

Source:
    RFC 8259 (JSON); ISO 8601-1:2019, "Durations".
"""

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from app.engine.scripts import limits
from app.engine.scripts.faults import ScriptFault
from app.errors import N_


def admit(names: Mapping[str, Any], wanted: frozenset[str]) -> dict[str, Any]:
    """Copy the variables that a text mentions, cleaned, for a worker.

    Args:
        names: everything the text may see.
        wanted: the names it mentions; no other is looked at.

    Returns:
        Fresh plain values, at most ``limits.VALUES`` of them together.

    Raises:
        ScriptFault: kind "data", when a value is no plain data or too large.
    """
    budget = Budget()
    return {
        name: _walk(names[name], name, 0, budget, entering=True)
        for name in sorted(wanted)
        if name in names
    }


def leave(value: Any, what: str, budget: "Budget | None" = None) -> Any:
    """Copy a result into JSON.

    Args:
        value: what an evaluator made.
        what: its name in a complaint ("result", or the variable).
        budget: shared by all results of one script; None begins a new one.

    Returns:
        A fresh value of JSON types alone.

    Raises:
        ScriptFault: kind "data", when it cannot be stored.
    """
    return _walk(value, what, 0, budget or Budget(), entering=False)


def duration_text(value: timedelta) -> str:
    """Write a duration as ISO 8601 does.

    Args:
        value: any duration; days, hours, minutes and seconds are used.

    Returns:
        For example "P3DT4H", "PT0.5S" or "-PT10M".
    """
    sign = "-" if value < timedelta() else ""
    value = abs(value)
    minutes, seconds = divmod(value.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{value.microseconds:06d}".rstrip("0") if value.microseconds else ""
    clock = f"{hours}H" * (hours > 0) + f"{minutes}M" * (minutes > 0)
    clock += f"{seconds}{fraction}S" if seconds or fraction else ""
    days = f"{value.days}D" if value.days else ""
    return f"{sign}P{days}T{clock}" if clock else f"{sign}P{days or '0D'}"


class Budget:
    """Counts down what one call may move across the wall."""

    __slots__ = ("characters", "values")

    def __init__(self) -> None:
        self.values = limits.VALUES
        self.characters = limits.TEXT_CHARACTERS

    def spend(self, what: str, depth: int) -> None:
        """Count one value; refuse it when there were too many or it lies too deep."""
        self.values -= 1
        if self.values < 0:
            raise ScriptFault("data", _MANY, what=what, limit=limits.VALUES)
        if depth > limits.DEPTH:
            raise ScriptFault("data", _DEEP, what=what, limit=limits.DEPTH)

    def spend_text(self, text: str, what: str) -> None:
        """Count the characters of a text."""
        self.characters -= len(text)
        if self.characters < 0:
            raise ScriptFault("data", _LONG, what=what, limit=limits.TEXT_CHARACTERS)


_MANY = N_("“%(what)s” is too large: at most %(limit)s values are allowed.")
_DEEP = N_("“%(what)s” is nested deeper than %(limit)s levels.")
_LONG = N_("“%(what)s” is too large: at most %(limit)s characters are allowed.")


def _walk(value: Any, what: str, depth: int, budget: Budget, *, entering: bool) -> Any:
    budget.spend(what, depth)
    kind = type(value)
    atom = _ATOMS.get(kind)
    if atom is not None:
        return atom(value, what, budget)
    if kind in _RICH:
        return value if entering else _RICH[kind](value, what)
    if isinstance(value, Mapping):
        return {
            _key(key, what, budget): _walk(
                item, f"{what}.{key}"[:80], depth + 1, budget, entering=entering
            )
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [_walk(v, what, depth + 1, budget, entering=entering) for v in value]
    if kind in (set, frozenset):
        ordered = sorted(value, key=repr)
        return _walk(ordered, what, depth, budget, entering=entering)
    raise ScriptFault(
        "data",
        N_(
            "“%(what)s” holds a value of type %(type)s, which cannot be stored; use"
            " text, numbers, lists and dictionaries."
        ),
        what=what,
        type=kind.__name__,
    )


def _text(value: str, what: str, budget: Budget) -> str:
    budget.spend_text(value, what)
    if "\x00" in value or not (value.isascii() or _encodes(value)):
        raise ScriptFault("data", N_("“%(what)s” holds no valid text."), what=what)
    return value


def _encodes(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _integer(value: int, what: str, budget: Budget) -> int:
    if value.bit_length() > limits.INTEGER_BITS:
        raise ScriptFault("data", _RANGE, what=what)
    return value


def _float(value: float, what: str, budget: Budget) -> float:
    if not math.isfinite(value):
        raise ScriptFault("data", _RANGE, what=what)
    return value


_RANGE = N_("“%(what)s” is a number that cannot be stored: it is out of range.")


def _same(value: Any, what: str, budget: Budget) -> Any:
    return value


_ATOMS: dict[type, Callable[[Any, str, Budget], Any]] = {
    type(None): _same,
    bool: _same,
    str: _text,
    int: _integer,
    float: _float,
}


def _decimal(value: Decimal, what: str) -> str:
    if not in_range(value):
        raise ScriptFault("data", _RANGE, what=what)
    return format(value, "f")


def in_range(value: Decimal) -> bool:
    """Tell whether a decimal is finite and of a size that costs nothing to handle.

    Args:
        value: any decimal.

    Returns:
        True when its exponent and its number of digits are within the limits.
    """
    return (
        value.is_finite()
        and abs(value.adjusted()) <= limits.DECIMAL_EXPONENT
        and len(value.as_tuple().digits) <= limits.DECIMAL_CHARACTERS
        and int(value.as_tuple().exponent) >= -2 * limits.DECIMAL_EXPONENT
    )


_RICH: dict[type, Callable[[Any, str], Any]] = {
    Decimal: _decimal,
    datetime: lambda value, what: value.isoformat(),
    date: lambda value, what: value.isoformat(),
    time: lambda value, what: value.isoformat(),
    timedelta: lambda value, what: duration_text(value),
}


def _key(key: Any, what: str, budget: Budget) -> str:
    if isinstance(key, bool) or key is None:
        return "null" if key is None else str(key).lower()
    if isinstance(key, int | float):
        return str(key)
    if not isinstance(key, str) or len(key) > limits.KEY_CHARACTERS:
        raise ScriptFault(
            "data", N_("“%(what)s” has a key that is no text, or too long."), what=what
        )
    return _text(key, what, budget)
