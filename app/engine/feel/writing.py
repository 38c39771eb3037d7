"""Any value as the text that FEEL writes for it."""

from decimal import Decimal
from typing import Any

from app.engine.feel import temporal
from app.engine.feel.frames import Run
from app.engine.feel.kinds import Function, Range, Test


def text_of(value: Any, run: Run) -> str:
    """Write any value as text, inside lists and contexts as FEEL writes it."""
    if isinstance(value, str):
        return value
    return _written(value, run)


def _written(value: Any, run: Run) -> str:
    run.spend(1)
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return run.text(f'"{escaped}"')
    if isinstance(value, list):
        return run.text("[" + ", ".join(_written(v, run) for v in value) + "]")
    if isinstance(value, dict):
        pairs = (f"{key}: {_written(item, run)}" for key, item in value.items())
        return run.text("{" + ", ".join(pairs) + "}")
    if isinstance(value, Range):
        low, high = _written(value.low, run), _written(value.high, run)
        opening, closing = "(["[value.low_closed], ")]"[value.high_closed]
        return run.text(f"{opening}{low}..{high}{closing}")
    return scalar_text(value)


def scalar_text(value: Any) -> str:
    """Write a value that is neither text, list, context nor range."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, Test | Function):
        return "function"
    return temporal.text_of(value, zones=True)


def number_text(value: Decimal) -> str:
    """Write a number without an exponent."""
    text = format(value, "f")
    return text.removeprefix("-") if not value else text
