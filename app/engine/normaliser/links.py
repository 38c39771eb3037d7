"""Link events are flows with a gap in the drawing.

Source:
    BPMN 2.0.2, "Link Event Definition": several sources may lead to one target, on the
    same process level.
"""

from typing import Any

from app.engine.normaliser.notes import Notes
from app.engine.xml import BPMN, local_name, namespace, tag


def draw(scope: Any, notes: Notes) -> None:
    """Draw the flow of every link whose one target is on the same level.

    Both of its events then pass a token on at once. Sources without a target, and
    names that several targets have, stay for the linter to report.
    """
    sources, targets = _ends(scope)
    if not sources:
        return
    flows = [c for c in scope if c.tag == tag("sequenceFlow")]
    leaving = {flow.get("sourceRef") for flow in flows}
    arriving = {flow.get("targetRef") for flow in flows}
    for name, events in sources.items():
        found = targets.get(name, [])
        if len(found) != 1 or found[0].get("id") in arriving:
            continue
        drawn = [event for event in events if event.get("id") not in leaving]
        for event in drawn:
            _draw(scope, event, found[0], notes)
        if drawn:
            _plain(found[0])
            # Waiting for nothing: SpiffWorkflow's word for it is a throw event.
            found[0].tag = tag("intermediateThrowEvent")


def _ends(scope: Any) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    sources: dict[str, list[Any]] = {}
    targets: dict[str, list[Any]] = {}
    for event in scope:
        if namespace(event.tag) != BPMN:
            continue
        ends = {"intermediateThrowEvent": sources, "intermediateCatchEvent": targets}
        into = ends.get(local_name(event))
        name = _link_name(event)
        if into is not None and name:
            into.setdefault(name, []).append(event)
    return sources, targets


def _link_name(event: Any) -> str:
    definitions = [c for c in event if local_name(c).endswith("EventDefinition")]
    if len(definitions) != 1 or definitions[0].tag != tag("linkEventDefinition"):
        return ""
    return (definitions[0].get("name") or event.get("name") or "").strip()


def _draw(scope: Any, source: Any, target: Any, notes: Notes) -> None:
    flow = scope.makeelement(tag("sequenceFlow"))
    flow.set("id", notes.make("link", source.get("id")))
    flow.set("sourceRef", source.get("id"))
    flow.set("targetRef", target.get("id"))
    scope.append(flow)
    _plain(source)


def _plain(event: Any) -> None:
    for definition in list(event.iterchildren(tag("linkEventDefinition"))):
        event.remove(definition)
