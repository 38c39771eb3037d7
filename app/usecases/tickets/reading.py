"""Look at tickets: one, many, what they hold and what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain import permissions, sight
from app.domain import tickets as rules
from app.domain.forms import Permissions
from app.domain.paging import LIMIT, Page, cut, decode
from app.domain.permissions import Actor
from app.domain.process import JSONDict
from app.errors import NotFound
from app.store import history as entries
from app.store import incidents, listing
from app.store import work_items as work
from app.store.history import HistoryEntry
from app.store.listing import TicketFilter
from app.store.tickets import Ticket
from app.store.work_items import WorkItem
from app.usecases import access, definitions

ACTIONS = ("comment", "attach", "cancel", "suspend", "resume", "change-variables")


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketView:
    """A ticket as one person may see it.

    Attributes:
        ticket: the row.
        variables: without what is hidden from the person.
        current: who works on it now, with candidates.
        actions: of ``ACTIONS``, what the person may do now.
    """

    ticket: Ticket
    variables: JSONDict
    current: list[WorkItem]
    actions: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementCount:
    """How many tokens an element has seen, or holds.

    Attributes:
        element_id: the analyst's own id.
        name: in the diagram.
        count: 1 or more.
    """

    element_id: str
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What the live diagram shows.

    Attributes:
        completed: elements that tokens have left.
        active: elements that tokens wait at.
        failed: elements at which an incident is open.
        flows: ids of the sequence flows that were taken.
    """

    completed: list[ElementCount]
    active: list[ElementCount]
    failed: list[ElementCount]
    flows: list[str]


def get(number: str, *, actor: Actor) -> TicketView:
    """Look at one ticket.

    Args:
        number: of the ticket.
        actor: who looks.

    Raises:
        NotFound: no such ticket, or the actor may not know of it.
    """
    ticket, place = _ticket(number, actor=actor)
    instance = listing.instance_of(ticket)
    shown = access.visible_variables(ticket, place, instance.variables)
    allowed = frozenset(
        action
        for action in ACTIONS
        if rules.permitted(ticket.status, action)
        and permissions.allowed(f"ticket.{action}", actor, place.relations)
    )
    current = listing.live_work([ticket.id])
    return TicketView(ticket=ticket, variables=shown, current=current, actions=allowed)


def variables(number: str, *, actor: Actor) -> JSONDict:
    """Read a ticket's variables.

    Args:
        number: of the ticket.
        actor: who reads; what is hidden from them is left out.

    Raises:
        NotFound: no such ticket, or the actor may not know of it.
    """
    ticket, place = _ticket(number, actor=actor)
    instance = listing.instance_of(ticket)
    return access.visible_variables(ticket, place, instance.variables)


def list_tickets(
    wanted: TicketFilter,
    *,
    actor: Actor,
    cursor: str | None = None,
    limit: int = LIMIT,
) -> Page[Ticket]:
    """List the tickets an actor may see, the newest first.

    Args:
        wanted: what the list is narrowed to.
        actor: who looks.
        cursor: of the page, or None for the first.
        limit: rows a page, 1 to 200.

    Raises:
        Invalid: the cursor is none of this list.
    """
    before = decode(cursor, kinds=(int,))[0] if cursor else None
    reads_all = permissions.allowed("ticket.read", actor)
    rows = listing.find(
        wanted,
        reader=None if reads_all else (actor.username, actor.groups),
        before=before,
        limit=limit + 1,
    )
    return cut(rows, limit, lambda ticket: (ticket.id,))


def current_work(tickets: Sequence[Ticket]) -> dict[int, list[WorkItem]]:
    """Say who works on tickets now, in one query however many there are.

    Args:
        tickets: of a page the actor may see.

    Returns:
        Ticket id to live work items; no entry for a ticket that waits for nobody.
    """
    found: dict[int, list[WorkItem]] = {}
    for item in listing.live_work([ticket.id for ticket in tickets]):
        found.setdefault(item.ticket_id, []).append(item)
    return found


