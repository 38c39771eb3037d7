"""Makes the specs of processes and sub-processes: one spec a shape, one arrow a flow.

SpiffWorkflow's parser walks along the flows recursively (some 480 shapes in a row end
it), connects specs without the flows' ids, and adds nodes of its own around boundary
events.
"""

from collections.abc import Iterator
from typing import Any

from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser

from app.engine import extensions, specs
from app.engine.diagram import Process, Shape
from app.engine.parser import (
    activities,
    calls,
    compensation,
    events,
    gateways,
)
from app.engine.parser.wrapping import WRAPPED, wrap
from app.engine.shapes import EVENTS
from app.engine.xml import local_name


class ScopeParser(ProcessParser):
    """Makes the spec of a process or sub-process from what the index holds of it."""

    def _index_process_nodes(self) -> None:
        """Nothing: ``Process`` is the index."""

    def get_lane_name(self, node_id: str) -> str | None:
        """Return the lane that the index knows."""
        shape = self.parser.process.shape(node_id)
        return shape.lane if shape else None

    def _parse(self) -> None:
        process: Process = self.parser.process
        self.spec = specs.ScopeSpec(self.bpmn_id, self.get_name())
        self.spec.free = local_name(self.node) == "adHocSubProcess"
        shapes = process.shapes_in(self.bpmn_id)
        for shape in shapes:
            self.parse_node(shape.xml)
        for shape in shapes:
            spec = self.spec.task_specs[shape.element_id]
            spec.arrows = tuple(
                specs.Arrow(f.element_id, f.target_id, f.condition)
                for f in process.outgoing(shape)
            )
            spec.arrows_in = tuple(f.element_id for f in process.incoming(shape))
            spec.edge = tuple(b.element_id for b in process.boundary_events(shape))
        self.spec.handlers = tuple(self._handlers(process, shapes))
        for shape in shapes:
            if shape.kind in WRAPPED:
                wrap(self.spec, shape.element_id, shape.xml)
            elif shape.kind in EVENTS:
                spec = self.spec.task_specs[shape.element_id]
                spec.maps_out = extensions.input_output(shape.xml).outputs
        starts = (s.element_id for s in shapes if s.kind == "startEvent")
        self.spec.start = next(starts, None)  # an ad-hoc sub-process has none
        self.spec.look_back()

    def _handlers(self, process: Process, shapes: list[Shape]) -> Iterator[Any]:
        """Yield where the event sub-processes among some shapes begin."""
        for shape in shapes:
            if shape.kind == "subProcess" and events.is_yes(
                shape.xml, "triggeredByEvent", "false"
            ):
                starts = process.shapes_in(shape.element_id)
                start = next(s.xml for s in starts if s.kind == "startEvent")
                yield events.handler_start(self.spec, start, shape.element_id)


class DiagramParser(BpmnParser):
    """SpiffWorkflow's parser for one process, with the elements executed here."""

    PARSER_CLASSES = {  # noqa: RUF012 (upstream's class attribute)
        **activities.PARSERS,
        **events.PARSERS,
        **gateways.PARSERS,
        **calls.PARSERS,
    }
    PROCESS_PARSER_CLASS = ScopeParser

    def __init__(self, process: Process) -> None:
        super().__init__()
        self.process = process

    def add_bpmn_xml(self, bpmn: Any, filename: str | None = None) -> None:
        """Take one process; what else the file holds is not executed."""
        self.create_parser(bpmn, filename)

    def scopes(self, key: str) -> dict[str, specs.ScopeSpec]:
        """Return the specs of all sub-processes of a process, by their ids."""
        found: dict[str, specs.ScopeSpec] = {key: self.get_spec(key)}
        while len(found) < len(self.process_parsers):  # reading one finds those inside
            for scope_id in list(self.process_parsers):
                found[scope_id] = self.get_spec(scope_id)
        compensation.connect(self.process, found)
        return {name: spec for name, spec in found.items() if name != key}
