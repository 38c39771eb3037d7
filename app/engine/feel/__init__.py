"""FEEL, the expression language of DMN and of Camunda 8, within limits.

Own parser, closures, and an interpreter in this process whose cost is bounded. Numbers
are decimals of 34 digits; what has no value is null and never raises; logic knows three
values. Variables are JSON: dates are texts there and become dates by ``date(...)``.

What differs from the standard: years lie between 1 and 9999 and seconds have six
decimals; a date and time with a zone is not compared with one without (null); regular
expressions are RE2's; external functions do not exist. How a text is read never depends
on the variables at hand: whoever may add a variable "a and b" cannot change what
``a and b`` means. Names of several plain words are understood all the same, others in
backticks.

Source:
    DMN 1.3, chapter 10 "Expression Language (FEEL)"; Camunda 8 documentation, "FEEL".
"""

import functools
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from app.engine.feel import building, leaving, limits, loops, operations
from app.engine.feel.frames import Closure, Frame, Names, Run
from app.engine.feel.functions import BUILTINS
from app.engine.feel.kinds import Undefined
from app.engine.feel.lexer import KEYWORDS, fault
from app.engine.feel.parser import Parser
from app.engine.scripts.faults import ScriptFault

__all__ = [
    "Frame",
    "Names",
    "Run",
    "Undefined",
    "Unit",
    "call",
    "check",
    "check_tests",
    "evaluate",
    "explain",
    "read",
    "read_tests",
    "same",
    "signs",
    "unary_test",
]


_NAME: Final = re.compile(r"[^\W\d]['\w./+* -]*")


@dataclass(frozen=True, slots=True)
class Unit:
    """A text, read.

    Attributes:
        closure: gives its value.
        names: the variables it expects.
        perhaps: names inside filters that are variables if no element has them.
        calls: functions it calls that are neither the standard's nor its own.
        size: how many parts it has.
    """

    closure: Closure
    names: Mapping[str, int]
    perhaps: frozenset[str]
    calls: Mapping[str, int]
    size: int

    def value(self, frame: Frame) -> Any:
        """Evaluate it.

        Args:
            frame: the names it sees.

        Returns:
            A FEEL value, not yet JSON.

        Raises:
            ScriptFault: a budget is passed, or an assertion fails.
        """
        try:
            return self.closure(frame)
        except RecursionError:
            raise ScriptFault("recursion", building.TOO_DEEP) from None


def signs(names: Iterable[str]) -> frozenset[str]:
    """Return the names that cannot be recognised without knowing them.

    A name of several plain words is read as one by itself; one with signs ("a-b") or
    words of the grammar ("terms and conditions") in it is not.

    Args:
        names: any names.
    """
    return frozenset(
        name for name in names if _NAME.fullmatch(name) and not _is_plain(name)
    )


def _is_plain(name: str) -> bool:
    words = name.split()
    plain = all(word.isidentifier() or word.isdecimal() for word in words)
    return len(name) > limits.NAME or (plain and KEYWORDS.isdisjoint(words))


@functools.lru_cache(maxsize=limits.KEPT)
def read(text: str, known: frozenset[str] = frozenset()) -> Unit:
    """Read an expression.

    Args:
        text: at most ``limits.SOURCE_CHARACTERS``, without a leading "=".
        known: names with signs in them that it may see, as ``signs`` gives them.

    Raises:
        ScriptFault: kind "syntax", with line and column.
    """
    parser = Parser(text, known)
    node = parser.expression()
    parser.finish()
    return Unit(node.run, parser.free, frozenset(parser.maybe), parser.calls, node.size)


@functools.lru_cache(maxsize=limits.KEPT)
def read_tests(text: str, known: frozenset[str] = frozenset()) -> Unit:
    """Read unary tests, the conditions of a table's cells.

    Args:
        text: for example ``< 5``, ``"a", "b"``, ``[1..3]``, ``not(7)`` or ``-``.
        known: as for ``read``.

    Returns:
        A unit whose value is true or false; it looks at the name ``?``.

    Raises:
        ScriptFault: kind "syntax", with line and column.
    """
    if text.strip() in ("", "-"):
        return Unit(lambda frame: True, {}, frozenset(), {}, 1)
    parser = Parser(text, known)
    closure = parser.tests()
    size = len(parser.tokens)  # never fewer than parts
    return Unit(closure, parser.free, frozenset(parser.maybe), parser.calls, size)


def evaluate(text: str, names: Mapping[str, Any], *, now: datetime) -> Any:
    """Give the value of an expression.

    Args:
        text: the expression, without a leading "=".
        names: the variables it may see, JSON; never changed.
        now: the instant of ``now()`` and ``today()``, aware.

    Returns:
        A JSON value. Numbers are JSON numbers where these are exact, else text; dates,
        times and durations are ISO 8601 text.

    Raises:
        ScriptFault: it cannot be read, or passes a budget.
    """
    return explain(text, names, now=now)[0]


def explain(
    text: str, names: Mapping[str, Any], *, now: datetime
) -> tuple[Any, tuple[Undefined, ...]]:
    """Give the value of an expression, and why parts of it were null.

    Args:
        text: as for ``evaluate``.
        names: as for ``evaluate``.
        now: as for ``evaluate``.

    Returns:
        The value, and the first reasons: message ids with facts.

    Raises:
        ScriptFault: it cannot be read, or passes a budget.
    """
    run = Run(now)
    value = read(text).value(Frame(Names(names, run), None, run))
    return leaving.leave(value, run), tuple(run.notes)


def unary_test(
    text: str, input_value: Any, names: Mapping[str, Any], *, now: datetime
) -> bool:
    """Tell whether a value passes the tests of a table's cell.

    Args:
        text: the unary tests.
        input_value: the value, JSON.
        names: other variables the tests may see.
        now: the instant of ``now()`` and ``today()``, aware.

    Raises:
        ScriptFault: they cannot be read, or pass a budget.
    """
    run = Run(now)
    frame = Frame(Names({**names, "?": input_value}, run), None, run)
    return read_tests(text).value(frame) is True


def check(text: str, known_names: Collection[str] | None = None) -> frozenset[str]:
    """Read an expression without evaluating it.

    Args:
        text: the expression, without a leading "=".
        known_names: names that exist, where the caller knows them.

    Returns:
        The variables it expects. Inside a filter a name may be a part of the elements,
        so there only names among ``known_names`` count.

    Raises:
        ScriptFault: kind "syntax" or "unsupported" (there is no such function), with
            line and column.
    """
    return _expected(text, read(text), known_names)


def check_tests(
    text: str, known_names: Collection[str] | None = None
) -> frozenset[str]:
    """Read unary tests without evaluating them; see ``check``."""
    return _expected(text, read_tests(text), known_names)


def _expected(
    text: str, unit: Unit, known_names: Collection[str] | None
) -> frozenset[str]:
    for name, place in unit.calls.items():
        raise fault(text, place, loops.NO_FUNCTION, kind="unsupported", name=name)
    return frozenset(unit.names) | (unit.perhaps & frozenset(known_names or ()))


def call(name: str, args: list[Any], run: Run) -> Any:
    """Call a built-in function.

    Args:
        name: as an author writes it.
        args: FEEL values.
        run: what it is charged to.

    Raises:
        Undefined: it has no result for them.
    """
    return BUILTINS[name].call(run, args)


def same(left: Any, right: Any, run: Run) -> bool:
    """Tell whether two FEEL values are the same; of different kinds they never are."""
    return operations.equal(left, right, run) is True
