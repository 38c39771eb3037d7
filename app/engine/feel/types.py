"""Types that an author names after ``instance of``.

Source:
    DMN 1.3, 10.3.2.2 "Type lattice" and Table 49 (``instance of``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from app.engine.feel import building
from app.engine.feel.frames import Frame
from app.engine.feel.functions import Builtin
from app.engine.feel.kinds import Function, Months, Range, Test
from app.errors import N_

if TYPE_CHECKING:
    from app.engine.feel.reader import Reader

Check = Callable[[Any], bool]

NO_TYPE = N_("There is no type “%(name)s”.")

_PLAIN: Final[dict[str, Any]] = {
    "number": Decimal,
    "string": str,
    "boolean": bool,
    "date": date,
    "time": time,
    "date and time": datetime,
    "dateTime": datetime,
    "days and time duration": timedelta,
    "dayTimeDuration": timedelta,
    "years and months duration": Months,
    "yearMonthDuration": Months,
    "list": list,
    "context": dict,
    "function": (Function, Builtin),
    "range": (Range, Test),
    "Null": type(None),
}
NAMES: Final = frozenset({*_PLAIN, "Any"})
_JOINERS: Final = frozenset({"and"})


def read(reader: Reader) -> Check:
    """Read a type.

    Args:
        reader: stands before its first word.

    Returns:
        What tells whether a value is of it.

    Raises:
        ScriptFault: kind "syntax".
    """
    reader.deeper()
    made = _read(reader)
    reader.level -= 1
    return made


def _read(reader: Reader) -> Check:
    token = reader.peek()
    name = _name(reader)
    if name == "function" and reader.at("<"):
        _signature(reader)
    elif reader.at("<") and name in ("list", "context", "range"):
        return _PARTS[name](reader)
    if name not in NAMES:
        raise reader.fault(token, NO_TYPE, name=name)
    if name == "Any":
        return lambda value: value is not None
    kind = _PLAIN[name]
    if kind is date:  # a moment is none, though Python's is
        return lambda value: type(value) is date
    return lambda value: isinstance(value, kind)


def _name(reader: Reader) -> str:
    words = [reader.take().text]
    while True:
        token, after = reader.peek(), reader.peek(1)
        longer = " ".join([*words, token.text, after.text])
        known = any(f"{name} ".startswith(f"{longer} ") for name in NAMES)
        if token.text == "and" and not known:
            break
        step = " ".join([*words, token.text])
        if not any(f"{name} ".startswith(f"{step} ") for name in NAMES):
            break
        words.append(reader.take().text)
    return " ".join(words)


def _signature(reader: Reader) -> None:
    reader.expect("<")
    while not reader.at(">"):
        read(reader)
        if not reader.skip(","):
            break
    reader.expect(">")
    reader.expect("->")
    read(reader)


def _list(reader: Reader) -> Check:
    reader.expect("<")
    inner = read(reader)
    reader.expect(">")
    return lambda value: isinstance(value, list) and all(inner(v) for v in value)


def _range(reader: Reader) -> Check:
    reader.expect("<")
    inner = read(reader)
    reader.expect(">")

    def check(value: Any) -> bool:
        return isinstance(value, Range) and all(
            bound is None or inner(bound) for bound in (value.low, value.high)
        )

    return check


def _context(reader: Reader) -> Check:
    reader.expect("<")
    parts: dict[str, Check] = {}
    while not reader.at(">"):
        key = reader.word()
        reader.expect(":")
        parts[key] = read(reader)
        if not reader.skip(","):
            break
    reader.expect(">")

    def check(value: Any) -> bool:
        return isinstance(value, dict) and all(
            key in value and (value[key] is None or part(value[key]))
            for key, part in parts.items()
        )

    return check


_PARTS: Final[dict[str, Callable[[Any], Check]]] = {
    "list": _list,
    "range": _range,
    "context": _context,
}


def instance(value: building.Node, check: Check) -> building.Node:
    """Make ``value instance of type``."""

    def run(frame: Frame) -> bool:
        found = value.run(frame)
        if isinstance(found, list | dict):
            frame.run.spend(len(found))
        return check(found)

    return building.node(run, value)
