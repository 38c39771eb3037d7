"""What is said of a diagram before it may run: findings with the analyst's own ids."""

from collections.abc import Collection
from typing import Any

from app.domain.process import Finding
from app.engine.diagram import Process
from app.engine.xml import local_name


def wrong_root(root: Any, file: str) -> Finding:
    """Say that a file is XML, but no diagram."""
    return Finding(
        rule="wrong-root",
        severity="error",
        facts={"name": local_name(root)},
        file=file,
    )


def check(
    root: Any, processes: list[Process], *, form_keys: Collection[str], file: str
) -> list[Finding]:
    """Check a BPMN file."""
    return []
