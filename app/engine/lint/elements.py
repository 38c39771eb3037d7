"""Which constructs are executed: whatever is not is refused or pointed out.

The table in ``app/engine/support`` decides.
"""

from typing import Any

from app.engine import support
from app.engine.diagram import Process, Shape, event_definitions
from app.engine.lint.report import Report
from app.engine.shapes import ACTIVITIES, EVENTS, FLOW_NODES, GATEWAYS
from app.engine.xml import BPMN, local_name, namespace, tag, text_of

# Beside processes a file may hold these; what is not used is not executed.
_BESIDE = frozenset(
    [
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
        "partnerEntity",
        "partnerRole",
    ]
)
# Parts of what the table has lines for.
_PARTS = frozenset(
    [
        "extensionElements",
        "incoming",
        "outgoing",
        "sequenceFlow",
        "lane",
        "conditionExpression",
        "script",
        "categoryValueRef",
        "rendering",
        "dataInput",
        "dataOutput",
        "inputSet",
        "outputSet",
        "activationCondition",
        "completionCondition",
    ]
)
_FAMILIES = (("activity", ACTIVITIES), ("gateway", GATEWAYS), ("event", EVENTS))


def check_file(root: Any, report: Report) -> None:
    """Check what lies beside the processes."""
    for child in root:
        kind = local_name(child)
        if namespace(child.tag) != BPMN or kind in _BESIDE:
            continue
        if not kind.endswith("EventDefinition"):
            report.error("unsupported-element", child, kind=kind)
    for flow in root.iter(tag("messageFlow")):
        report.warn("message-flow", flow)


def check(process: Process, report: Report) -> None:
    """Check the kind of every element of a process, and its attributes."""
    for shape in process.shapes:
        if shape.kind in EVENTS:
            _event(process, shape, report)
        else:
            _say(support.SHAPES[shape.kind], shape, report)
    for element in process.xml.iter():
        if namespace(element.tag) == BPMN:
            _attributes(element, report)
    _children(process, report)
    for shape in process.shapes:
        _children(shape, report)


def _say(
    row: support.Row, where: Any, report: Report, rule: str = "", **facts: str
) -> None:
    if row.state == support.REFUSED:
        report.error(rule or row.rule, where, **facts)
    elif row.state == support.WARNED:
        report.warn(rule or row.rule, where, **facts)


# --- events ---------------------------------------------------------------------------


def _event(process: Process, shape: Shape, report: Report) -> None:
    definitions = event_definitions(shape.xml)
    if "eventDefinitionRef" in definitions:
        report.error("reference-dangling", shape, what="eventDefinitionRef")
        return
    scope = process.shape(shape.scope_id)
    inside = scope is not None and is_true(scope.xml, "triggeredByEvent")
    asked = "isInterrupting" if shape.kind == "startEvent" else "cancelActivity"
    place = support.place_of(
        shape.kind,
        interrupting=is_true(shape.xml, asked, default="true"),
        in_event_sub_process=inside,
    )
    parallel = is_true(shape.xml, "parallelMultiple")
    symbol = support.symbol_of(definitions, parallel=parallel)
    if shape.kind == "startEvent" and scope is not None and not inside:
        if symbol != "none":
            report.error("start-with-symbol", shape)
        return
    _symbol(place, symbol, definitions, shape, report)


def _symbol(
    place: str, symbol: str, definitions: list[str], shape: Shape, report: Report
) -> None:
    row = support.EVENTS.get((place, symbol))
    if row is not None:
        _say(row, shape, report)
    elif symbol == "none":
        report.error("event-without-definition", shape)
    elif symbol == "timer":
        report.error("unsupported-timer-here", shape)
    elif symbol == "link":
        report.error("link-dangling", shape)
    else:
        report.error("event-not-here", shape, kind=definitions[0])


def is_true(xml: Any, name: str, *, default: str = "false") -> bool:
    """Tell what an attribute that is true or false says."""
    return (xml.get(name) or default).strip() in ("true", "1")


# --- attributes -----------------------------------------------------------------------


def _attributes(element: Any, report: Report) -> None:
    kind = local_name(element)
    for name, value in element.items():
        if "}" in name:
            continue
        row = _row(kind, name)
        if row is not None:
            if value.strip() not in support.HARMLESS.get(name, ()):
                _say(row, element, report, name=name)
        elif name not in support.KNOWN:
            report.warn("unknown-attribute", element, name=name)


def _row(kind: str, name: str) -> support.Row | None:
    found = support.ATTRIBUTES.get(f"{kind}@{name}")
    for family, kinds in _FAMILIES:
        if found is None and kind in kinds:
            found = support.ATTRIBUTES.get(f"{family}@{name}")
    return found


# --- children -------------------------------------------------------------------------


def _children(where: Process | Shape, report: Report) -> None:
    for child in where.xml:
        kind = local_name(child)
        if namespace(child.tag) != BPMN or kind in FLOW_NODES or kind in _PARTS:
            continue
        row = support.CHILDREN.get(kind)
        if row is not None:
            _say(row, where, report, kind=kind)
            _data(where, child, kind, report)
        elif not kind.endswith("EventDefinition") and kind != "eventDefinitionRef":
            report.error("unsupported-element", child, kind=kind)
    for role in ("humanPerformer", "potentialOwner"):
        for performer in where.xml.iterchildren(tag(role)):
            if not text_of(performer.find(tag("resourceAssignmentExpression"))):
                report.error("unsupported-role", where)


def _data(where: Process | Shape, child: Any, kind: str, report: Report) -> None:
    if kind in ("dataInputAssociation", "dataOutputAssociation"):
        for part in ("assignment", "transformation"):
            if child.find(tag(part)) is not None:
                _say(support.CHILDREN[part], where, report)
