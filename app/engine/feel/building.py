"""Turns what the parser recognises into closures."""

from decimal import Decimal
from typing import Any, Final, NamedTuple

from app.engine.feel import limits, operations
from app.engine.feel.frames import NO_VARIABLE, Closure, Frame, Run
from app.engine.feel.functions import BUILTINS, Builtin
from app.engine.feel.kinds import (
    Function,
    Range,
    Test,
    Undefined,
    unfit,
    whole,
)
from app.engine.scripts.faults import ScriptFault
from app.errors import N_

TOO_DEEP: Final = N_("The text is nested too deeply.")
NO_CONDITION: Final = N_("A condition is neither true nor false.")


class Node(NamedTuple):
    """A part of an expression.

    Attributes:
        run: gives its value.
        depth: how deep its closures nest.
        size: how many parts it has; evaluating it once costs no more, but for loops,
            which charge for themselves.
        constant: its value when it is a literal number, None otherwise.
        defined: tells whether the variable or part it names exists.
    """

    run: Closure
    depth: int
    size: int
    constant: Decimal | None = None
    defined: Closure | None = None


def node(run: Closure, *parts: Node, defined: Closure | None = None) -> Node:
    """Make a part out of its parts.

    Raises:
        ScriptFault: kind "syntax", when it nests too deeply.
    """
    depth = 1 + max((part.depth for part in parts), default=0)
    if depth > limits.CHAIN:
        raise ScriptFault("syntax", TOO_DEEP)
    return Node(run, depth, 1 + sum(part.size for part in parts), None, defined)


def constant(value: Any) -> Node:
    """Make a literal."""
    number = value if isinstance(value, Decimal) else None
    return Node(lambda frame: value, 1, 1, number)


def name(word: str) -> Node:
    """Make a look-up of a variable; without one, of a function; else null."""

    def read(frame: Frame) -> Any:
        scope: Frame | None = frame
        while scope is not None:
            if word in scope.names:
                return scope.names[word]
            scope = scope.parent
        if word in BUILTINS:
            return _function(BUILTINS[word], frame.run)
        frame.run.note(Undefined(NO_VARIABLE, name=word))
        return None

    return node(read, defined=lambda frame: frame.holds(word))


def _function(builtin: Builtin, run: Run) -> Function:
    return Function(
        builtin.name, builtin.parameters, lambda args: builtin.call(run, args)
    )


def path(base: Node, word: str) -> Node:
    """Make ``base.word``."""
    owner = base.run

    def read(frame: Frame) -> Any:
        value = owner(frame)
        if type(value) is dict and word in value:
            return value[word]
        try:
            return operations.member(value, word, frame.run)
        except Undefined as why:
            frame.run.note(why)
            return None

    def defined(frame: Frame) -> bool:
        value = owner(frame)
        return isinstance(value, dict) and word in value

    return node(read, base, defined=defined)


def arithmetic(symbol: str, left: Node, right: Node) -> Node:
    """Make ``left symbol right`` of numbers, texts, dates and durations."""
    calculate, first, second = operations.calculator(symbol), left.run, right.run
    cost = limits.POWER if symbol == "**" else 0

    def run(frame: Frame) -> Any:
        frame.run.spend(cost)
        try:
            value = calculate(first(frame), second(frame))
        except Undefined as why:
            frame.run.note(why)
            return None
        return frame.run.text(value) if type(value) is str else value

    return node(run, left, right)


def negative(inner: Node) -> Node:
    """Make ``-inner``."""
    value = inner.run
    if inner.constant is not None:
        return constant(operations.negate(inner.constant))

    def run(frame: Frame) -> Any:
        try:
            return operations.negate(value(frame))
        except Undefined as why:
            frame.run.note(why)
            return None

    return node(run, inner)


def comparison(symbol: str, left: Node, right: Node) -> Node:
    """Make ``left symbol right`` that is true, false or null."""
    first, second = left.run, right.run
    if symbol in ("=", "!="):
        wanted = symbol == "="

        def equate(frame: Frame) -> bool | None:
            answer = operations.equal(first(frame), second(frame), frame.run)
            return None if answer is None else answer is wanted

        return node(equate, left, right)

    def compare(frame: Frame) -> bool | None:
        try:
            return operations.compare(symbol, first(frame), second(frame))
        except Undefined as why:
            frame.run.note(why)
            return None

    return node(compare, left, right)


