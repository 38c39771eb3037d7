"""Gateways: where tokens part and meet."""

from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from app.engine.mappings import Place
from app.engine.specs.base import Arrow, Lean

_ASKS = "waitingForStart"


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


class EventBasedGateway(Lean, defaults.NoneTask):
    """Waits until one of the events behind it happens; the others are then too late.

    Where a process begins with it and needs all of its events, the first of them begins
    the process, and the others are waited for beside what follows it.

    Source:
        BPMN 2.0.2, "Event-Based Gateway": parallel, instantiating.
    """

    waits = True

    def _update_hook(self, task: Any) -> bool:
        if "begun" in task.internal_data:
            return True
        task._set_state(TaskState.WAITING)
        scope, top = task.workflow, task.workflow.top_workflow
        for arrow in self.arrows:
            if scope.tasks.get(task.id) is task:  # a condition may hold already
                top.put(scope, arrow.target, via=arrow.flow_id, gate=task.id)
        return False

    def _on_complete(self, task: Any) -> None:
        """Begin with one of the events, and wait for the others, too."""
        scope, top = task.workflow, task.workflow.top_workflow
        begun = task.internal_data["begun"]
        for arrow in self.arrows:
            if arrow.target == begun:
                first = top.make(scope, begun, via=arrow.flow_id)
                first.task_spec.fire(first, 0)
        top.leave(task, [arrow for arrow in self.arrows if arrow.target != begun])

    def decided(self, token: Any, winner: Any) -> None:
        """Leave, and take away whatever else is waited for.

        Args:
            token: the one at the gateway.
            winner: the one at the event that has happened.
        """
        scope, top = token.workflow, token.workflow.top_workflow
        for other in list(scope.tasks.values()):
            if other is not winner and other.internal_data.get("gate") == token.id:
                top.cancel(other)
        top.pass_through(token, winner.flow_id)


class ComplexGateway(Lean, defaults.InclusiveGateway):
    """Goes on when its activation condition holds, then waits to begin anew.

    Tokens on the flows that had none then are swallowed. It begins anew when each of
    those flows has had its token, or can have none any more.

    Attributes:
        activation: the condition; it can read ``activationCount``, the number of tokens
            that wait, and the number on each flow by the flow's id.

    Source:
        BPMN 2.0.2, "Complex Gateway (related to Complex Condition and Complex Merge)".
    """

    waits = True
    activation: str | None = None

    def _update_hook(self, task: Any) -> bool:
        if self.activation is None:
            return True
        task._set_state(TaskState.WAITING)
        task.workflow.top_workflow.joins[task.workflow] = None
        self._try(task.workflow)
        return False

    def _try(self, scope: Any) -> None:
        """Go on if enough tokens are there, and nothing is waited for to begin anew."""
        tokens = waiting_at(scope, self)
        if not tokens or self._marker(scope) or not self._holds(scope, tokens):
            return
        filled = self._one_a_flow(tokens)
        *others, last = filled.values()
        for token in others:
            token.absorb()
        empty = [flow for flow in self.arrows_in if flow not in filled]
        if empty:
            marker = scope.top_workflow.make(scope, self.name, reset=empty)
            marker._set_state(TaskState.WAITING)
        last._ready()

    def _holds(self, scope: Any, tokens: list[Any]) -> bool:
        counts: dict[str, Any] = dict.fromkeys(self.arrows_in, 0)
        for token in tokens:
            counts[token.flow_id] = counts.get(token.flow_id, 0) + 1
        counts["activationCount"] = len(tokens)
        return Place(scope, self.name, counts).holds(self.activation or "")

    def _marker(self, scope: Any) -> Any:
        """Return the token that waits to begin anew, or None."""
        here = waiting_at(scope, self)
        return next((t for t in here if "reset" in t.internal_data), None)

    def _one_a_flow(self, tokens: list[Any]) -> dict[str, Any]:
        first: dict[str, Any] = {}
        for token in tokens:
            first.setdefault(token.flow_id, token)
        return first

    def settled(self, scope: Any) -> bool:
        """Tell whether it can begin anew."""
        marker = self._marker(scope)
        if marker is None:
            return False
        filled = {token.flow_id for token in waiting_at(scope, self)}
        empty = [f for f in marker.internal_data["reset"] if f not in filled]
        elsewhere = {t.task_spec.name for t in scope.tasks.values()} - {self.name}
        return not elsewhere & scope.spec.upstream(empty, without=self.name)

    def merge(self, scope: Any) -> None:
        """Swallow what came too late, and begin anew."""
        marker = self._marker(scope)
        late = self._one_a_flow([t for t in waiting_at(scope, self) if t is not marker])
        for flow in marker.internal_data["reset"]:
            if flow in late:
                late[flow].absorb()
        marker._ready()
        self._try(scope)

    def chosen(self, task: Any) -> list[Arrow]:
        """Return the flows whose conditions hold.

        When it begins anew, only those that ask for ``waitingForStart``.
        """
        if "reset" not in task.internal_data:
            return super().chosen(task)
        asking = [a for a in self.arrows if a.condition and _ASKS in a.condition]
        return [arrow for arrow in asking if self._takes(task, arrow)]

    def _takes(self, task: Any, arrow: Arrow) -> bool:
        if arrow.condition is None or arrow.flow_id == self.default:
            return super()._takes(task, arrow)
        starts = {_ASKS: "reset" not in task.internal_data}
        return Place(task.workflow, arrow.flow_id, starts).holds(arrow.condition)

    def told(self, token: Any, how: str) -> bool:
        """Keep silent of the token that waits to begin anew."""
        return "reset" not in token.internal_data and super().told(token, how)
