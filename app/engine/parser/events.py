"""Makes the specs of events."""

from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions import simple

from app.engine import extensions
from app.engine.parser.base import ElementParser, Parsers
from app.engine.parser.calls import service
from app.engine.parser.definitions import caught, definitions, thrown
from app.engine.specs import events
from app.engine.xml import local_name, tag


class _EventParser(ElementParser):
    def create_task(self) -> Any:
        more = self._more()
        return self.spec_class(
            self.spec, self.bpmn_id, simple.NoneEventDefinition(), **more
        )

    def _more(self) -> dict[str, Any]:
        return {}


class _StartParser(_EventParser):
    def create_task(self) -> Any:
        spec = super().create_task()
        spec.initiator = extensions.attribute(self.node, "initiator")
        return spec


class _ThrowParser(_EventParser):
    def create_task(self) -> Any:
        work = sending(self.node)
        if work.kind != "none":
            return service(self.spec, self.node, work)
        spec = super().create_task()
        spec.throws = thrown(self.node)
        return spec


class _CatchParser(_EventParser):
    def create_task(self) -> Any:
        spec = super().create_task()
        wait_for(spec, self.node)
        return spec


class _BoundaryParser(_CatchParser):
    def _more(self) -> dict[str, Any]:
        return {"cancel_activity": is_yes(self.node, "cancelActivity")}


def sending(event: Any) -> extensions.Implementation:
    """Read who sends an event's one message; kind "none" when the house does."""
    found = list(definitions(event))
    if len(found) != 1 or local_name(found[0]) != "messageEventDefinition":
        return extensions.Implementation()
    work = extensions.implementation(found[0])
    return work if work.kind != "none" else extensions.implementation(event)


def is_yes(xml: Any, name: str, default: str = "true") -> bool:
    """Tell what a true-or-false attribute of an element says."""
    return (xml.get(name) or default).strip() in ("true", "1")


def wait_for(spec: Any, event: Any) -> None:
    """Note at a spec what its event waits for.

    Args:
        spec: a ``Catching``.
        event: the BPMN element.
    """
    spec.definitions = caught(event)
    several = len(spec.definitions) > 1
    spec.all_of = several and is_yes(event, "parallelMultiple", "false")


def handler_start(spec: Any, start: Any, handler: str) -> events.HandlerStart:
    """Make the spec of an event sub-process's start event in the scope around it.

    Args:
        spec: of the scope around.
        start: the BPMN start event.
        handler: id of the event sub-process.
    """
    made = events.HandlerStart(spec, start.get("id"), simple.NoneEventDefinition())
    made.prepare("startEvent", None)
    made.handler = handler
    made.interrupting = is_yes(start, "isInterrupting")
    wait_for(made, start)
    return made


PARSERS: Parsers = {
    tag("startEvent"): (_StartParser, events.StartEvent),
    tag("endEvent"): (_ThrowParser, events.EndEvent),
    tag("intermediateThrowEvent"): (_ThrowParser, events.ThrowEvent),
    tag("intermediateCatchEvent"): (_CatchParser, events.IntermediateCatchEvent),
    tag("boundaryEvent"): (_BoundaryParser, events.BoundaryEvent),
}
