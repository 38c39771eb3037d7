"""How JUEL compares, calculates and converts: its coercions for JSON data.

Three choices of ours, where the language is silent or unkind:

- numbers are compared and calculated exactly; where decimal *text* takes part
  ("8450.00", the form in which money is kept) the result is an exact decimal, which
  leaves as text; with JSON numbers alone it is a JSON number;
- ``< > <= >=`` between two texts that both are numbers compare the numbers, for
  "10000.00" is not less than "8450.00" in any business; ``==`` between texts compares
  the texts, for "007" is not "7";
- a date compared with ISO 8601 text compares dates.

Source:
    JSR 341, Expression Language 3.0, 1.7 to 1.10 and 1.23 (operators), 1.23.1 to 1.23.6
    (coercions).
"""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from app.engine.scripts import functions, limits, operations, values
from app.engine.scripts.operations import Beyond
from app.errors import N_

_TIMES: Final = (date, datetime, timedelta)
_NUMBERS: Final = (int, float, Decimal)

NOT_YES_NO = N_("%(found)s is neither yes nor no.")


def truth(value: Any) -> bool:
    """Coerce to yes or no: nothing and "" are no, a text is yes when it says "true".

    Args:
        value: any value.

    Raises:
        Beyond: it is a number, a list or a group.
    """
    if value is None or value == "":
        return False
    if type(value) is bool:
        return value
    if type(value) is str:
        return value.lower() == "true"
    raise Beyond(NOT_YES_NO, found=operations.word_for(value))


def number(value: Any) -> int | Decimal:
    """Coerce to an exact number: nothing and "" are 0.

    Args:
        value: a number, or text that is one.

    Raises:
        Beyond: it is something else.
    """
    if value is None or value == "":
        return 0
    if type(value) is int:
        return value
    if type(value) is str and "." not in value and "e" not in value.lower():
        whole = functions.to_number(value)
        return whole if type(whole) is int else functions.to_decimal(value)
    return functions.to_decimal(value)


def text(value: Any) -> str:
    """Coerce to text: nothing is "", yes and no are "true" and "false".

    Args:
        value: any value; lists and groups become JSON.

    Raises:
        Beyond: it is too large.
    """
    if value is None:
        return ""
    if type(value) is str:
        return value
    if type(value) in (int, float):
        return str(value)
    plain = values.leave(value, "result")
    found = plain if type(plain) is str else json.dumps(plain, ensure_ascii=False)
    if len(found) > limits.BOUNDED_CHARACTERS:
        raise Beyond(operations.TOO_LARGE)
    return found


def equal(left: Any, right: Any) -> bool:
    """Compare with ``==``.

    Args:
        left: any value.
        right: any value.

    Raises:
        Beyond: one is a number and the other cannot become one.
    """
    if left is None or right is None:
        return left is right
    kinds = (type(left), type(right))
    if bool in kinds:
        return truth(left) == truth(right)
    if kinds[0] in _NUMBERS or kinds[1] in _NUMBERS:
        return number(left) == number(right)
    if kinds[0] in _TIMES or kinds[1] in _TIMES:
        left, right = _times(left, right)
        return bool(left == right)
    return same(left, right)


def same(left: Any, right: Any) -> bool:
    """Compare type and value, as Java's ``equals`` does.

    Args:
        left: any value.
        right: any value; together at most ``limits.BOUNDED_ITEMS`` inner values.

    Raises:
        Beyond: they are too large to be compared.
    """
    waiting, count = [(left, right)], 0
    while waiting:
        one, other = waiting.pop()
        count += 1
        if count > limits.BOUNDED_ITEMS:
            raise Beyond(operations.TOO_LARGE)
        if type(one) is not type(other):
            return False
        if not isinstance(one, dict | list | tuple):
            if one != other:
                return False
        elif _outline(one) != _outline(other):
            return False
        elif isinstance(one, dict):
            waiting += [(one[key], other[key]) for key in one]
        else:
            waiting += zip(one, other, strict=True)
    return True


def _outline(value: Any) -> Any:
    return value.keys() if isinstance(value, dict) else len(value)


def order(symbol: str, left: Any, right: Any) -> bool:
    """Compare with ``< > <= >=``; nothing is neither less nor more than anything.

    Args:
        symbol: the operator.
        left: any value.
        right: any value.

    Raises:
        Beyond: the two have no order.
    """
    if left is None or right is None:
        return left is right and "=" in symbol
    kinds = (type(left), type(right))
    if kinds[0] in _TIMES or kinds[1] in _TIMES:
        left, right = _times(left, right)
    elif kinds != (str, str) or all(map(_is_number, (left, right))):
        left, right = number(left), number(right)
    return operations.order(symbol, left, right)


def _is_number(value: str) -> bool:
    return functions.NUMBER.fullmatch(value.strip()) is not None


def _times(left: Any, right: Any) -> tuple[Any, Any]:
    if timedelta in (type(left), type(right)):
        return tuple(  # type: ignore[return-value]
            v if type(v) is timedelta else functions.to_duration(v)
            for v in (left, right)
        )
    if all(type(v) is date or (type(v) is str and len(v) <= 10) for v in (left, right)):
        return functions.to_date(left), functions.to_date(right)
    return functions.to_moment(left), functions.to_moment(right)


def calculate(symbol: str, left: Any, right: Any) -> Any:
    """Apply ``+ - * / %``.

    Args:
        symbol: the operator.
        left: a number, text that is one, nothing (0), a date or a duration.
        right: likewise.

    Raises:
        Beyond: no numbers, division by zero, or a result out of range.
    """
    if isinstance(left, _TIMES) or isinstance(right, _TIMES):
        return operations.calculate(symbol, left, right)
    one, other = number(left), number(right)
    if type(one) is int and type(other) is int and symbol != "/":
        if symbol == "%":
            return _remainder(one, other)
        return operations.calculate(symbol, one, other)
    exact = operations.exact(symbol, Decimal(one), Decimal(other))
    by_text = any(type(v) is Decimal or _decimal_text(v) for v in (left, right))
    return exact if by_text else float(exact)


def _decimal_text(value: Any) -> bool:
    return type(value) is str and type(number(value)) is Decimal


def _remainder(left: int, right: int) -> int:
    # As Java does: the sign is the dividend's.
    if right == 0:
        raise Beyond(operations.BY_ZERO)
    rest = abs(left) % abs(right)
    return -rest if left < 0 else rest


def negate(value: Any) -> Any:
    """Change the sign.

    Args:
        value: a number, text that is one, nothing, or a duration.

    Raises:
        Beyond: it is something else.
    """
    if type(value) in (float, timedelta):
        return -value
    return -number(value)


def empty(value: Any) -> bool:
    """Tell whether there is nothing: null, "", or a list or group without members."""
    return value is None or (isinstance(value, str | list | tuple | dict) and not value)


def member(owner: Any, key: Any) -> Any:
    """Read ``owner.key`` or ``owner[key]``; what is not there is nothing.

    Args:
        owner: a group, a list, or nothing.
        key: a name, or a position from 0.

    Raises:
        Beyond: the owner is neither, or a position is no number.
    """
    if owner is None or key is None:
        return None
    if isinstance(owner, dict):
        return owner.get(key if isinstance(key, str) else text(key))
    if isinstance(owner, list | tuple):
        place = number(key)
        if place != int(place):
            raise Beyond(functions.NO_NUMBER, found=text(key)[:40])
        return owner[int(place)] if 0 <= place < len(owner) else None
    raise Beyond(
        N_("%(found)s has no “%(name)s”."),
        found=operations.word_for(owner),
        name=text(key)[:40],
    )
