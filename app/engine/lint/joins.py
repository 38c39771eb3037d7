"""Joins that can never be complete.

Both rules are careful: they speak only where no order of events could help.
"""

from app.engine.diagram import Process, Shape
from app.engine.lint.elements import is_true
from app.engine.lint.report import Report
from app.engine.shapes import ACTIVITIES

_ONE_WAY = frozenset({"exclusiveGateway", "eventBasedGateway"})
_MAX_WALKS = 200_000


def check(process: Process, report: Report) -> None:
    """Tell parallel gateways that wait for a branch that never comes."""
    joins = [
        shape
        for shape in process.shapes
        if shape.kind == "parallelGateway" and len(process.incoming(shape)) > 1
    ]
    budget = _MAX_WALKS
    for join in joins:
        seen = _upstream(process, join)
        budget -= len(seen)
        if budget < 0:
            return
        if not any(_multiplies(process, shape) for shape in seen) or _fed_by_one_choice(
            process, join
        ):
            report.warn("join-never-complete", join)


def _upstream(process: Process, join: Shape) -> list[Shape]:
    seen: dict[str, Shape] = {}
    queue = [join]
    while queue:
        shape = queue.pop()
        sources = [process.shape(f.source_id) for f in process.incoming(shape)]
        if shape.kind == "boundaryEvent":
            sources.append(process.shape(shape.host_id))
        for source in sources:
            if source is not None and source.element_id not in seen:
                seen[source.element_id] = source
                queue.append(source)
    seen.pop(join.element_id, None)
    return list(seen.values())


def _multiplies(process: Process, shape: Shape) -> bool:
    """Tell whether more tokens may leave a shape than have come."""
    if shape.kind in _ONE_WAY:
        return False
    several = len(process.outgoing(shape)) > 1
    if shape.kind == "boundaryEvent":
        several |= not is_true(shape.xml, "cancelActivity", default="true")
    if shape.kind in ACTIVITIES:
        several |= (shape.xml.get("completionQuantity") or "1") != "1"
    return several or shape.kind == "complexGateway"


def _fed_by_one_choice(process: Process, join: Shape) -> bool:
    """Tell whether two branches come straight from one exclusive decision."""
    choices: set[str] = set()
    for flow in process.incoming(join):
        shape = process.shape(flow.source_id)
        for _ in range(len(process.shapes)):
            if shape is None or not _is_link_of_a_chain(process, shape):
                break
            shape = process.shape(process.incoming(shape)[0].source_id)
        if shape is None or shape.kind not in _ONE_WAY:
            continue
        if shape.element_id in choices:
            return True
        choices.add(shape.element_id)
    return False


def _is_link_of_a_chain(process: Process, shape: Shape) -> bool:
    one_in = len(process.incoming(shape)) == 1
    one_out = len(process.outgoing(shape)) == 1
    return one_in and one_out and not process.boundary_events(shape)
