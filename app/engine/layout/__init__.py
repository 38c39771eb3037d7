"""Diagrams that nobody has laid out, laid out so that they can be looked at.

Only for looking: what was uploaded stays as it is, byte for byte. Pools are drawn
around their processes, sub-processes around what lies in them; lanes are not drawn.
"""

from functools import lru_cache
from typing import Any

from lxml import etree

from app.engine.diagram import Process, processes
from app.engine.layout.places import Box, places
from app.engine.normaliser import with_ids
from app.engine.shapes import FLOW_NODES, SUB_PROCESSES
from app.engine.xml import XmlRejected, parse, tag

__all__ = ["has_layout", "laid_out"]

DI = "http://www.omg.org/spec/BPMN/20100524/DI"
_DC = "http://www.omg.org/spec/DD/20100524/DC"
_WAY = "http://www.omg.org/spec/DD/20100524/DI"

_MARGIN = 80
_POOL_HEAD = 50
_POOL_GAP = 60
# At most this many files are kept, of at most ``xml.MAX_BYTES`` before and after.
_KEPT = 8
_MOST = 8_000
_DRAWN = [tag(kind) for kind in sorted(FLOW_NODES)]


def has_layout(root: Any) -> bool:
    """Tell whether a diagram says where its shapes lie."""
    return next(root.iter(f"{{{DI}}}BPMNShape"), None) is not None


@lru_cache(maxsize=_KEPT)
def laid_out(source: bytes) -> bytes:
    """Return a diagram that a viewer can draw.

    Args:
        source: a diagram's bytes, accepted before.

    Returns:
        The same bytes when the diagram is laid out; else a copy with a layout, and with
        the ids that the engine knows unnamed elements by.
    """
    try:
        root = parse(source)
    except XmlRejected:
        return source
    if has_layout(root) or sum(1 for _ in root.iter(*_DRAWN)) > _MOST:
        return source
    found = [p for p in processes(root) if p.shapes]
    tree = with_ids(root)
    for old in tree.findall(f"{{{DI}}}BPMNDiagram"):
        tree.remove(old)
    _draw(tree, found)
    etree.cleanup_namespaces(tree, top_nsmap={"bpmndi": DI, "dc": _DC, "di": _WAY})
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8")


def _draw(tree: Any, found: list[Process]) -> None:
    collaboration = tree.find(tag("collaboration"))
    if collaboration is None:
        for process in found:
            plane = _plane(tree, process.key)
            _process(plane, process, (_MARGIN, _MARGIN))
        return
    plane = _plane(tree, collaboration.get("id") or "")
    by_key: dict[str, Process | None] = {p.key: p for p in found}
    top = _MARGIN
    for pool in collaboration.iterchildren(tag("participant")):
        inside_it = by_key.pop(pool.get("processRef") or "", None)
        head = _shape(plane, pool.get("id") or "", Box(_MARGIN, top, 600, 100))
        head.set("isHorizontal", "true")
        if inside_it is not None:
            inside = (_MARGIN + _POOL_HEAD + 30, top + 40)
            width, height = _process(plane, inside_it, inside)
            bounds = head[0]
            bounds.set("width", str(width + _POOL_HEAD + 60))
            bounds.set("height", str(height + 100))
        top += int(head[0].get("height")) + _POOL_GAP


def _plane(tree: Any, element_id: str) -> Any:
    diagram = etree.SubElement(tree, f"{{{DI}}}BPMNDiagram")
    plane = etree.SubElement(diagram, f"{{{DI}}}BPMNPlane")
    plane.set("bpmnElement", element_id)
    return plane


def _process(plane: Any, process: Process, corner: tuple[int, int]) -> tuple[int, int]:
    """Draw a process and return how wide and high it has become."""
    boxes = {
        element_id: Box(b.x + corner[0], b.y + corner[1], b.width, b.height)
        for element_id, b in places(process).items()
    }
    for shape in process.shapes:
        if shape.element_id in boxes:
            drawn = _shape(plane, shape.element_id, boxes[shape.element_id])
            if shape.kind in SUB_PROCESSES:
                drawn.set("isExpanded", "true")
    right = max((box.right for box in boxes.values()), default=corner[0])
    bottom = max((box.bottom for box in boxes.values()), default=corner[1])
    for flow in process.flows:
        ends = boxes.get(flow.source_id), boxes.get(flow.target_id)
        if flow.element_id in process.drawing.made or None in ends:
            continue
        source = process.shape(flow.source_id)
        from_edge = source is not None and source.kind == "boundaryEvent"
        _edge(plane, flow.element_id, *ends, from_edge=from_edge)  # type: ignore[arg-type]
    return right - corner[0], bottom - corner[1]


def _shape(plane: Any, element_id: str, box: Box) -> Any:
    shape = etree.SubElement(plane, f"{{{DI}}}BPMNShape")
    shape.set("bpmnElement", element_id)
    bounds = etree.SubElement(shape, f"{{{_DC}}}Bounds")
    for name in ("x", "y", "width", "height"):
        bounds.set(name, str(getattr(box, name)))
    return shape


def _edge(
    plane: Any, element_id: str, source: Box, target: Box, *, from_edge: bool
) -> None:
    edge = etree.SubElement(plane, f"{{{DI}}}BPMNEdge")
    edge.set("bpmnElement", element_id)
    for x, y in _way(source, target, from_edge=from_edge):
        point = etree.SubElement(edge, f"{{{_WAY}}}waypoint")
        point.set("x", str(x))
        point.set("y", str(y))


def _way(source: Box, target: Box, *, from_edge: bool) -> list[tuple[int, int]]:
    """Return the corners of a flow: onwards between the columns, back underneath."""
    (sx, sy), (tx, ty) = source.middle, target.middle
    if target.x <= source.right:
        low = max(source.bottom, target.bottom) + 20
        return [(sx, source.bottom), (sx, low), (tx, low), (tx, target.bottom)]
    if from_edge:
        low = source.bottom + 15
        turn = target.x - 30
        return [(sx, source.bottom), (sx, low), (turn, low), (turn, ty), (target.x, ty)]
    if sy == ty:
        return [(source.right, sy), (target.x, ty)]
    turn = target.x - 25
    return [(source.right, sy), (turn, sy), (turn, ty), (target.x, ty)]
