"""The functions of the standard; importing this package declares them all."""

from types import ModuleType
from typing import Final

import app.engine.feel.functions.contexts as contexts
import app.engine.feel.functions.conversions as conversions
import app.engine.feel.functions.lists as lists
import app.engine.feel.functions.numbers as numbers
import app.engine.feel.functions.patterns as patterns
import app.engine.feel.functions.ranges as ranges
import app.engine.feel.functions.statistics as statistics
import app.engine.feel.functions.strings as strings
import app.engine.feel.functions.times as times
from app.engine.feel.functions.registry import BUILTINS, Builtin

__all__ = ["BUILTINS", "FAMILIES", "Builtin"]

FAMILIES: Final[tuple[ModuleType, ...]] = (
    contexts,
    conversions,
    lists,
    numbers,
    patterns,
    ranges,
    statistics,
    strings,
    times,
)
