"""From a diagram to specs, with our own table of parser classes."""

from collections import OrderedDict
from collections.abc import Iterator
from hashlib import sha256
from threading import Lock

from app.domain.process import Element, JSONDict
from app.engine import extensions
from app.engine.diagram import Process, Shape, processes
from app.engine.model import Model
from app.engine.parser.scopes import DiagramParser
from app.engine.parser.starts import first_start, start_points, together
from app.engine.xml import parse
from app.errors import N_, EngineFault

CACHED_MODELS = 256

_WITH_FORM = frozenset({"userTask", "startEvent"})


def build(process: Process, *, file: str = "") -> Model:
    """Make a process ready to run.

    Args:
        process: one that the linter found no error in.
        file: name of the uploaded file.
    """
    parser = DiagramParser(process)
    parser.add_bpmn_xml(process.xml)
    spec = parser.get_spec(process.key)
    starts = start_points(process)
    spec.start = first_start(starts)
    spec.begun_by = together(process)
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
        scopes=parser.scopes(process.key),
        hidden=process.drawing.made,
        generated_forms=dict(_generated_forms(process)),
        startable=extensions.attribute(process.xml, "isStartableInTasklist") != "false",
        starts=starts,
        version_tag=extensions.version_tag(process.xml),
    )


def _elements(process: Process) -> Iterator[Element]:
    for shape in process.shapes:
        yield element_of(shape)
    for flow in process.flows:
        yield Element(element_id=flow.element_id, kind="sequenceFlow", name=flow.name)


def _generated_forms(process: Process) -> Iterator[tuple[str, JSONDict]]:
    for shape in process.shapes:
        schema = extensions.schema_of(shape.xml) if shape.kind in _WITH_FORM else None
        key = extensions.form_key(shape.xml, extensions.properties(shape.xml))
        if schema is not None and key is not None:
            yield key, schema


def element_of(shape: Shape) -> Element:
    """Read what a diagram says of one of its shapes."""
    own = extensions.properties(shape.xml)
    has_form = shape.kind in _WITH_FORM
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
