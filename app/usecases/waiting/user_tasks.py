"""Work items follow the user tasks of the engine."""

from collections.abc import Iterable
from typing import Any

from app.domain import history as facts
from app.domain import work_items as rules
from app.domain.process import Outcome, WaitingUserTask
from app.store import work_items as store
from app.store.work_items import NEVER, WorkItem
from app.usecases import access, history
from app.usecases.waiting.step import Step


def follow(step: Step, outcome: Outcome) -> dict[str, list[Any]]:
    """Open work items for new user tasks, and close those of interrupted ones.

    Args:
        step: whose ``instance.progress["tasks"]`` says which were known:
            ``{token: [element_id, work_item_id]}``.
        outcome: what the engine says now.

    Returns:
        The new ``progress["tasks"]``.
    """
    known: dict[str, list[Any]] = step.instance.progress.get("tasks", {})
    waiting = {user_task.token: user_task for user_task in outcome.user_tasks}
    completed = {passed.token for passed in outcome.passed if passed.how == "completed"}
    lost = [
        work_item_id
        for token, (_, work_item_id) in known.items()
        if token not in waiting and token not in completed
    ]
    if lost:
        close(step, store.live_among(lost))
    arrived = [task for token, task in waiting.items() if token not in known]
    opened = _opened(step, arrived)
    for item, user_task in zip(opened, arrived, strict=True):
        _tell(step, item, user_task)
    kept = {token: known[token] for token in waiting if token in known}
    return kept | {item.token: [_place(item), item.id] for item in opened}


def _place(item: WorkItem) -> str:
    return access.place(item.element_id, item.called_ref)


def _opened(step: Step, user_tasks: list[WaitingUserTask]) -> list[WorkItem]:
    if not user_tasks:
        return []
    items = store.insert([_row(step, user_task) for user_task in user_tasks])
    store.insert_candidates(
        {
            "work_item_id": item.id,
            "kind": kind,
            "key": key,
            "sort_at": item.sort_at,
        }
        for item, user_task in zip(items, user_tasks, strict=True)
        for kind, key in _candidates(user_task)
    )
    return items


def _row(step: Step, user_task: WaitingUserTask) -> dict[str, Any]:
    due_at, assignee = user_task.due_at, user_task.assignee
    return {
        "ticket_id": step.ticket.id,
        "token": user_task.token,
        "element_id": user_task.element_id,
        "called_ref": user_task.called,
        "name": user_task.name or user_task.element_id,
        "form_key": user_task.form_key,
        "status": rules.CLAIMED if assignee else rules.OPEN,
        "assignee": assignee,
        "priority": user_task.priority,
        "due_at": due_at,
        "sort_at": due_at or NEVER,
        "created_at": step.now,
        "claimed_at": step.now if assignee else None,
        "revision": 1,
    }


def _candidates(user_task: WaitingUserTask) -> list[tuple[str, str]]:
    groups = [("group", key) for key in user_task.candidate_groups]
    users = [("user", key) for key in user_task.candidate_users]
    return list(dict.fromkeys([*groups, *users]))


def _tell(step: Step, item: WorkItem, user_task: WaitingUserTask) -> None:
    asked = _candidates(user_task)
    if item.assignee:
        asked.append(("user", item.assignee))
    step.parties.extend((kind, key, _place(item)) for kind, key in asked)
    history.write(
        step.ticket,
        facts.WORK_ITEM_OPENED,
        actor=None,
        now=step.now,
        item=item,
        name=item.name,
    )


def close(step: Step, items: Iterable[WorkItem]) -> None:
    """Close work items that the flow, or the end of the ticket, has overtaken.

    Args:
        step: what moves, who moved it, and when.
        items: live ones of the ticket.
    """
    items = list(items)
    for item in items:
        item.status = rules.CANCELLED
        item.closed_at, item.revision = step.now, item.revision + 1
        item.closed_by = step.actor.username if step.actor else None
        history.write(
            step.ticket,
            facts.WORK_ITEM_CANCELLED,
            actor=step.actor,
            now=step.now,
            item=item,
            name=item.name,
        )
    store.drop_candidates([item.id for item in items])
