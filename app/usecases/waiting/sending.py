"""What a step throws leaves the ticket as jobs, in the same transaction."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from app.domain import history as facts
from app.domain.messages import DEFAULT_TIME_TO_LIVE, KEPT, fingerprint
from app.domain.process import DecisionMade, JSONDict, Thrown
from app.store import jobs, messages, subscriptions
from app.store.jobs import Job
from app.store.messages import Message
from app.usecases import history
from app.usecases.waiting.step import Step


def send(step: Step, thrown: Iterable[Thrown]) -> None:
    """Write down what leaves the ticket; the runner delivers it after the commit.

    Args:
        step: what moves, who moved it, and when.
        thrown: in their order.
    """
    for one in thrown:
        kind = facts.MESSAGE_SENT if one.kind == "message" else facts.SIGNAL_SENT
        history.write(
            step.ticket,
            kind,
            actor=None,
            now=step.now,
            element_id=one.element_id,
            name=one.name,
        )
        if one.kind == "message":
            _send_message(step, one)
        else:
            spread(
                one.name,
                one.variables,
                by=step.ticket.initiator,
                from_ticket_id=step.ticket.id,
                element_id=one.element_id,
                now=step.now,
            )


def _send_message(step: Step, thrown: Thrown) -> None:
    message = Message(
        name=thrown.name,
        correlation=thrown.correlation,
        correlation_hash=fingerprint(thrown.correlation),
        business_key=thrown.business_key,
        variables=thrown.variables,
        status=KEPT,
        sent_by=step.ticket.initiator,
        from_ticket_id=step.ticket.id,
        created_at=step.now,
        expires_at=step.now + timedelta(seconds=DEFAULT_TIME_TO_LIVE),
        started=False,
    )
    messages.add(message)
    jobs.add(
        Job(
            kind=jobs.MESSAGE,
            ticket_id=step.ticket.id,
            element_id=thrown.element_id,
            status=jobs.DUE,
            due_at=step.now,
            payload={"message": message.id},
        )
    )


def spread(
    name: str,
    variables: JSONDict,
    *,
    by: str,
    from_ticket_id: int | None = None,
    element_id: str = "",
    now: datetime,
) -> None:
    """Send a signal to whoever waits for it at this moment.

    Args:
        name: of the signal.
        variables: its payload.
        by: who sends it, or for whom the throwing ticket runs.
        from_ticket_id: the ticket that threw it, in which it was heard already.
        element_id: the event that threw it; "" for none.
        now: when.
    """
    jobs.add(
        Job(
            kind=jobs.SIGNAL,
            ticket_id=from_ticket_id,
            element_id=element_id,
            status=jobs.DUE,
            due_at=now,
            payload={
                "name": name,
                "variables": variables,
                "by": by,
                "after": 0,
                "upto": subscriptions.newest_id(),
                "from": from_ticket_id,
            },
        )
    )


def tell_decisions(step: Step, decided: Iterable[DecisionMade]) -> None:
    """Write down which decisions were taken and by which rules; not with what result.

    The result went into the variables, of which not everybody may see each.

    Args:
        step: what moves, who moved it, and when.
        decided: in their order.
    """
    for one in decided:
        history.write(
            step.ticket,
            facts.DECISION_MADE,
            actor=None,
            now=step.now,
            element_id=one.element_id,
            name=one.decision_id,
            matched={key: list(rules) for key, rules in one.matched.items()},
        )
