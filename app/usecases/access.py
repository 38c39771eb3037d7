"""How an actor relates to a ticket, and what of it they may therefore see."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain import forms, permissions, sight
from app.domain.forms.permissions import EVERYTHING, Permissions
from app.domain.permissions import Actor
from app.domain.process import JSONDict
from app.errors import NotFound
from app.store import participation
from app.store.tickets import Ticket
from app.usecases import definitions

START = ""  # stands for the start event among the elements of a party


def place(element_id: str, called: str | None) -> str:
    """Name an element so that no other of the ticket has its name.

    Elements of called processes may have the ids of the ticket's own, and must not be
    taken for them when it is asked who may see what.

    Args:
        element_id: in its diagram.
        called: reference of the called process; None for the ticket's own.
    """
    return element_id if called is None else f"{called}/{element_id}"[:255]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An actor before a ticket.

    Attributes:
        relations: words of ``permissions.RELATIONS`` that hold.
        elements: ids of the elements through which the actor takes part; START for
            who asked.
        reads_all: the actor's role opens every ticket.
    """

    relations: frozenset[str]
    elements: frozenset[str]
    reads_all: bool


def standing(ticket: Ticket, actor: Actor) -> Standing:
    """Work out how an actor relates to a ticket.

    Args:
        ticket: loaded.
        actor: who asks.

    Raises:
        NotFound: the actor may not know of the ticket.
    """
    parties = participation.of_person(ticket.id, actor.username, actor.groups)
    relations = {
        relation
        for relation in ("initiator", "on_behalf_of", "owner")
        if getattr(ticket, relation) == actor.username
    }
    elements = {element_id for _, _, element_id in parties}
    if relations:
        elements.add(START)
    if parties:
        relations.add("participant")
    if actor.is_lead and any(kind == "group" for kind, _, _ in parties):
        relations.add("group_lead")
    if not permissions.allowed("ticket.read", actor, relations):
        raise NotFound
    return Standing(
        relations=frozenset(relations),
        elements=frozenset(elements),
        reads_all=permissions.allowed("ticket.read", actor),
    )


def views(ticket: Ticket, place: Standing) -> list[Permissions]:
    """Give the field permissions of every element the actor takes part through.

    Args:
        ticket: with its definition.
        place: as ``standing`` gave it.
    """
    if place.reads_all:
        return [EVERYTHING]
    model = definitions.model_of(ticket.definition)
    ids = [
        model.start_element_id if element_id == START else element_id
        for element_id in sorted(place.elements)
    ]
    return [
        element_view(model.elements[element_id].properties)
        for element_id in ids
        if element_id in model.elements
    ]


def element_view(properties: Mapping[str, str]) -> Permissions:
    """Read the field permissions of one element.

    Args:
        properties: of the element.
    """
    return forms.parse_field_permissions(properties.get("form.fields"))


def visible_variables(ticket: Ticket, place: Standing, variables: JSONDict) -> JSONDict:
    """Leave out the variables that are hidden from the actor.

    Args:
        ticket: with its definition.
        place: as ``standing`` gave it.
        variables: of the process scope.
    """
    return sight.seen(variables, views(ticket, place))
