"""Hit policies: what becomes of the rules that matched.

Source:
    DMN 1.3, 8.2.10 "Hit policy" and 8.2.11 (default output, no match).
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from app.engine import feel
from app.engine.feel import operations
from app.engine.feel.frames import Frame, Run
from app.engine.feel.kinds import Undefined
from app.engine.scripts.faults import ScriptFault
from app.errors import N_

SEVERAL: Final = N_(
    "Several rules of “%(table)s” match (%(rules)s), but its hit policy is Unique."
)
DIFFERENT: Final = N_(
    "Rules of “%(table)s” match with different results (%(rules)s), but its hit policy"
    " is Any."
)
MANY: Final = frozenset({"RULE ORDER", "OUTPUT ORDER", "COLLECT"})
NAMES: Final = frozenset({"UNIQUE", "FIRST", "ANY", "PRIORITY"}) | MANY
AGGREGATIONS: Final = frozenset({"SUM", "COUNT", "MIN", "MAX"})


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that matched.

    Attributes:
        number: of the rule, from 1.
        outputs: one value a column.
    """

    number: int
    outputs: list[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How a table settles what it answers.

    Attributes:
        table: name of the table in complaints.
        name: one of ``NAMES``.
        aggregation: one of ``AGGREGATIONS``, or "".
        priorities: per column the output values, most important first.
        whole: makes the result of one rule out of its columns' values.
    """

    table: str
    name: str
    aggregation: str
    priorities: tuple[tuple[Any, ...], ...]
    whole: Callable[[list[Any]], Any]

    def settle(self, matches: list[Match], frame: Frame) -> Any:
        """Give the table's result.

        Args:
            matches: at least one, in the order of the rules.
            frame: where aggregates are calculated.

        Raises:
            ScriptFault: kind "runtime": more rules match than the policy allows.
        """
        return _SETTLING[self.name](self, matches, frame)

    def results(self, matches: list[Match]) -> list[Any]:
        """Return each rule's result."""
        return [self.whole(match.outputs) for match in matches]

    def by_priority(self, matches: list[Match], run: Run) -> list[Match]:
        """Sort matches by their output values; equals stay in the rules' order."""
        return sorted(matches, key=lambda match: self._rank(match, run))

    def _rank(self, match: Match, run: Run) -> list[int]:
        return [
            _position(value, values, run)
            for value, values in zip(match.outputs, self.priorities, strict=True)
        ]


def _position(value: Any, values: tuple[Any, ...], run: Run) -> int:
    run.spend(len(values))
    for place, one in enumerate(values):
        if operations.equal(value, one, run) is True:
            return place
    return len(values)


def _numbers(matches: list[Match]) -> str:
    return ", ".join(str(match.number) for match in matches[:20])


def _unique(policy: Policy, matches: list[Match], frame: Frame) -> Any:
    if len(matches) > 1:
        raise ScriptFault(
            "runtime", SEVERAL, table=policy.table, rules=_numbers(matches)
        )
    return policy.whole(matches[0].outputs)


def _first(policy: Policy, matches: list[Match], frame: Frame) -> Any:
    return policy.whole(matches[0].outputs)


def _any(policy: Policy, matches: list[Match], frame: Frame) -> Any:
    first, *others = policy.results(matches)
    if not all(feel.same(first, other, frame.run) for other in others):
        raise ScriptFault(
            "runtime", DIFFERENT, table=policy.table, rules=_numbers(matches)
        )
    return first


def _priority(policy: Policy, matches: list[Match], frame: Frame) -> Any:
    return policy.whole(policy.by_priority(matches, frame.run)[0].outputs)


def _rule_order(policy: Policy, matches: list[Match], frame: Frame) -> Any:
    return policy.results(matches)


def _output_order(policy: Policy, matches: list[Match], frame: Frame) -> Any:
    return policy.results(policy.by_priority(matches, frame.run))


def _collect(policy: Policy, matches: list[Match], frame: Frame) -> Any:
    results = policy.results(matches)
    if not policy.aggregation:
        return results
    if policy.aggregation == "COUNT":
        return Decimal(len(results))
    try:
        return feel.call(policy.aggregation.lower(), [results], frame.run)
    except Undefined as why:
        raise ScriptFault("runtime", why.sentence, **why.facts) from None


_SETTLING: Final[dict[str, Callable[[Policy, list[Match], Frame], Any]]] = {
    "UNIQUE": _unique,
    "FIRST": _first,
    "ANY": _any,
    "PRIORITY": _priority,
    "RULE ORDER": _rule_order,
    "OUTPUT ORDER": _output_order,
    "COLLECT": _collect,
}
