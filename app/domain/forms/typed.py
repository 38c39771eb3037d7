"""Typed text becomes data; what cannot be data stays the text that was typed."""

import math
import re
from datetime import UTC, datetime, tzinfo
from typing import Any

from app.domain.forms.fields import options, type_of
from app.domain.process import JSONDict
from app.domain.strict_json import LARGEST

WHOLE = re.compile(r"[+-]?[0-9]{1,19}")
NUMBER = re.compile(r"[+-]?[0-9]{1,100}(\.[0-9]{1,100})?([eE][+-]?[0-9]{1,4})?")
GROUPED = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
LOCAL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
BOOLEANS = {"true": True, "false": False}


def read_text(flat: JSONDict, text: str, old: Any, zone: tzinfo) -> Any:
    """Return what a person meant by the text of one control.

    Args:
        flat: the field's schema.
        text: what was typed or chosen.
        old: the value before; a moment that is still the same keeps its spelling.
        zone: the reader's time zone.

    Returns:
        The value; None for an empty control; the text itself where it does not fit.
    """
    long = flat.get("format") == "textarea"
    text = text.replace("\r\n", "\n")
    bare = text.strip()
    if not bare:
        return None
    for option in options(flat, ""):
        if option.key == text:
            return option.value
    kind = type_of(flat)
    if kind == "boolean":
        return BOOLEANS.get(bare, bare)
    if kind in ("integer", "number"):
        return _number(bare, kind)
    if flat.get("format") == "date-time":
        return _moment(bare, old, zone)
    if flat.get("format") == "decimal":
        return bare.replace(",", "") if GROUPED.fullmatch(bare) else bare
    return text if long else bare


def _number(text: str, kind: str) -> int | float | str:
    if WHOLE.fullmatch(text) and -LARGEST <= int(text) < LARGEST:
        return int(text)
    if kind == "number" and NUMBER.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text


def _moment(text: str, old: Any, zone: tzinfo) -> str:
    if not LOCAL.fullmatch(text):
        return text
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return text
    if isinstance(old, str) and _instant(old) == moment:
        return old
    return moment.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _instant(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(microsecond=0) if moment.tzinfo else None
