"""Gateways: where tokens part and meet."""

from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from app.engine.specs.base import Arrow, Lean


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


def waiting_at(scope: Any, spec: Any) -> list[Any]:
    """Return the tokens that wait at a join, oldest first."""
    return [
        token
        for token in scope.tasks.values()
        if token.task_spec is spec and token.state == TaskState.WAITING
    ]
