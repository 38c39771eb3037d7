"""A diagram as SVG, drawn from its own layout, for places without a viewer.

Only geometry and presentation attributes are written: no script, no style, no link, so
the picture may be shown anywhere.
"""

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from app.engine.layout import laid_out
from app.engine.picture.geometry import Box, Edge, plane_of
from app.engine.picture.symbols import event_symbol, gateway_symbol, task_symbol
from app.engine.xml import parse

SVG = "http://www.w3.org/2000/svg"
INK, PAPER = "#22242a", "#ffffff"
MARGIN, CORNER, LINE_HEIGHT, FONT_SIZE = 12, 10, 14, 12
CHARACTERS_A_LINE, LINES = 16, 4


@lru_cache(maxsize=32)
def picture(source: bytes) -> bytes:
    """Draw the first plane of a diagram; one without a layout is laid out first.

    Args:
        source: a diagram's bytes, accepted before.

    Returns:
        An SVG document.
    """
    plane = plane_of(parse(laid_out(source)))
    left, top, width, height = plane.frame(MARGIN)
    sheet = etree.Element(
        f"{{{SVG}}}svg",
        nsmap={None: SVG},
        viewBox=f"{left:g} {top:g} {width:g} {height:g}",
        width=f"{width:g}",
        height=f"{height:g}",
        role="img",
    )
    _arrow_head(sheet)
    _add(sheet, "rect", x=left, y=top, width=width, height=height, fill=PAPER)
    for box in sorted(plane.boxes, key=_depth):
        _draw(sheet, box)
    for edge in plane.edges:
        _connect(sheet, edge)
    for box in plane.boxes:
        _label(sheet, box)
    return etree.tostring(sheet, encoding="utf-8", xml_declaration=True)


def _depth(box: Box) -> int:
    """Order what lies behind first: pools, lanes, scopes, shapes, boundary events."""
    order = ("participant", "lane", "subProcess", "transaction", "adHocSubProcess")
    if box.kind == "boundaryEvent":
        return len(order) + 1
    return order.index(box.kind) if box.kind in order else len(order)


def _add(parent: etree._Element, name: str, **attributes: object) -> etree._Element:
    plain = {
        key.replace("_", "-"): f"{value:g}" if isinstance(value, float) else str(value)
        for key, value in attributes.items()
    }
    return etree.SubElement(parent, f"{{{SVG}}}{name}", plain)


def _arrow_head(sheet: etree._Element) -> None:
    marker = _add(
        _add(sheet, "defs"),
        "marker",
        id="arrow",
        viewBox="0 0 10 10",
        refX=9.0,
        refY=5.0,
        markerWidth=8.0,
        markerHeight=8.0,
        orient="auto",
    )
    _add(marker, "path", d="M0 0 L10 5 L0 10 z", fill=INK)


def _draw(sheet: etree._Element, box: Box) -> None:
    if box.kind.endswith("Event"):
        _draw_event(sheet, box)
    elif box.kind.endswith("Gateway"):
        _draw_gateway(sheet, box)
    else:
        _draw_rectangle(sheet, box)


def _draw_event(sheet: etree._Element, box: Box) -> None:
    x, y = box.middle
    radius = box.width / 2
    thick = 4.0 if box.kind == "endEvent" else 1.5
    dashes = {"stroke_dasharray": "4 3"} if box.dashed else {}
    line = {"fill": PAPER, "stroke": INK, "stroke_width": thick}
    _add(sheet, "circle", cx=x, cy=y, r=radius, **line, **dashes)
    if box.kind in ("boundaryEvent", "intermediateCatchEvent") or box.throws:
        inner = {"fill": "none", "stroke": INK, "stroke_width": 1.5}
        _add(sheet, "circle", cx=x, cy=y, r=radius - 3, **inner, **dashes)
    _symbol(sheet, event_symbol(box), x, y)


