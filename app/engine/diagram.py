"""A diagram, normalised: its processes, shapes and flows, indexed once.

Linter and model read this index; only the parser looks at the XML again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from app.engine.normaliser import Normalised, normalise
from app.engine.shapes import FLOW_NODES, SUB_PROCESSES
from app.engine.xml import BPMN, local_name, namespace, tag, text_of


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shape:
    """A flow node.

    Attributes:
        element_id: the analyst's own id, or one made up when there is none.
        kind: BPMN's local name.
        name: the text in the shape; "" when there is none.
        xml: the element.
        scope_id: id of the process or sub-process it lies in.
        lane: name of the innermost lane it lies in, or None.
    """

    element_id: str
    kind: str
    name: str
    xml: Any
    scope_id: str
    lane: str | None

    @property
    def host_id(self) -> str:
        """The activity a boundary event is attached to; "" when not given."""
        return self.xml.get("attachedToRef") or ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flow:
    """A sequence flow.

    Attributes:
        element_id: the analyst's own id; one is made up when there is none.
        name: its text; "" when there is none.
        xml: the element.
        scope_id: id of the process or sub-process it lies in.
        source_id: where it leaves; "" when not given.
        target_id: where it arrives; "" when not given.
        condition: text of its condition, or None.
    """

    element_id: str
    name: str
    xml: Any
    scope_id: str
    source_id: str
    target_id: str
    condition: str | None


@dataclass(slots=True, kw_only=True, eq=False)
class Process:
    """A process and everything in it, sub-processes included.

    Attributes:
        key: its id.
        name: its name, else that of its pool, else its id.
        xml: the element.
        executable: False when ``isExecutable`` says so.
        drawing: the whole rewritten file, and what in it nobody has drawn.
        shapes: flow nodes in document order; ids may be missing or doubled.
        flows: sequence flows in document order.
    """

    key: str
    name: str
    xml: Any
    executable: bool
    drawing: Normalised
    shapes: list[Shape] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    _by_id: dict[str, Shape] = field(default_factory=dict)
    _by_scope: dict[str, list[Shape]] = field(default_factory=dict)
    _leaving: dict[str, list[Flow]] = field(default_factory=dict)
    _arriving: dict[str, list[Flow]] = field(default_factory=dict)
    _on_edge: dict[str, list[Shape]] = field(default_factory=dict)

    def add_shape(self, shape: Shape) -> None:
        """Take a flow node in; of several with one id the first is found by it."""
        self.shapes.append(shape)
        self._by_scope.setdefault(shape.scope_id, []).append(shape)
        self._by_id.setdefault(shape.element_id, shape)
        if shape.kind == "boundaryEvent":
            self._on_edge.setdefault(shape.host_id, []).append(shape)

    def add_flow(self, flow: Flow) -> None:
        """Take a sequence flow in."""
        self.flows.append(flow)
        self._leaving.setdefault(flow.source_id, []).append(flow)
        self._arriving.setdefault(flow.target_id, []).append(flow)

    def shape(self, element_id: str) -> Shape | None:
        """Return the first flow node of this id, or None."""
        return self._by_id.get(element_id)

    def shapes_in(self, scope_id: str) -> list[Shape]:
        """Return the flow nodes of a process or sub-process, not those deeper in."""
        return self._by_scope.get(scope_id, [])

    def outgoing(self, shape: Shape) -> list[Flow]:
        """Return the flows that leave a flow node, in document order."""
        return self._leaving.get(shape.element_id, [])

    def incoming(self, shape: Shape) -> list[Flow]:
        """Return the flows that arrive at a flow node, in document order."""
        return self._arriving.get(shape.element_id, [])

    def boundary_events(self, shape: Shape) -> list[Shape]:
        """Return the events on a flow node's edge, in document order."""
        return self._on_edge.get(shape.element_id, [])

    def scopes(self) -> list[tuple[str, Any]]:
        """Return (id, element) of the process and of each sub-process in it."""
        inner = [(s.element_id, s.xml) for s in self.shapes if s.kind in SUB_PROCESSES]
        return [(self.key, self.xml), *inner]


def event_definitions(xml: Any) -> list[str]:
    """Return the kinds of an event's definitions ("timerEventDefinition")."""
    return [
        local_name(child)
        for child in xml
        if namespace(child.tag) == BPMN
        and local_name(child).endswith(("EventDefinition", "eventDefinitionRef"))
    ]


def processes(root: Any) -> list[Process]:
    """Normalise a BPMN file and index every process in it.

    Args:
        root: the ``definitions`` element as uploaded; not changed.
    """
    return indexed(normalise(root))


def indexed(drawing: Normalised) -> list[Process]:
    """Index every process of a normalised BPMN file."""
    root = drawing.root
    pools = {
        pool.get("processRef", ""): (pool.get("name") or "").strip()
        for pool in root.iter(tag("participant"))
    }
    found = root.iterchildren(tag("process"))
    return [_process(xml, pools, drawing) for xml in found]


def _process(xml: Any, pools: dict[str, str], drawing: Normalised) -> Process:
    key = xml.get("id") or ""
    process = Process(
        key=key,
        name=(xml.get("name") or "").strip() or pools.get(key) or key,
        xml=xml,
        executable=xml.get("isExecutable", "true").strip() in ("true", "1"),
        drawing=drawing,
    )
    lanes = dict(_lanes(xml))
    for scope_id, child in _walk(xml, key):
        kind = local_name(child)
        if kind == "sequenceFlow":
            process.add_flow(_flow(child, scope_id))
        elif kind in FLOW_NODES:
            element_id = child.get("id") or ""
            process.add_shape(
                Shape(
                    element_id=element_id,
                    kind=kind,
                    name=(child.get("name") or "").strip(),
                    xml=child,
                    scope_id=scope_id,
                    lane=lanes.get(element_id) or lanes.get(scope_id),
                )
            )
            if kind in SUB_PROCESSES and element_id not in lanes:
                lanes[element_id] = lanes.get(scope_id, "")
    return process


def _walk(scope: Any, scope_id: str) -> Iterator[tuple[str, Any]]:
    """Yield (id of its scope, element) for every BPMN child, sub-processes too."""
    for child in scope:
        if namespace(child.tag) != BPMN:
            continue
        yield scope_id, child
        if local_name(child) in SUB_PROCESSES:
            yield from _walk(child, child.get("id") or "")


def _flow(xml: Any, scope_id: str) -> Flow:
    condition = next(iter(xml.iterchildren(tag("conditionExpression"))), None)
    return Flow(
        element_id=xml.get("id") or "",
        name=(xml.get("name") or "").strip(),
        xml=xml,
        scope_id=scope_id,
        source_id=xml.get("sourceRef") or "",
        target_id=xml.get("targetRef") or "",
        condition=text_of(condition) or None,
    )


def _lanes(process_xml: Any) -> Iterator[tuple[str, str]]:
    """Yield (element id, lane name); inner lanes come later and win."""
    for lane in process_xml.iter(tag("lane")):
        for reference in lane.iterchildren(tag("flowNodeRef")):
            yield text_of(reference), (lane.get("name") or "").strip()
