"""Finds out what undoes what, once all scopes of a process are made."""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions import simple

from app.engine.diagram import Process
from app.engine.specs import ScopeSpec, SubProcess
from app.engine.specs.base import UNDO_ALL
from app.engine.specs.events import CaughtCompensation
from app.engine.specs.events.throwing import ThrowEvent
from app.engine.specs.events.undoing import ThrowCompensation
from app.engine.specs.wrappers import Wrapper, WrapperScope
from app.engine.xml import tag


class _UndoAll(ThrowEvent):
    """Undoes everything in a sub-process that has no handler of its own."""

    throws = (ThrowCompensation(),)

    def told(self, token: Any, how: str) -> bool:
        """Keep silent: nobody drew it."""
        return False


def connect(process: Process, scopes: Mapping[str, ScopeSpec]) -> None:
    """Take compensation handlers out of the flow and put them where they are found.

    Args:
        process: the index of the diagram.
        scopes: specs of the process and its sub-processes, by id.
    """
    for host_id, handler_id in _handlers(process):
        shape = process.shape(handler_id)
        scope = scopes[shape.scope_id] if shape else None
        if scope is not None and handler_id in scope.task_specs:
            handler = scope.task_specs.pop(handler_id)
            scope.undone_by[host_id] = WrapperScope(f"{handler_id}#undo", handler)
    _mark(scopes[process.key], scopes)


def _handlers(process: Process) -> list[tuple[str, str]]:
    """Return (activity, what undoes it) for every association that says so."""
    found = []
    for association in process.xml.iter(tag("association")):
        event = process.shape(association.get("sourceRef") or "")
        if event is not None and event.kind == "boundaryEvent":
            found.append((event.host_id, association.get("targetRef") or ""))
    return found


def _mark(scope: ScopeSpec, scopes: Mapping[str, ScopeSpec]) -> bool:
    """Mark what has to be noted; tell whether there is anything in a scope."""
    anything = bool(scope.undone_by)
    for outer in scope.task_specs.values():
        spec = _drawn(outer)
        inside = isinstance(spec, SubProcess) and _mark(scopes[spec.spec], scopes)
        spec.undoable = spec.name in scope.undone_by or (inside and not spec.is_handler)
        anything = anything or spec.undoable
    if anything:
        nothing = simple.NoneEventDefinition()
        _UndoAll(scope, UNDO_ALL, nothing).prepare("intermediateThrowEvent", None)
    return anything or any(
        isinstance(definition, CaughtCompensation)
        for handler in scope.handlers
        for definition in handler.definitions
    )


def _drawn(spec: Any) -> Any:
    """Return what was drawn inside wrappers."""
    while isinstance(spec, Wrapper):
        spec = spec.inside.task_specs[spec.name]
    return spec
