"""Makes the specs of tasks that the house, other systems or other diagrams do."""

from collections.abc import Iterator
from typing import Any

from app.engine import extensions, specs
from app.engine.extensions import vocabulary
from app.engine.parser import definitions
from app.engine.parser.activities import SubProcessParser
from app.engine.parser.base import ElementParser, Parsers
from app.engine.shapes import ACTIVITIES
from app.engine.specs.adhoc import AdHocSubProcess, Freedom
from app.engine.specs.calls import CallActivity
from app.engine.specs.decisions import DecisionTask
from app.engine.specs.messaging import ReceiveTask, SendMessage
from app.engine.specs.service_tasks import ServiceTask
from app.engine.xml import local_name, tag, text_of

CONNECTOR_PROPERTY = "connector"
BEGIN_PROPERTY = "adhoc.start"


def service(scope: Any, xml: Any, work: extensions.Implementation) -> ServiceTask:
    """Make the spec of an element whose work others do.

    Args:
        scope: the spec of the scope it lies in.
        xml: the task, or the event that sends a message.
        work: how it is done.
    """
    spec = ServiceTask(scope, xml.get("id"))
    spec.work = work
    spec.errors = tuple(_errors(xml, work))
    own = extensions.properties(xml).get(CONNECTOR_PROPERTY, "").strip()
    spec.connector = (work.text if work.kind == "connector" else own) or None
    mapping = extensions.input_output(xml)
    if mapping.inputs:
        names = (p.name.partition(".")[0] for p in mapping.inputs)
        spec.mapped = tuple(dict.fromkeys(names))
    return spec


def _errors(xml: Any, work: extensions.Implementation) -> Iterator[tuple[str, str]]:
    root = xml.getroottree().getroot()
    codes = {
        error.get("id"): error.get("errorCode")
        for error in root.iterchildren(tag("error"))
    }
    for error_id, expression in work.errors:
        yield codes.get(error_id) or error_id, expression


class _ServiceParser(ElementParser):
    def create_task(self) -> Any:
        work = extensions.implementation(self.node)
        decision = extensions.decision(self.node)
        if work.kind == "decision" and decision is not None:
            return self._decision(decision)
        if local_name(self.node) == "sendTask" and work.kind == "none":
            named = extensions.named(self.node)
            if named.name:
                return self._message()
        return service(self.spec, self.node, work)

    def _decision(self, call: extensions.DecisionCall) -> Any:
        spec = DecisionTask(self.spec, self.bpmn_id)
        spec.call = call
        return spec

    def _message(self) -> Any:
        spec = SendMessage(self.spec, self.bpmn_id)
        spec.throws = (definitions.throw_message(self.node),)
        return spec


class _ReceiveParser(ElementParser):
    def create_task(self) -> Any:
        spec = ReceiveTask(self.spec, self.bpmn_id)
        if extensions.named(self.node).name:
            spec.definitions = (definitions.message(self.node),)
        return spec


class _CallParser(ElementParser):
    def create_task(self) -> Any:
        spec = CallActivity(self.spec, self.bpmn_id)
        spec.called = extensions.called(self.node)
        own = vocabulary.zeebe(self.node, "calledElement")
        mapped = bool(extensions.input_output(self.node).outputs)
        spec.hands_over = own is not None and mapped
        return spec


class _AdHocParser(SubProcessParser):
    def create_task(self) -> Any:
        spec = super().create_task()
        own = vocabulary.zeebe(self.node, "adHoc")
        elements = None if own is None else own.get("activeElementsCollection")
        begin = extensions.properties(self.node).get(BEGIN_PROPERTY, "")
        rest = (self.node.get("cancelRemainingInstances") or "true").strip()
        spec.freedom = Freedom(
            sequential=(self.node.get("ordering") or "").strip() == "Sequential",
            completion=text_of(self.node.find(tag("completionCondition"))) or None,
            cancels_rest=rest in ("true", "1"),
            at_once=begin.strip() == "all",
            elements=(elements or "").strip() or None,
            offered=tuple(_offered(self.process_parser.parser.process, self.bpmn_id)),
        )
        return spec


def _offered(process: Any, scope_id: str) -> list[str]:
    """Return what may be begun in an ad-hoc sub-process: where no flow arrives."""
    return [
        shape.element_id
        for shape in process.shapes_in(scope_id)
        if shape.kind in (ACTIVITIES | {"intermediateThrowEvent"})
        and not process.incoming(shape)
        and not _is(shape.xml, "isForCompensation")
        and not _is(shape.xml, "triggeredByEvent")
    ]


def _is(xml: Any, name: str) -> bool:
    return (xml.get(name) or "").strip() in ("true", "1")


PARSERS: Parsers = {
    tag("serviceTask"): (_ServiceParser, ServiceTask),
    tag("sendTask"): (_ServiceParser, ServiceTask),
    tag("businessRuleTask"): (_ServiceParser, ServiceTask),
    tag("receiveTask"): (_ReceiveParser, ReceiveTask),
    tag("callActivity"): (_CallParser, CallActivity),
    tag("transaction"): (SubProcessParser, specs.SubProcess),
    tag("adHocSubProcess"): (_AdHocParser, AdHocSubProcess),
}
