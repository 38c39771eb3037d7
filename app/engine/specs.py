"""What each BPMN element does with a token: SpiffWorkflow's specs, made lean.

SpiffWorkflow keeps a tree of everything that was and may be; its gateways search that
tree, so a loop makes every step slower, and a join inside a loop counts branches of the
previous round. Here a token knows only its element and the flow it came along: nothing
is predicted, what is finished is forgotten, and a join counts the tokens that wait at
it. Specs are shared by all threads and never change after parsing.

A token's life in SpiffWorkflow's words: ``_update_hook`` it arrives (True: go on at
once), ``_run_hook`` the element acts, ``_on_complete`` it leaves along the flows.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.event_definitions import simple
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
from SpiffWorkflow.util.task import TaskState

from app.engine import timers
from app.engine.expressions import is_true
from app.engine.extensions import Staffing
from app.errors import N_, EngineFault


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


class ScopeSpec(BpmnProcessSpec):
    """A process or embedded sub-process, without SpiffWorkflow's own extra nodes.

    Those would reserve the ids ``Start``, ``End`` and ``Root``; here analysts may use
    them.
    """

    def __init__(self, name: str, description: str | None = None) -> None:
        WorkflowSpec.__init__(self, name=name)
        self.description = description
        self.end = self.svg = self.io_specification = None
        self.data_objects: dict[str, Any] = {}
        self.data_stores: dict[str, Any] = {}
        self.correlation_keys: dict[str, Any] = {}
        self.bpmn_start_events: list[Any] = []
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
        kind: BPMN's local name.
    """

    name: str
    manual = False
    waits = False

    def prepare(self, kind: str, default: str | None) -> None:
        """Take what the parser knows beyond SpiffWorkflow's own attributes."""
        self.manual = type(self).manual  # SpiffWorkflow's tasks are all manual
        self.kind = kind
        self.default = default
        self.arrows: tuple[Arrow, ...] = ()
        self.arrows_in: tuple[str, ...] = ()
        self.edge: tuple[str, ...] = ()

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
        task.workflow.top_workflow.leave(task, self.chosen(task))

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


class StartEvent(Lean, defaults.StartEvent):
    """Begins a scope.

    Attributes:
        initiator: name of the variable that is to hold who started the ticket.
    """

    initiator: str | None = None

    def _run_hook(self, task: Any) -> bool:
        context = task.workflow.top_workflow.context
        # “initiator”, the usual name, is there already and can be no variable
        if self.initiator and self.initiator not in context:
            task.workflow.data[self.initiator] = context.get("initiator")
        return True


class EndEvent(Lean, defaults.EndEvent):
    """Ends a token, or with a terminate definition every token of its scope."""

    def _on_complete(self, task: Any) -> None:
        top = task.workflow.top_workflow
        if isinstance(self.event_definition, simple.TerminateEventDefinition):
            top.cancel_others(task)
        top.leave(task, [])


class UserTask(Lean, defaults.UserTask):
    """Waits for a person.

    Attributes:
        staffing: who is to do it, as written in the diagram.
    """

    manual = True
    staffing = Staffing()

    def _on_ready(self, task: Any) -> None:
        task.workflow.top_workflow.open_user_task(task)


class PassThrough(Lean, defaults.NoneTask):
    """An abstract or manual task, or an event without a symbol: passed at once.

    Source:
        BPMN 2.0.2, "Manual Task": it is not managed by an engine.
    """


class ScriptTask(Lean, defaults.ScriptTask):
    """Runs a script in the cage."""

    def _run_hook(self, task: Any) -> bool:
        return bool(task.workflow.script_engine.execute(task, self.script))


class ExclusiveGateway(Lean, defaults.ExclusiveGateway):
    """Takes the first flow whose condition holds."""

    def chosen(self, task: Any) -> list[Arrow]:
        """Return one flow, none when the gateway has no way out."""
        for arrow in self.arrows:
            if arrow.flow_id != self.default and self._takes(task, arrow):
                return [arrow]
        if self.arrows and not self._by_default():
            raise self._nowhere()
        return self._by_default()


