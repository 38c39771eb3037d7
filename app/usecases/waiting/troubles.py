"""Incidents follow the elements that cannot go on by themselves."""

from typing import Any

from app.domain import history as facts
from app.domain.process import Outcome
from app.store import incidents as store
from app.store.incidents import Incident
from app.store.jobs import Job
from app.usecases import history
from app.usecases.access import place
from app.usecases.waiting.step import Step

ENGINE, HOUSE = "engine", "house"  # who found that an element is stuck


def follow(step: Step, outcome: Outcome) -> dict[str, list[str]]:
    """Open incidents of elements that are stuck now; close those that are not any more.

    Args:
        step: whose ``instance.progress["incidents"]`` says which are known:
            ``{token: [element_id, found by]}``.
        outcome: what the engine says now.

    Returns:
        The new ``progress["incidents"]``.
    """
    known: dict[str, list[str]] = step.instance.progress.get("incidents", {})
    stuck = {incident.token: incident for incident in outcome.incidents}
    waiting = {timer.token for timer in outcome.timers}
    waiting |= {service.token for service in outcome.services}
    waiting |= {message.token for message in outcome.messages}
    waiting |= {signal.token for signal in outcome.signals}
    kept = {
        token: entry
        for token, entry in known.items()
        if token in (stuck if entry[1] == ENGINE else waiting)
    }
    gone = known.keys() - kept.keys()
    if gone:
        by = step.actor.username if step.actor else None
        store.resolve(step.ticket.id, gone, by=by, now=step.now)
    for token, incident in stuck.items():
        if token not in kept:
            where = place(incident.element_id, incident.called)
            _write(step, token, where, incident.code, incident.why)
            kept[token] = [where, ENGINE]
    return kept


def open_at(
    step: Step,
    token: str,
    element_id: str,
    code: str,
    why: str,
    job: Job | None = None,
) -> None:
    """Say that an element is stuck, which the engine cannot know.

    Args:
        step: what moves, who moved it, and when.
        token: the engine's handle.
        element_id: of the element; ``access.place`` of one in a called process.
        code: a kebab-case reason.
        why: for people.
        job: which failed, with its id; None when there is none to try again.
    """
    progress = step.instance.progress
    known: dict[str, Any] = progress.get("incidents", {})
    if token in known and job is None:
        return
    _write(step, token, element_id, code, why, job)
    step.instance.progress = {
        **progress,
        "incidents": {**known, token: [element_id, HOUSE]},
    }


def _write(
    step: Step,
    token: str,
    element_id: str,
    code: str,
    why: str,
    job: Job | None = None,
) -> None:
    store.add(
        Incident(
            ticket_id=step.ticket.id,
            process_key=step.ticket.process_key,
            token=token,
            element_id=element_id,
            job_id=job.id if job else None,
            code=code[:255],
            why=why[:2000],
            status=store.OPEN,
            created_at=step.now,
        )
    )
    history.write(
        step.ticket,
        facts.INCIDENT_OPENED,
        actor=None,
        now=step.now,
        element_id=element_id,
        code=code[:255],
        why=why[:500],
    )
