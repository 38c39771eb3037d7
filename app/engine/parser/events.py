"""Makes the specs of events."""

from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions import simple

from app.engine import extensions, specs
from app.engine.diagram import event_definitions
from app.engine.parser.base import ElementParser, Parsers
from app.engine.timer_texts import timer_of
from app.engine.xml import tag


class _StartParser(ElementParser):
    def create_task(self) -> Any:
        spec = self.spec_class(self.spec, self.bpmn_id, simple.NoneEventDefinition())
        spec.initiator = extensions.attribute(self.node, "initiator")
        return spec


class _EndParser(ElementParser):
    def create_task(self) -> Any:
        terminates = "terminateEventDefinition" in event_definitions(self.node)
        kind = (
            simple.TerminateEventDefinition
            if terminates
            else simple.NoneEventDefinition
        )
        return self.spec_class(self.spec, self.bpmn_id, kind())


class _TimerParser(ElementParser):
    def create_task(self) -> Any:
        text = timer_of(self.node)
        definition = specs.TimerDefinition(text.kind, text.text, plain=text.plain)
        return self.spec_class(self.spec, self.bpmn_id, definition, **self._more())

    def _more(self) -> dict[str, Any]:
        return {}


class _BoundaryParser(_TimerParser):
    def _more(self) -> dict[str, Any]:
        cancels = self.node.get("cancelActivity", "true").strip() in ("true", "1")
        return {"cancel_activity": cancels}


PARSERS: Parsers = {
    tag("startEvent"): (_StartParser, specs.StartEvent),
    tag("endEvent"): (_EndParser, specs.EndEvent),
    tag("intermediateThrowEvent"): (ElementParser, specs.PassThrough),
    tag("intermediateCatchEvent"): (_TimerParser, specs.IntermediateCatchEvent),
    tag("boundaryEvent"): (_BoundaryParser, specs.BoundaryEvent),
}
