"""The ways in which a process may begin."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from app.domain.process import StartPoint
from app.engine import extensions
from app.engine.diagram import Process
from app.engine.expressions import evaluate
from app.engine.extensions import is_expression
from app.engine.parser.definitions import condition_of, definitions
from app.engine.timer_texts import timer_in
from app.engine.xml import local_name
from app.errors import EngineFault

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def start_points(process: Process) -> tuple[StartPoint, ...]:
    """Return every way in which a process may begin, in document order.

    A start event with several definitions is one way for each of them.
    """
    found: list[StartPoint] = []
    begun_by = together(process)
    zone = extensions.properties(process.xml).get("ticket.timezone")
    for shape in process.shapes_in(process.key):
        if shape.element_id in begun_by or shape.kind == "startEvent":
            found += _points(shape.element_id, shape.xml, zone)
    if begun_by:  # what is made up before its gateway is no way to begin
        found = [p for p in found if p.element_id not in process.drawing.made]
    return tuple(found)


def together(process: Process) -> dict[str, str]:
    """Return the gateway before each event that begins a process with others.

    Args:
        process: the index of the diagram.
    """
    return {
        flow.target_id: shape.element_id
        for shape in process.shapes_in(process.key)
        if shape.kind == "eventBasedGateway"
        and shape.xml.get("eventGatewayType") == "Parallel"
        and (shape.xml.get("instantiate") or "").strip() in ("true", "1")
        for flow in process.outgoing(shape)
    }


def first_start(points: tuple[StartPoint, ...]) -> str:
    """Return the start event that people use: the first without a symbol, if any."""
    plain = (point.element_id for point in points if point.kind == "none")
    return next(plain, points[0].element_id)


def static_name(text: str) -> str:
    """Return a name that is known before anything runs; "" when it is not.

    Args:
        text: a name, or an expression that needs no variable.
    """
    if not is_expression(text):
        return text
    try:
        value = evaluate(text, {}, now=_LONG_AGO)
    except EngineFault:
        return ""
    return value if isinstance(value, str) else ""


def _points(element_id: str, event: Any, zone: str | None) -> Iterator[StartPoint]:
    empty = True
    for xml in definitions(event):
        empty = False
        match local_name(xml):
            case "messageEventDefinition":
                name = static_name(extensions.named(xml).name)
                yield StartPoint(element_id=element_id, kind="message", name=name)
            case "signalEventDefinition":
                name = static_name(extensions.named(xml).name)
                yield StartPoint(element_id=element_id, kind="signal", name=name)
            case "timerEventDefinition":
                text = timer_in(xml)
                timer = text.kind, text.in_zone(zone)
                yield StartPoint(element_id=element_id, kind="timer", timer=timer)
            case "conditionalEventDefinition":
                condition = condition_of(xml)
                yield StartPoint(
                    element_id=element_id, kind="conditional", condition=condition
                )
    if empty:
        yield StartPoint(element_id=element_id, kind="none")
