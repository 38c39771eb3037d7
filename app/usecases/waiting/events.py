"""Subscriptions follow the elements that wait for messages and signals."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.domain.messages import NO_KEYS, fingerprint
from app.domain.process import Outcome
from app.store import jobs, messages
from app.store import subscriptions as store
from app.store.jobs import Job
from app.store.subscriptions import MESSAGE, SIGNAL
from app.store.tickets import Ticket
from app.usecases.access import place
from app.usecases.waiting.step import Step

MOST_KEPT = 1000  # kept messages of one name that a new waiter looks through

Wants = list[Any]  # kind, name, correlation hash


def follow(step: Step, outcome: Outcome) -> dict[str, list[Any]]:
    """Write what each newly waiting element waits for; drop what no longer waits.

    Args:
        step: whose ``instance.progress["events"]`` says which were known:
            ``{token: [element_id, [kind, name, correlation_hash], ...]}``.
        outcome: what the engine says now.

    Returns:
        The new ``progress["events"]``.
    """
    known: dict[str, list[Any]] = step.instance.progress.get("events", {})
    rows = [*_messages(step, outcome), *_signals(step, outcome)]
    present: dict[str, list[Any]] = {
        message.token: [place(message.element_id, message.called)]
        for message in outcome.messages
    }
    for signal in outcome.signals:
        present[signal.token] = [place(signal.element_id, signal.called)]
    for row in rows:
        wants: Wants = [row["kind"], row["name"], row["correlation_hash"]]
        present[row["token"]].append(wants)
    gone = [token for token in known if known[token] != present.get(token)]
    if gone:
        store.drop(step.ticket.id, gone)
    new = [row for row in rows if known.get(row["token"]) != present[row["token"]]]
    if new:
        store.insert(new)
        look_for_kept(step.ticket, new, now=step.now)
    return present


def _messages(step: Step, outcome: Outcome) -> Iterable[dict[str, Any]]:
    for waiting in outcome.messages:
        yield {
            **_row(step, waiting.token, waiting.element_id),
            "kind": MESSAGE,
            "name": waiting.message_name,
            "correlation": waiting.correlation,
            "correlation_hash": fingerprint(waiting.correlation),
        }


def _signals(step: Step, outcome: Outcome) -> Iterable[dict[str, Any]]:
    for waiting in outcome.signals:
        yield {
            **_row(step, waiting.token, waiting.element_id),
            "kind": SIGNAL,
            "name": waiting.signal_name,
            "correlation": {},
            "correlation_hash": NO_KEYS,
        }


def _row(step: Step, token: str, element_id: str) -> dict[str, Any]:
    return {
        "ticket_id": step.ticket.id,
        "token": token,
        "element_id": element_id,
        "business_key": step.ticket.business_key,
        "created_at": step.now,
    }


def look_for_kept(
    ticket: Ticket, rows: Iterable[dict[str, Any]], *, now: datetime
) -> None:
    """Let kept messages that may be meant for a ticket look for their receiver again.

    Whoever keeps a message has looked for receivers inside the same guarded place, so
    neither can miss the other.

    Args:
        ticket: which begins to wait.
        rows: for what: columns of subscriptions.
        now: when.
    """
    names = {row["name"] for row in rows if row["kind"] == MESSAGE}
    for name in sorted(names):
        store.guard(place_of(name), shared=True)
        hashes = {row["correlation_hash"] for row in rows if row["name"] == name}
        for message in messages.kept(name, now, MOST_KEPT):
            key = message.business_key
            same_ticket = key is not None and key == ticket.business_key
            if message.correlation_hash in hashes or same_ticket:
                jobs.add(
                    Job(
                        kind=jobs.MESSAGE,
                        ticket_id=message.from_ticket_id,
                        element_id="",
                        status=jobs.DUE,
                        due_at=now,
                        payload={"message": message.id},
                    )
                )


def place_of(name: str) -> str:
    """Name the place in which messages of a name and their receivers meet.

    Args:
        name: of the message.
    """
    return f"message {name}"
