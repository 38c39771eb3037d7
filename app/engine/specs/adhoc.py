"""Ad-hoc sub-processes: people pick what to do, or everything begins at once.

Source:
    BPMN 2.0.2, "Ad-Hoc Sub-Process"; Camunda 8 documentation, "Ad-hoc sub-process".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.util.task import TaskState

from app.domain.process import ElementTriggered, WaitingChoice
from app.engine.expressions import assign
from app.engine.mappings import Place
from app.engine.specs.activities import SubProcess
from app.engine.specs.events import INTERRUPTS
from app.errors import N_, EngineFault, Reason, StaleToken


@dataclass(frozen=True, slots=True, kw_only=True)
class Freedom:
    """What a diagram leaves open, as written in it.

    Attributes:
        sequential: one activity at a time.
        completion: it is over when this expression holds, or None.
        cancels_rest: what still runs is cancelled then.
        at_once: everything begins by itself; people pick otherwise.
        elements: expression that lists what begins by itself, or None.
        offered: elements that may be begun, in document order.
    """

    sequential: bool = False
    completion: str | None = None
    cancels_rest: bool = True
    at_once: bool = False
    elements: str | None = None
    offered: tuple[str, ...] = ()


class AdHocSubProcess(SubProcess):
    """A scope without a beginning.

    Attributes:
        freedom: what the diagram leaves open.
    """

    accepts = (ElementTriggered,)
    freedom = Freedom()

    def _update_hook(self, task: Any) -> bool:
        top = task.workflow.top_workflow
        todo = self._by_itself(task)
        task._set_state(TaskState.STARTED)
        scope = top.enter(task)
        top.arm_edge(task)
        top.arm_handlers(scope)
        if todo is None:
            return False
        task.internal_data["todo"] = todo
        if not todo:
            return True
        for _ in range(1 if self.freedom.sequential else len(todo)):
            self._next(task, scope)
        return False

    def _by_itself(self, task: Any) -> list[str] | None:
        """Return what begins by itself; None when people pick."""
        if self.freedom.elements is None:
            return list(self.freedom.offered) if self.freedom.at_once else None
        text = self.freedom.elements
        names = Place(task.workflow, self.name).evaluate(text)
        offered = self.freedom.offered
        if not isinstance(names, list) or any(n not in offered for n in names):
            sentence = N_(
                "“%(text)s” gives %(value)s; a list of its elements is needed"
            )
            why = Reason(sentence, {"text": text, "value": f"{names!r:.80}"})
            raise EngineFault(element_id=self.name, why=why)
        return list(names)

    def _next(self, token: Any, scope: Any) -> None:
        top = scope.top_workflow
        if top.is_open_for_more(scope) and token.internal_data["todo"]:
            top.put(scope, token.internal_data["todo"].pop(0))

    # --- as things are done ---

    def over(self, token: Any, left: Any) -> bool:
        """Tell, when something in it is done, whether all is done.

        Args:
            token: on the sub-process.
            left: the token on what is done.
        """
        scope, condition = left.workflow, self.freedom.completion
        if INTERRUPTS in left.internal_data:
            token.internal_data["over"] = 1
            return True
        if condition is None or not Place(scope, self.name).holds(condition):
            return "over" in token.internal_data
        token.internal_data["over"] = 1
        if self.freedom.cancels_rest:
            scope.top_workflow.cancel_all(scope)
        return True

    def closed(self, token: Any, scope: Any) -> None:
        """Go on when it is over; else begin the next, or let people pick."""
        kept = token.internal_data
        if "over" in kept or kept.get("todo") == []:
            super().closed(token, scope)
            return
        scope.ended = False
        if "todo" in kept:
            self._next(token, scope)

    # --- people pick ---

    def is_open(self, token: Any) -> bool:
        """Tell whether people pick in it."""
        kept, top = token.internal_data, token.workflow.top_workflow
        scope = top.subprocesses.get(token.id)
        if scope is None or token.state != TaskState.STARTED:
            return False
        return not ("todo" in kept or "over" in kept) and top.is_open_for_more(scope)

    def waits_for(self, token: Any) -> Iterable[WaitingChoice]:
        """Describe what may be picked."""
        if not self.is_open(token):
            return []
        elements = token.workflow.model.elements
        return [
            WaitingChoice(
                token=token.handle,
                element_id=self.name,
                name=elements[self.name].name,
                choices=tuple((n, elements[n].name) for n in self._choices(token)),
                may_finish=self._may_finish(token),
                called=token.called,
            )
        ]

    def _choices(self, token: Any) -> tuple[str, ...]:
        busy = self.freedom.sequential and not self._is_idle(token)
        return () if busy else self.freedom.offered

    def _may_finish(self, token: Any) -> bool:
        return self.freedom.completion is None and self._is_idle(token)

    def _is_idle(self, token: Any) -> bool:
        scope = token.workflow.top_workflow.subprocesses[token.id]
        return not any(t.task_spec.holds for t in scope.tasks.values())

    def take(self, token: Any, stimulus: ElementTriggered) -> None:
        """Begin what was picked, or end it.

        Raises:
            StaleToken: that cannot be picked now.
        """
        top, name = token.workflow.top_workflow, stimulus.element_id
        scope = top.subprocesses[token.id]
        possible = (
            self._may_finish(token) if name is None else name in self._choices(token)
        )
        if not possible:
            raise StaleToken(token=stimulus.token)
        for variable, value in stimulus.variables.items():
            assign(scope, variable, value, element_id=self.name)
        if name is None:
            top.cancel_all(scope)
            token._ready()
        else:
            top.put(scope, name)
