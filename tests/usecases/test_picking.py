"""In an ad-hoc sub-process those who take part pick what is done next."""

from pathlib import Path

import pytest

from app.errors import NotAllowed, NothingToTrigger
from app.usecases import deployments, tickets
from app.usecases.unit_of_work import reading, unit_of_work
from tests.conftest import CAST, NOW

DIAGRAM = (Path(__file__).parent / "picking.bpmn").read_bytes()


@pytest.fixture
def ticket(house, cast, begin, item_of, complete):
    """A case at which bob, of sales, has looked already."""
    with unit_of_work():
        files = {"picking.bpmn": DIAGRAM}
        deployments.deploy(files, actor=cast.dave, source="cli", now=NOW)
    begun = begin("case")
    complete(item_of(cast.bob), cast.bob)
    return begun


def pick(ticket, element_id, actor=CAST.bob):
    with unit_of_work():
        return tickets.trigger(
            ticket.number,
            element_id,
            variables={},
            reason="because",
            actor=actor,
            now=NOW,
        )


def test_picked_work_waits_for_its_people_and_the_rest_does_not(
    ticket, look, item_of, complete, carol, bob
):
    assert look(ticket).current == []
    pick(ticket, "write")
    assert [item.element_id for item in look(ticket).current] == ["write"]
    complete(item_of(carol), carol)
    pick(ticket, "call")
    complete(item_of(bob), bob)
    assert look(ticket).ticket.status == "open"
    assert pick(ticket, "solve").status == "closed"


def test_the_diagram_shows_where_people_pick(ticket):
    with reading():
        progress = tickets.progress(ticket.number, actor=CAST.dave)
    assert [count.element_id for count in progress.active] == ["solve"]


def test_only_those_who_take_part_pick(ticket, alice):
    with pytest.raises(NotAllowed):
        pick(ticket, "call", alice)
    with pytest.raises(NothingToTrigger):
        pick(ticket, "look", CAST.dave)
