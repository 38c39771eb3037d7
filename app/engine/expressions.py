"""Between diagram and cage: expressions and scripts see the scope's variables.

Variables belong to the scope (process, sub-process), never to a token. Reading looks
from the innermost scope outwards, then at nothing else; the read-only names of the
context lie above all of them, so no variable can pose as the initiator. Writing changes
a variable where it is defined; a name that no scope defines yet becomes a variable of
the process, so that what a sub-process decides can be read after it.

Source:
    Camunda 7 manual, "Process Variables", "Variable Scopes and Variable Visibility".
"""

from collections import ChainMap
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine

from app.domain.process import JSONDict
from app.engine import scripts
from app.engine.extensions import is_expression, split_list
from app.engine.scripts.endings import keeping_last_value
from app.errors import N_, EngineFault, Reason, Unavailable

MAX_PEOPLE = 1_000

_LAST_VALUE = "value_of_the_last_line"


class CagedEngine(PythonScriptEngine):
    """SpiffWorkflow's script engine, with nothing of Python's ``eval`` left in it."""

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
        """Evaluate an expression as an element sees it."""
        return evaluate_at(task, expression, task.task_spec.name)

    def execute(self, task: Any, script: str, external_context: Any = None) -> bool:
        """Run a script; all of its writes are kept, or none."""
        top = task.workflow.top_workflow
        try:
            changes = scripts.execute(script, names(task.workflow), now=top.now)
        except scripts.ScriptFault as fault:
            raise _refusal(fault, task.task_spec.name) from fault
        for name in changes.removed:
            remove(task.workflow, name)
        for name, value in changes.set.items():
            assign(task.workflow, name, as_json(value), element_id=task.task_spec.name)
        return True

    def call_service(self, task: Any, **_: Any) -> Any:
        """Refuse: no service is called during a step."""
        raise EngineFault(
            element_id=task.task_spec.name, why=N_("services are not called here")
        )


def _refusal(fault: scripts.ScriptFault, element_id: str) -> EngineFault | Unavailable:
    if fault.kind == "busy":
        return Unavailable()
    return EngineFault(element_id=element_id, why=fault.reason)


def evaluate(expression: str, names: Mapping[str, Any], *, now: datetime) -> Any:
    """Evaluate an expression outside any process, in the cage.

    Args:
        expression: ``${...}`` or ``#{...}`` (also amid text), or a plain expression.
        names: what it may read.
        now: aware UTC, what the expression takes for the present.

    Raises:
        EngineFault: it cannot be read, or does not end well; ``element_id`` is "".
        Unavailable: the cage is busy; try again.
    """
    try:
        return scripts.evaluate(expression, names, now=now)
    except scripts.ScriptFault as fault:
        raise _refusal(fault, "") from fault


def evaluate_at(task: Any, expression: str, element_id: str) -> Any:
    """Evaluate an expression in the scope of a token.

    Args:
        task: the token.
        expression: as written in the diagram.
        element_id: the element or flow to name when it fails.

    Raises:
        EngineFault: it cannot be read, or does not end well.
        Unavailable: the cage is busy; try again.
    """
    now = task.workflow.top_workflow.now
    return evaluate_among(names(task.workflow), expression, element_id, now=now)


def evaluate_among(
    seen: Mapping[str, Any], expression: str, element_id: str, *, now: datetime
) -> Any:
    """Evaluate an expression among names.

    Args:
        seen: what it may read.
        expression: as written in the diagram.
        element_id: the element or flow to name when it fails.
        now: aware UTC, what the expression takes for the present.

    Raises:
        EngineFault: it cannot be read, or does not end well.
        Unavailable: the cage is busy; try again.
    """
    try:
        return scripts.evaluate(expression, seen, now=now)
    except scripts.ScriptFault as fault:
        raise _refusal(fault, element_id) from fault


def value_of_script(
    seen: Mapping[str, Any], script: str, element_id: str, *, now: datetime
) -> Any:
    """Run a script for the value of its last line; nothing else of it is kept.

    Args:
        seen: what it may read.
        script: Python-like statements.
        element_id: the element to name when it fails.
        now: aware UTC, what the script takes for the present.

    Raises:
        EngineFault: it cannot be read, or does not end well.
        Unavailable: the cage is busy; try again.
    """
    try:
        text = keeping_last_value(script, _LAST_VALUE)
        changes = scripts.execute(text, {**seen, _LAST_VALUE: None}, now=now)
    except scripts.ScriptFault as fault:
        raise _refusal(fault, element_id) from fault
    return as_json(changes.set.get(_LAST_VALUE))


