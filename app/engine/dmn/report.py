"""Collects what is said of a file of decisions; the same is told once."""

from typing import Final, Literal

from lxml import etree

from app.domain.process import Finding, shortened
from app.errors import Reason

MOST: Final = 200
_LONGEST_FACT: Final = 160


class Report:
    """Findings of one file, in order.

    Args:
        file: name of the uploaded file.
    """

    def __init__(self, file: str) -> None:
        self._file = file or None
        self._found: dict[tuple[object, ...], Finding] = {}

    def error(
        self, rule: str, where: etree._Element | None = None, **facts: str | Reason
    ) -> None:
        """Note something for which the file is refused.

        Args:
            rule: its name in ``domain/decision_findings.py``.
            where: the decision, or a part of it; None for the file.
            **facts: values for the places of the rule's sentence.
        """
        self._add("error", rule, where, facts)

    def warn(
        self, rule: str, where: etree._Element | None = None, **facts: str | Reason
    ) -> None:
        """Note something worth a look that does not refuse the file."""
        self._add("warning", rule, where, facts)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was noted."""
        return tuple(self._found.values())

    @property
    def refused(self) -> bool:
        """Whether an error was noted."""
        return any(one.severity == "error" for one in self._found.values())

    def _add(
        self,
        severity: Literal["error", "warning"],
        rule: str,
        where: etree._Element | None,
        facts: dict[str, str | Reason],
    ) -> None:
        if len(self._found) >= (MOST if severity == "error" else MOST // 2):
            return
        kept = shortened(facts, _LONGEST_FACT)
        told = sorted((name, str(fact)) for name, fact in kept.items())
        element_id = where.get("id") if where is not None else None
        self._found.setdefault(
            (rule, element_id, *told),
            Finding(
                rule=rule,
                severity=severity,
                element_id=element_id,
                element_name=where.get("name") if where is not None else None,
                facts=kept,
                file=self._file,
            ),
        )
