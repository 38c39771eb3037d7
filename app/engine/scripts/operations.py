"""Python's operators on plain data, for operands whose cost is bounded beforehand.

Only exact built-in types are touched, so no uploaded object can have a say. Whatever
is not provably cheap, or not sensible, raises ``Beyond``: a worker shall decide it.
"""

import decimal
import operator
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from app.engine.scripts import limits, values
from app.errors import N_

# The precision of Python's own default context, kept apart so that nobody changes it.
EXACT = decimal.Context(prec=28, rounding=decimal.ROUND_HALF_EVEN)

_NUMBERS = frozenset({int, float, bool, Decimal})
_BINARY = frozenset({int, float, bool})
_WHOLE = frozenset({int, bool})
_TIMES = frozenset({date, datetime, timedelta})
SCALARS = frozenset({int, float, bool, Decimal, str, type(None), *_TIMES})


class Beyond(Exception):
    """The operation is not for this process.

    Args:
        sentence: what to tell when no other evaluator may take over; a message id.
        **facts: values for its places.
    """

    def __init__(self, sentence: str, **facts: Any) -> None:
        self.sentence = sentence
        self.facts = facts
        super().__init__(sentence)


UNFIT = N_("Here, %(left)s and %(right)s cannot be used together.")
OUT_OF_RANGE = N_("The number becomes too large.")
BY_ZERO = N_("Division by zero.")
TOO_LARGE = N_("The values are too large for this.")
ABSENT = N_("There is no “%(name)s” here.")

_WORDS = {
    "NoneType": N_("nothing"),
    "str": N_("text"),
    "bool": N_("a yes/no value"),
    "int": N_("a number"),
    "float": N_("a number"),
    "Decimal": N_("a number"),
    "list": N_("a list"),
    "tuple": N_("a list"),
    "dict": N_("a group of values"),
}


def word_for(value: Any) -> str:
    """Name the kind of a value as an analyst would.

    Args:
        value: any value.

    Returns:
        An English message id such as "text" or "a number".
    """
    return _WORDS.get(type(value).__name__, type(value).__name__)


def unfit(left: Any, right: Any) -> Beyond:
    """Make the complaint about two operands that do not go together."""
    return Beyond(UNFIT, left=word_for(left), right=word_for(right))


# --- arithmetic ----------------------------------------------------------------------


def calculate(symbol: str, left: Any, right: Any) -> Any:
    """Apply ``+ - * / // %`` as Python does.

    Args:
        symbol: the operator.
        left: a number, text, date or duration.
        right: likewise.

    Returns:
        The result; integers have at most ``limits.INTEGER_BITS`` bits, texts at most
        ``limits.BOUNDED_CHARACTERS`` characters.

    Raises:
        Beyond: the operands do not go together, or the result is too large.
    """
    kinds = (type(left), type(right))
    if kinds[0] in _BINARY and kinds[1] in _BINARY:
        return _guarded(_OPERATORS[symbol], left, right)
    if kinds == (str, str) and symbol == "+":
        if len(left) + len(right) > limits.BOUNDED_CHARACTERS:
            raise Beyond(TOO_LARGE)
        return left + right
    if Decimal in kinds and kinds[0] in _NUMBERS and kinds[1] in _NUMBERS:
        return _exactly(symbol, left, right)
    if kinds[0] in _TIMES and kinds[1] in _TIMES and symbol in "+-":
        return _guarded(_OPERATORS[symbol], left, right)
    raise unfit(left, right)


def _guarded(function: Callable[[Any, Any], Any], left: Any, right: Any) -> Any:
    try:
        result = function(left, right)
    except ZeroDivisionError:
        raise Beyond(BY_ZERO) from None
    except OverflowError:
        raise Beyond(OUT_OF_RANGE) from None
    except TypeError:
        raise unfit(left, right) from None
    if type(result) is int and result.bit_length() > limits.INTEGER_BITS:
        raise Beyond(OUT_OF_RANGE)
    return result