def is_true(task: Any, condition: str, element_id: str) -> bool:
    """Tell whether a condition holds; null counts as no.

    Raises:
        EngineFault: it gives neither true, false nor null.
    """
    return truth(evaluate_at(task, condition, element_id), element_id)


def truth(value: Any, element_id: str) -> bool:
    """Return what a condition gave; null counts as no.

    Raises:
        EngineFault: it gave neither true, false nor null.
    """
    if value is None or isinstance(value, bool):
        return bool(value)
    sentence = N_("the condition gives %(value)s; it must give true or false")
    why = Reason(sentence, {"value": f"{value!r:.60}"})
    raise EngineFault(element_id=element_id, why=why)


def holds(task: Any, condition: str, element_id: str) -> bool:
    """Tell whether a condition that is watched holds; a missing variable is no.

    Source:
        Camunda 7 reference, "Conditional Events": a condition over variables that do
        not exist yet does not hold.

    Raises:
        EngineFault: it fails, or gives neither true, false nor null.
        Unavailable: the cage is busy; try again.
    """
    try:
        return is_true(task, condition, element_id)
    except EngineFault as refusal:
        cause = refusal.__cause__
        if isinstance(cause, scripts.ScriptFault) and cause.kind == "name":
            return False
        raise


def value_of(task: Any, text: str) -> Any:
    """Return what a text of the diagram means here: ``${...}`` is evaluated."""
    if is_expression(text):
        return evaluate_at(task, text, task.task_spec.name)
    return text


def list_of(task: Any, parts: tuple[str, ...]) -> list[str]:
    """Return names and expressions as one list of names, each once, in order.

    Raises:
        EngineFault: an expression gives something that is no name.
    """
    found: dict[str, None] = {}
    element_id = task.task_spec.name
    for part in parts:
        value = value_of(task, part)
        values = value if isinstance(value, (list, tuple, set)) else [value]
        for item in values:
            if isinstance(item, str):
                found.update(dict.fromkeys(split_list(item)))
            elif item is not None:
                sentence = N_("“%(text)s” gives %(value)s; names are needed")
                why = Reason(sentence, {"text": part, "value": f"{item!r:.60}"})
                raise EngineFault(element_id=element_id, why=why)
    if len(found) > MAX_PEOPLE:
        sentence = N_("%(count)s people or groups are named; %(limit)s are allowed")
        why = Reason(sentence, {"count": len(found), "limit": MAX_PEOPLE})
        raise EngineFault(element_id=element_id, why=why)
    return list(found)


# --- scopes ---------------------------------------------------------------------------


def _outwards(scope: Any) -> list[JSONDict]:
    found = []
    while scope is not None:
        found.append(scope.data)
        scope = None if scope.isolated else scope.parent_workflow
    return found


def names(scope: Any) -> Mapping[str, Any]:
    """Return everything that an expression in a scope may read."""
    return ChainMap(context_of(scope), *_outwards(scope))  # type: ignore[arg-type]


def context_of(scope: Any) -> Mapping[str, Any]:
    """Return the read-only names that lie above the variables of a scope."""
    context: Mapping[str, Any] = scope.context
    return context


def variables(scope: Any) -> Mapping[str, Any]:
    """Return every variable that a scope sees, without the context."""
    return ChainMap(*_outwards(scope))


def assign(scope: Any, name: str, value: Any, *, element_id: str) -> None:
    """Write a variable where it is defined, else in the process.

    Raises:
        EngineFault: the name is one of the read-only names of the context.
    """
    if name in context_of(scope):
        sentence = N_(
            "“%(name)s” cannot be changed; choose another name for the variable"
        )
        why = Reason(sentence, {"name": name})
        raise EngineFault(element_id=element_id, why=why)
    data = [scope.data] if scope.spec.keeps else _outwards(scope)
    next((d for d in data if name in d), data[-1])[name] = value


def remove(scope: Any, name: str) -> None:
    """Remove a variable from the nearest scope that defines it."""
    for data in _outwards(scope):
        if name in data:
            del data[name]
            return


def local_variables(scope: Any) -> JSONDict:
    """Return the variables of inner scopes that a scope sees beside the process's."""
    return dict(ChainMap(*_outwards(scope)[:-1]))


def as_json(value: Any) -> Any:
    """Return a script's value as JSON keeps it: dates and decimals become text."""
    if isinstance(value, dict):
        return {str(key): as_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted((as_json(item) for item in value), key=repr)
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"PT{value.total_seconds():g}S"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value
