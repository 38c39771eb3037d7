"""Collects findings; each rule is told once for an element."""

from typing import Any, Literal

from app.domain.process import Finding, shortened
from app.engine.diagram import Flow, Process, Shape
from app.engine.normaliser import Normalised
from app.errors import Reason

MAX_FINDINGS = 200
_MAX_FACT = 120


class Report:
    """What is said of one file.

    Args:
        file: name of the uploaded file.
        drawing: what the normaliser has made of it.
    """

    def __init__(self, file: str, drawing: Normalised) -> None:
        self._file = file
        self._drawing = drawing
        self._found: dict[tuple[str, str | None, str], Finding] = {}

    def error(self, rule: str, where: Any = None, **facts: str | Reason) -> None:
        """Note something for which the upload is refused.

        Args:
            rule: its name in ``domain/findings.py``.
            where: shape, flow, process, XML element or None for the whole file.
            **facts: values for the places of the rule's sentence.
        """
        self._add(rule, "error", where, facts)

    def warn(self, rule: str, where: Any = None, **facts: str | Reason) -> None:
        """Note something worth a look that does not refuse the upload."""
        self._add(rule, "warning", where, facts)

    def findings(self) -> list[Finding]:
        """Return what was noted, in order."""
        return list(self._found.values())

    def _add(
        self,
        rule: str,
        severity: Literal["error", "warning"],
        where: Any,
        facts: dict[str, str | Reason],
    ) -> None:
        element_id, name = _place(where)
        element_id = self._as_drawn(element_id)
        key = rule, element_id, str(facts.get("name") or facts.get("text") or "")
        # A hostile file may break a rule 60 000 times; warnings are left out first.
        if len(self._found) >= MAX_FINDINGS and severity == "warning":
            return
        if len(self._found) >= 2 * MAX_FINDINGS:
            return
        self._found.setdefault(
            key,
            Finding(
                rule=rule,
                severity=severity,
                element_id=element_id,
                element_name=name,
                facts=shortened(facts, _MAX_FACT),
                file=self._file,
            ),
        )

    def _as_drawn(self, element_id: str | None) -> str | None:
        """Return the id that the analyst knows, None when there is none."""
        drawing = self._drawing
        if element_id is None:
            return None
        if element_id in drawing.origins:
            return drawing.origins[element_id]
        hidden = element_id in drawing.made or element_id in drawing.unnamed
        return None if hidden else element_id


def _place(where: Any) -> tuple[str | None, str | None]:
    if where is None:
        return None, None
    if isinstance(where, Process):
        return where.key or None, where.name or None
    if isinstance(where, (Shape, Flow)):
        return where.element_id or None, where.name or None
    while where is not None and not where.get("id"):
        where = where.getparent()
    if where is None:
        return None, None
    return where.get("id"), where.get("name") or None
