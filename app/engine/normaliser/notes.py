"""What rewriting has made up, and ids that nobody uses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from app.engine.xml import BPMN, local_name, namespace

_SCOPES = frozenset({"process", "subProcess", "transaction", "adHocSubProcess"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalised:
    """A rewritten diagram.

    Attributes:
        root: the ``definitions`` element of the rewritten copy.
        made: ids of elements nobody has drawn; they are never shown.
        unnamed: ids given to drawn elements that had none.
        origins: of each made id, the analyst's id that is shown in its place, if any.
    """

    root: Any
    made: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()
    origins: Mapping[str, str] = field(default_factory=dict)


class Notes:
    """Gives out ids and remembers what they are for.

    Args:
        root: the diagram; whatever stands in it as a word is never given out, for it
            may be a reference that leads nowhere and is to be reported as such.
    """

    def __init__(self, root: Any) -> None:
        self._taken: set[str] = set()
        for element in root.iter():
            self._taken.update(value.strip() for value in element.values())
            if element.text:
                self._taken.add(element.text.strip())
        self._numbers = count(1)
        self._origins: dict[str, str] = {}
        self._made: set[str] = set()
        self._unnamed: set[str] = set()

    def name(self, kind: str) -> str:
        """Return an id for a drawn element that has none."""
        made = self._fresh(kind)
        self._unnamed.add(made)
        return made

    def make(self, kind: str, origin: str | None) -> str:
        """Return an id for an element that nobody has drawn.

        Args:
            kind: what it is, for readers of the engine's own records.
            origin: the analyst's id that findings are to show.
        """
        made = self._fresh(kind)
        self._made.add(made)
        if origin:
            self._origins[made] = origin
        return made

    def rename(self, kind: str, origin: str) -> str:
        """Return an id for a drawn element that cannot keep its own."""
        made = self._fresh(kind)
        self._origins[made] = origin
        return made

    def _fresh(self, kind: str) -> str:
        # Numbers go on: looking for a free one from 1 each time would be quadratic.
        while (made := f"_{kind}_{next(self._numbers)}") in self._taken:
            pass
        self._taken.add(made)
        return made

    def scopes(self, root: Any) -> list[Any]:
        """Return every process and sub-process, the outer before the inner."""
        return [
            element
            for element in root.iter()
            if namespace(element.tag) == BPMN and local_name(element) in _SCOPES
        ]

    def result(self, root: Any) -> Normalised:
        """Return the rewritten diagram with what was noted."""
        return Normalised(
            root=root,
            made=frozenset(self._made),
            unnamed=frozenset(self._unnamed),
            origins=dict(self._origins),
        )
