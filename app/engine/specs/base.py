"""What all specs have in common: scopes, arrows, and the hooks of a token's life."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from app.engine import mappings
from app.engine.expressions import is_true
from app.engine.extensions import Parameter
from app.errors import N_, EngineFault

UNDO_ALL = "#undo"  # undoes everything in a sub-process; no id can hold a “#”


@dataclass(frozen=True, slots=True)
class Arrow:
    """A sequence flow as tokens take it.

    Attributes:
        flow_id: the analyst's own id.
        target: name of the spec it leads to.
        condition: expression, or None.
    """

    flow_id: str
    target: str
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Inner:
    """What lies inside an activity that opens a scope.

    Attributes:
        spec: its elements.
        model: the process they are drawn in; None when it is that of the activity.
        isolated: True when variables around the activity cannot be seen inside.
        called: reference of the model, for a called process.
    """

    spec: "ScopeSpec"
    model: Any = None
    isolated: bool = False
    called: str | None = None


class ScopeSpec(BpmnProcessSpec):
    """A process or embedded sub-process, without SpiffWorkflow's own extra nodes.

    Those would reserve the ids ``Start``, ``End`` and ``Root``; here analysts may use
    them.

    Attributes:
        handlers: where its event sub-processes begin.
        begun_by: of each event that can begin the process together with others, the
            gateway before it.
        wraps: True when nobody drew it: it holds one activity, with variables of its
            own.
        keeps: True when what its activity writes stays in it, to be mapped out.
        free: True when nothing in it has an order (ad hoc).
        is_instance: True when it holds an activity's own variables.
        undone_by: activity to the scope with what undoes it.
    """

    handlers: tuple[Any, ...] = ()
    begun_by: Mapping[str, str] = MappingProxyType({})
    wraps = False
    keeps = False
    is_instance = False
    free = False

    def __init__(self, name: str, description: str | None = None) -> None:
        WorkflowSpec.__init__(self, name=name)
        self.description = description
        self.end = self.svg = self.io_specification = None
        self.data_objects: dict[str, Any] = {}
        self.data_stores: dict[str, Any] = {}
        self.correlation_keys: dict[str, Any] = {}
        self.bpmn_start_events: list[Any] = []
        self.undone_by: dict[str, ScopeSpec] = {}
        self._sources: dict[str, list[str]] = {}
        self._source_of_flow: dict[str, str] = {}

    def look_back(self) -> None:
        """Note for every element where tokens come from; call it when all is drawn."""
        for name, spec in self.task_specs.items():
            for arrow in spec.arrows:
                self._sources.setdefault(arrow.target, []).append(name)
                self._source_of_flow[arrow.flow_id] = name
            for event in spec.edge:  # a token may leave its activity by the edge
                self._sources.setdefault(event, []).append(name)

    def upstream(self, flow_ids: Iterable[str], *, without: str) -> set[str]:
        """Return the elements from which a token can come along one of some flows.

        Args:
            flow_ids: the flows.
            without: an element that it must not pass on its way.
        """
        seen = {without}
        queue = [self._source_of_flow[flow_id] for flow_id in flow_ids]
        while queue:
            name = queue.pop()
            if name not in seen:
                seen.add(name)
                queue.extend(self._sources.get(name, ()))
        return seen - {without}


class Lean:
    """Common to all specs: arrows instead of inputs and outputs, no prediction.

    Attributes:
        arrows: the flows that leave, in document order.
        arrows_in: ids of the flows that arrive.
        default: id of the default flow, or None.
        edge: names of the boundary events on this activity.
        maps_out: what an event without a scope of its own maps out.
        kind: BPMN's local name.
        waits: its tokens may wait for other tokens.
        accepts: stimuli that a token here takes while it is open.
        holds: False when a scope may end although a token is here.
        tells_cancel: False when nobody is told that a token was taken away from here.
        is_step: False when nobody drew it, and it alone cannot go round and round.
        undoable: True when its scope notes that it was completed.
        is_handler: True for event sub-processes.
        definitions: what an event waits for.
    """

    name: str
    manual = False
    waits = False
    accepts: tuple[type, ...] = ()
    holds = True
    tells_cancel = True
    is_step = True
    undoable = False
    is_handler = False
    definitions: tuple[Any, ...] = ()

    def prepare(self, kind: str, default: str | None) -> None:
        """Take what the parser knows beyond SpiffWorkflow's own attributes."""
        self.manual = type(self).manual  # SpiffWorkflow's tasks are all manual
        self.kind = kind
        self.default = default
        self.arrows: tuple[Arrow, ...] = ()
        self.arrows_in: tuple[str, ...] = ()
        self.edge: tuple[str, ...] = ()
        self.maps_out: tuple[Parameter, ...] = ()

    def _predict(self, *_: Any, **__: Any) -> None:
        """Predict nothing."""

    def _update_hook(self, task: Any) -> bool:
        return True

    def _on_ready(self, task: Any) -> None:
        task.workflow.top_workflow.agenda.append(task)

    def _run(self, task: Any) -> Any:
        return self._run_hook(task)

    def _run_hook(self, task: Any) -> bool:
        return True

    def _on_complete(self, task: Any) -> None:
        if self.maps_out:
            inside = mappings.Place(task.workflow, self.name)
            mappings.outputs(self.maps_out, inside, task.workflow)
        task.workflow.top_workflow.leave(task, self.chosen(task))

    def told(self, token: Any, how: str) -> bool:
        """Tell whether the hall is to hear that a token was completed or cancelled."""
        return how == "completed" or (self.tells_cancel and not _is_behind_gate(token))

    # --- what waits for the world ---

    def is_open(self, token: Any) -> bool:
        """Tell whether a token here waits for the world, and so has a handle."""
        return False

    def handles(self, token: Any) -> Iterable[str]:
        """Return the handles under which the hall may know a token."""
        return () if token.handle is None else (token.handle,)

    def waits_for(self, token: Any) -> Iterable[Any]:
        """Describe what an open token waits for: ``Waiting...`` values."""
        return ()

    def take(self, token: Any, stimulus: Any) -> None:
        """Let one of the stimuli that are accepted happen to an open token."""
        raise NotImplementedError

    def retry(self, token: Any) -> None:
        """Act again, after somebody has mended what made the token an incident."""
        token._ready()

    # --- scopes ---

    def inner(self, token: Any) -> Inner:
        """Return what lies inside; asked again whenever a state is loaded."""
        raise NotImplementedError

    def closed(self, token: Any, scope: Any) -> None:
        """Go on: the last token of the scope inside is gone."""
        token._ready()

    def _on_cancel(self, task: Any) -> None:
        """Nothing to tidy up: what belongs to a token goes with it."""

    def chosen(self, task: Any) -> list[Arrow]:
        """Return the flows that the token takes.

        Source:
            BPMN 2.0.2, "Sequence Flow Considerations": without a condition a flow is
            taken always, with one when it holds; the default when no condition holds.
        """
        taken = [arrow for arrow in self.arrows if self._takes(task, arrow)]
        conditional = any(arrow.condition for arrow in self.arrows)
        if conditional and not any(arrow.condition for arrow in taken):
            taken += self._by_default()
        if self.arrows and not taken:
            raise self._nowhere()
        return taken

    def _takes(self, task: Any, arrow: Arrow) -> bool:
        if arrow.flow_id == self.default:
            return not any(a.condition for a in self.arrows)
        return arrow.condition is None or is_true(task, arrow.condition, arrow.flow_id)

    def _by_default(self) -> list[Arrow]:
        return [arrow for arrow in self.arrows if arrow.flow_id == self.default]

    def _nowhere(self) -> EngineFault:
        why = N_("no condition holds and there is no default flow; draw one")
        return EngineFault(element_id=self.name, why=why)


def _is_behind_gate(token: Any) -> bool:
    """Tell whether an event-based gateway still waits for an element's event."""
    while token.workflow.spec.wraps:
        token = token.workflow.host
    return "gate" in token.internal_data
