"""Unary tests: the conditions in the cells of a decision table.

Source:
    DMN 1.3, 10.3.1.2 rules 7 to 17, and Table 55 (semantics of unary tests).
"""

from typing import Any

from app.engine.feel import operations
from app.engine.feel.building import Node
from app.engine.feel.frames import Closure, Frame


def answer(node: Node) -> Closure:
    """Make a test that asks about ``?`` itself: it holds if it is true."""
    return node.run


def test(node: Node, *, literal: bool) -> Closure:
    """Make a test of a value, range or list that the input is compared with.

    Args:
        node: the value.
        literal: whether it is ``true`` or the like; otherwise a true one also holds
            for inputs that are no booleans: it is a condition of other variables.
    """
    run = node.run

    def holds(frame: Frame) -> bool | None:
        value, wanted = frame.find("?"), run(frame)
        if wanted is True and not literal and not isinstance(value, bool):
            return True
        return operations.meets_test(value, wanted, frame.run)

    return holds


def joined(tests: list[Closure]) -> Closure:
    """Make a test that holds if one of several does."""
    if len(tests) == 1:
        only = tests[0]
        return lambda frame: only(frame) is True
    return lambda frame: any(test(frame) is True for test in tests)


def negated(tests: list[Closure]) -> Closure:
    """Make a test that holds if none of several does."""

    def holds(frame: Frame) -> Any:
        return not any(test(frame) is True for test in tests)

    return holds
