"""A process definition ready to run: what the hall may know of it, and the specs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.process import Element, Finding, JSONDict, StartPoint


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """One executable process of a file. Shared by threads; never changed.

    Attributes:
        key: id of the process, the process key.
        name: its name, else its pool's, else the key.
        file: name of the uploaded file; "" when it was parsed again from the store.
        properties: the process's own name/value pairs.
        elements: shapes and flows by the analyst's ids.
        start_element_id: the start event.
        start_form_key: its form, or None.
        title_template: property ``ticket.title``, or None.
        number_prefix: property ``ticket.prefix``, or None.
        start_groups: who may start it (``candidateStarterGroups``); empty is everybody.
        spec: SpiffWorkflow's specification; the engine's own.
        scopes: those of its sub-processes, by id; the engine's own.
        hidden: ids in ``elements`` that nobody has drawn; nobody is shown them.
        generated_forms: JSON schemas of forms drawn into the diagram, by form key.
        startable: False when people may not start it by themselves.
        version_tag: its ``versionTag``, or None.
        starts: the ways in which it may begin.
    """

    key: str
    name: str
    file: str = ""
    properties: Mapping[str, str]
    elements: Mapping[str, Element]
    start_element_id: str
    start_form_key: str | None
    title_template: str | None
    number_prefix: str | None
    start_groups: tuple[str, ...]
    spec: Any
    scopes: Mapping[str, Any]
    hidden: frozenset[str] = frozenset()
    generated_forms: Mapping[str, JSONDict] = field(default_factory=dict)
    startable: bool = True
    version_tag: str | None = None
    starts: tuple[StartPoint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What became of an upload.

    Attributes:
        models: every executable process without errors.
        findings: what the linter has to say, in order of files.
    """

    models: tuple[Model, ...]
    findings: tuple[Finding, ...]
