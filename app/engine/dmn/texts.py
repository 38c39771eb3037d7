"""Texts of a decision: FEEL, or JUEL where the file says so.

Source:
    DMN 1.3, 7.3.14 (expressionLanguage); Camunda 7 manual, "Expressions in DMN".
"""

from collections.abc import Callable
from typing import Any, Final

from lxml import etree

from app.engine import feel, scripts
from app.engine.dmn.report import Report
from app.engine.feel import leaving
from app.engine.feel.frames import Frame, enter
from app.engine.scripts.faults import ScriptFault
from app.errors import Reason

CHARACTERS: Final = 1_000_000  # of all texts of a file together
_MARKS: Final = ("${", "#{")
_INPUTS: Final = frozenset({"?", "cellInput"})


class Texts:
    """Reads the texts of one file.

    Args:
        report: where faults are noted.
        default: the language of the file.
        known: names of the file with signs in them.
    """

    def __init__(self, report: Report, default: str, known: frozenset[str]) -> None:
        self.report = report
        self.default = default
        self.known = known
        self.left = CHARACTERS
        self.owner: etree._Element | None = None  # the decision that is being read
        self.local: set[str] = set()  # names it brings itself
        self.expected: set[str] = set()  # names it wants from elsewhere
        self.called: set[str] = set()  # functions it wants from elsewhere

    def begin(self, owner: etree._Element) -> None:
        """Start with the texts of a decision or knowledge model."""
        self.owner = owner
        self.local, self.expected, self.called = set(), set(), set()

    def end(self, bound: set[str]) -> frozenset[str]:
        """Finish a decision or model, and return the variables it expects.

        Args:
            bound: names that what it requires brings.
        """
        for name in sorted(self.called - self.local - bound):
            self.error("dmn-function", name=name)
        return frozenset(self.expected - self.local - bound)

    def expression(self, text: str, language: str | None, place: str) -> feel.Unit:
        """Read an expression; an empty one is null.

        Args:
            text: as the analyst wrote it.
            language: what the element says of it, or None.
            place: where it stands, for the finding.
        """
        return self._read(text, language, place, feel.read, empty="null")

    def tests(self, text: str, language: str | None, place: str) -> feel.Unit:
        """Read the unary tests of a cell; an empty one is always true."""
        return self._read(text, language, place, feel.read_tests, empty="-")

    def error(self, rule: str, **facts: str | Reason) -> None:
        """Note an error of the decision that is being read."""
        self.report.error(rule, self.owner, **facts)

    def _read(
        self,
        text: str,
        language: str | None,
        place: str,
        read: Callable[..., feel.Unit],
        *,
        empty: str,
    ) -> feel.Unit:
        text = text.strip() or empty
        self.left -= len(text)
        spoken = self._language(text, language or self.default)
        try:
            if self.left < 0:
                self.report.error("dmn-too-large", limit=str(CHARACTERS))
            elif spoken == "feel":
                unit = read(text, self.known)
                self.expected |= unit.names.keys()
                self.called |= unit.calls.keys()
                return unit
            elif spoken == "juel":
                return self._juel(text)
            else:
                self.error("dmn-language", name=spoken, place=place, text=text)
        except ScriptFault as fault:
            why = Reason(fault.sentence, fault.facts)
            self.error("dmn-expression", place=place, text=text, why=why)
        return feel.read("null")

    def _language(self, text: str, said: str) -> str:
        said = said.strip().lower()
        if text.startswith(_MARKS):
            return "juel"
        if not said or said == "feel" or ("omg.org/spec/" in said and "feel" in said):
            return "feel"
        return "juel" if said in ("juel", "el") else said

    def _juel(self, text: str) -> feel.Unit:
        source = text if text.startswith(_MARKS) else f"${{{text}}}"
        names = scripts.check_expression(source)
        self.expected |= names - _INPUTS

        def run(frame: Frame) -> Any:
            seen = {
                name: leaving.leave(frame.find(name), frame.run)
                for name in names
                if frame.holds(name)
            }
            value = scripts.evaluate(source, seen, now=frame.run.now)
            return enter(value, frame.run)

        return feel.Unit(run, dict.fromkeys(names, 0), frozenset(), {}, 20)
