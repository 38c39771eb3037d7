"""Errors and escalations: the innermost handler takes them, the most specific first.

Source:
    BPMN 2.0.2, "Error", "Escalation" and "Handling Events"; Camunda 7 reference, "Error
    Events": a handler for the code goes before one for any.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.domain.process import JSONDict
from app.engine.expressions import assign
from app.errors import N_

NO_CODE = "error"


@dataclass(frozen=True, slots=True)
class Handler:
    """An event that catches what is thrown.

    Attributes:
        spec: the event.
        scope: where it lies.
        host: the token on whose edge it lies; None for an event sub-process.
        number: of the definition that catches.
        definition: what it says.
    """

    spec: Any
    scope: Any
    host: Any
    number: int
    definition: Any

    def fire(self, variables: JSONDict) -> None:
        """Let it act.

        Args:
            variables: set in its scope before.
        """
        top, name = self.scope.top_workflow, self.spec.name
        for variable, value in variables.items():
            assign(self.scope, variable, value, element_id=name)
        token = self._armed() or self._made(top)
        self.spec.occurred(token, self.number)

    def _armed(self) -> Any:
        on = None if self.host is None else self.host.id
        for token in self.scope.tasks.values():
            if token.task_spec is self.spec and token.internal_data.get("on") == on:
                return token
        return None

    def _made(self, top: Any) -> Any:
        kept = {} if self.host is None else {"on": self.host.id}
        return top.make(self.scope, self.spec.name, **kept)


def raise_error(token: Any, code: str, message: str, variables: JSONDict) -> None:
    """Raise an error at a token: exactly one handler takes it.

    Without one the token stays where it is, as an incident; all others go on.

    Args:
        token: the element that raises it.
        code: "" when it has none.
        message: for people; may be "".
        variables: set in the scope of the handler.
    """
    handler = find(token, "error", code)
    top = token.workflow.top_workflow
    if handler is None:
        why = message or N_("nothing in the diagram handles this error")
        top.hold(token, code or NO_CODE, why)
        return
    told = dict(variables)
    if handler.definition.code_variable:
        told[handler.definition.code_variable] = code
    if handler.definition.message_variable:
        told[handler.definition.message_variable] = message
    handler.fire(told)


def escalate(token: Any, code: str, variables: JSONDict) -> None:
    """Raise an escalation at a token; without a handler nothing happens.

    Args:
        token: the element that raises it; a handler may take it away.
        code: "" when it has none.
        variables: set in the scope of the handler.
    """
    handler = find(token, "escalation", code)
    if handler is None:
        return
    told = dict(variables)
    if handler.definition.code_variable:
        told[handler.definition.code_variable] = code
    handler.fire(told)


def find(token: Any, kind: str, code: str | None = None) -> Handler | None:
    """Return who takes what is thrown at a token.

    Args:
        token: the element that throws.
        kind: "error", "escalation" or "cancel".
        code: of an error or escalation.
    """
    for level in _outwards(token):
        general = None
        for handler in level:
            definition = handler.definition
            if definition.catches != kind:
                continue
            expected = getattr(definition, "code", None)
            if expected is None:
                general = general or handler
            elif expected == code:
                return handler
        if general is not None:
            return general
    return None


def _outwards(token: Any) -> Iterator[list[Handler]]:
    """Yield the handlers around a token, level by level, the innermost first."""
    inside, scope = token, token.workflow
    yield list(_on_edge(token))
    while True:
        yield list(_in_scope(scope, inside))
        if scope.parent_workflow is None:
            return
        inside = scope.host
        yield list(_on_edge(inside))
        scope = inside.workflow


def _on_edge(host: Any) -> Iterator[Handler]:
    specs = host.workflow.spec.task_specs
    for name in host.task_spec.edge:
        for number, definition in enumerate(specs[name].definitions):
            if definition.passive:
                yield Handler(specs[name], host.workflow, host, number, definition)


def _in_scope(scope: Any, inside: Any) -> Iterator[Handler]:
    """Yield the event sub-processes of a scope that can still be begun.

    An event sub-process does not handle what is thrown inside it; when one has
    interrupted its scope, no other can begin.
    """
    if any("int" in token.internal_data for token in scope.tasks.values()):
        return
    for spec in scope.spec.handlers:
        if spec.handler == inside.task_spec.name:
            continue
        for number, definition in enumerate(spec.definitions):
            if definition.passive:
                yield Handler(spec, scope, None, number, definition)
