"""What a diagram says, read once at upload."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from app.errors import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the linter has to say of an upload.

    Attributes:
        rule: stable kebab-case name; ``domain/findings.py`` has its sentence and help.
        severity: an error refuses the upload, a warning does not.
        element_id: the analyst's own id of the element, or None for the whole file.
        element_name: its name in the diagram, or None.
        facts: values for the places of the rule's sentence.
        file: name of the uploaded file.
    """

    rule: str
    severity: Literal["error", "warning"]
    element_id: str | None = None
    element_name: str | None = None
    facts: Mapping[str, str | Reason] = field(default_factory=dict)
    file: str | None = None


def shortened(facts: Mapping[str, Any], most: int) -> dict[str, Any]:
    """Cut the texts among facts, and among those of their reasons; sentences stay.

    Args:
        facts: of a finding.
        most: how many characters of a text are kept.
    """
    kept: dict[str, Any] = {}
    for name, fact in facts.items():
        if isinstance(fact, Reason):
            kept[name] = replace(fact, facts=shortened(fact.facts, most))
        else:
            kept[name] = fact[:most] if isinstance(fact, str) else fact
    return kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """What a diagram says of one of its shapes, read once at upload.

    Attributes:
        element_id: the analyst's own id.
        kind: BPMN's local name ("userTask", "exclusiveGateway").
        name: the text in the shape; "" when there is none.
        form_key: which form a user task or start event shows, or None.
        properties: name/value pairs of ``camunda:properties`` or
            ``spiffworkflow:properties`` (tickets.md §1.19).
        lane: name of the lane the element lies in, or None.
    """

    element_id: str
    kind: str
    name: str
    form_key: str | None = None
    properties: Mapping[str, str] = field(default_factory=dict)
    lane: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartPoint:
    """One way in which a process may begin.

    Attributes:
        element_id: the start event, or the instantiating element.
        kind: what it waits for.
        name: of the message or signal; "" else.
        condition: of a conditional start, or None.
        timer: kind ("date", "duration", "cycle") and text of a timer, or None.
    """

    element_id: str
    kind: Literal["none", "message", "signal", "timer", "conditional"]
    name: str = ""
    condition: str | None = None
    timer: tuple[str, str] | None = None
