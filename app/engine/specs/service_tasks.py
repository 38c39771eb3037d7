"""Tasks that the house, a worker or a rule does: service, send, business rule.

Nothing outside is called during a step. A task whose work lies outside parks and tells
what it needs; the house answers later.

Source:
    Camunda 7 reference, "Service Task", "External Tasks"; Camunda 8 documentation,
    "Service tasks".
"""

from collections.abc import Iterable
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from app.domain.process import JSONDict, ServiceAnswered, WaitingService
from app.engine import expressions, mappings
from app.engine.dispatch import faults
from app.engine.expressions import as_json, assign
from app.engine.extensions import Implementation, is_expression
from app.engine.mappings import Place
from app.engine.specs.base import Lean
from app.engine.staffing import DEFAULT_PRIORITY, MAX_PRIORITY
from app.errors import N_, EngineFault, Reason


class ServiceTask(Lean, defaults.NoneTask):
    """Parks until its work is done; an expression is evaluated at once.

    Attributes:
        work: how it is done, as written in the diagram.
        connector: name of the connector that does it, or None.
        errors: BPMN error code and the expression that tells, when the answer is there,
            whether the error has happened.
        mapped: names of its mapped inputs; None when nothing is mapped.
    """

    accepts = (ServiceAnswered,)
    work = Implementation()
    connector: str | None = None
    errors: tuple[tuple[str, str], ...] = ()
    mapped: tuple[str, ...] | None = None

    def _update_hook(self, task: Any) -> bool:
        if self.work.kind in ("expression", "script"):
            return True
        place, kept = Place(task.workflow, self.name), task.internal_data
        if self.work.topic is not None:
            kept["topic"] = str(place.text(self.work.topic))
        if self.work.retries is not None and is_expression(self.work.retries):
            kept["retries"] = str(place.text(self.work.retries))
        if self.work.mapping.inputs:
            own: JSONDict = {}
            around = Place(task.workflow, self.name, own)
            mappings.inputs(self.work.mapping.inputs, around, own)
            kept["in"] = as_json(own)
        if self.work.fields:
            kept["fields"] = as_json({n: place.value(v) for n, v in self.work.fields})
        if self.work.priority is not None:
            kept["p"] = self._priority(place.text(self.work.priority))
        kept["parked"] = 1
        task._set_state(TaskState.WAITING)
        task.workflow.top_workflow.arm_edge(task)
        return False

    def _priority(self, value: Any) -> int:
        try:
            return max(0, min(MAX_PRIORITY, int(value)))
        except (TypeError, ValueError, OverflowError) as error:
            sentence = N_("the priority is %(value)s; a whole number is needed")
            why = Reason(sentence, {"value": f"{value!r:.40}"})
            raise EngineFault(element_id=self.name, why=why) from error

    def _run_hook(self, task: Any) -> bool:
        if "parked" not in task.internal_data:
            place, text = Place(task.workflow, self.name), self.work.text
            feel = self.work.kind == "script"
            value = place.script("feel", text) if feel else place.evaluate(text)
            self._keep_result(task, value)
        return True

    def _keep_result(self, task: Any, value: Any) -> None:
        name = self.work.result_variable
        if name is not None:
            assign(task.workflow, name, value, element_id=self.name)

    # --- parked ---

    def is_open(self, token: Any) -> bool:
        """Tell whether it is parked."""
        return "parked" in token.internal_data

    def waits_for(self, token: Any) -> Iterable[WaitingService]:
        """Describe the work."""
        if not self.is_open(token):
            return []
        kept = token.internal_data
        element = token.workflow.model.elements[self.name]
        return [
            WaitingService(
                token=token.handle,
                element_id=element.element_id,
                name=element.name,
                kind=self._kind(),
                topic=kept.get("topic"),
                implementation=self._implementation(kept),
                inputs=self._given(token),
                retries=kept.get("retries", self.work.retries),
                priority=kept.get("p", DEFAULT_PRIORITY),
                called=token.called,
            )
        ]

    def _kind(self) -> Any:
        if self.work.topic is not None:
            return "external"
        return "unknown" if self.connector is None else "connector"

    def _implementation(self, kept: JSONDict) -> JSONDict:
        found: JSONDict = {}
        if self.connector is not None:
            found["connector"] = self.connector
        if self.work.headers:
            found["headers"] = dict(self.work.headers)
        if "fields" in kept:
            found["fields"] = kept["fields"]
        return found

    def _given(self, token: Any) -> JSONDict:
        kept, scope = token.internal_data, token.workflow
        if "in" in kept:
            return dict(kept["in"])
        if self.mapped is not None:
            return {name: scope.data.get(name) for name in self.mapped}
        return dict(expressions.variables(scope))

    def retry(self, token: Any) -> None:
        """Ask for its work once more: it has not been done."""
        if self.is_open(token):
            token._set_state(TaskState.WAITING)
        else:
            super().retry(token)

    def take(self, token: Any, stimulus: ServiceAnswered) -> None:
        """Keep the answer as the diagram says, and go on."""
        answer, scope = stimulus.variables, token.workflow
        inside = Place(scope, self.name, answer)
        for code, condition in self.errors:
            if inside.holds(condition):
                faults.raise_error(token, code, "", answer)
                return
        if self.work.mapping.outputs:
            mappings.outputs(self.work.mapping.outputs, inside, scope)
        elif self.work.result_variable is not None:
            self._keep_result(token, answer)
        else:
            scope.top_workflow.receive(token, answer)
        token._ready()
