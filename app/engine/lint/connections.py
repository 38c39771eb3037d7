"""How shapes may be connected, and what events refer to.

Source:
    BPMN 2.0.2, "Sequence Flow Connections Rules", "Event-Based Gateway", "Compensation
    Handler", "Ad-Hoc Sub-Process", "Transaction".
"""

from typing import Any

from app.engine import extensions
from app.engine.diagram import Process, Shape, event_definitions
from app.engine.lint.elements import is_true
from app.engine.lint.report import Report
from app.engine.parser.starts import static_name, together
from app.engine.xml import local_name, tag, text_of

_AWAITED = frozenset(
    {
        "messageEventDefinition",
        "signalEventDefinition",
        "timerEventDefinition",
        "conditionalEventDefinition",
    }
)
_BEGINNINGS = (["messageEventDefinition"], ["signalEventDefinition"])
_THROWS = frozenset({"endEvent", "intermediateThrowEvent"})
_NEEDS = {
    "message": "messageEventDefinition",
    "signal": "signalEventDefinition",
    "error": "errorEventDefinition",
    "escalation": "escalationEventDefinition",
}


def check(process: Process, report: Report) -> None:
    """Check the rules of BPMN for each kind of shape."""
    root = process.drawing.root
    declared = {child.get("id"): child for child in root if child.get("id")}
    handled = _handled(process)
    _start_names(process, report)
    for shape in process.shapes:
        _gateway(process, shape, report)
        if is_true(shape.xml, "triggeredByEvent"):
            _event_sub_process(process, shape, report)
        if is_true(shape.xml, "isForCompensation"):
            _handler(process, shape, handled, report)
        for definition in shape.xml:
            if local_name(definition).endswith("EventDefinition"):
                _definition(process, shape, definition, declared, report)
        if shape.kind in ("sendTask", "receiveTask"):
            _message(shape, declared, report)
        _place(process, shape, report)


def _start_names(process: Process, report: Report) -> None:
    """Nothing can be evaluated before the process begins."""
    for shape in process.shapes_in(process.key):
        for definition in shape.xml if shape.kind == "startEvent" else ():
            name = extensions.named(definition).name
            if name and not static_name(name):
                report.error("start-name", shape, text=name)


def _gateway(process: Process, shape: Shape, report: Report) -> None:
    if shape.kind == "eventBasedGateway":
        _event_gateway(process, shape, report)
    elif shape.kind == "complexGateway":
        _complex_gateway(process, shape, report)


def _complex_gateway(process: Process, shape: Shape, report: Report) -> None:
    condition = text_of(shape.xml.find(tag("activationCondition")))
    if len(process.incoming(shape)) > 1 and not condition:
        report.error("activation-missing", shape)


def _event_gateway(process: Process, shape: Shape, report: Report) -> None:
    flows = process.outgoing(shape)
    if not flows:
        report.error("event-gateway-without-events", shape)
    if shape.xml.get("eventGatewayType") == "Parallel":
        _all_events(process, shape, report)
    for flow in flows:
        target = process.shape(flow.target_id)
        if target is not None and not _can_be_awaited(target):
            report.error("event-gateway-target", flow)
        elif target is not None and len(process.incoming(target)) > 1:
            report.error("event-gateway-shared", target)


def _all_events(process: Process, shape: Shape, report: Report) -> None:
    """Check a gateway that needs all of its events: a process must begin with it."""
    targets = [process.shape(flow.target_id) for flow in process.outgoing(shape)]
    plain = all(target is not None and _begins_plainly(target) for target in targets)
    if shape.element_id not in together(process).values() or not plain:
        report.error("parallel-event-gateway", shape)


def _begins_plainly(event: Shape) -> bool:
    mapping = extensions.input_output(event.xml)
    return (
        event.kind == "intermediateCatchEvent"
        and event_definitions(event.xml) in _BEGINNINGS
        and mapping == extensions.InputOutput()
    )


def _can_be_awaited(shape: Shape) -> bool:
    if shape.kind == "receiveTask":
        return True
    symbols = event_definitions(shape.xml)
    return shape.kind == "intermediateCatchEvent" and set(symbols) <= _AWAITED


