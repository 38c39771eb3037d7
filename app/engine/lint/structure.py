"""Ids, flows and reachability: does the drawing hang together?"""

import re
from collections import Counter
from typing import Any

from app.engine.budget import MAX_DEPTH
from app.engine.diagram import Flow, Process, Shape, event_definitions
from app.engine.extensions import properties
from app.engine.lint.elements import is_true
from app.engine.lint.report import Report
from app.engine.shapes import ACTIVITIES, SUB_PROCESSES
from app.engine.xml import local_name

MAX_SHAPES = 8_000  # in a file, flows included
MAX_ID_LENGTH = 200
RESERVED = frozenset({"initiator", "ticket"})

# XML's NCName: letters of any script.
_ID = re.compile(r"[^\W\d][\w.-]*")
_PASSES_AT_ONCE = frozenset({"task", "manualTask", "scriptTask"})


def check(process: Process, report: Report) -> bool:
    """Check ids, references, flows and reachability.

    Returns:
        False when the drawing is too broken to look at the rest.
    """
    if not _ids(process, report):
        return False
    for scope_id, xml in process.scopes():
        _starts(process, scope_id, xml, report)
    _depth(process, report)
    for flow in process.flows:
        _flow(process, flow, report)
    for shape in process.shapes:
        if shape.kind == "boundaryEvent":
            _boundary(process, shape, report)
    _reachable(process, report)
    return True


def _ids(process: Process, report: Report) -> bool:
    found = [(process.key, process.xml)]
    found += [(shape.element_id, shape.xml) for shape in process.shapes]
    found += [(flow.element_id, flow.xml) for flow in process.flows]
    good = [_id(element_id, xml, report) for element_id, xml in found]
    doubled = [i for i, times in Counter(i for i, _ in found).items() if times > 1]
    for element_id in filter(None, doubled):
        where = process.shape(element_id) or process
        report.error("id-duplicate", where, id=element_id)
    for shape in process.shapes:
        if shape.kind == "userTask":
            _decision_name(shape, report)
    return all(good) and not doubled


def _id(element_id: str, xml: Any, report: Report) -> bool:
    if not element_id:
        report.error("id-missing", xml, kind=local_name(xml))
    elif len(element_id) > MAX_ID_LENGTH or not _ID.fullmatch(element_id):
        report.error("id-invalid", xml, id=element_id)
    else:
        return True
    return False


def _decision_name(shape: Shape, report: Report) -> None:
    """A user task's decision becomes a variable named like it."""
    if shape.element_id in RESERVED:
        report.error("id-reserved", shape, id=shape.element_id)
    elif not shape.element_id.isidentifier() and "actions" in properties(shape.xml):
        report.warn("id-not-a-name", shape, id=shape.element_id)


def _starts(process: Process, scope_id: str, xml: Any, report: Report) -> None:
    starts = [s for s in process.shapes_in(scope_id) if s.kind == "startEvent"]
    if not starts:
        if local_name(xml) != "adHocSubProcess":
            report.error("start-missing", xml)
        return
    if scope_id == process.key:  # each begins a ticket by itself
        starts = [s for s in starts if not event_definitions(s.xml)]
    if len(starts) > 1:
        report.error("start-several", starts[1])


def _depth(process: Process, report: Report) -> None:
    depths = {process.key: 0}
    for shape in process.shapes:  # outer ones come first
        if shape.kind in SUB_PROCESSES:
            depth = depths.get(shape.scope_id, 0) + 1
            depths[shape.element_id] = depth
            if depth == MAX_DEPTH + 1:
                report.error("sub-processes-too-deep", shape, limit=str(MAX_DEPTH))


def _flow(process: Process, flow: Flow, report: Report) -> None:
    source, target = process.shape(flow.source_id), process.shape(flow.target_id)
    if source is None or target is None:
        missing = flow.source_id if source is None else flow.target_id
        report.error("flow-dangling", flow, what=missing or "-")
        return
    if not source.scope_id == target.scope_id == flow.scope_id:
        report.error("flow-crosses-scope", flow)
    if target.kind in ("startEvent", "boundaryEvent"):
        report.error("flow-into-start", flow)
    if source.kind == "endEvent":
        report.error("flow-out-of-end", flow)


def _boundary(process: Process, event: Shape, report: Report) -> None:
    host = process.shape(event.host_id)
    if host is None or host.kind not in ACTIVITIES or host.scope_id != event.scope_id:
        report.error("boundary-dangling", event)
    elif (
        host.kind in _PASSES_AT_ONCE
        and "compensateEventDefinition" not in event_definitions(event.xml)
    ):
        report.warn("boundary-never-fires", event)


def _reachable(process: Process, report: Report) -> None:
    seen: set[str] = set()
    queue = [shape for shape in process.shapes if _begins(process, shape)]
    while queue:
        shape = queue.pop()
        if shape.element_id in seen:
            continue
        seen.add(shape.element_id)
        queue += process.boundary_events(shape)
        found = (process.shape(f.target_id) for f in process.outgoing(shape))
        queue += [s for s in found if s is not None]
    for shape in process.shapes:
        if shape.element_id not in seen:
            report.warn("unreachable", shape)
        elif not process.outgoing(shape) and not _ends_by_nature(process, shape):
            report.warn("implicit-end", shape)


def _begins(process: Process, shape: Shape) -> bool:
    """Tell whether a token may come here without a flow."""
    if shape.kind == "startEvent" or is_true(shape.xml, "triggeredByEvent"):
        return True
    if is_true(shape.xml, "isForCompensation"):
        return True
    return _is_ad_hoc(process, shape) and not process.incoming(shape)


def _ends_by_nature(process: Process, shape: Shape) -> bool:
    handler = shape.kind == "endEvent" or is_true(shape.xml, "isForCompensation")
    handler |= is_true(shape.xml, "triggeredByEvent")
    handler |= "compensateEventDefinition" in event_definitions(shape.xml)
    return (
        handler
        or shape.element_id in process.drawing.made
        or _is_ad_hoc(process, shape)
    )


def _is_ad_hoc(process: Process, shape: Shape) -> bool:
    scope = process.shape(shape.scope_id)
    return scope is not None and scope.kind == "adHocSubProcess"
