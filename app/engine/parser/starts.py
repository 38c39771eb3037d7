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
    zone = extensions.properties(process.xml).get("ticket.timezone")
    for shape in process.shapes_in(process.key):
        if shape.kind == "startEvent":
            found += _points(shape.element_id, shape.xml, zone)
    return tuple(found)


def first_start(points: tuple[StartPoint, ...]) -> str:
    """Return the start event that people use: the first without a symbol, if any."""
    plain = (point.element_id for point in points if point.kind == "none")
    return next(plain, points[0].element_id)


def static_name(text: str) -> str:
    """Return a name that is known before anything runs.

    Raises:
        EngineFault: it depends on variables, or is no text.
    """
    if not is_expression(text):
        return text
    value = evaluate(text, {}, now=_LONG_AGO)
    if isinstance(value, str):
        return value
    raise EngineFault(element_id="", why="the name is no text")


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
