"""A work item on the desk: what it belongs to, who stands before it, what it sees."""

from app import engine
from app.domain import permissions
from app.domain.permissions import Actor
from app.domain.process import Element, JSONDict, Snapshot
from app.domain.work_items import LIVE
from app.errors import NotFound
from app.store import inbox, listing
from app.store.deployments import ProcessDefinition
from app.store.tickets import InstanceState, Ticket
from app.store.work_items import WorkItem
from app.usecases import access, definitions, library


def element_of(item: WorkItem, ticket: Ticket | None = None) -> Element:
    """Give the user task in the diagram.

    Args:
        item: the work item.
        ticket: its ticket, where ``item.ticket`` is not loaded.
    """
    model = definitions.model_of(definition_of(item, ticket))
    return model.elements[item.element_id]


def definition_of(item: WorkItem, ticket: Ticket | None = None) -> ProcessDefinition:
    """Give the version in whose diagram a work item's user task is drawn.

    Args:
        item: the work item.
        ticket: its ticket, where ``item.ticket`` is not loaded.
    """
    if item.called_ref is not None:
        return library.pinned(item.called_ref)
    return (ticket or item.ticket).definition


def form_of(item: WorkItem, ticket: Ticket | None = None) -> JSONDict | None:
    """Give the form of a work item, None when it has none.

    Args:
        item: the work item.
        ticket: its ticket, where ``item.ticket`` is not loaded.
    """
    return definitions.form_of(definition_of(item, ticket), item.form_key)


def is_candidate(item: WorkItem, actor: Actor) -> bool:
    """Say whether an actor may claim a work item.

    Args:
        item: with its candidates loaded.
        actor: who asks.
    """
    return any(
        candidate.key == actor.username
        if candidate.kind == "user"
        else candidate.key in actor.groups
        for candidate in item.candidates
    )


def relations(
    item: WorkItem, actor: Actor, *, candidate: bool, ticket: Ticket | None = None
) -> frozenset[str]:
    """Work out how an actor relates to a work item.

    Args:
        item: the work item.
        actor: who asks.
        candidate: whether they may claim it.
        ticket: its ticket, where ``item.ticket`` is not loaded.

    Raises:
        NotFound: the actor may not know of the work item.
    """
    found = set()
    if item.assignee == actor.username:
        found.add("assignee")
    if candidate:
        found.add("candidate")
        if actor.is_lead:
            found.add("group_lead")
    if found:
        return frozenset(found)
    place = access.standing(ticket or item.ticket, actor)
    if access.place(item.element_id, item.called_ref) in place.elements:
        found |= place.relations & {"participant", "group_lead"}
    if not permissions.allowed("work-item.read", actor, found):
        raise NotFound
    return frozenset(found)


def readable(work_item_id: int, *, actor: Actor) -> tuple[WorkItem, frozenset[str]]:
    """Give a work item that the actor may look at, and how they relate to it.

    Args:
        work_item_id: of the work item.
        actor: who looks.

    Raises:
        NotFound: no such work item, or the actor may not know of it.
    """
    item = inbox.get(work_item_id)
    if item is None:
        raise NotFound
    related = relations(item, actor, candidate=is_candidate(item, actor))
    permissions.require("work-item.read", actor, related)
    return item, related


def scope_variables(item: WorkItem, instance: InstanceState | None = None) -> JSONDict:
    """Give the variables as a work item's scope sees them.

    A closed one's inner scope may be gone; then it sees the process scope's.

    Args:
        item: the work item.
        instance: the ticket's state, where it is loaded already.
    """
    state = instance or listing.instance_of(item.ticket)
    if state.state is None or item.status not in LIVE:
        return state.variables
    snapshot = Snapshot(state=state.state, variables=state.variables)
    return engine.visible_variables(snapshot, item.token)