def _event_sub_process(process: Process, shape: Shape, report: Report) -> None:
    if process.incoming(shape) or process.outgoing(shape):
        report.error("event-sub-process-flow", shape)
    if process.boundary_events(shape):
        report.error("event-sub-process-boundary", shape)


def _handled(process: Process) -> set[str]:
    return {
        association.get("targetRef") or ""
        for association in process.xml.iter(tag("association"))
    }


def _handler(process: Process, shape: Shape, handled: set[str], report: Report) -> None:
    if process.incoming(shape) or process.outgoing(shape):
        report.error("compensation-flow", shape)
    if shape.element_id not in handled:
        report.warn("compensation-unused", shape)


def _definition(
    process: Process,
    shape: Shape,
    definition: Any,
    declared: dict[str, Any],
    report: Report,
) -> None:
    kind = local_name(definition)
    if kind == "compensateEventDefinition":
        activity = definition.get("activityRef")
        if activity and process.shape(activity) is None:
            report.error("reference-dangling", shape, what=activity)
        return
    if kind == "conditionalEventDefinition":
        if not text_of(definition.find(tag("condition"))):
            report.error("condition-missing", shape)
        return
    needed = next((name for name, k in _NEEDS.items() if k == kind), None)
    if needed is not None:
        _reference(shape, definition, needed, declared, report)


def _reference(
    shape: Shape,
    definition: Any,
    needed: str,
    declared: dict[str, Any],
    report: Report,
) -> None:
    found = extensions.reference_of(definition)
    if found is None:
        if _must_refer(shape, definition, needed):
            report.error("reference-missing", shape, what=needed)
        return
    target = declared.get(found[1])
    if target is None or local_name(target) != needed:
        if needed == "error":
            report.warn("error-undeclared", shape, what=found[1])
        else:
            report.error("reference-dangling", shape, what=found[1])
    elif needed in ("message", "signal") and not (target.get("name") or "").strip():
        report.error("name-missing", shape, what=found[1])
    elif shape.kind in _THROWS and not _says_code(target, needed):
        report.error("code-missing", shape, what=found[1])


def _must_refer(shape: Shape, definition: Any, needed: str) -> bool:
    if needed in ("error", "escalation"):
        return shape.kind in _THROWS
    if needed == "message" and shape.kind in _THROWS:
        # A service may send it; what it is called is then the service's affair.
        work = extensions.implementation(definition).kind
        return work == extensions.implementation(shape.xml).kind == "none"
    return True


def _says_code(target: Any, needed: str) -> bool:
    name = {"error": "errorCode", "escalation": "escalationCode"}.get(needed)
    return name is None or bool((target.get(name) or "").strip())


def _message(shape: Shape, declared: dict[str, Any], report: Report) -> None:
    reference = shape.xml.get("messageRef")
    if reference:
        target = declared.get(reference)
        if target is None or local_name(target) != "message":
            report.error("reference-dangling", shape, what=reference)
        elif not (target.get("name") or "").strip():
            report.error("name-missing", shape, what=reference)
    elif shape.kind == "receiveTask":
        report.warn("receive-without-message", shape)


def _place(process: Process, shape: Shape, report: Report) -> None:
    """Check what may stand only in certain sub-processes."""
    scope = process.shape(shape.scope_id)
    around = scope.kind if scope is not None else "process"
    if around == "adHocSubProcess" and shape.kind in ("startEvent", "endEvent"):
        report.error("ad-hoc-event", shape)
    if "cancelEventDefinition" not in event_definitions(shape.xml):
        return
    if shape.kind == "endEvent" and not _in_transaction(process, shape):
        report.error("cancel-outside-transaction", shape)
    host = process.shape(shape.host_id) if shape.host_id else None
    if host is not None and host.kind != "transaction":
        report.error("cancel-outside-transaction", shape)


def _in_transaction(process: Process, shape: Shape) -> bool:
    scope = process.shape(shape.scope_id)
    return scope is not None and scope.kind == "transaction"
