"""What a ticket waits for, as rows: they follow what the engine says after each step.

``InstanceState.progress`` remembers which rows there are, so that a step which changes
nothing of a kind asks the database nothing about it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from app.domain.process import Outcome
from app.store import incidents, jobs, subscriptions
from app.store import work_items as store
from app.store.tickets import Ticket
from app.usecases.access import place
from app.usecases.waiting import (
    events,
    external_tasks,
    sending,
    timers,
    troubles,
    user_tasks,
)
from app.usecases.waiting.sending import spread
from app.usecases.waiting.step import Step
from app.usecases.waiting.user_tasks import close

__all__ = ["FOLLOWERS", "Step", "call_off", "close", "follow", "go_on", "spread"]

FOLLOWERS: dict[str, Callable[[Step, Outcome], dict[str, list[Any]]]] = {
    "tasks": user_tasks.follow,
    "timers": timers.follow,
    "events": events.follow,
    "choices": lambda step, outcome: _choices(outcome),
    "services": external_tasks.follow,
    "incidents": troubles.follow,  # the last: it closes what others have called off
}


def follow(step: Step, outcome: Outcome) -> None:
    """Let the rows say what the engine says, and send what the step has thrown.

    Args:
        step: whose ``instance.progress`` is brought up to date.
        outcome: what the engine says now.
    """
    for kind, follower in FOLLOWERS.items():
        found = follower(step, outcome)
        progress = dict(step.instance.progress)
        progress.pop(kind, None)
        step.instance.progress = {**progress, kind: found} if found else progress
    sending.send(step, outcome.thrown)
    sending.tell_decisions(step, outcome.decided)


def _choices(outcome: Outcome) -> dict[str, list[Any]]:
    return {
        choice.token: [
            place(choice.element_id, choice.called),
            [list(pair) for pair in choice.choices],
            choice.may_finish,
        ]
        for choice in outcome.choices
    }


def call_off(step: Step) -> None:
    """Take away everything a ticket waits for, because it ends here.

    Args:
        step: whose ``instance.progress`` is brought up to date.
    """
    ticket, progress = step.ticket, step.instance.progress
    close(step, store.live_of(ticket.id))
    jobs.call_off_all(ticket.id)
    subscriptions.drop_all(ticket.id)
    by = step.actor.username if step.actor else None
    incidents.resolve(ticket.id, None, by=by, now=step.now)
    step.instance.progress = {
        kind: found for kind, found in progress.items() if kind not in FOLLOWERS
    }


def go_on(ticket: Ticket, *, now: datetime) -> None:
    """Let what came for a suspended ticket reach it now.

    Args:
        ticket: which has been resumed.
        now: when.
    """
    waits = subscriptions.of_ticket(ticket.id)
    rows = [
        {
            "kind": wait.kind,
            "name": wait.name,
            "correlation_hash": wait.correlation_hash,
        }
        for wait in waits
    ]
    events.look_for_kept(ticket, rows, now=now)
