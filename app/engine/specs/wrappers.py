"""Activities with variables of their own: a scope around what was drawn.

An activity that is repeated, or whose inputs and outputs are mapped, becomes scopes in
one another. Only the innermost holds what was drawn; the outermost takes its place in
the flow and carries its boundary events:

    Repeated ─ scope of the counts ─ Once, a token an instance ─ scope of the instance's
    own variables ─ the activity

The elements in between go by the analyst's id, too, and tell the hall nothing.
"""

from typing import Any, Self

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from app.domain.process import JSONDict
from app.engine import mappings
from app.engine.extensions import InputOutput
from app.engine.mappings import Place
from app.engine.specs.base import Arrow, Inner, Lean, ScopeSpec


class WrapperScope(ScopeSpec):
    """The scope that a wrapper opens; it holds one element.

    Args:
        name: the element's id, and a suffix that no id can have.
        spec: what it holds.
    """

    wraps = True

    def __init__(self, name: str, spec: Lean) -> None:
        super().__init__(name)
        self.task_specs = {spec.name: spec}
        self.start = spec.name
        self.look_back()


class Wrapper(Lean, defaults.NoneTask):
    """Stands for an activity where tokens arrive and leave.

    Attributes:
        inside: the scope with what it stands for.
    """

    is_step = False
    inside: WrapperScope
    scope_class = WrapperScope

    @classmethod
    def around(cls, spec: Lean, suffix: str) -> Self:
        """Return a wrapper that takes an element's place in the flow.

        Args:
            spec: the element; its flows and boundary events become the wrapper's.
            suffix: of the name of the scope between them.
        """
        wrapper = cls(ScopeSpec(spec.name), spec.name)
        wrapper.prepare(spec.kind, spec.default)
        wrapper.arrows, wrapper.arrows_in = spec.arrows, spec.arrows_in
        wrapper.edge = spec.edge
        spec.arrows = spec.arrows_in = spec.edge = ()
        spec.default = None
        wrapper.inside = cls.scope_class(f"{spec.name}{suffix}", spec)
        return wrapper

    def told(self, token: Any, how: str) -> bool:
        """Keep silent: what is inside speaks for it."""
        return False

    def inner(self, token: Any) -> Inner:
        """Return the scope with what it stands for."""
        return Inner(self.inside)

    def closed(self, token: Any, scope: Any) -> None:
        """Go on before anything else does: it is one with what it stands for."""
        token._set_state(TaskState.READY)
        token.workflow.top_workflow.agenda.appendleft(token)


class Gathered(Wrapper):
    """An activity that takes several tokens to begin, or gives several when done.

    Attributes:
        needed: how many tokens it takes.
        given: how many leave on every flow.

    Source:
        BPMN 2.0.2, "Activity", startQuantity and completionQuantity.
    """

    waits = True
    needed = 1
    given = 1

    def _update_hook(self, task: Any) -> bool:
        others = [
            t
            for t in task.workflow.tasks.values()
            if t.task_spec is self and t.state == TaskState.WAITING and t is not task
        ]
        if len(others) + 1 < self.needed:
            task._set_state(TaskState.WAITING)
            return False
        for other in others:
            other.absorb()
        task._set_state(TaskState.STARTED)
        task.workflow.top_workflow.open_scope(task)
        return False

    def chosen(self, task: Any) -> list[Arrow]:
        """Return the flows that are taken, each as often as tokens leave."""
        return super().chosen(task) * self.given


class InstanceScope(WrapperScope):
    """The scope of an activity's own variables."""

    is_instance = True


class Once(Wrapper):
    """An activity with variables of its own: mapped ones, or those of an instance.

    Attributes:
        mapping: inputs and outputs.
    """

    scope_class = InstanceScope
    mapping = InputOutput()

    def _update_hook(self, task: Any) -> bool:
        top = task.workflow.top_workflow
        task._set_state(TaskState.STARTED)
        own: JSONDict = {}
        number = task.internal_data.get("i")
        if number is not None:
            host = task.workflow.host
            own = host.task_spec.own_variables(host, number)
        mappings.inputs(self.mapping.inputs, Place(task.workflow, self.name, own), own)
        top.open_scope(task, own)
        return False

    def _run_hook(self, task: Any) -> bool:
        scope = task.workflow.top_workflow.subprocesses[task.id]
        place = Place(scope, self.name)
        mappings.outputs(self.mapping.outputs, place, task.workflow)
        if "i" in task.internal_data:
            host = task.workflow.host
            host.task_spec.instance_done(host, task, place)
        return True
