"""Types of inputs and outputs, and how a variable becomes of one.

Variables are JSON, where money and dates are text. So a text is read as the number,
date or duration that the table's column declares, as Camunda's engines do; what cannot
be read is an error, not a silent null.

Source:
    DMN 1.3, 7.3.2 "ItemDefinition metamodel"; Camunda 7 manual, "Data types for DMN".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from app.engine import feel
from app.engine.feel import temporal, writing
from app.engine.feel.frames import Frame
from app.engine.feel.functions.conversions import read_number
from app.engine.feel.kinds import Months, Undefined, word_for
from app.engine.scripts.faults import ScriptFault
from app.errors import N_

NOT_OF_TYPE: Final = N_("“%(what)s” is %(found)s where %(type)s is needed.")
NOT_ALLOWED: Final = N_("“%(what)s” has the value %(found)s, which is not allowed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A type that a column, an input or a decision declares.

    Attributes:
        name: what the file calls it.
        base: a basic type of FEEL, or "" for anything.
        collection: whether it is a list of such values.
        allowed: unary tests that a value must pass, or None.
        parts: types of a context's parts.
    """

    name: str
    base: str = ""
    collection: bool = False
    allowed: feel.Unit | None = None
    parts: Mapping[str, Type] = field(default_factory=dict)


_ALIASES: Final = {
    "number": "number", "integer": "integer", "long": "integer", "int": "integer",
    "short": "integer", "double": "number", "float": "number", "decimal": "number",
    "string": "string", "boolean": "boolean", "date": "date", "time": "time",
    "datetime": "date and time", "date and time": "date and time",
    "date_time": "date and time",
    "daytimeduration": "days and time duration",
    "days and time duration": "days and time duration",
    "yearmonthduration": "years and months duration",
    "years and months duration": "years and months duration",
    "any": "", "list": "", "context": "", "": "",
}  # fmt: skip


def basic(name: str) -> Type | None:
    """Return a basic type by its name in any edition of DMN, or None.

    Args:
        name: for example "number", "feel:string" or "dateTime".
    """
    base = _ALIASES.get(name.rpartition(":")[2].strip().lower())
    return None if base is None else Type(name=name, base=base)


def _number(value: Any) -> Any:
    return read_number(value) if isinstance(value, str) else value


def _integer(value: Any) -> Any:
    number = _number(value)
    whole = isinstance(number, Decimal) and number == number.to_integral_value()
    return number if whole else None


def _string(value: Any) -> Any:
    plain = isinstance(value, Decimal | bool | date | time | timedelta | Months)
    return writing.scalar_text(value) if plain else value


def _boolean(value: Any) -> Any:
    return (
        {"true": True, "false": False}.get(value) if isinstance(value, str) else value
    )


def _date(value: Any) -> Any:
    if isinstance(value, str):  # Camunda 7 calls a date and time a date
        return (temporal.read_moment if "T" in value else temporal.read_date)(value)
    return value


def _reading(read: Callable[[str], Any]) -> Callable[[Any], Any]:
    return lambda value: read(value) if isinstance(value, str) else value


def _moment(value: Any) -> Any:
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return temporal.read_moment(value) if isinstance(value, str) else value


_MAKERS: Final[dict[str, tuple[Callable[[Any], Any], tuple[type, ...]]]] = {
    "number": (_number, (Decimal,)),
    "integer": (_integer, (Decimal,)),
    "string": (_string, (str,)),
    "boolean": (_boolean, (bool,)),
    "date": (_date, (date,)),
    "time": (_reading(temporal.read_time), (time,)),
    "date and time": (_moment, (datetime,)),
    "days and time duration": (_reading(temporal.read_duration), (timedelta,)),
    "years and months duration": (_reading(temporal.read_duration), (Months,)),
}


def conform(value: Any, wanted: Type, what: str, frame: Frame) -> Any:
    """Make a value of a type, or say why it is none.

    Args:
        value: a FEEL value; null is of every type.
        wanted: the type.
        what: its name in a complaint.
        frame: what allowed values see and are charged to.

    Raises:
        ScriptFault: kind "data".
    """
    if value is None:
        return None
    if wanted.collection:
        items = value if isinstance(value, list) else [value]
        frame.run.spend(len(items))
        return [_single(item, wanted, what, frame) for item in items]
    return _single(value, wanted, what, frame)


def _single(value: Any, wanted: Type, what: str, frame: Frame) -> Any:
    if value is None:
        return None
    if wanted.base and not isinstance(value, list):
        value = _made(value, wanted, what)
    if wanted.parts and isinstance(value, dict):
        value = value | {
            key: conform(value[key], part, f"{what}.{key}"[:80], frame)
            for key, part in wanted.parts.items()
            if key in value
        }
    if wanted.allowed is not None:
        allow(value, wanted.allowed, what, frame)
    return value


def _made(value: Any, wanted: Type, what: str) -> Any:
    maker, kinds = _MAKERS[wanted.base]
    try:
        made = maker(value)
    except Undefined:
        made = None
    if not isinstance(made, kinds):
        raise ScriptFault(
            "data",
            NOT_OF_TYPE,
            what=what,
            found=_shown(value),
            type=wanted.base,
        )
    return made


def allow(value: Any, tests: feel.Unit, what: str, frame: Frame) -> None:
    """Refuse a value that does not pass tests.

    Raises:
        ScriptFault: kind "data".
    """
    if tests.value(frame.inner({"?": value})) is not True:
        raise ScriptFault("data", NOT_ALLOWED, what=what, found=_shown(value))


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f"“{value[:40]}”"
    if isinstance(value, list | dict):
        return word_for(value)
    return writing.scalar_text(value)
