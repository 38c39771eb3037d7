"""From a diagram to SpiffWorkflow's specs, with our own table of parser classes.

SpiffWorkflow's parser walks along the flows recursively (some 480 shapes in a row end
it), connects specs without the flows' ids, and adds nodes of its own around boundary
events. Ours makes one spec a shape, then one arrow a flow.
"""

from collections import OrderedDict
from collections.abc import Iterator
from hashlib import sha256
from threading import Lock
from typing import Any

from SpiffWorkflow.bpmn.parser import BpmnParser, TaskParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.specs.event_definitions import simple

from app.domain.process import Element
from app.engine import extensions, specs
from app.engine.diagram import Process, Shape, event_definitions, processes
from app.engine.model import Model
from app.engine.timer_texts import timer_of
from app.engine.xml import local_name, parse, tag, text_of
from app.errors import N_, EngineFault

CACHED_MODELS = 256


class _ElementParser(TaskParser):
    """Makes the spec of one shape; what it is connected to comes later."""

    def parse_node(self) -> Any:
        """Return the spec of the shape."""
        self.task = self.create_task()
        self.task.prepare(local_name(self.node), self.node.get("default"))
        return self.task

    @property
    def bpmn_attributes(self) -> dict[str, Any]:
        """What every spec takes; data objects are documentation here."""
        return {"bpmn_name": self.node.get("name"), "lane": self.lane}


class _StartParser(_ElementParser):
    def create_task(self) -> Any:
        spec = self.spec_class(self.spec, self.bpmn_id, simple.NoneEventDefinition())
        spec.initiator = extensions.attribute(self.node, "initiator")
        return spec


class _EndParser(_ElementParser):
    def create_task(self) -> Any:
        terminates = "terminateEventDefinition" in event_definitions(self.node)
        kind = (
            simple.TerminateEventDefinition
            if terminates
            else simple.NoneEventDefinition
        )
        return self.spec_class(self.spec, self.bpmn_id, kind())


class _TimerParser(_ElementParser):
    def create_task(self) -> Any:
        text = timer_of(self.node)
        definition = specs.TimerDefinition(text.kind, text.text, plain=text.plain)
        return self.spec_class(self.spec, self.bpmn_id, definition, **self._more())

    def _more(self) -> dict[str, Any]:
        return {}


class _BoundaryParser(_TimerParser):
    def _more(self) -> dict[str, Any]:
        cancels = self.node.get("cancelActivity", "true").strip() in ("true", "1")
        return {"cancel_activity": cancels}


class _UserTaskParser(_ElementParser):
    def create_task(self) -> Any:
        spec = super().create_task()
        spec.staffing = extensions.staffing(self.node, self.lane)
        return spec


class _ScriptParser(_ElementParser):
    def create_task(self) -> Any:
        script = text_of(self.node.find(tag("script")))
        return self.spec_class(self.spec, self.bpmn_id, script)


class _SubProcessParser(_ElementParser):
    def create_task(self) -> Any:
        self.process_parser.parser.create_parser(self.node, lane=self.lane)
        return self.spec_class(self.spec, self.bpmn_id, self.bpmn_id)


class _ScopeParser(ProcessParser):
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
        self.spec.start = next(s.element_id for s in shapes if s.kind == "startEvent")
        self.spec.look_back()


class _DiagramParser(BpmnParser):
    """SpiffWorkflow's parser for one process, with the elements executed here."""

    PARSER_CLASSES = {  # noqa: RUF012 (upstream's class attribute)
        tag("startEvent"): (_StartParser, specs.StartEvent),
        tag("endEvent"): (_EndParser, specs.EndEvent),
        tag("userTask"): (_UserTaskParser, specs.UserTask),
        tag("task"): (_ElementParser, specs.PassThrough),
        tag("manualTask"): (_ElementParser, specs.PassThrough),
        tag("scriptTask"): (_ScriptParser, specs.ScriptTask),
        tag("exclusiveGateway"): (_ElementParser, specs.ExclusiveGateway),
        tag("parallelGateway"): (_ElementParser, specs.ParallelGateway),
        tag("inclusiveGateway"): (_ElementParser, specs.InclusiveGateway),
        tag("subProcess"): (_SubProcessParser, specs.SubProcess),
        tag("intermediateThrowEvent"): (_ElementParser, specs.PassThrough),
        tag("intermediateCatchEvent"): (_TimerParser, specs.IntermediateCatchEvent),
        tag("boundaryEvent"): (_BoundaryParser, specs.BoundaryEvent),
    }
    PROCESS_PARSER_CLASS = _ScopeParser

    def __init__(self, process: Process) -> None:
        super().__init__()
        self.process = process

    def add_bpmn_xml(self, bpmn: Any, filename: str | None = None) -> None:
        """Take one process; what else the file holds is not executed."""
        self.create_parser(bpmn, filename)


def build(process: Process, *, file: str = "") -> Model:
    """Make a process ready to run.

    Args:
        process: one that the linter found no error in.
        file: name of the uploaded file.
    """
    parser = _DiagramParser(process)
    parser.add_bpmn_xml(process.xml)
    spec = parser.get_spec(process.key)
    own = extensions.properties(process.xml)
    elements = {element.element_id: element for element in _elements(process)}
    return Model(
        key=process.key,
        name=process.name,
        file=file,
        properties=own,
        elements=elements,
        start_element_id=spec.start,
        start_form_key=elements[spec.start].form_key,
        title_template=own.get("ticket.title") or None,
        number_prefix=own.get("ticket.prefix") or None,
        start_groups=extensions.split_list(
            extensions.attribute(process.xml, "candidateStarterGroups")
        ),
        spec=spec,
        scopes=parser.get_subprocess_specs(process.key),
    )


def _elements(process: Process) -> Iterator[Element]:
    for shape in process.shapes:
        yield element_of(shape)
    for flow in process.flows:
        yield Element(element_id=flow.element_id, kind="sequenceFlow", name=flow.name)


def element_of(shape: Shape) -> Element:
    """Read what a diagram says of one of its shapes."""
    own = extensions.properties(shape.xml)
    has_form = shape.kind in ("userTask", "startEvent")
    return Element(
        element_id=shape.element_id,
        kind=shape.kind,
        name=shape.name,
        form_key=extensions.form_key(shape.xml, own) if has_form else None,
        properties=own,
        lane=shape.lane,
    )


_cache: OrderedDict[tuple[bytes, str], Model] = OrderedDict()
_cache_lock = Lock()


def model(source: bytes, process_key: str) -> Model:
    """Return a process of a file that was accepted before; parsed once, then kept.

    Args:
        source: the file's bytes.
        process_key: id of the process in it.

    Raises:
        EngineFault: the file holds no such process.
    """
    key = (sha256(source).digest(), process_key)
    with _cache_lock:
        found = _cache.get(key)
        if found is not None:
            _cache.move_to_end(key)
            return found
    process = next((p for p in processes(parse(source)) if p.key == process_key), None)
    if process is None:
        why = N_("the stored diagram does not hold this process")
        raise EngineFault(element_id=process_key, why=why)
    made = build(process)
    with _cache_lock:  # two threads may have parsed the same: both are right
        _cache[key] = made
        while len(_cache) > CACHED_MODELS:
            _cache.popitem(last=False)
    return made
