"""Call activities: another process, inside this ticket.

The called process is a scope whose variables are its own; what is not passed in is not
seen there. Which version it is gets decided when the call begins, and is kept.

Source:
    BPMN 2.0.2, "Call Activity"; Camunda 7 reference, "Call Activity"; Camunda 8
    documentation, "Call activities".
"""

from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from app.domain.process import JSONDict
from app.engine.budget import MAX_CALLS
from app.engine.expressions import assign
from app.engine.extensions import Called
from app.engine.mappings import Place, passed
from app.engine.specs.base import Inner, Lean
from app.errors import N_, EngineFault, Reason


class CallActivity(Lean, defaults.NoneTask):
    """Calls a process and goes on when that has ended.

    Attributes:
        called: what is called and passed, as written in the diagram.
        hands_over: True when all that came out stays around it, to be mapped further.
    """

    called: Called
    hands_over = False

    def _update_hook(self, task: Any) -> bool:
        top, place = task.workflow.top_workflow, Place(task.workflow, self.name)
        if task.workflow.calls >= MAX_CALLS:
            endless = N_("processes call one another without an end")
            raise EngineFault(element_id=self.name, why=endless)
        key = place.text(self.called.key)
        if not isinstance(key, str) or not key:
            sentence = N_("“%(text)s” gives %(value)s; the id of a process is needed")
            facts = {"text": self.called.key, "value": f"{key!r:.60}"}
            why = Reason(sentence, facts)
            raise EngineFault(element_id=self.name, why=why)
        task.internal_data["ref"] = self._choose(top, place, key)
        if self.called.business_key is not None:
            task.internal_data["key"] = _key(place.text(self.called.business_key))
        task._set_state(TaskState.STARTED)
        top.open_scope(task, passed(self.called.inputs, place))
        return False

    def _choose(self, top: Any, place: Place, key: str) -> str:
        version = self.called.version
        version = None if version is None else str(place.text(version))
        try:
            return str(top.library.process(key, self.called.binding, version))
        except EngineFault as fault:
            why = fault.facts.get("why", "")
            raise EngineFault(element_id=self.name, why=why) from fault

    def inner(self, token: Any) -> Inner:
        """Return the called process."""
        reference = token.internal_data["ref"]
        model = token.workflow.top_workflow.library.pinned_process(reference)
        if not any(point.kind == "none" for point in model.starts):
            why = N_("the process it calls begins with a message, signal or time only")
            raise EngineFault(element_id=self.name, why=why)
        return Inner(model.spec, model=model, isolated=True, called=reference)

    def _run_hook(self, task: Any) -> bool:
        top = task.workflow.top_workflow
        inside = Place(top.subprocesses[task.id], self.name)
        if self.hands_over:
            task.workflow.data |= inside.scope.data
            return True
        found: JSONDict = passed(self.called.outputs, inside)
        for name, value in found.items():
            assign(task.workflow, name, value, element_id=self.name)
        return True


def _key(value: Any) -> str | None:
    return None if value in (None, "") else str(value)[:255]
