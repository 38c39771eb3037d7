"""Messages, signals, errors and escalations, as written in the diagram.

Source:
    BPMN 2.0.2, "Event Definitions"; Camunda 7 reference, "Events"; Camunda 8
    documentation, "Message events".
"""

from dataclasses import dataclass
from typing import Any

from app.engine.extensions.mappings import Passing
from app.engine.extensions.vocabulary import attribute, bare, camunda, zeebe
from app.engine.xml import local_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A message, signal, error or escalation that an event refers to.

    Attributes:
        name: of a message or signal; may be an expression.
        code: of an error or escalation; None catches any.
        correlation: expression of the correlation key (Camunda 8), or None.
        code_variable: variable that takes a caught code, or None.
        message_variable: variable that takes a caught error's message, or None.
        variables: what a thrown signal takes along; () for nothing.
    """

    name: str = ""
    code: str | None = None
    correlation: str | None = None
    code_variable: str | None = None
    message_variable: str | None = None
    variables: tuple[Passing, ...] = ()


_REFERENCES = {
    "messageEventDefinition": "messageRef",
    "signalEventDefinition": "signalRef",
    "errorEventDefinition": "errorRef",
    "escalationEventDefinition": "escalationRef",
    "sendTask": "messageRef",
    "receiveTask": "messageRef",
}
_CODES = {"error": "errorCode", "escalation": "escalationCode"}


def reference_of(xml: Any) -> tuple[str, str] | None:
    """Return (kind, id) of the message, signal, error or escalation referred to.

    Args:
        xml: an event definition, send task or receive task.
    """
    name = _REFERENCES.get(local_name(xml))
    reference = bare(xml, name) if name else None
    if name is None or reference is None:
        return None
    return name.removesuffix("Ref"), reference


def named(xml: Any) -> Named:
    """Read what an event definition, send task or receive task refers to.

    A reference to an error that the file does not hold is taken for its code, as
    Camunda does; without any reference name and code are empty.
    """
    found = reference_of(xml)
    target = None if found is None else _root_element(xml, *found)
    kind = found[0] if found else ""
    code_attribute = _CODES.get(kind, "")
    written = code_attribute and target is not None
    code = bare(target, code_attribute) if written else None
    if target is None and found is not None and kind == "error":
        code = found[1]
    subscription = zeebe(target, "subscription") if target is not None else None
    return Named(
        name=(target.get("name") or "").strip() if target is not None else "",
        code=code,
        correlation=None
        if subscription is None
        else bare(subscription, "correlationKey"),
        code_variable=attribute(xml, "errorCodeVariable")
        or attribute(xml, "escalationCodeVariable"),
        message_variable=attribute(xml, "errorMessageVariable"),
        variables=tuple(
            Passing(
                target=bare(x, "target") or bare(x, "source") or "",
                source=bare(x, "source"),
                expression=bare(x, "sourceExpression"),
                everything=bare(x, "variables") == "all",
            )
            for x in camunda(xml, "in")
        ),
    )


def _root_element(xml: Any, kind: str, reference: str) -> Any | None:
    root = xml.getroottree().getroot()
    for child in root:
        if child.get("id") == reference and local_name(child) == kind:
            return child
    return None