def work_items(number: str, *, actor: Actor) -> list[WorkItem]:
    """Read a ticket's latest 200 work items, open and closed, the newest last.

    Args:
        number: of the ticket.
        actor: who reads.

    Raises:
        NotFound: no such ticket, or the actor may not know of it.
    """
    ticket, _ = _ticket(number, actor=actor)
    return work.of_ticket(ticket.id)


def progress(number: str, *, actor: Actor) -> Progress:
    """Say where a ticket's tokens have been and where they are.

    Args:
        number: of the ticket.
        actor: who reads.

    Raises:
        NotFound: no such ticket, or the actor may not know of it.
    """
    ticket, _ = _ticket(number, actor=actor)
    instance = listing.instance_of(ticket)
    done: dict[str, int] = instance.progress.get("done", {})
    active: dict[str, int] = {}
    for kind in ("tasks", "timers", "events", "choices", "services"):
        for element_id, *_ in instance.progress.get(kind, {}).values():
            active[element_id] = active.get(element_id, 0) + 1
    model = definitions.model_of(ticket.definition)
    names = model.elements

    def counts(found: dict[str, int]) -> list[ElementCount]:
        return [
            ElementCount(
                element_id=element_id,
                name=names[element_id].name if element_id in names else "",
                count=count,
            )
            for element_id, count in found.items()
            if element_id not in model.hidden and "/" not in element_id
        ]

    return Progress(
        completed=counts(done),
        active=counts(active),
        failed=counts(incidents.open_counts(ticket.id)),
        flows=list(instance.progress.get("flows", {})),
    )


def diagram(number: str, *, actor: Actor) -> bytes:
    """Return the BPMN XML that a ticket runs by, laid out for a viewer if need be.

    Args:
        number: of the ticket.
        actor: who reads; whoever may see the ticket may see its diagram.

    Raises:
        NotFound: no such ticket, or the actor may not know of it.
    """
    ticket, _ = _ticket(number, actor=actor)
    return definitions.drawing(ticket.definition.sha256)


def history(
    number: str, *, actor: Actor, cursor: str | None = None, limit: int = LIMIT
) -> Page[HistoryEntry]:
    """Read a ticket's timeline, the newest first.

    Args:
        number: of the ticket.
        actor: who reads; changes of fields hidden from them are left out.
        cursor: of the page, or None for the first.
        limit: rows a page, 1 to 200.

    Raises:
        NotFound: no such ticket, or the actor may not know of it.
        Invalid: the cursor is none of this list.
    """
    ticket, place = _ticket(number, actor=actor)
    before_id = decode(cursor, kinds=(int,))[0] if cursor else None
    rows = entries.of_ticket(ticket.id, before_id=before_id, limit=limit + 1)
    page = cut(rows, limit, lambda entry: (entry.id,))
    views = access.views(ticket, place)
    return replace(page, items=[_filtered(entry, views) for entry in page.items])


def _filtered(entry: HistoryEntry, views: list[Permissions]) -> HistoryEntry:
    told: list[dict[str, Any]] | None = entry.facts.get("changes")
    if not told:
        return entry
    kept = []
    for change in told:
        shown = dict(change)
        for side in ("old", "new"):
            if side in change:
                seen = sight.seen({change["name"]: change[side]}, views)
                if change["name"] not in seen:
                    shown.pop(side)
                else:
                    shown[side] = seen[change["name"]]
        if len(shown) > 1:
            kept.append(shown)
    return HistoryEntry(
        id=entry.id,
        ticket_id=entry.ticket_id,
        at=entry.at,
        actor=entry.actor,
        kind=entry.kind,
        element_id=entry.element_id,
        work_item_id=entry.work_item_id,
        facts={**entry.facts, "changes": kept},
    )


def _ticket(number: str, *, actor: Actor) -> tuple[Ticket, access.Standing]:
    ticket = listing.by_number(number)
    if ticket is None:
        raise NotFound
    return ticket, access.standing(ticket, actor)