def _draw_gateway(sheet: etree._Element, box: Box) -> None:
    x, y = box.middle
    right, bottom = box.x + box.width, box.y + box.height
    points = f"{x:g},{box.y:g} {right:g},{y:g} {x:g},{bottom:g} {box.x:g},{y:g}"
    _add(sheet, "polygon", points=points, fill=PAPER, stroke=INK, stroke_width=1.5)
    _symbol(sheet, gateway_symbol(box), x, y)


def _draw_rectangle(sheet: etree._Element, box: Box) -> None:
    straight = box.kind in ("participant", "lane")
    look = {
        "x": box.x,
        "y": box.y,
        "width": box.width,
        "height": box.height,
        "fill": PAPER,
        "stroke": INK,
        "stroke_width": 4.0 if box.kind == "callActivity" else 1.5,
    }
    if not straight:
        look["rx"] = float(CORNER)
    if box.dashed:
        look["stroke_dasharray"] = "4 3"
    _add(sheet, "rect", **look)
    _symbol(sheet, task_symbol(box), box.x + 14, box.y + 14)


def _symbol(sheet: etree._Element, path: str | None, x: float, y: float) -> None:
    if path:
        look = {"fill": "none", "stroke": INK, "stroke_width": 1.5}
        _add(sheet, "path", d=path, transform=f"translate({x:g} {y:g})", **look)


def _connect(sheet: etree._Element, edge: Edge) -> None:
    points = " ".join(f"{x:g},{y:g}" for x, y in edge.points)
    look = {"fill": "none", "stroke": INK, "stroke_width": 1.5}
    if edge.kind != "sequenceFlow":
        look["stroke_dasharray"] = "5 4"
    _add(sheet, "polyline", points=points, marker_end="url(#arrow)", **look)
    if edge.name and edge.label is not None:
        x, y = edge.label
        _write(sheet, [edge.name], x, y + FONT_SIZE)


def _label(sheet: etree._Element, box: Box) -> None:
    if not box.name:
        return
    x, y = box.middle
    if box.kind in ("participant", "lane"):
        turned = _write(sheet, [box.name], box.x + 15, y)
        turned.set("transform", f"rotate(-90 {box.x + 15:g} {y:g})")
        return
    lines = list(_broken(box.name))
    if box.kind.endswith(("Event", "Gateway")):
        x, y = box.label or (x, box.y + box.height + FONT_SIZE)
        _write(sheet, lines, x, y + FONT_SIZE / 2)
        return
    if box.opened:
        y = box.y + LINE_HEIGHT * 1.5
    else:
        y -= LINE_HEIGHT * (len(lines) - 1) / 2
    _write(sheet, lines, x, y)


def _write(
    sheet: etree._Element, lines: list[str], x: float, y: float
) -> etree._Element:
    text = _add(
        sheet,
        "text",
        x=x,
        y=y,
        fill=INK,
        font_family="system-ui, sans-serif",
        font_size=FONT_SIZE,
        text_anchor="middle",
        dominant_baseline="middle",
    )
    for number, line in enumerate(lines):
        span = _add(text, "tspan", x=x, dy=LINE_HEIGHT if number else 0)
        span.text = line
    return text


def _broken(text: str) -> Iterator[str]:
    """Break a name into lines; wide characters count twice."""
    line, room, lines = "", CHARACTERS_A_LINE, 0
    for word in _pieces(text):
        width = _width(word)
        if line and width > room:
            yield line.strip()
            lines += 1
            if lines == LINES:
                return
            line, room = "", CHARACTERS_A_LINE
        line += word
        room -= width
    if line.strip():
        yield line.strip()


def _pieces(text: str) -> Iterator[str]:
    word = ""
    for character in text:
        if character.isspace() or _width(character) > 1:
            if word:
                yield word
            yield " " if character.isspace() else character
            word = ""
        else:
            word += character
    if word:
        yield word


def _width(text: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
