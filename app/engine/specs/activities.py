"""Tasks that people, scripts or nobody do, and embedded sub-processes."""

from collections.abc import Iterable
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.util.task import TaskState

from app.domain.process import WaitingUserTask, WorkCompleted
from app.engine.expressions import assign
from app.engine.extensions import Staffing
from app.engine.mappings import Place
from app.engine.specs.base import Inner, Lean
from app.engine.staffing import staff, waiting


class UserTask(Lean, defaults.UserTask):
    """Waits for a person.

    Attributes:
        staffing: who is to do it, as written in the diagram.
    """

    manual = True
    staffing = Staffing()

    accepts = (WorkCompleted,)

    def _on_ready(self, task: Any) -> None:
        staff(task)  # who is to do it is decided now, once
        task.workflow.top_workflow.arm_edge(task)

    def is_open(self, token: Any) -> bool:
        """Tell that it waits for its person."""
        return True

    def waits_for(self, token: Any) -> Iterable[WaitingUserTask]:
        """Describe the work."""
        return [waiting(token)]

    def take(self, token: Any, stimulus: WorkCompleted) -> None:
        """Keep what the person has decided, and go on."""
        top = token.workflow.top_workflow
        top.receive(token, stimulus.variables)
        top.agenda.append(token)


class PassThrough(Lean, defaults.NoneTask):
    """An abstract or manual task, or an event without a symbol: passed at once.

    Source:
        BPMN 2.0.2, "Manual Task": it is not managed by an engine.
    """


class ScriptTask(Lean, defaults.ScriptTask):
    """Runs a script in the cage.

    Attributes:
        language: "juel" or "feel", when its value is that of an expression.
        result_variable: takes the value of such an expression, or None.
    """

    language: str | None = None
    result_variable: str | None = None

    def _run_hook(self, task: Any) -> bool:
        if self.language is not None:
            value = Place(task.workflow, self.name).script(self.language, self.script)
            if self.result_variable is not None:
                name = self.result_variable
                assign(task.workflow, name, value, element_id=self.name)
            return True
        return bool(task.workflow.script_engine.execute(task, self.script))


class SubProcess(Lean, defaults.SubWorkflowTask):
    """An embedded sub-process: a scope of its own, left when its last token is gone."""

    def _update_hook(self, task: Any) -> bool:
        task._set_state(TaskState.STARTED)
        task.workflow.top_workflow.open_scope(task)
        return False

    def inner(self, token: Any) -> Inner:
        """Return the elements drawn inside."""
        return Inner(token.workflow.model.scopes[self.spec])
