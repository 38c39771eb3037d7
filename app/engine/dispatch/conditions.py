"""Conditions that are watched: looked at whenever something has been done."""

from typing import Any


def look(top: Any) -> None:
    """Let every conditional event happen whose condition has become true.

    Args:
        top: the process in memory.
    """
    for token_id, token in list(top.watching.items()):
        if token.workflow.tasks.get(token_id) is not token or not _waits(token):
            top.watching.pop(token_id, None)
        else:
            token.task_spec.look(token)


def _waits(token: Any) -> bool:
    return bool(token.task_spec.is_open(token)) and not token.incident
