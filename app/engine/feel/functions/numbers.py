"""Functions of numbers.

Source:
    DMN 1.3, Table 74 "Numeric functions"; DMN 1.4 for ``round up`` and its like.
"""

import decimal
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from app.engine.feel import limits
from app.engine.feel.frames import Run
from app.engine.feel.functions.registry import builtin
from app.engine.feel.kinds import (
    CONTEXT,
    NO_DIVISION,
    OUT_OF_RANGE,
    Undefined,
    whole,
)


def exactly(operation: Callable[[], Decimal]) -> Decimal:
    """Calculate with 34 digits.

    Raises:
        Undefined: there is no such number.
    """
    try:
        return operation()
    except decimal.DecimalException:
        raise Undefined(OUT_OF_RANGE) from None


def rounded(value: Decimal, scale: Decimal, rounding: str) -> Decimal:
    """Round to some decimals.

    Args:
        value: what to round.
        scale: decimals, from -6111 to 6176; negative for tens and hundreds.
        rounding: one of the decimal module's ways.

    Raises:
        Undefined: the scale is out of range.
    """
    digits = whole(scale)
    if not -6_111 <= digits <= 6_176:
        raise Undefined(OUT_OF_RANGE)
    context = CONTEXT.copy()
    context.prec, context.rounding = 6_200, rounding
    made = exactly(lambda: value.quantize(Decimal(1).scaleb(-digits), context=context))
    return made.quantize(Decimal(1)) if digits < 0 and made.adjusted() < 30 else made


@builtin("decimal", "n: number, scale: number")
def _decimal(run: Run, n: Decimal, scale: Decimal) -> Decimal:
    return rounded(n, scale, decimal.ROUND_HALF_EVEN)


def _rounding(name: str, rounding: str) -> None:
    @builtin(name, "n: number, scale: number")
    def call(run: Run, n: Decimal, scale: Decimal) -> Decimal:
        return rounded(n, scale, rounding)


_rounding("round up", decimal.ROUND_UP)
_rounding("round down", decimal.ROUND_DOWN)
_rounding("round half up", decimal.ROUND_HALF_UP)
_rounding("round half down", decimal.ROUND_HALF_DOWN)


@builtin("floor", "n: number, scale: number?")
def _floor(run: Run, n: Decimal, scale: Decimal | None = None) -> Decimal:
    return rounded(n, scale or Decimal(0), decimal.ROUND_FLOOR)


@builtin("ceiling", "n: number, scale: number?")
def _ceiling(run: Run, n: Decimal, scale: Decimal | None = None) -> Decimal:
    return rounded(n, scale or Decimal(0), decimal.ROUND_CEILING)


@builtin("abs", "n: number|days|months")
def _absolute(run: Run, n: Any) -> Any:
    if isinstance(n, Decimal):
        return CONTEXT.abs(n)
    return type(n)(abs(n.count)) if hasattr(n, "count") else abs(n)


@builtin("modulo", "dividend: number, divisor: number")
def _modulo(run: Run, dividend: Decimal, divisor: Decimal) -> Decimal:
    if not divisor:
        raise Undefined(NO_DIVISION)

    def remainder() -> Decimal:  # with the divisor's sign, as the standard has it
        rest = CONTEXT.remainder(dividend, divisor)
        if rest and (rest < 0) is not (divisor < 0):
            rest = CONTEXT.add(rest, divisor)
        return rest

    return exactly(remainder)


@builtin("sqrt", "number: number")
def _sqrt(run: Run, number: Decimal) -> Decimal:
    return exactly(lambda: CONTEXT.sqrt(number))


@builtin("log", "number: number")
def _log(run: Run, number: Decimal) -> Decimal:
    run.spend(limits.POWER)
    if number <= 0:
        raise Undefined(OUT_OF_RANGE)
    return exactly(lambda: CONTEXT.ln(number))


@builtin("exp", "number: number")
def _exp(run: Run, number: Decimal) -> Decimal:
    run.spend(limits.POWER)
    return exactly(lambda: CONTEXT.exp(number))


def _is_even(number: Decimal) -> bool:
    if number != number.to_integral_value():
        return False
    return number.adjusted() >= 34 or int(number) % 2 == 0


@builtin("odd", "number: number")
def _odd(run: Run, number: Decimal) -> bool:
    return number == number.to_integral_value() and not _is_even(number)


@builtin("even", "number: number")
def _even(run: Run, number: Decimal) -> bool:
    return _is_even(number)
