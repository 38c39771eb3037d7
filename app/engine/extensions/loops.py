"""Multi-instance and loop markers, as written in the diagram.

Source:
    BPMN 2.0.2, "Loop Characteristics"; Camunda 7 reference, "Multiple Instance";
    Camunda 8 documentation, "Multi-instance".
"""

from dataclasses import dataclass
from typing import Any, Literal

from app.engine.extensions.vocabulary import attribute, bare, zeebe
from app.engine.normaliser.data import COLLECTED
from app.engine.xml import local_name, tag, text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MultiInstance:
    """An activity that is done several times.

    Attributes:
        sequential: one after another, not all at once.
        cardinality: how often: a number or an expression, or None.
        collection: a variable's name or an expression, or None.
        element_variable: what an item is called inside, or None.
        completion: the rest is cancelled when this expression holds, or None.
        output_collection: the variable that collects results, or None.
        output_element: what each instance adds to it: a variable's name or an
            expression, or None.
        behavior: which finished instances throw an event.
        none_event: the definition's id thrown for the first (``One``) or every one
            (``None``), or None.
        complex_events: (condition, id of the throw event's definition) of ``Complex``.
    """

    sequential: bool = False
    cardinality: str | None = None
    collection: str | None = None
    element_variable: str | None = None
    completion: str | None = None
    output_collection: str | None = None
    output_element: str | None = None
    behavior: Literal["All", "One", "None", "Complex"] = "All"
    none_event: str | None = None
    complex_events: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardLoop:
    """An activity that is repeated while a condition holds.

    Attributes:
        condition: go on while it holds; None for always.
        test_before: look at it before the first time, too.
        maximum: how often at most, text or expression, or None.
    """

    condition: str | None
    test_before: bool
    maximum: str | None


Behavior = Literal["All", "One", "None", "Complex"]
_BEHAVIORS: dict[str, Behavior] = {
    "One": "One",
    "None": "None",
    "Complex": "Complex",
}


def multi_instance(xml: Any) -> MultiInstance | None:
    """Read the multi-instance marker of an activity; None when there is none.

    The normaliser has put names of variables where BPMN refers to data by id.
    """
    marker = xml.find(tag("multiInstanceLoopCharacteristics"))
    if marker is None:
        return None
    own = zeebe(marker, "loopCharacteristics")
    behavior = marker.get("behavior") or "All"
    return MultiInstance(
        sequential=(marker.get("isSequential") or "").strip() in ("true", "1"),
        cardinality=_text(marker, "loopCardinality"),
        collection=_collection(marker, own),
        element_variable=_element_variable(marker, own),
        completion=_text(marker, "completionCondition"),
        output_collection=_from(own, "outputCollection")
        or marker.get(COLLECTED)
        or _text(marker, "loopDataOutputRef"),
        output_element=_from(own, "outputElement") or _named(marker, "outputDataItem"),
        behavior=_BEHAVIORS.get(behavior, "All"),
        none_event=_behavior_event(marker, behavior),
        complex_events=tuple(_complex(marker)),
    )


def _text(marker: Any, name: str) -> str | None:
    return text_of(marker.find(tag(name))) or None


def _from(own: Any | None, name: str) -> str | None:
    return None if own is None else bare(own, name)


def _named(marker: Any, name: str) -> str | None:
    item = marker.find(tag(name))
    return None if item is None else item.get("name") or item.get("id")


def _collection(marker: Any, own: Any | None) -> str | None:
    return (
        attribute(marker, "collection")
        or _from(own, "inputCollection")
        or _text(marker, "loopDataInputRef")
    )


def _element_variable(marker: Any, own: Any | None) -> str | None:
    return (
        attribute(marker, "elementVariable")
        or _from(own, "inputElement")
        or _named(marker, "inputDataItem")
    )


def _behavior_event(marker: Any, behavior: str) -> str | None:
    name = "oneBehaviorEventRef" if behavior == "One" else "noneBehaviorEventRef"
    return bare(marker, name)


def _complex(marker: Any) -> list[tuple[str, str]]:
    found = []
    for definition in marker.iterchildren(tag("complexBehaviorDefinition")):
        condition = text_of(definition.find(tag("condition")))
        for event in definition.iter():
            if local_name(event).endswith("EventDefinition"):
                found.append((condition, event.get("id") or ""))
    return found


def standard_loop(xml: Any) -> StandardLoop | None:
    """Read the loop marker of an activity; None when there is none."""
    marker = xml.find(tag("standardLoopCharacteristics"))
    if marker is None:
        return None
    return StandardLoop(
        condition=_text(marker, "loopCondition"),
        test_before=(marker.get("testBefore") or "").strip() in ("true", "1"),
        maximum=bare(marker, "loopMaximum"),
    )
