"""Service jobs follow the elements whose work somebody outside must do."""

from app.domain.process import Outcome, WaitingService
from app.store import jobs
from app.store.jobs import Job
from app.usecases.access import place
from app.usecases.waiting import troubles
from app.usecases.waiting.step import Step

NOBODY = "nobody-performs-it"
WHY = "No worker or connector of this edition performs this task by itself."


def follow(step: Step, outcome: Outcome) -> dict[str, list[str]]:
    """Offer new services to workers, and call off those that are wanted no longer.

    Args:
        step: whose ``instance.progress["services"]`` says which were known:
            ``{token: [element_id]}``.
        outcome: what the engine says now.

    Returns:
        The new ``progress["services"]``.
    """
    known: dict[str, list[str]] = step.instance.progress.get("services", {})
    wanted = {service.token: service for service in outcome.services}
    gone = [token for token in known if token not in wanted]
    if gone:
        jobs.call_off(step.ticket.id, gone)
    for token, service in wanted.items():
        if token not in known:
            _offer(step, service)
    return {
        token: [place(service.element_id, service.called)]
        for token, service in wanted.items()
    }


def _offer(step: Step, service: WaitingService) -> None:
    external = service.kind == "external" and service.topic is not None
    job = Job(
        kind=jobs.SERVICE,
        ticket_id=step.ticket.id,
        token=service.token,
        element_id=service.element_id,
        status=jobs.OFFERED if external else jobs.PARKED,
        due_at=step.now,
        topic=service.topic,
        priority=service.priority,
        payload={
            "name": service.name,
            "kind": service.kind,
            "implementation": service.implementation,
            "inputs": service.inputs,
            "retries": service.retries,
        },
    )
    jobs.add(job)
    if not external:
        where = place(service.element_id, service.called)
        troubles.open_at(step, service.token, where, NOBODY, WHY)
