"""Jobs follow the timers of the engine."""

from app.domain.process import Outcome, WaitingTimer
from app.store import jobs
from app.store.jobs import Job
from app.store.tickets import Ticket
from app.usecases.access import place
from app.usecases.waiting.step import Step


def follow(step: Step, outcome: Outcome) -> dict[str, list[str]]:
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
        token: [place(timer.element_id, timer.called), timer.due_at.isoformat()]
        for token, timer in armed.items()
    }
    gone = [token for token in known if known[token] != present.get(token)]
    if gone:
        jobs.call_off(step.ticket.id, gone)
    for token, timer in armed.items():
        if known.get(token) != present[token]:
            jobs.add(_job(step.ticket, timer))
    return present


def _job(ticket: Ticket, timer: WaitingTimer) -> Job:
    return Job(
        kind=jobs.TIMER,
        ticket_id=ticket.id,
        token=timer.token,
        element_id=timer.element_id,
        status=jobs.DUE,
        due_at=timer.due_at,
    )