class ParallelGateway(Lean, defaults.ParallelGateway):
    """Waits for one token on each incoming flow, then sends one along each way out.

    Source:
        BPMN 2.0.2, "Parallel Gateway (Fork and Join)": it consumes exactly one token
        from each incoming flow; further tokens wait for the next time.
    """

    waits = True

    def _update_hook(self, task: Any) -> bool:
        here = [t for t in waiting_at(task.workflow, self) if t is not task]
        first: dict[str, Any] = {}
        for token in [*here, task]:
            first.setdefault(token.flow_id, token)
        if len(first) < len(self.arrows_in):
            task._set_state(TaskState.WAITING)
            return False
        for token in first.values():
            if token is not task:
                token.absorb()
        return True

    def chosen(self, task: Any) -> list[Arrow]:
        """Return every flow."""
        return list(self.arrows)


class InclusiveGateway(Lean, defaults.InclusiveGateway):
    """Waits for every token that can still arrive, then takes each flow that holds.

    Source:
        BPMN 2.0.2, "Inclusive Gateway (Inclusive Decision and Merge)".
    """

    waits = True

    def _update_hook(self, task: Any) -> bool:
        if len(self.arrows_in) < 2:
            return True
        task._set_state(TaskState.WAITING)
        task.workflow.top_workflow.joins[task.workflow] = None
        return False

    def settled(self, scope: Any) -> bool:
        """Tell whether no token of the scope can still arrive on an empty flow."""
        filled = {token.flow_id for token in waiting_at(scope, self)}
        empty = [flow for flow in self.arrows_in if flow not in filled]
        elsewhere = {t.task_spec.name for t in scope.tasks.values()} - {self.name}
        coming = elsewhere & scope.spec.upstream(empty, without=self.name)
        return not coming - scope.spec.upstream(filled, without=self.name)

    def merge(self, scope: Any) -> None:
        """Make one token of those that wait, one from each flow, and let it go on."""
        first: dict[str, Any] = {}
        for token in waiting_at(scope, self):
            first.setdefault(token.flow_id, token)
        *others, last = first.values()
        for token in others:
            token.absorb()
        last._ready()


class SubProcess(Lean, defaults.SubWorkflowTask):
    """An embedded sub-process: a scope of its own, left when its last token is gone."""

    def _update_hook(self, task: Any) -> bool:
        task._set_state(TaskState.STARTED)
        task.workflow.top_workflow.open_scope(task)
        return False


class TimerDefinition(TimerEventDefinition):
    """BPMN's three timers, read by us: SpiffWorkflow's read the wall clock."""

    def __init__(self, kind: timers.TimerKind, text: str, *, plain: bool) -> None:
        super().__init__(None, text)
        self.kind = kind
        self.plain = plain

    def arm(self, task: Any) -> timers.Armed:
        """Return when the timer fires first."""
        now = task.workflow.top_workflow.now
        try:
            text = self.expression
            if not self.plain:
                text = task.workflow.script_engine.evaluate(task, text)
            return timers.first(self.kind, text, now=now)
        except timers.TimerFault as fault:
            raise EngineFault(element_id=task.task_spec.name, why=str(fault)) from fault


class _Timer(Lean):
    """Waits for its time."""

    waits = True
    event_definition: Any

    def _update_hook(self, task: Any) -> bool:
        if "due" not in task.internal_data:
            task.arm(self.event_definition.arm(task))
        task._set_state(TaskState.WAITING)
        return False


class IntermediateCatchEvent(_Timer, defaults.IntermediateCatchEvent):
    """A timer in the flow."""


class BoundaryEvent(_Timer, defaults.BoundaryEvent):
    """A timer on the edge of an activity."""

    cancel_activity: bool

    def _run_hook(self, task: Any) -> bool:
        top = task.workflow.top_workflow
        host = task.internal_data.pop("on")  # it outlives the activity it interrupts
        if self.cancel_activity:
            top.cancel(task.workflow.tasks[host])
            return True
        again = timers.following(task.armed(), now=top.now)
        if again is not None:
            top.put(task.workflow, self.name, on=host, armed=again)
        return True


def waiting_at(scope: Any, spec: Any) -> list[Any]:
    """Return the tokens that wait at a join, oldest first."""
    return [
        token
        for token in scope.tasks.values()
        if token.task_spec is spec and token.state == TaskState.WAITING
    ]
