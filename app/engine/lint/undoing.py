"""What undoes what, and what comes several times: is it drawn so that it can happen?"""

from app.engine import extensions
from app.engine.diagram import Process, Shape, event_definitions
from app.engine.extensions import vocabulary
from app.engine.lint.report import Report
from app.engine.parser.definitions import definitions_by_id
from app.engine.shapes import GATEWAYS
from app.engine.xml import tag

MAX_QUANTITY = 100

_QUANTITIES = ("startQuantity", "completionQuantity")


def check(process: Process, report: Report) -> None:
    """Check compensation, transactions, quantities and places of mappings."""
    handlers = _handlers(process)
    for shape in process.shapes:
        definitions = event_definitions(shape.xml)
        if "compensateEventDefinition" in definitions:
            _compensation(process, shape, handlers, report)
        if "cancelEventDefinition" in definitions and shape.kind == "endEvent":
            _cancellation(process, shape, report)
        if shape.kind == "adHocSubProcess":
            _ad_hoc(process, shape, report)
        _quantities(shape, report)
        _behaviour(shape, report)
        _mapping(shape, report)


def _handlers(process: Process) -> dict[str, str]:
    return {
        association.get("sourceRef") or "": association.get("targetRef") or ""
        for association in process.xml.iter(tag("association"))
    }


def _compensation(
    process: Process, event: Shape, handlers: dict[str, str], report: Report
) -> None:
    """A boundary event needs an activity that undoes; a start event a sub-process."""
    if event.kind == "boundaryEvent":
        handler = process.shape(handlers.get(event.element_id, ""))
        if (
            handler is None
            or handler.scope_id != event.scope_id
            or not _is(handler, "isForCompensation")
        ):
            report.error("compensation-undone-by-nothing", event)
        if process.outgoing(event):
            report.error("compensation-flow", event)
    elif event.kind == "startEvent":
        handler = process.shape(event.scope_id)
        if handler is not None and handler.scope_id == process.key:
            report.error("compensation-of-process", event)


def _cancellation(process: Process, event: Shape, report: Report) -> None:
    scope = process.shape(event.scope_id)
    if scope is not None and not any(
        "cancelEventDefinition" in event_definitions(edge.xml)
        for edge in process.boundary_events(scope)
    ):
        report.error("cancel-uncaught", event)


def _ad_hoc(process: Process, shape: Shape, report: Report) -> None:
    if not process.shapes_in(shape.element_id):
        report.error("ad-hoc-empty", shape)
    own = vocabulary.zeebe(shape.xml, "adHoc")
    for name in ("outputCollection", "outputElement"):
        if own is not None and own.get(name):
            report.error("unsupported-extension", shape, name=name)


def _quantities(shape: Shape, report: Report) -> None:
    for name in _QUANTITIES:
        text = (shape.xml.get(name) or "1").strip()
        fits = text.isascii() and text.isdecimal() and len(text) < 5
        if not fits or not 1 <= int(text) <= MAX_QUANTITY:
            report.error("bad-quantity", shape, text=text, limit=str(MAX_QUANTITY))


def _behaviour(shape: Shape, report: Report) -> None:
    marker = extensions.multi_instance(shape.xml)
    if marker is None:
        return
    if _is(shape, "triggeredByEvent"):
        report.error("event-sub-process-several", shape)
    root = shape.xml.getroottree().getroot()
    thrown = [marker.none_event, *(event for _, event in marker.complex_events)]
    for definition_id in filter(None, thrown):
        if not definitions_by_id(root, definition_id):
            report.error("reference-dangling", shape, what=definition_id)
    if marker.behavior in ("One", "None") and marker.none_event is None:
        report.error("reference-missing", shape, what=f"{marker.behavior} event")


def _mapping(shape: Shape, report: Report) -> None:
    """Mapped variables where nothing begins or ends would never be seen."""
    mapping = extensions.input_output(shape.xml)
    begins = shape.kind not in (*GATEWAYS, "startEvent", "boundaryEvent")
    if (mapping.inputs and not begins) or (mapping.outputs and shape.kind in GATEWAYS):
        report.error("mapping-not-here", shape)


def _is(shape: Shape, name: str) -> bool:
    return (shape.xml.get(name) or "").strip() in ("true", "1")
