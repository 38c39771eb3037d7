"""What a ticket waits for, as rows: work items and timer jobs follow the engine."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain import history as facts
from app.domain import work_items as rules
from app.domain.permissions import Actor
from app.domain.process import Outcome, WaitingTimer, WaitingUserTask
from app.store import jobs, participation
from app.store import work_items as store
from app.store.db import db
from app.store.jobs import Job
from app.store.tickets import InstanceState, Ticket
from app.store.work_items import NEVER, Candidate, WorkItem
from app.usecases import history

Progress = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What moves, who moved it, and when.

    Attributes:
        ticket: locked, with its definition.
        instance: its state.
        actor: who caused the step; None for the clock.
        now: when.
    """

    ticket: Ticket
    instance: InstanceState
    actor: Actor | None
    now: datetime


def follow_user_tasks(step: Step, outcome: Outcome) -> dict[str, list[Any]]:
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
    opened = [
        _open(step, user_task)
        for token, user_task in waiting.items()
        if token not in known
    ]
    _tell(step, opened)
    kept = {token: known[token] for token in waiting if token in known}
    return kept | {item.token: [item.element_id, item.id] for item in opened}


def _open(step: Step, user_task: WaitingUserTask) -> WorkItem:
    due_at = user_task.due_at
    item = WorkItem(
        ticket_id=step.ticket.id,
        token=user_task.token,
        element_id=user_task.element_id,
        name=user_task.name or user_task.element_id,
        form_key=user_task.form_key,
        status=rules.CLAIMED if user_task.assignee else rules.OPEN,
        assignee=user_task.assignee,
        priority=user_task.priority,
        due_at=due_at,
        sort_at=due_at or NEVER,
        created_at=step.now,
        claimed_at=step.now if user_task.assignee else None,
        candidates=[
            Candidate(kind=kind, key=key, sort_at=due_at or NEVER)
            for kind, key in _candidates(user_task)
        ],
    )
    db.session.add(item)
    return item


def _candidates(user_task: WaitingUserTask) -> list[tuple[str, str]]:
    groups = [("group", key) for key in user_task.candidate_groups]
    users = [("user", key) for key in user_task.candidate_users]
    return list(dict.fromkeys([*groups, *users]))


def _tell(step: Step, opened: list[WorkItem]) -> None:
    if not opened:
        return
    db.session.flush()  # gives the work items their ids
    parties: list[participation.Party] = []
    for item in opened:
        parties += [(c.kind, c.key, item.element_id) for c in item.candidates]
        if item.assignee:
            parties.append(("user", item.assignee, item.element_id))
        history.write(
            step.ticket,
            facts.WORK_ITEM_OPENED,
            actor=None,
            now=step.now,
            item=item,
            name=item.name,
        )
    participation.add(step.ticket.id, parties)


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


def follow_timers(step: Step, outcome: Outcome) -> dict[str, list[str]]:
    """Write a job for each new timer, and call off those that are disarmed.

    Args:
        step: whose ``instance.progress["timers"]`` says which were known:
            ``{token: [element_id, due_at]}``.
        outcome: what the engine says now.

    Returns:
        The new ``progress["timers"]``.
    """
    known: dict[str, list[str]] = step.instance.progress.get("timers", {})
    armed = {timer.token: timer for timer in outcome.timers}
    present = {
        token: [timer.element_id, timer.due_at.isoformat()]
        for token, timer in armed.items()
    }
    gone = [token for token in known if known[token] != present.get(token)]
    if gone:
        jobs.call_off(step.ticket.id, gone)
    for token, timer in armed.items():
        if known.get(token) != present[token]:
            db.session.add(_job(step.ticket, timer))
    return present


def _job(ticket: Ticket, timer: WaitingTimer) -> Job:
    return Job(
        kind="timer",
        ticket_id=ticket.id,
        token=timer.token,
        element_id=timer.element_id,
        status=jobs.DUE,
        due_at=timer.due_at,
    )
