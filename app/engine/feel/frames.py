"""What an evaluation sees and may spend.

The cost is bounded without counting every step: straight code costs at most its length,
so only what repeats (an element of a loop, a call, a walk over a list) is charged, with
the size of what it repeats.
"""

import math
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from app.engine.feel import kinds, limits
from app.engine.scripts.faults import ScriptFault
from app.errors import N_

NO_VARIABLE: Final = N_("There is no variable “%(name)s”.")


class Run:
    """One evaluation: its present instant, its budget, and why things were null.

    Args:
        now: the instant of ``now()``, aware.
        steps: what it may cost, in parts evaluated.
    """

    __slots__ = ("calls", "notes", "now", "steps")

    def __init__(self, now: datetime, steps: int = limits.STEPS) -> None:
        self.now = now
        self.steps = steps
        self.calls = 0
        self.notes: list[kinds.Undefined] = []

    def spend(self, steps: int) -> None:
        """Charge a repetition.

        Args:
            steps: parts evaluated or elements walked over.

        Raises:
            ScriptFault: kind "time", when the budget is used up.
        """
        self.steps -= steps
        if self.steps < 0:
            raise ScriptFault("time", N_("The expression takes too many steps."))

    def note(self, why: kinds.Undefined) -> None:
        """Remember why a part is null; the first ones suffice."""
        if len(self.notes) < limits.NOTES:
            self.notes.append(why)

    def text(self, text: str) -> str:
        """Charge a text that was made and refuse it when it is too long."""
        if len(text) > limits.TEXT:
            raise ScriptFault("data", N_("A text becomes too long."))
        self.spend(len(text) >> 6)
        return text

    def items(self, count: int) -> None:
        """Charge a list that is made and refuse it when it is too long."""
        if count > limits.ITEMS:
            raise ScriptFault("data", N_("A list becomes too long."))
        self.spend(count)


class Frame:
    """The names of one scope.

    Args:
        names: FEEL values by name.
        parent: the scope around it; None for the outermost.
        run: the evaluation it belongs to.
    """

    __slots__ = ("names", "parent", "run")

    def __init__(
        self, names: Mapping[str, Any], parent: "Frame | None", run: Run
    ) -> None:
        self.names = names
        self.parent = parent
        self.run = run

    def inner(self, names: Mapping[str, Any]) -> "Frame":
        """Open a scope inside this one."""
        return Frame(names, self, self.run)

    def holds(self, name: str) -> bool:
        """Tell whether a name is known here, be it null."""
        frame: Frame | None = self
        while frame is not None:
            if name in frame.names:
                return True
            frame = frame.parent
        return False

    def find(self, name: str) -> Any:
        """Return the value of a name.

        Raises:
            KeyError: it is not known.
        """
        frame: Frame | None = self
        while frame is not None:
            if name in frame.names:
                return frame.names[name]
            frame = frame.parent
        raise KeyError(name)


Closure = Callable[[Frame], Any]


class Names(Mapping[str, Any]):
    """The caller's variables, turned into FEEL values when they are first read.

    Args:
        names: JSON values by name.
        run: what the reading is charged to.
    """

    __slots__ = ("_made", "_names", "_run")

    def __init__(self, names: Mapping[str, Any], run: Run) -> None:
        self._names = names
        self._run = run
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._made:
            self._made[name] = enter(self._names[name], self._run)
        return self._made[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Any:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def enter(value: Any, run: Run, depth: int = 0) -> Any:
    """Turn a JSON value into a FEEL value.

    Args:
        value: null, boolean, number, text, list or mapping; dates pass as they are.
        run: what it is charged to.
        depth: how deep it lies in another value.

    Raises:
        ScriptFault: kind "data": it is no such thing, too deep or too large.
    """
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    if kind is int or kind is float:
        return number(value)
    run.spend(1)
    if depth > limits.NESTING:
        raise ScriptFault("data", N_("A variable is nested too deeply."))
    if isinstance(value, Mapping):
        run.spend(len(value))
        return {str(k): enter(v, run, depth + 1) for k, v in value.items()}
    if isinstance(value, list | tuple):
        run.spend(len(value))
        return [enter(item, run, depth + 1) for item in value]
    raise ScriptFault(
        "data",
        N_("A variable holds a value of type %(type)s, which FEEL does not know."),
        type=kind.__name__,
    )


_AS_IT_IS: Final = frozenset(kinds.WORDS) - {list, dict}


def number(value: int | float) -> Decimal:
    """Turn a JSON number into an exact one; a float counts as its shortest text."""
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ScriptFault("data", N_("A variable holds a number out of range."))
        return Decimal(repr(value))
    if value.bit_length() > limits.INTEGER_BITS:
        raise ScriptFault("data", N_("A variable holds a number out of range."))
    return kinds.CONTEXT.create_decimal(value)
