"""Which control suits a field, and the text it shows."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any, Literal

from app.domain.forms.fields import (
    Option,
    is_file_field,
    nullable,
    options,
    type_of,
)
from app.domain.forms.shapes import declared
from app.domain.process import JSONDict
from app.errors import N_

ControlKind = Literal[
    "rows",
    "list",
    "radio",
    "select",
    "checkboxes",
    "checkbox",
    "files",
    "textarea",
    "input",
]
FEW = 4
LONG_TEXT = 200
INPUT_TYPES = {
    "date": "date",
    "date-time": "datetime-local",
    "time": "time",
    "email": "email",
    "idn-email": "email",
    "uri": "url",
    "iri": "url",
}
# A browser empties a typed control that holds anything else: then it is shown as text.
SHAPES = {
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "datetime-local": re.compile(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?"
    ),
    "time": re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?"),
    "number": re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?"),
}
YES_NO = (
    Option(key="true", value=True, label=N_("Yes")),
    Option(key="false", value=False, label=N_("No")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """One control.

    Attributes:
        kind: which one.
        text: what it shows, for text controls.
        options: the choices.
        input_type: HTML type of an input.
        attributes: further HTML attributes.
    """

    kind: ControlKind
    text: str = ""
    options: tuple[Option, ...] = ()
    input_type: str = "text"
    attributes: Mapping[str, str] = field(default_factory=dict)


def control(
    flat: JSONDict, value: Any, required: bool, language: str, zone: tzinfo
) -> Control:
    """Choose the control of a field that is not a group.

    Args:
        flat: the field's effective schema.
        value: what it holds; may be wrong.
        required: True when it must be filled in.
        language: the reader's.
        zone: the reader's time zone.
    """
    if type_of(flat) == "array":
        return _array(flat, language)
    if type_of(flat) == "boolean" and flat.get("enum") is None:
        return _boolean(flat, required)
    found = options(flat, language)
    if found:
        few = required and len(found) <= FEW
        return Control(kind="radio" if few else "select", options=found)
    if is_file_field(flat):
        return Control(kind="files", attributes=_accepted(flat))
    if flat.get("format") == "textarea" or flat.get("maxLength", 0) > LONG_TEXT:
        return Control(
            kind="textarea", text=text_of(flat, value, zone), attributes=_lengths(flat)
        )
    return _input(flat, value, zone)


def _array(flat: JSONDict, language: str) -> Control:
    items = declared(flat["items"]) if isinstance(flat.get("items"), dict) else {}
    if is_file_field(flat):
        return Control(
            kind="files", attributes={**_accepted(items), "multiple": "multiple"}
        )
    if options(items, language):
        return Control(kind="checkboxes", options=options(items, language))
    if type_of(items) == "object":
        return Control(kind="rows")
    return Control(kind="list")


def _boolean(flat: JSONDict, required: bool) -> Control:
    # A box that nobody ticked is not a decision: what must be decided is asked.
    if required and flat.get("const") is not True:
        return Control(kind="radio", options=YES_NO)
    if nullable(flat):
        return Control(kind="select", options=YES_NO)
    return Control(kind="checkbox")


def _input(flat: JSONDict, value: Any, zone: tzinfo) -> Control:
    kind = type_of(flat)
    number = kind in ("number", "integer")
    input_type = "number" if number else INPUT_TYPES.get(flat.get("format", ""), "text")
    text = text_of(flat, value, zone)
    shape = SHAPES.get(input_type)
    if text and shape and not shape.fullmatch(text):
        input_type = "text"
    attributes = _limits(flat) if input_type == "number" else _lengths(flat)
    if number:
        attributes["inputmode"] = "numeric" if kind == "integer" else "decimal"
    if flat.get("format") == "decimal":
        attributes["inputmode"] = "decimal"
    if input_type in ("datetime-local", "time") and text.count(":") > 1:
        attributes["step"] = "1"
    return Control(
        kind="input", text=text, input_type=input_type, attributes=attributes
    )


def text_of(flat: JSONDict, value: Any, zone: tzinfo) -> str:
    """Return a value as its text control shows it.

    Args:
        flat: the field's schema.
        value: the data; text that was typed wrongly stays as it is.
        zone: the reader's time zone.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if flat.get("format") == "date-time" and isinstance(value, str):
        return _local(value, zone)
    return str(value)


def _local(text: str, zone: tzinfo) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is None:
        return text
    try:
        local = moment.astimezone(zone)
    except OverflowError:
        return text
    naive = local.replace(tzinfo=None)
    return naive.isoformat(timespec="seconds" if local.second else "minutes")


def _accepted(flat: JSONDict) -> dict[str, str]:
    kinds = flat.get("x-accept", ())
    return {"accept": ",".join(kinds)} if kinds else {}


def _lengths(flat: JSONDict) -> dict[str, str]:
    pairs = {"minlength": flat.get("minLength"), "maxlength": flat.get("maxLength")}
    return {name: str(limit) for name, limit in pairs.items() if limit is not None}


def _limits(flat: JSONDict) -> dict[str, str]:
    whole = type_of(flat) == "integer"
    pairs = {
        "min": flat.get("minimum"),
        "max": flat.get("maximum"),
        "step": flat.get("multipleOf") or (1 if whole else "any"),
    }
    return {name: str(limit) for name, limit in pairs.items() if limit is not None}
