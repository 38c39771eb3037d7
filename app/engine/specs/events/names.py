"""Names of messages and signals."""

from typing import Any

from app.engine.expressions import value_of
from app.errors import N_, EngineFault


def name_of(token: Any, text: str) -> str:
    """Return the name of a message or signal, evaluated.

    Raises:
        EngineFault: it is no text, or empty.
    """
    value = value_of(token, text)
    if isinstance(value, str) and value.strip():
        return value.strip()
    why = N_("the name of its message or signal is empty")
    raise EngineFault(element_id=token.task_spec.name, why=why)
