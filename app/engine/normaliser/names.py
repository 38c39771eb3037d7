"""Ids and the references to them.

Source:
    BPMN 2.0.2, "XML Schema": references are qualified names (QName) in some attributes
    and plain ids (IDREF) in others; modelers mix them.
"""

import re
from typing import Any

from app.engine.normaliser.notes import Notes
from app.engine.shapes import FLOW_NODES
from app.engine.xml import BPMN, local_name, namespace

# Attributes and elements that refer to something by its id.
_ATTRIBUTES = frozenset(
    {
        "activityRef",
        "attachedToRef",
        "bpmnElement",
        "calledElement",
        "categoryValueRef",
        "dataObjectRef",
        "dataStoreRef",
        "default",
        "errorRef",
        "escalationRef",
        "itemSubjectRef",
        "messageRef",
        "noneBehaviorEventRef",
        "oneBehaviorEventRef",
        "operationRef",
        "processRef",
        "signalRef",
        "sourceRef",
        "structureRef",
        "targetRef",
    }
)
_ELEMENTS = frozenset(
    {
        "errorRef",
        "eventDefinitionRef",
        "flowNodeRef",
        "incoming",
        "loopDataInputRef",
        "loopDataOutputRef",
        "outgoing",
        "resourceRef",
        "source",
        "sourceRef",
        "target",
        "targetRef",
    }
)
_QUALIFIED = re.compile(r"([A-Za-z_][\w.-]*):([\w.-]+)")


def strip_prefixes(root: Any) -> None:
    """Take namespace prefixes and blanks off ids and references."""
    ids = {(e.get("id") or "").strip() for e in root.iter()}
    for element in root.iter():
        for name, value in element.items():
            if name == "id":
                element.set(name, value.strip())
            elif name in _ATTRIBUTES:
                element.set(name, _bare(element, value, ids))
        if element.text and local_name(element) in _ELEMENTS:
            element.text = _bare(element, element.text, ids)


def _bare(element: Any, value: str, ids: set[str]) -> str:
    value = value.strip()
    match = _QUALIFIED.fullmatch(value)
    if match is None or value in ids:
        return value
    known = match[1] in element.nsmap or match[2] in ids
    return match[2] if known else value


def give_ids(root: Any, notes: Notes) -> None:
    """Give an id to every shape and flow that has none."""
    for element in root.iter():
        if namespace(element.tag) != BPMN or element.get("id"):
            continue
        kind = local_name(element)
        if kind in FLOW_NODES or kind == "sequenceFlow":
            element.set("id", notes.name(kind))
