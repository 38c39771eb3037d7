"""The one way a ticket is born or moves.

    engine.resume(model, snapshot, stimulus) -> Outcome    pure
    record(outcome)                                        tables now say what it says

The caller holds the ticket's lock and has checked rights; one commit follows.
"""

from datetime import datetime
from typing import Any

from app import engine
from app.domain import history as facts
from app.domain import tickets as rules
from app.domain.permissions import Actor
from app.domain.process import JSONDict, Outcome, Snapshot, Stimulus
from app.store import participation
from app.store.db import db
from app.store.tickets import InstanceState, Ticket
from app.usecases import definitions, history, waiting
from app.usecases.library import Shelf
from app.usecases.waiting import Step


def context(ticket: Ticket) -> JSONDict:
    """Give the names an expression may read beside the variables.

    Args:
        ticket: with its number.
    """
    return {
        "initiator": ticket.initiator,
        "ticket": {
            "number": ticket.number,
            "business_key": ticket.business_key,
            "title": ticket.title,
            "priority": ticket.priority,
        },
    }


def begin(
    ticket: Ticket,
    variables: JSONDict,
    *,
    actor: Actor,
    at: str | None = None,
    now: datetime,
) -> InstanceState:
    """Let the process of a new ticket run until it waits.

    Args:
        ticket: flushed, so that it has its id.
        variables: to start with.
        actor: who starts it.
        at: the start event; None for the one that waits for nobody.
        now: when.

    Raises:
        EngineFault: the process cannot go on at some element.
    """
    model = definitions.model_of(ticket.definition)
    outcome = engine.start(
        model,
        variables,
        at=at,
        context=context(ticket),
        library=Shelf(ticket.definition),
        now=now,
    )
    instance = InstanceState(ticket_id=ticket.id, state=None, variables={}, progress={})
    db.session.add(instance)
    step = Step(ticket=ticket, instance=instance, actor=actor, now=now)
    history.write(ticket, facts.TICKET_STARTED, actor=actor, now=now)
    _record(step, outcome)
    return instance


def advance(step: Step, stimulus: Stimulus) -> Outcome:
    """Let a ticket's process take one step.

    Args:
        step: what moves, who moved it, and when.
        stimulus: what happened.

    Raises:
        TicketNotRunning: the ticket is suspended or has ended.
        StaleToken: the element does not wait any longer.
        EngineFault: the process cannot go on at some element.
    """
    ticket, instance = step.ticket, step.instance
    rules.after(ticket.status, "step")
    outcome = engine.resume(
        definitions.model_of(ticket.definition),
        Snapshot(state=instance.state or b"", variables=instance.variables),
        stimulus,
        context=context(ticket),
        library=Shelf(ticket.definition),
        now=step.now,
    )
    touch(ticket, step.now)
    _record(step, outcome)
    return outcome


def _record(step: Step, outcome: Outcome) -> None:
    ticket, instance = step.ticket, step.instance
    instance.variables = outcome.snapshot.variables
    instance.state = None if outcome.ended else outcome.snapshot.state
    instance.progress = counted(instance.progress, outcome)
    waiting.follow(step, outcome)
    participation.add(ticket.id, step.parties)
    if outcome.ended:
        ticket.status = rules.after(ticket.status, "end")
        ticket.result = outcome.result or "none"
        ticket.closed_at = step.now
        history.write(
            ticket,
            facts.TICKET_ENDED,
            actor=None,
            now=step.now,
            element_id=outcome.end_element_id,
            result=ticket.result,
        )


def touch(ticket: Ticket, now: datetime) -> None:
    """Note that a ticket has changed.

    Args:
        ticket: whose revision rises.
        now: when.
    """
    ticket.updated_at = now
    ticket.revision += 1


def counted(progress: dict[str, Any], outcome: Outcome) -> dict[str, Any]:
    """Add what a step passed to the counts behind the live diagram.

    Args:
        progress: as stored; not changed.
        outcome: of the step.

    Returns:
        ``{"done": {element_id: n}, "flows": {flow_id: n}}`` with what else was there.
    """
    done = dict(progress.get("done", {}))
    flows = dict(progress.get("flows", {}))
    for passed in outcome.passed:
        if passed.how == "completed" and passed.called is None:
            into = flows if passed.kind == "sequenceFlow" else done
            into[passed.element_id] = into.get(passed.element_id, 0) + 1
    return {**progress, "done": done, "flows": flows}
