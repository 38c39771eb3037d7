"""Puts scopes around activities that are repeated or have mapped variables."""

from typing import Any

from app.engine import extensions
from app.engine.extensions import vocabulary
from app.engine.specs import ScopeSpec
from app.engine.specs.repetition import Looped, Repeated
from app.engine.specs.wrappers import Once
from app.engine.xml import tag


def wrap(scope: ScopeSpec, name: str, xml: Any) -> None:
    """Put a wrapper in the place of an element, if it needs one.

    Args:
        scope: where the element lies, all of it connected.
        name: the element.
        xml: the element in the diagram.
    """
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
        scope.task_specs[name] = several
    elif repetition is not None:
        looped = Looped.around(once, "#each")
        looped.loop = repetition
        scope.task_specs[name] = looped


def _repetition(
    xml: Any,
) -> extensions.MultiInstance | extensions.StandardLoop | None:
    return extensions.multi_instance(xml) or extensions.standard_loop(xml)


def _zeebe(xml: Any, name: str) -> bool:
    return vocabulary.zeebe(xml, name) is not None
