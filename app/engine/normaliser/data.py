"""Collections of multi-instance activities, by the names of variables.

BPMN refers to data by the id of a data input or data object; here a variable of the
data's name holds it. The name is added where modelers of the Camunda family write it.
"""

from typing import Any

from app.engine.xml import local_name, tag, text_of

COLLECTION = "{http://camunda.org/schema/1.0/bpmn}collection"
COLLECTED = "{urn:gongdan:bpmn}collected"

_DATA = frozenset(
    {
        "dataInput",
        "dataOutput",
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "property",
    }
)


def name_collections(root: Any) -> None:
    """Write the names of variables at multi-instance markers that refer to data."""
    markers = list(root.iter(tag("multiInstanceLoopCharacteristics")))
    if not markers:
        return
    named = {
        data.get("id"): data.get("name") or data.get("id")
        for data in root.iter()
        if data.get("id") and local_name(data) in _DATA
    }
    for marker in markers:
        for element, attribute in (
            ("loopDataInputRef", COLLECTION),
            ("loopDataOutputRef", COLLECTED),
        ):
            reference = text_of(marker.find(tag(element)))
            if reference and marker.get(attribute) is None:
                marker.set(attribute, named.get(reference, reference))