def logic(symbol: str, left: Node, right: Node) -> Node:
    """Make ``and`` or ``or`` of three values; the right side is asked if it matters."""
    first, second, decides = left.run, right.run, symbol == "or"

    def run(frame: Frame) -> bool | None:
        one = first(frame)
        if one is decides:
            return decides
        two = second(frame)
        if two is decides:
            return decides
        return not decides if one is two is (not decides) else None

    return node(run, left, right)


def between(value: Node, low: Node, high: Node) -> Node:
    """Make ``value between low and high``."""

    def run(frame: Frame) -> bool | None:
        interval = Range(low.run(frame), high.run(frame), True, True)
        if interval.low is None or interval.high is None:
            return None
        return operations.inside(value.run(frame), interval)

    return node(run, value, low, high)


def contained(value: Node, tests: list[Node]) -> Node:
    """Make ``value in test`` or ``value in (test, test)``."""

    def run(frame: Frame) -> bool | None:
        one = value.run(frame)
        scope = frame.inner({"?": one})
        answers = [
            operations.meets_test(one, test.run(scope), frame.run) for test in tests
        ]
        return operations.any_of(answers)

    return node(run, value, *tests)


def half_range(symbol: str, bound: Node) -> Node:
    """Make the test ``< bound`` and its like."""

    def run(frame: Frame) -> Range | Test:
        value, context = bound.run(frame), frame.run
        if symbol in ("=", "!="):
            wanted = symbol == "="

            def holds(one: Any) -> bool | None:
                answer = operations.equal(one, value, context)
                return answer if answer is None else answer is wanted

            return Test(holds)
        if value is None:
            return Test(lambda one: None)
        if symbol[0] == "<":
            return Range(None, value, False, symbol == "<=")
        return Range(value, None, symbol == ">=", False)

    return node(run, bound)


def interval(low: Node, high: Node, low_closed: bool, high_closed: bool) -> Node:
    """Make ``[low..high]``; null when a bound is null."""

    def run(frame: Frame) -> Range | None:
        start, end = low.run(frame), high.run(frame)
        if start is None or end is None:
            frame.run.note(unfit("..", start, end))
            return None
        return Range(start, end, low_closed, high_closed)

    return node(run, low, high)


def branch(test: Node, yes: Node, no: Node) -> Node:
    """Make ``if test then yes else no``; what is not true goes to ``else``."""

    def run(frame: Frame) -> Any:
        answer = test.run(frame)
        if not isinstance(answer, bool):
            frame.run.note(Undefined(NO_CONDITION))
        return yes.run(frame) if answer is True else no.run(frame)

    return node(run, test, yes, no)


def sequence(items: list[Node]) -> Node:
    """Make a list."""
    runs = [item.run for item in items]
    return node(lambda frame: [run(frame) for run in runs], *items)


def context(entries: list[tuple[str, Node]]) -> Node:
    """Make a context; an entry sees those before it."""

    def run(frame: Frame) -> dict[str, Any]:
        made: dict[str, Any] = {}
        scope = frame.inner(made)
        for key, entry in entries:
            made[key] = entry.run(scope)
        return made

    return node(run, *(entry for _, entry in entries))


def filtered(base: Node, condition: Node) -> Node:
    """Make ``base[condition]``: one element by its position, or those that match."""
    test, size, fixed = condition.run, condition.size, condition.constant

    def run(frame: Frame) -> Any:
        value = base.run(frame)
        if value is None:
            return None
        items = value if isinstance(value, list) else [value]
        if fixed is not None:
            return element(items, fixed)
        if not items:
            return None if isinstance(test(frame), Decimal) else []
        kept = []
        for item in items:
            frame.run.spend(size)
            scope = frame.inner({"item": item})
            answer = test(scope.inner(item) if type(item) is dict else scope)
            if answer is True:
                kept.append(item)
            elif isinstance(answer, Decimal):
                return element(items, answer)
        return kept

    return node(run, base, condition)


def element(items: list[Any], position: Decimal) -> Any:
    """Return an element by its position, from 1, or from -1 backwards; else null."""
    place = whole(position) if position == position.to_integral_value() else 0
    if place > 0:
        return items[place - 1] if place <= len(items) else None
    return items[place] if place and -place <= len(items) else None
