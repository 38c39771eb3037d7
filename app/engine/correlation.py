"""What tells messages of one name apart.

Source:
    BPMN 2.0.2, "Correlation": a key is made of properties; retrieval expressions find
    their values in a message, the bindings of a subscription in the process. Camunda 8
    documentation, "Message correlation": one key, an expression at the message.
"""

from dataclasses import dataclass
from typing import Any

from app.domain.process import JSONDict
from app.engine.expressions import (
    as_json,
    evaluate_among,
    evaluate_at,
    names,
    value_of,
)
from app.errors import N_, EngineFault

ZEEBE_KEY = "correlationKey"


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a correlation key.

    Attributes:
        name: its name, else its id.
        in_message: expression that finds its value in a message's payload.
        in_process: expression that finds its value in the process, or None to take the
            variable of its name.
    """

    name: str
    in_message: str
    in_process: str | None = None


@dataclass(frozen=True, slots=True)
class Correlation:
    """How messages of one name are told apart.

    Attributes:
        key: Camunda 8's one expression, or None.
        properties: those of BPMN's correlation keys.
    """

    key: str | None = None
    properties: tuple[Property, ...] = ()

    def expected(self, token: Any) -> JSONDict:
        """Return the values that a message must have to be for this token.

        Raises:
            EngineFault: a value is missing, or an expression fails.
        """
        found: JSONDict = {}
        name = token.task_spec.name
        if self.key is not None:
            found[ZEEBE_KEY] = as_json(value_of(token, self.key))
        seen = names(token.workflow)
        for item in self.properties:
            if item.in_process is not None:
                found[item.name] = as_json(evaluate_at(token, item.in_process, name))
            elif item.name in seen:
                found[item.name] = seen[item.name]
        if any(value is None for value in found.values()):
            why = N_("the key that its message is to be known by has no value")
            raise EngineFault(element_id=name, why=why)
        return found

    def given(self, token: Any, payload: JSONDict) -> JSONDict:
        """Return the values that a message takes along.

        Args:
            token: the event that throws it.
            payload: what is in it.

        Raises:
            EngineFault: an expression fails.
        """
        found: JSONDict = {}
        name, now = token.task_spec.name, token.workflow.top_workflow.now
        if self.key is not None:
            found[ZEEBE_KEY] = as_json(value_of(token, self.key))
        for item in self.properties:
            value = evaluate_among(payload, item.in_message, name, now=now)
            found[item.name] = as_json(value)
        return {key: value for key, value in found.items() if value is not None}
