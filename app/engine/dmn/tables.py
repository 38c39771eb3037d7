"""Decision tables, ready to be asked.

Source:
    DMN 1.3, chapter 8 "Decision table".
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.engine.dmn.model import DecisionRun
from app.engine.dmn.policies import MANY, Match, Policy
from app.engine.dmn.types import Type, allow, conform
from app.engine.feel import Unit
from app.engine.feel.frames import Frame

Test = Callable[[Frame], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """An input column.

    Attributes:
        label: what the analyst calls it.
        expression: gives the value that its cells test.
        type: what the value must be, or None.
        allowed: tests the value must pass, or None.
        variables: names by which cells may call the value, beside ``?``.
    """

    label: str
    expression: Test
    type: Type | None
    allowed: Unit | None
    variables: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """An output column.

    Attributes:
        name: of the part of the result; "" in a table of one column.
        label: what the analyst calls it.
        type: what its values must be, or None.
        default: gives the value when no rule matches, or None.
    """

    name: str
    label: str
    type: Type | None
    default: Test | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A row.

    Attributes:
        tests: a test an input column; None where any value will do.
        cost: parts that are evaluated to test it.
        outputs: a value an output column.
    """

    tests: tuple[Test | None, ...]
    cost: int
    outputs: tuple[Test, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A decision table.

    Attributes:
        owner: id of the decision it belongs to.
        columns: the inputs.
        outputs: the outputs, at least one.
        rules: the rows.
        policy: what becomes of the rules that match.
    """

    owner: str
    columns: tuple[Column, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    policy: Policy

    def __call__(self, frame: Frame) -> Any:
        """Give its result, and tell the run which rules matched.

        Args:
            frame: the names its expressions see.

        Raises:
            ScriptFault: an input is not of its type or not allowed, or more rules
                match than the hit policy permits.
        """
        scopes = [self._scope(column, frame) for column in self.columns]
        matches = self._matches(scopes, frame)
        if isinstance(frame.run, DecisionRun):
            numbers = [match.number for match in matches]
            frame.run.matched.setdefault(self.owner, []).extend(numbers)
        if matches:
            return self.policy.settle(matches, frame)
        return self._otherwise(frame)

    def _scope(self, column: Column, frame: Frame) -> Frame:
        value = column.expression(frame)
        if column.type is not None:
            value = conform(value, column.type, column.label, frame)
        if column.allowed is not None and value is not None:
            allow(value, column.allowed, column.label, frame)
        return frame.inner({"?": value, **dict.fromkeys(column.variables, value)})

    def _matches(self, scopes: list[Frame], frame: Frame) -> list[Match]:
        found: list[Match] = []
        for number, rule in enumerate(self.rules, 1):
            frame.run.spend(rule.cost)
            if all(
                test is None or test(scope) is True
                for test, scope in zip(rule.tests, scopes, strict=True)
            ):
                found.append(Match(number, self._values(rule, frame)))
                if self.policy.name == "FIRST":
                    break
        return found

    def _values(self, rule: Rule, frame: Frame) -> list[Any]:
        return [
            give(frame)
            if output.type is None
            else conform(give(frame), output.type, output.label, frame)
            for give, output in zip(rule.outputs, self.outputs, strict=True)
        ]

    def _otherwise(self, frame: Frame) -> Any:
        if any(output.default is not None for output in self.outputs):
            values = [
                None if output.default is None else output.default(frame)
                for output in self.outputs
            ]
            result = self.policy.whole(values)
            many = self.policy.name in MANY and not self.policy.aggregation
            return [result] if many else result
        return Decimal(0) if self.policy.aggregation == "COUNT" else None
