"""Puts scopes around activities that are repeated or have mapped variables."""

from collections.abc import Iterator
from typing import Any

from app.engine import extensions
from app.engine.extensions import vocabulary
from app.engine.parser.definitions import definitions_by_id, thrown_by
from app.engine.shapes import ACTIVITIES
from app.engine.specs import ScopeSpec
from app.engine.specs.repetition import Behaviour, Looped, Repeated
from app.engine.specs.wrappers import Gathered, Once
from app.engine.xml import tag

WRAPPED = ACTIVITIES | {
    "intermediateThrowEvent",
    "intermediateCatchEvent",
    "endEvent",
}
_WHOLE_SCOPE = ("terminateEventDefinition", "cancelEventDefinition")


def wrap(scope: ScopeSpec, name: str, xml: Any) -> None:
    """Put wrappers in the place of an element, as far as it needs them.

    Args:
        scope: where the element lies, all of it connected.
        name: the element.
        xml: the element in the diagram.
    """
    if any(xml.find(tag(kind)) is not None for kind in _WHOLE_SCOPE):
        return  # it acts on the scope it was drawn in
    _own_variables(scope, name, xml)
    quantities = _quantity(xml, "startQuantity"), _quantity(xml, "completionQuantity")
    if quantities != (1, 1):
        gathered = Gathered.around(scope.task_specs[name], "#all")
        gathered.needed, gathered.given = quantities
        scope.task_specs[name] = gathered


def _own_variables(scope: ScopeSpec, name: str, xml: Any) -> None:
    mapping = extensions.input_output(xml)
    repetition = _repetition(xml)
    if not (repetition or mapping.inputs or mapping.outputs):
        return
    once = Once.around(scope.task_specs[name], "#one")  # no id can hold a “#”
    once.mapping = mapping
    once.inside.keeps = bool(mapping.outputs) and _zeebe(xml, "ioMapping")
    scope.task_specs[name] = once
    if isinstance(repetition, extensions.MultiInstance):
        several = Repeated.around(once, "#each")
        several.marker = repetition
        marker = xml.find(tag("multiInstanceLoopCharacteristics"))
        several.first = 1 if _zeebe(marker, "loopCharacteristics") else 0
        several.throws = tuple(_thrown(repetition, xml.getroottree().getroot()))
        scope.task_specs[name] = several
    elif repetition is not None:
        looped = Looped.around(once, "#each")
        looped.loop = repetition
        scope.task_specs[name] = looped


def _quantity(xml: Any, name: str) -> int:
    text = (xml.get(name) or "1").strip()
    return int(text) if text.isascii() and text.isdecimal() else 1


def _thrown(marker: extensions.MultiInstance, root: Any) -> Iterator[Behaviour]:
    """Yield what the instances of an activity throw when they are done."""
    named = [(None, marker.none_event), *marker.complex_events]
    for condition, definition_id in named:
        for definition in definitions_by_id(root, definition_id):
            yield Behaviour(
                throw=thrown_by(definition),
                first_only=marker.behavior == "One",
                condition=condition,
            )


def _repetition(
    xml: Any,
) -> extensions.MultiInstance | extensions.StandardLoop | None:
    return extensions.multi_instance(xml) or extensions.standard_loop(xml)


def _zeebe(xml: Any, name: str) -> bool:
    return vocabulary.zeebe(xml, name) is not None
