"""Signals: everything that waits for one has it at once."""

from typing import Any

from app.domain.process import JSONDict


def broadcast(top: Any, name: str, payload: JSONDict) -> None:
    """Give a signal to everything in the ticket that waits for it now.

    Who interrupts comes first, from the outermost scope inwards: nothing of what is
    interrupted runs on. Who only begins to wait because of it waits for the next one.

    Args:
        top: the process in memory.
        name: of the signal.
        payload: what is in it.
    """
    found = [
        (token, number)
        for token in top.tokens()
        for number, slot in _slots(token)
        if slot.get("sig") == name
    ]
    found.sort(key=lambda pair: rank(pair[0]))
    for token, number in found:
        if token.workflow.tasks.get(token.id) is token and _is_open(token, number):
            top.receive(token, payload)
            token.task_spec.occurred(token, number)


def _slots(token: Any) -> list[tuple[int, JSONDict]]:
    open_slots = getattr(token.task_spec, "open_slots", None)
    if open_slots is None or token.incident:
        return []
    return [(number, slot) for number, _, slot in open_slots(token)]


def _is_open(token: Any, number: int) -> bool:
    return any(number == at for at, _ in _slots(token))


def rank(token: Any) -> tuple[bool, int, int]:
    """Return whose turn it is when several events happen at once, the lowest first.

    Who interrupts comes first, from the outermost scope inwards.

    Args:
        token: one that waits.
    """
    spec = token.task_spec
    interrupts = getattr(spec, "cancel_activity", False) or getattr(
        spec, "interrupting", False
    )
    return not interrupts, token.workflow.depth, token.id
