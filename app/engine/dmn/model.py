"""What a file of decisions becomes: read once, never changed, shared by all threads."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from app.engine.feel.frames import Closure, Run
from app.engine.feel.kinds import Undefined

STEPS: Final = 250_000  # of one decision with all it requires: below half a second


class DecisionRun(Run):
    """One evaluation of a decision: also remembers which rules matched.

    Args:
        now: the instant of ``now()``, aware.
    """

    __slots__ = ("matched",)

    def __init__(self, now: datetime) -> None:
        super().__init__(now, STEPS)
        self.matched: dict[str, list[int]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """Data from outside that a decision requires.

    Attributes:
        name: the variable.
        conform: makes it of its type.
    """

    name: str
    conform: Closure | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of a file.

    Attributes:
        decision_id: the analyst's id.
        name: its name, or its id.
        requires: ids of the decisions whose results it needs.
        inputs: data it requires and says the type of.
        knowledge: ids of the business knowledge models it calls.
        logic: gives its result.
        bound_as: names under which others see its result.
        outputs: output columns that others see by their names.
        variables: names it expects from outside, as far as they are known.
        lines: number of rules; 0 when it is no table.
    """

    decision_id: str
    name: str
    requires: tuple[str, ...]
    inputs: tuple[Input, ...]
    knowledge: tuple[str, ...]
    logic: Closure
    bound_as: tuple[str, ...]
    outputs: tuple[str, ...]
    variables: frozenset[str]
    lines: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """A business knowledge model: a function.

    Attributes:
        name: what calls it.
        requires: ids of the models it calls itself.
        logic: gives the function.
    """

    name: str
    requires: tuple[str, ...]
    logic: Closure


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """All decisions of a file.

    Attributes:
        decisions: by id; those a decision requires come before it.
        knowledge: business knowledge models by id.
    """

    decisions: Mapping[str, Decision] = field(default_factory=dict)
    knowledge: Mapping[str, Knowledge] = field(default_factory=dict)

    def variables(self, decision_id: str) -> frozenset[str]:
        """Return the variables a decision expects, with those it requires.

        Args:
            decision_id: one of ``decisions``.

        Raises:
            KeyError: there is no such decision.
        """
        names: frozenset[str] = frozenset()
        seen: set[str] = set()
        left = [decision_id]
        while left:
            one = self.decisions[left.pop()]
            if one.decision_id not in seen:
                seen.add(one.decision_id)
                names |= one.variables
                left += one.requires
        return names


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What a decision gave, and how.

    Attributes:
        result: JSON; null when no rule matched and nothing is said for that case.
        matched: ids of the decision tables that were asked, in order, each with the
            numbers from 1 of the rules that matched; none where nothing did.
        notes: why parts of it were null: message ids with facts.
    """

    result: Any
    matched: Mapping[str, tuple[int, ...]]
    notes: tuple[Undefined, ...] = ()
