"""Compensation: what has been done is undone, the last first.

A scope notes what was completed in it that somebody may have to undo; the note holds
the variables of scopes that are gone. Who throws compensation undoes one note after
another, each in a scope of its own, and goes on when nothing is left.

Source:
    BPMN 2.0.2, "Compensation", "Compensation Handler", "Compensation Triggering" and
    "Transaction"; Camunda 7 reference, "Cancel and Compensation Events".
"""

from typing import Any

from SpiffWorkflow.util.task import TaskState

from app.domain.process import JSONDict
from app.engine.dispatch import faults
from app.engine.specs.base import UNDO_ALL, Inner
from app.errors import N_, EngineFault

MAX_NOTES = 5_000

Note = JSONDict  # e: element, s: its scope, l: locals; d, r: data and notes inside


def note(token: Any) -> None:
    """Note in its scope that an activity was completed.

    Args:
        token: on an activity that can be undone; it leaves just now.

    Raises:
        EngineFault: too much would have to be kept.
    """
    found: Note = {"e": token.task_spec.name}
    inside = token.workflow.top_workflow.subprocesses.get(token.id)
    if inside is not None:
        found |= {"d": inside.data, "r": inside.notes}
    own: JSONDict = {}
    scope = token.workflow
    while scope.spec.wraps:
        own = scope.data | own if scope.spec.is_instance else own
        scope = scope.parent_workflow
    if own:
        found["l"] = own
    found["s"] = scope.spec.name
    if inside is not None and not (
        inside.notes or _handler(token, found) or _undone_by(inside.spec)
    ):
        return
    if len(scope.notes) >= MAX_NOTES:
        why = N_("too much has been done that might have to be undone")
        raise EngineFault(element_id=token.task_spec.name, why=why)
    scope.notes.append(found)


def throw(token: Any, activity: str | None) -> bool:
    """Undo what has been done; asked again whenever a part of it is undone.

    Args:
        token: on the event that throws compensation.
        activity: what to undo; None for everything in the scope.

    Returns:
        False as long as the token must wait.
    """
    kept = token.internal_data
    if "undo" not in kept:
        kept["undo"] = _notes(token, activity)
    token.workflow.top_workflow.subprocesses.pop(token.id, None)
    while kept["undo"]:
        if _begin(token, kept["undo"].pop(0)):
            return False
    del kept["undo"]
    kept.pop("undoing", None)
    return True


def cancel(token: Any) -> bool:
    """Cancel a transaction: end it, undo it, leave it by the event on its edge.

    Args:
        token: on a cancel end event of the transaction.

    Returns:
        False: the token must wait, or is no more.

    Raises:
        EngineFault: nothing on the edge catches the cancellation.
    """
    top = token.workflow.top_workflow
    if "undo" not in token.internal_data:
        top.cancel_others(token)
    if not throw(token, None):
        return False
    handler = faults.find(token, "cancel")
    if handler is None:
        why = N_("no cancel event on the edge of its transaction catches it")
        raise EngineFault(element_id=token.task_spec.name, why=why)
    handler.fire({})
    return False


def inner(token: Any) -> Inner:
    """Return the scope in which a token undoes something just now."""
    found: Note = token.internal_data["undoing"]
    handler = _handler(token, found)
    if handler is not None:
        return Inner(handler)
    return Inner(token.workflow.model.scopes[found["e"]])


# --- notes ----------------------------------------------------------------------------


def _notes(token: Any, activity: str | None) -> list[Note]:
    """Take the notes that a token is to undo, the last first."""
    for scope in _scopes(token, everywhere=activity is not None):
        taken = [n for n in scope.notes if activity in (None, n["e"])]
        if taken:
            scope.notes = [n for n in scope.notes if n not in taken]
            return taken[::-1]
    return []


def _scopes(token: Any, *, everywhere: bool) -> list[Any]:
    """Return the scopes whose notes a token may undo, the innermost first.

    An event sub-process belongs to the scope around it.
    """
    scope = token.workflow
    found = [scope]
    while scope.parent_workflow is not None and not scope.isolated:
        around = scope.host.task_spec
        if not (everywhere or scope.spec.wraps or around.is_handler):
            break
        scope = scope.parent_workflow
        found.append(scope)
    return found


def _handler(token: Any, found: Note) -> Any:
    """Return the scope with the activity that undoes a noted one, or None."""
    model = token.workflow.model
    own = model.spec if found["s"] == model.spec.name else model.scopes[found["s"]]
    return own.undone_by.get(found["e"])


def _undone_by(spec: Any) -> str | None:
    """Return the compensation event sub-process of a scope, or None."""
    for handler in spec.handlers:
        if any(d.catches == "compensation" for d in handler.definitions):
            return str(handler.handler)
    return None


def _begin(token: Any, found: Note) -> bool:
    """Begin to undo one note; False when there is nothing to do about it."""
    top = token.workflow.top_workflow
    token.internal_data["undoing"] = {key: found[key] for key in ("e", "s")}
    if _handler(token, found) is not None:
        scope = top.enter(token, dict(found.get("l", {})))
        name = scope.spec.start
    elif "r" in found:
        scope = top.enter(token, found.get("l", {}) | found["d"])
        scope.notes = found["r"]
        name = _undone_by(scope.spec) or UNDO_ALL
    else:
        return False
    token._set_state(TaskState.STARTED)
    top.put(scope, name)
    return True
