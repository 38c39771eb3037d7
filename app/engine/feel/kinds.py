"""The kinds of values: what Python holds them in, and what FEEL calls them.

A number is a ``Decimal``, a context is a dict, a days and time duration is a
``timedelta``.

Source:
    DMN 1.3, 10.3.2.3 "FEEL data types" and Table 40.
"""

import decimal
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from app.engine.feel import limits
from app.errors import N_

CONTEXT: Final = decimal.Context(
    prec=limits.DIGITS,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=1 - limits.EXPONENT,
    Emax=limits.EXPONENT,
    clamp=1,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)


class Undefined(Exception):
    """An operation has no value; FEEL answers null.

    Args:
        sentence: English message id that says why.
        **facts: values for its places.
    """

    def __init__(self, sentence: str, **facts: Any) -> None:
        self.sentence = sentence
        self.facts = facts
        super().__init__(sentence)


@dataclass(frozen=True, slots=True, order=True)
class Months:
    """A years and months duration.

    Attributes:
        count: months in all, negative for durations back in time.
    """

    count: int


@dataclass(frozen=True, slots=True)
class Range:
    """An interval; a bound that is None is missing (``< 5`` has no lower one).

    Attributes:
        low: lower bound.
        high: upper bound.
        low_closed: whether the lower bound belongs to it.
        high_closed: whether the upper bound belongs to it.
    """

    low: Any
    high: Any
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class Test:
    """A unary test that is no range, such as ``!= 5`` or ``= null``.

    Attributes:
        holds: takes the input and says true, false or null.
    """

    holds: Callable[[Any], Any]


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """Something that can be called.

    Attributes:
        name: what people call it.
        parameters: names of its parameters, for calls by name; several where it is
            overloaded.
        call: takes positional arguments.
    """

    name: str
    parameters: tuple[tuple[str, ...], ...]
    call: Callable[[list[Any]], Any]


WORDS: Final[Mapping[type, str]] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    date: "date",
    time: "time",
    datetime: "date and time",
    timedelta: "days and time duration",
    Months: "years and months duration",
    list: "list",
    dict: "context",
    Range: "range",
    Test: "range",
    Function: "function",
}


def word_for(value: Any) -> str:
    """Return FEEL's name of a value's kind."""
    return WORDS.get(type(value), "something else")


OUT_OF_RANGE: Final = N_("A result is out of range.")
NO_DIVISION: Final = N_("A division by zero has no result.")
NO_OPERATION: Final = N_("“%(symbol)s” cannot be used with %(left)s and %(right)s.")


def unfit(symbol: str, left: Any, right: Any) -> Undefined:
    """Say that an operator does not take these two values."""
    return Undefined(
        NO_OPERATION, symbol=symbol, left=word_for(left), right=word_for(right)
    )


def whole(value: Decimal) -> int:
    """Return a number's whole part, for positions and counts.

    Args:
        value: any number.

    Raises:
        Undefined: it has more than 18 digits, more than anything could count.
    """
    if value.adjusted() > 18:
        raise Undefined(OUT_OF_RANGE)
    return int(value)
