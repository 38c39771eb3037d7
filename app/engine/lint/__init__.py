"""What is said of a diagram before it may run: findings with the analyst's own ids.

The rule of this house: a construct is executed as BPMN 2.0.2 says, or refused here with
the element's id; it is never ignored.
"""

from collections.abc import Collection
from typing import Any

from app.domain.process import Finding
from app.engine.diagram import Process
from app.engine.layout import has_layout
from app.engine.lint import (
    activities,
    connections,
    elements,
    joins,
    structure,
    texts,
    undoing,
    vendors,
    words,
)
from app.engine.lint.report import Report
from app.engine.normaliser import Normalised
from app.engine.shapes import FLOW_NODES
from app.engine.xml import local_name, namespace, tag

MAX_PROCESSES = 50
MAX_DECLARED = 1_000

_DRAWN = [tag(kind) for kind in (*sorted(FLOW_NODES), "sequenceFlow")]


def wrong_root(root: Any, file: str) -> Finding:
    """Say that a file is XML, but no diagram."""
    if "/DMN/" in namespace(root.tag):
        return Finding(rule="unsupported-decisions", severity="error", file=file)
    facts = {"name": local_name(root)[:80]}
    return Finding(rule="wrong-root", severity="error", facts=facts, file=file)


def too_large(root: Any, file: str) -> Finding | None:
    """Refuse a file that is too large to be rewritten and checked in good time.

    Args:
        root: its ``definitions`` element, as uploaded.
        file: its name, for the finding.
    """
    drawn = sum(1 for _ in root.iter(*_DRAWN))
    limits = (
        ("too-many-shapes", drawn, structure.MAX_SHAPES),
        ("too-many-declared", len(root), MAX_DECLARED),
    )
    for rule, count, limit in limits:
        if count > limit:
            facts = {"count": str(count), "limit": str(limit)}
            return Finding(rule=rule, severity="error", facts=facts, file=file)
    return None


def check(
    drawing: Normalised,
    processes: list[Process],
    *,
    form_keys: Collection[str],
    file: str,
) -> list[Finding]:
    """Check a BPMN file.

    Args:
        drawing: the file, normalised.
        processes: the index of its processes.
        form_keys: keys of the forms that are known.
        file: its name, for the findings.

    Returns:
        Errors and warnings; without an error every executable process can be built.
    """
    report, root = Report(file, drawing), drawing.root
    elements.check_file(root, report)
    vendors.check_file(root, report)
    if len(processes) > MAX_PROCESSES:
        report.error("too-many-processes", limit=str(MAX_PROCESSES))
        return report.findings()
    _layout(root, report)
    if not processes:
        report.error("no-process")
    elif not any(process.executable for process in processes):
        report.error("no-executable-process")
    for process in processes:
        if not process.executable:
            report.warn("not-executable", process)
        elif structure.check(process, report):
            elements.check(process, report)
            connections.check(process, report)
            texts.check(process, report, form_keys)
            activities.check(process, report)
            undoing.check(process, report)
            words.conditional(process, report)
            words.counters(process, report)
            joins.check(process, report)
            vendors.check(process, report)
    return report.findings()


def _layout(root: Any, report: Report) -> None:
    lanes = next(root.iter(tag("lane")), None) is not None
    if lanes and not has_layout(root):
        report.warn("lanes-not-drawn")
