"""Write the timeline."""

from datetime import datetime
from typing import Any

from app.domain.permissions import Actor
from app.store import history as entries
from app.store.history import HistoryEntry
from app.store.tickets import Ticket
from app.store.work_items import WorkItem


def write(
    ticket: Ticket,
    kind: str,
    *,
    actor: Actor | None,
    now: datetime,
    item: WorkItem | None = None,
    **facts: Any,
) -> HistoryEntry:
    """Add one fact to a ticket's timeline.

    Args:
        ticket: with its id.
        kind: one of ``domain.history.KINDS``.
        actor: who did it, or None for the flow itself.
        now: when.
        item: the work item concerned, with its id, or None.
        **facts: what else there is to tell; JSON values.
    """
    entry = HistoryEntry(
        ticket_id=ticket.id,
        at=now,
        actor=actor.username if actor else None,
        kind=kind,
        element_id=item.element_id if item else facts.pop("element_id", None),
        work_item_id=item.id if item else None,
        facts=facts,
    )
    entries.tell(entry)
    return entry


def at_once(entry: HistoryEntry) -> HistoryEntry:
    """Make a fact a row now, for a caller who needs its id.

    Args:
        entry: the latest that ``write`` gave.
    """
    entries.insert_now(entry)
    return entry
