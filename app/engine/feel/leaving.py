"""What leaves an evaluation: JSON.

- A number leaves as a JSON number if that reads back as the same number; whole numbers
  beyond 64 bits and fractions of more than some 15 digits leave as text.
- Dates, times and durations leave as ISO 8601 text, ranges as FEEL writes them.
"""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any, Final

from app.engine.feel import temporal, writing
from app.engine.feel.frames import Run
from app.engine.feel.kinds import Months, Range, word_for
from app.engine.scripts.faults import ScriptFault
from app.errors import N_

_WHOLE: Final = 1 << 63


def leave(value: Any, run: Run) -> Any:
    """Turn a FEEL value into a fresh JSON value.

    Args:
        value: what an evaluation made.
        run: what it is charged to.

    Raises:
        ScriptFault: kind "data": it is a function, or too large.
    """
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, list | dict):
        run.spend(1 + len(value))
    if isinstance(value, list):
        return [leave(item, run) for item in value]
    if isinstance(value, dict):
        return {key: leave(item, run) for key, item in value.items()}
    if isinstance(value, date | time | timedelta | Months):
        return temporal.text_of(value, zones=False)
    if isinstance(value, Range):
        return writing.text_of(value, run)
    raise ScriptFault(
        "data",
        N_("The result is a %(found)s, which cannot be stored."),
        found=word_for(value),
    )


def number(value: Decimal) -> int | float | str:
    """Turn a number into a JSON number, or into text where that would not be exact."""
    if value == value.to_integral_value():
        return int(value) if abs(value) < _WHOLE else format(value, "f")
    if abs(value.adjusted()) < 300:
        short = float(value)
        if Decimal(repr(short)) == value:
            return short
    return format(value, "f")
