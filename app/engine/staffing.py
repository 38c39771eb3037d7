"""Who is to do a user task and until when: decided once, when a token reaches it."""

from typing import Any

from app.domain.process import WaitingUserTask
from app.engine import timers
from app.engine.expressions import list_of, value_of
from app.engine.extensions import Staffing, is_expression
from app.errors import N_, EngineFault, Reason

DEFAULT_PRIORITY = 50
MAX_PRIORITY = 100
LONGEST_NAME = 255


def staff(token: Any) -> None:
    """Evaluate what a user task says of people and dates.

    Only what depends on variables or time is kept with the token; plain names are read
    from the diagram again.

    Raises:
        EngineFault: an expression fails or gives something of no use.
    """
    staffing: Staffing = token.task_spec.staffing
    kept = {
        "a": _assignee(token, staffing),
        "u": _names(token, staffing.candidate_users),
        "g": _names(token, staffing.candidate_groups),
        "d": _due(token, staffing),
        "p": _priority(token, staffing),
    }
    token.internal_data.update({k: v for k, v in kept.items() if v is not None})
    found = waiting(token)
    names = (found.assignee or "", *found.candidate_users, *found.candidate_groups)
    if any(len(name) > LONGEST_NAME for name in names):
        sentence = N_("a name of a person or group is longer than %(limit)s characters")
        why = Reason(sentence, {"limit": LONGEST_NAME})
        raise EngineFault(element_id=found.element_id, why=why)


def _assignee(token: Any, staffing: Staffing) -> str | None:
    if staffing.assignee is None or not is_expression(staffing.assignee):
        return None
    found = list_of(token, (staffing.assignee,))
    if len(found) > 1:
        sentence = N_("“%(text)s” gives %(count)s people; one is needed")
        why = Reason(sentence, {"text": staffing.assignee, "count": len(found)})
        raise EngineFault(element_id=token.task_spec.name, why=why)
    return found[0] if found else ""


def _names(token: Any, parts: tuple[str, ...]) -> list[str] | None:
    if not any(is_expression(part) for part in parts):
        return None
    return list_of(token, parts)


def _due(token: Any, staffing: Staffing) -> str | None:
    if staffing.due is None:
        return None
    value = value_of(token, staffing.due)
    if value in (None, ""):
        return None
    try:
        now = token.workflow.top_workflow.now
        return timers.instant_or_duration(value, now=now).isoformat()
    except timers.TimerFault as fault:
        why = Reason(str(fault))
        raise EngineFault(element_id=token.task_spec.name, why=why) from fault


def _priority(token: Any, staffing: Staffing) -> int | None:
    if staffing.priority is None or not is_expression(staffing.priority):
        return None
    value = value_of(token, staffing.priority)
    if value is None:
        return DEFAULT_PRIORITY
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError) as error:
        sentence = N_("the priority is %(value)s; a whole number is needed")
        why = Reason(sentence, {"value": f"{value!r:.40}"})
        raise EngineFault(element_id=token.task_spec.name, why=why) from error
    return max(0, min(MAX_PRIORITY, number))


def waiting(token: Any) -> WaitingUserTask:
    """Describe a user task that waits.

    Args:
        token: one that ``staff`` has seen, in this step or an earlier one.
    """
    spec, kept = token.task_spec, token.internal_data
    staffing: Staffing = spec.staffing
    element = token.workflow.model.elements[spec.name]
    priority = kept.get("p", staffing.priority or DEFAULT_PRIORITY)
    return WaitingUserTask(
        token=token.handle,
        element_id=spec.name,
        name=element.name,
        form_key=element.form_key,
        assignee=kept.get("a", staffing.assignee) or None,
        candidate_users=tuple(kept.get("u", staffing.candidate_users)),
        candidate_groups=tuple(kept.get("g", staffing.candidate_groups)),
        due_at=timers.parse_instant(kept["d"]) if "d" in kept else None,
        priority=int(priority),
        called=token.called,
    )