def _exactly(symbol: str, left: Any, right: Any) -> Decimal:
    if float in (type(left), type(right)):
        raise unfit(left, right)
    return exact(symbol, Decimal(left), Decimal(right))


def exact(symbol: str, left: Decimal, right: Decimal) -> Decimal:
    """Calculate with decimals: 28 digits, the last one rounded half to even.

    Args:
        symbol: one of ``+ - * / // %``.
        left: a finite decimal within the limits.
        right: likewise.

    Returns:
        A decimal within the limits.

    Raises:
        Beyond: division by zero, or a result out of range.
    """
    try:
        result = _DECIMAL_OPERATORS[symbol](left, right)
    except (decimal.DivisionByZero, decimal.InvalidOperation):
        raise Beyond(OUT_OF_RANGE if right else BY_ZERO) from None
    except decimal.Overflow:
        raise Beyond(OUT_OF_RANGE) from None
    if not values.in_range(result):
        raise Beyond(OUT_OF_RANGE)
    return result


_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
}
_DECIMAL_OPERATORS: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": EXACT.add,
    "-": EXACT.subtract,
    "*": EXACT.multiply,
    "/": EXACT.divide,
    "//": EXACT.divide_int,
    "%": EXACT.remainder,
}


def negate(value: Any) -> Any:
    """Change the sign of a number or duration.

    Args:
        value: what follows the minus.

    Raises:
        Beyond: it is neither.
    """
    if type(value) is Decimal:
        return EXACT.minus(value)
    if type(value) in _BINARY or type(value) is timedelta:
        return -value
    raise Beyond(N_("A number is needed, not %(found)s."), found=word_for(value))


# --- comparison ----------------------------------------------------------------------

_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def order(symbol: str, left: Any, right: Any) -> bool:
    """Compare two numbers, two texts, two dates or two durations.

    Args:
        symbol: one of ``< > <= >=``.
        left: the left operand.
        right: the right operand.

    Raises:
        Beyond: they have no order among each other.
    """
    one, other = type(left), type(right)
    if (one in _NUMBERS and other in _NUMBERS) or (
        one is other and (one is str or one in _TIMES)
    ):
        return bool(_guarded(_ORDER[symbol], left, right))
    raise unfit(left, right)


def equal(left: Any, right: Any) -> bool:
    """Compare two scalars for equality, as Python does.

    Args:
        left: a text, number, date, yes/no value or nothing.
        right: likewise.

    Raises:
        Beyond: one of them is a list or a group, whose comparison has no fixed cost.
    """
    if type(left) not in SCALARS or type(right) not in SCALARS:
        if left is None or right is None:
            return left is right
        raise Beyond(TOO_LARGE)
    return bool(left == right)


def contains(container: Any, item: Any) -> bool:
    """Tell whether a list, a group or a text contains something.

    Args:
        container: a text, a list of at most ``limits.BOUNDED_ITEMS``, or a dictionary.
        item: a scalar.

    Raises:
        Beyond: anything else.
    """
    if type(container) is str and type(item) is str:
        if len(container) > limits.BOUNDED_CHARACTERS:
            raise Beyond(TOO_LARGE)
        return item in container
    if type(item) not in SCALARS:
        raise Beyond(TOO_LARGE)
    if type(container) is dict and type(item) is str:
        return item in container
    return any(equal(item, each) for each in items_of(container))


def items_of(value: Any) -> Sequence[Any]:
    """Give the items of a list that is short enough to be walked here.

    Args:
        value: a list or tuple.

    Raises:
        Beyond: it is none, or longer than ``limits.BOUNDED_ITEMS``.
    """
    if not isinstance(value, list | tuple):
        raise Beyond(N_("A list is needed, not %(found)s."), found=word_for(value))
    if len(value) > limits.BOUNDED_ITEMS:
        raise Beyond(TOO_LARGE)
    return value
