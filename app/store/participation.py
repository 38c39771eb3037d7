"""Who takes part in a ticket: reading and writing of Participant rows."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from app.store.db import db
from app.store.rows import insert_missing
from app.store.tickets import Participant, Ticket

Party = tuple[str, str, str]  # kind, key, element id


def matches(username: str, groups: Iterable[str]) -> ColumnElement[bool]:
    """Give the condition "this row means that person".

    Args:
        username: of the person.
        groups: keys of their groups.
    """
    person = and_(Participant.kind == "user", Participant.key == username)
    keys = sorted(groups)
    if not keys:
        return person
    return or_(person, and_(Participant.kind == "group", Participant.key.in_(keys)))


def of_person(ticket_id: int, username: str, groups: Iterable[str]) -> list[Party]:
    """Read through which elements a person takes part in a ticket.

    Args:
        ticket_id: of the ticket.
        username: of the person.
        groups: keys of their groups.

    Returns:
        Kind, key and element id, in no order; bounded by the elements of a diagram.
    """
    rows = db.session.execute(
        select(Participant.kind, Participant.key, Participant.element_id).where(
            Participant.ticket_id == ticket_id, matches(username, groups)
        )
    )
    return [(kind, key, element_id) for kind, key, element_id in rows]


def takes_part(username: str, groups: Iterable[str]) -> ColumnElement[bool]:
    """Give the condition "this ticket concerns that person", for lists.

    Args:
        username: of the person.
        groups: keys of their groups.
    """
    return or_(
        Ticket.initiator == username,
        Ticket.on_behalf_of == username,
        Ticket.owner == username,
        select(Participant.ticket_id)
        .where(Participant.ticket_id == Ticket.id, matches(username, groups))
        .correlate(Ticket)
        .exists(),
    )


Source = Callable[[Any], Any]


def sources(username: str, groups: Iterable[str]) -> list[Source]:
    """Give the places in which tickets that concern a person are found.

    Args:
        username: of the person.
        groups: keys of their groups.

    Returns:
        Functions that narrow a query for tickets; together they find all of them, and
        each can be read in the order of ids.
    """
    columns = (Ticket.initiator, Ticket.on_behalf_of, Ticket.owner)
    parties = [("user", username), *(("group", key) for key in sorted(groups))]
    return [
        *(partial(_named, column, username) for column in columns),
        *(partial(_asked, kind, key) for kind, key in parties),
    ]


def _named(column: Any, username: str, query: Any) -> Any:
    return query.where(column == username)


def _asked(kind: str, key: str, query: Any) -> Any:
    return query.join(Participant, Participant.ticket_id == Ticket.id).where(
        Participant.kind == kind, Participant.key == key
    )


def add(ticket_id: int, parties: Iterable[Party]) -> None:
    """Remember who was asked, or acted, at which element.

    Args:
        ticket_id: of the ticket.
        parties: kind, key and element id of each; known ones are left alone.
    """
    insert_missing(
        Participant,
        [
            {
                "ticket_id": ticket_id,
                "kind": kind,
                "key": key,
                "element_id": element_id,
            }
            for kind, key, element_id in sorted(set(parties))
        ],
    )
