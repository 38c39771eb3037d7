"""Where the shapes and flows of a diagram lie.

Source:
    BPMN 2.0.2, "BPMN Diagram Interchange (BPMN DI)"; OMG DD 1.0, "DI" and "DC".
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from app.engine.xml import local_name

BPMNDI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
FARTHEST = 1e6

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A shape.

    Attributes:
        kind: BPMN's local name.
        name: its text; "" when there is none.
        definition: local name of its event definition; "" when there is none.
        x: left edge.
        y: upper edge.
        width: of the shape.
        height: of the shape.
        label: middle of its label's upper edge, where the diagram gives one.
        opened: whether a sub-process shows what is inside.
        dashed: whether its line is dashed (non-interrupting, event sub-process).
    """

    kind: str
    name: str
    definition: str
    x: float
    y: float
    width: float
    height: float
    label: Point | None
    opened: bool
    dashed: bool

    @property
    def middle(self) -> Point:
        """The middle of the shape."""
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def throws(self) -> bool:
        """Whether it is an intermediate throw event."""
        return self.kind == "intermediateThrowEvent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A flow or association.

    Attributes:
        kind: BPMN's local name.
        name: its text; "" when there is none.
        points: the way it takes, two or more.
        label: middle of its label's upper edge, where the diagram gives one.
    """

    kind: str
    name: str
    points: tuple[Point, ...]
    label: Point | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plane:
    """One sheet of a diagram.

    Attributes:
        boxes: its shapes, in document order.
        edges: its flows, in document order.
    """

    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]

    def frame(self, margin: float) -> tuple[float, float, float, float]:
        """Return left, top, width and height of what is drawn, with a margin."""
        xs = [x for box in self.boxes for x in (box.x, box.x + box.width)]
        ys = [y for box in self.boxes for y in (box.y, box.y + box.height + 30)]
        xs += [x for edge in self.edges for x, _ in edge.points]
        ys += [y for edge in self.edges for _, y in edge.points]
        left, top = min(xs, default=0.0) - margin, min(ys, default=0.0) - margin
        right, bottom = max(xs, default=0.0) + margin, max(ys, default=0.0) + margin
        return left, top, right - left, bottom - top


def plane_of(root: etree._Element) -> Plane:
    """Read the first plane of a diagram.

    Args:
        root: BPMN; shapes and edges that point at nothing are passed over.
    """
    elements = {
        element.get("id"): element
        for element in root.iter(etree.Element)
        if element.get("id")
    }
    plane = root.find(f".//{{{BPMNDI}}}BPMNPlane")
    children = list(plane) if plane is not None else []
    return Plane(
        boxes=tuple(_boxes(children, elements)), edges=tuple(_edges(children, elements))
    )


def _boxes(
    children: list[etree._Element], elements: dict[str | None, etree._Element]
) -> Iterator[Box]:
    for shape in children:
        element = elements.get(shape.get("bpmnElement", ""))
        bounds = _bounds(shape.find(f"{{{DC}}}Bounds"))
        if local_name(shape) != "BPMNShape" or element is None or bounds is None:
            continue
        x, y, width, height = bounds
        yield Box(
            kind=local_name(element),
            name=element.get("name", ""),
            definition=_definition(element),
            x=x,
            y=y,
            width=width,
            height=height,
            label=_label(shape),
            opened=shape.get("isExpanded") == "true",
            dashed=_dashed(element),
        )


def _edges(
    children: list[etree._Element], elements: dict[str | None, etree._Element]
) -> Iterator[Edge]:
    for edge in children:
        element = elements.get(edge.get("bpmnElement", ""))
        if local_name(edge) != "BPMNEdge" or element is None:
            continue
        found = [_point(point) for point in edge.findall(f"{{{DI}}}waypoint")]
        points = tuple(point for point in found if point is not None)
        if len(points) > 1:
            yield Edge(
                kind=local_name(element),
                name=element.get("name", ""),
                points=points,
                label=_label(edge) or points[len(points) // 2],
            )


def _definition(element: etree._Element) -> str:
    names = (local_name(child) for child in element.iterchildren(etree.Element))
    return next((name for name in names if name.endswith("EventDefinition")), "")


def _dashed(element: etree._Element) -> bool:
    return (
        element.get("cancelActivity") == "false"
        or element.get("isInterrupting") == "false"
        or element.get("triggeredByEvent") == "true"
    )


def _label(drawn: etree._Element) -> Point | None:
    bounds = _bounds(drawn.find(f"{{{BPMNDI}}}BPMNLabel/{{{DC}}}Bounds"))
    return (bounds[0] + bounds[2] / 2, bounds[1]) if bounds else None


def _bounds(
    element: etree._Element | None,
) -> tuple[float, float, float, float] | None:
    if element is None:
        return None
    found = [_number(element.get(name)) for name in ("x", "y", "width", "height")]
    x, y, width, height = found
    if x is None or y is None or width is None or height is None:
        return None
    return x, y, width, height


def _point(element: etree._Element) -> Point | None:
    x, y = _number(element.get("x")), _number(element.get("y"))
    return None if x is None or y is None else (x, y)


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) < FARTHEST else None
