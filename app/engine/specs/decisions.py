"""Business rule tasks that ask a DMN decision.

Source:
    Camunda 7 reference, "Business Rule Task" ("Decision Result"); Camunda 8
    documentation, "Business rule tasks".
"""

from typing import Any

from SpiffWorkflow.bpmn.specs import defaults

from app.domain.process import DecisionMade
from app.engine import dmn, expressions
from app.engine.extensions import DecisionCall
from app.engine.mappings import Place
from app.engine.scripts import ScriptFault
from app.engine.specs.base import Lean
from app.errors import N_, EngineFault, Reason

IMPLIED_RESULT = "decisionResult"


class DecisionTask(Lean, defaults.NoneTask):
    """Asks a decision and keeps what it says.

    Attributes:
        call: which decision, as written in the diagram.
    """

    call: DecisionCall

    def _run_hook(self, task: Any) -> bool:
        top, scope = task.workflow.top_workflow, task.workflow
        decision_id = self._decision_id(Place(scope, self.name))
        decisions = self._find(scope, decision_id)
        try:
            seen = expressions.names(scope)
            decided = dmn.decide(decisions, decision_id, seen, now=top.now)
        except ScriptFault as fault:
            raise EngineFault(element_id=self.name, why=fault.reason) from fault
        decision = decisions.decisions[decision_id]
        value = self._mapped(decided.result, decision)
        made = DecisionMade(
            element_id=self.name,
            decision_id=decision_id,
            result=value,
            matched=decided.matched,
            called=task.called,
        )
        top.decided.append(made)
        self._keep(scope, value)
        return True

    def _decision_id(self, place: Place) -> str:
        value = place.text(self.call.decision)
        if isinstance(value, str) and value:
            return value
        sentence = N_("“%(text)s” gives %(value)s; the id of a decision is needed")
        facts = {"text": self.call.decision, "value": f"{value!r:.60}"}
        why = Reason(sentence, facts)
        raise EngineFault(element_id=self.name, why=why)

    def _find(self, scope: Any, decision_id: str) -> dmn.Decisions:
        version = self.call.version
        if version is not None:
            version = str(Place(scope, self.name).text(version))
        library = scope.top_workflow.library
        try:
            found: dmn.Decisions = library.decisions(
                decision_id, self.call.binding, version
            )
        except EngineFault as fault:
            why = fault.facts.get("why", "")
            raise EngineFault(element_id=self.name, why=why) from fault
        return found

    def _keep(self, scope: Any, value: Any) -> None:
        name = self.call.result_variable
        if name is not None:
            expressions.assign(scope, name, value, element_id=self.name)
        elif scope.spec.is_instance:
            scope.data[IMPLIED_RESULT] = value

    def _mapped(self, result: Any, decision: dmn.Decision) -> Any:
        how = self.call.result
        if how == "feel":
            return result
        rows = _rows(result, decision)
        if how == "resultList":
            return rows
        if how == "collectEntries":
            return [self._entry(row) for row in rows]
        if len(rows) > 1:
            sentence = N_("the decision gives %(count)s results; one is needed")
            why = Reason(sentence, {"count": len(rows)})
            raise EngineFault(element_id=self.name, why=why)
        if not rows:
            return None
        return rows[0] if how == "singleResult" else self._entry(rows[0])

    def _entry(self, row: dict[str, Any]) -> Any:
        if len(row) > 1:
            sentence = N_(
                "the decision gives %(count)s values in a result; one is needed"
            )
            why = Reason(sentence, {"count": len(row)})
            raise EngineFault(element_id=self.name, why=why)
        return next(iter(row.values()), None)


def _rows(result: Any, decision: dmn.Decision) -> list[dict[str, Any]]:
    """Return a decision's result as rows of values by output."""
    if result is None:
        return []
    many = result if decision.lines and isinstance(result, list) else [result]
    name = decision.outputs[0] if decision.outputs else decision.name
    return [row if isinstance(row, dict) else {name: row} for row in many]
