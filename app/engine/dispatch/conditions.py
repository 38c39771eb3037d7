"""Conditions that are watched: looked at whenever something has been done."""

from typing import Any

from app.engine.dispatch import signals


def look(top: Any) -> None:
    """Let every conditional event happen whose condition has become true.

    Whoever interrupts comes first: the order is that of signals.

    Args:
        top: the process in memory.
    """
    for token in sorted(top.watching.values(), key=signals.rank):
        if token.workflow.tasks.get(token.id) is not token or not _waits(token):
            top.watching.pop(token.id, None)
        else:
            token.task_spec.look(token)


def _waits(token: Any) -> bool:
    return bool(token.task_spec.is_open(token)) and not token.incident
