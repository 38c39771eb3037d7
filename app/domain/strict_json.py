"""Read JSON as strictly as the house keeps it.

What passes here can be stored on every database, answered to every client and checked
by every rule: finite numbers of 64 bits, no NUL, no half characters, no name twice.
"""

import json
import math
from typing import Any, NoReturn

from app.errors import N_, Malformed

MAX_DEPTH = 64
MAX_INTEGER_DIGITS = 20
LARGEST = 2**63

NOT_UTF8 = N_("it is not UTF-8 text")
NOT_JSON = N_("it is not JSON")
NOT_FINITE = N_("a number is not finite")
TOO_LONG = N_("an integer does not fit 64 bits")
TWICE = N_("a name occurs twice in one object")
TOO_DEEP = N_("it is nested too deeply")
BAD_TEXT = N_("a text contains a NUL or half a character")


def loads(data: bytes) -> Any:
    """Read one JSON document and refuse what is not plain, finite and unambiguous.

    Args:
        data: the bytes as they came; the door has limited their number.

    Returns:
        The value: dict, list, str, int, float, bool or None.

    Raises:
        Malformed: not UTF-8, not JSON, NaN or an infinity, a name twice in one object,
            deeper than 64, an integer beyond 64 bits, a NUL or a lone surrogate.

    Source:
        RFC 7493, "The I-JSON Message Format", sections 2.1 to 2.3.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise Malformed(why=NOT_UTF8) from fault
    try:
        value = json.loads(
            text,
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_bounded,
            object_pairs_hook=_without_duplicates,
        )
    except RecursionError as fault:
        raise Malformed(why=TOO_DEEP) from fault
    except ValueError as fault:
        raise Malformed(why=NOT_JSON) from fault
    refuse_unstorable(value)
    return value


def refuse_unstorable(value: Any) -> None:
    """Refuse a value that is nested too deeply or holds text no database keeps.

    Args:
        value: plain JSON data.

    Raises:
        Malformed: deeper than 64, or a NUL or a lone surrogate in a text or a name.
    """
    waiting: list[tuple[Any, int]] = [(value, 1)]
    while waiting:
        item, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise Malformed(why=TOO_DEEP)
        if isinstance(item, str):
            _refuse_bad_text(item)
        elif isinstance(item, dict):
            waiting += [(name, depth) for name in item]
            waiting += [(child, depth + 1) for child in item.values()]
        elif isinstance(item, list):
            waiting += [(child, depth + 1) for child in item]


def _refuse_bad_text(text: str) -> None:
    if "\0" in text:
        raise Malformed(why=BAD_TEXT)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as fault:
        raise Malformed(why=BAD_TEXT) from fault


def _refuse_constant(name: str) -> NoReturn:
    raise Malformed(why=NOT_FINITE)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise Malformed(why=NOT_FINITE)
    return number


def _bounded(digits: str) -> int:
    if len(digits) > MAX_INTEGER_DIGITS:
        raise Malformed(why=TOO_LONG)
    number = int(digits)
    if not -LARGEST <= number < LARGEST:
        raise Malformed(why=TOO_LONG)
    return number


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Malformed(why=TWICE)
    return found
