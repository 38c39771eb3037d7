"""Which elements are executed: whatever is not is refused, never ignored."""

from typing import Any

from app.engine.diagram import Process, Shape, event_definitions
from app.engine.lint.report import Report
from app.engine.shapes import FLOW_NODES
from app.engine.xml import BPMN, local_name, namespace, tag, text_of

EXECUTED = frozenset(
    {
        "startEvent",
        "endEvent",
        "intermediateCatchEvent",
        "intermediateThrowEvent",
        "boundaryEvent",
        "task",
        "userTask",
        "manualTask",
        "scriptTask",
        "subProcess",
        "exclusiveGateway",
        "inclusiveGateway",
        "parallelGateway",
    }
)
_REFUSED = {
    "callActivity": "unsupported-call-activity",
    "serviceTask": "unsupported-service-task",
    "sendTask": "unsupported-send-task",
    "receiveTask": "unsupported-receive-task",
    "businessRuleTask": "unsupported-business-rule-task",
    "eventBasedGateway": "unsupported-event-based-gateway",
    "complexGateway": "unsupported-complex-gateway",
    "transaction": "unsupported-transaction",
    "adHocSubProcess": "unsupported-ad-hoc-sub-process",
}
# Which definitions an event may have; () is an event without a symbol.
_EVENTS: dict[str, frozenset[tuple[str, ...]]] = {
    "startEvent": frozenset({()}),
    "endEvent": frozenset({(), ("terminateEventDefinition",)}),
    "intermediateThrowEvent": frozenset({()}),
    "intermediateCatchEvent": frozenset({("timerEventDefinition",)}),
    "boundaryEvent": frozenset({("timerEventDefinition",)}),
}
_DEFINITIONS = {
    "messageEventDefinition": "unsupported-message-event",
    "signalEventDefinition": "unsupported-signal-event",
    "errorEventDefinition": "unsupported-error-event",
    "escalationEventDefinition": "unsupported-escalation-event",
    "conditionalEventDefinition": "unsupported-conditional-event",
    "compensateEventDefinition": "unsupported-compensation",
    "cancelEventDefinition": "unsupported-cancel-event",
    "linkEventDefinition": "unsupported-link-event",
}
# Children of a process that say nothing about execution, or are looked at elsewhere.
_SILENT = frozenset(
    {
        "documentation",
        "extensionElements",
        "incoming",
        "outgoing",
        "sequenceFlow",
        "laneSet",
        "textAnnotation",
        "association",
        "group",
        "auditing",
        "monitoring",
        "supports",
        "categoryValueRef",
        "rendering",
        "script",
        "humanPerformer",
        "potentialOwner",
        "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics",
    }
)
_ELSEWHERE = _SILENT | FLOW_NODES
_DATA = frozenset(
    {
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "dataInputAssociation",
        "dataOutputAssociation",
        "ioSpecification",
        "property",
        "dataInput",
        "dataOutput",
        "inputSet",
        "outputSet",
    }
)
_CHILDREN = {
    "performer": "unsupported-role",
    "resourceRole": "unsupported-role",
}
# Beside processes a file may hold these; what is not used is not executed.
_BESIDE = frozenset(
    {
        "process",
        "collaboration",
        "message",
        "signal",
        "error",
        "escalation",
        "itemDefinition",
        "dataStore",
        "category",
        "resource",
        "interface",
        "correlationProperty",
        "endPoint",
        "import",
        "extension",
        "extensionElements",
        "relationship",
        "documentation",
    }
)


def check_file(root: Any, report: Report) -> None:
    """Check what lies beside the processes."""
    for child in root:
        if namespace(child.tag) == BPMN and local_name(child) not in _BESIDE:
            report.error("unsupported-element", child, kind=local_name(child))
    for flow in root.iter(tag("messageFlow")):
        report.warn("message-flow", flow)


def check(process: Process, report: Report) -> None:
    """Check the kind of every element of a process."""
    for shape in process.shapes:
        rule = _REFUSED.get(shape.kind)
        if rule is not None:
            report.error(rule, shape)
        elif shape.kind in _EVENTS:
            _event(shape, report)
        _attributes(shape, report)
    _children(process, report)
    for shape in process.shapes:
        _children(shape, report)


def _event(shape: Shape, report: Report) -> None:
    definitions = tuple(event_definitions(shape.xml))
    several = len(definitions) > 1 or shape.xml.get("parallelMultiple") == "true"
    if several:
        report.error("unsupported-several-events", shape)
    elif definitions in _EVENTS[shape.kind]:
        return
    elif not definitions:
        report.error("event-without-definition", shape)
    elif definitions[0] == "timerEventDefinition":
        at_start = shape.kind == "startEvent"
        rule = "unsupported-timer-start" if at_start else "unsupported-timer-here"
        report.error(rule, shape)
    else:
        rule = _DEFINITIONS.get(definitions[0], "unsupported-event")
        report.error(rule, shape, kind=definitions[0])


def _attributes(shape: Shape, report: Report) -> None:
    xml = shape.xml
    if _is_true(xml, "triggeredByEvent"):
        report.error("unsupported-event-sub-process", shape)
    if _is_true(xml, "isForCompensation"):
        report.error("unsupported-compensation", shape)
    if any(xml.get(n, "1") != "1" for n in ("startQuantity", "completionQuantity")):
        report.error("unsupported-quantity", shape)


def _is_true(xml: Any, name: str) -> bool:
    return str(xml.get(name, "false")).strip() in ("true", "1")


def _children(where: Process | Shape, report: Report) -> None:
    for child in where.xml:
        kind = local_name(child)
        if namespace(child.tag) == BPMN and kind not in _ELSEWHERE:
            _child(where, child, kind, report)
    for role in ("humanPerformer", "potentialOwner"):
        for performer in where.xml.iterchildren(tag(role)):
            if not text_of(performer.find(tag("resourceAssignmentExpression"))):
                report.error("unsupported-role", where)


def _child(where: Process | Shape, child: Any, kind: str, report: Report) -> None:
    if kind in _CHILDREN:
        report.error(_CHILDREN[kind], where)
    elif kind in _DATA:
        report.warn("data-documentation", where)
    elif not kind.endswith(("EventDefinition", "eventDefinitionRef")):
        report.error("unsupported-element", child, kind=kind)
