"""Starting a ticket: number, title, form, rights."""

import pytest

from app.errors import FormInvalid, Invalid, NotAllowed, NotFound
from app.store.db import db
from app.store.tickets import Ticket
from app.usecases import tickets
from app.usecases.unit_of_work import reading, unit_of_work
from tests.conftest import NOW


def pointers(refusal):
    return [error.pointer for error in refusal.value.errors]


def begin(actor, variables, **more):
    with unit_of_work():
        return tickets.start(
            "travel", actor=actor, variables=variables, now=NOW, **more
        )


def test_a_ticket_has_the_prefix_of_its_process_and_the_title_of_its_template(ticket):
    assert ticket.number.startswith("TRV-2026-")
    assert (ticket.title, ticket.status) == ("To Shanghai", "open")
    assert (ticket.result, ticket.execution) == ("none", "none")


def test_numbers_are_unique_and_rise(start):
    numbers = [start().number for _ in range(25)]
    assert len(set(numbers)) == 25
    assert numbers == sorted(numbers)


def test_a_title_that_is_given_wins_over_the_template(travel, alice):
    found = begin(alice, {"city": "Xi'an", "cost": "1.00"}, title="My trip")
    assert found.title == "My trip"


def test_the_start_form_is_checked_and_each_fault_has_its_place(travel, alice):
    with pytest.raises(FormInvalid) as refusal:
        begin(alice, {"city": "X", "cost": "-3"})
    assert sorted(pointers(refusal)) == ["/variables/city", "/variables/cost"]


def test_a_program_is_told_of_fields_the_form_does_not_have(travel, alice):
    with pytest.raises(FormInvalid) as refusal:
        begin(alice, {"city": "Xi'an", "cost": "1.00", "vip": True})
    assert pointers(refusal) == ["/variables/vip"]


def test_a_page_drops_fields_the_form_does_not_have(travel, alice):
    sent = {"city": "Xi'an", "cost": "1.00", "vip": True}
    number = begin(alice, sent, strict=False).number
    with reading():
        assert "vip" not in tickets.variables(number, actor=alice)


def test_nothing_of_a_refused_start_is_kept(travel, alice):
    with pytest.raises(FormInvalid):
        begin(alice, {"city": "X", "cost": "1.00"})
    with reading():
        assert db.session.query(Ticket).count() == 0


def test_an_unknown_process_is_not_found(travel, alice):
    with pytest.raises(NotFound), unit_of_work():
        tickets.start("nowhere", actor=alice, variables={}, now=NOW)


def test_only_some_roles_may_start_for_somebody_else(travel, cast):
    sent = {"city": "Xi'an", "cost": "1.00"}
    with pytest.raises(NotAllowed):
        begin(cast.alice, sent, on_behalf_of="carol")
    found = begin(cast.ivan, sent, on_behalf_of="carol")
    assert (found.initiator, found.on_behalf_of) == ("ivan", "carol")
    with reading():
        seen = tickets.get(found.number, actor=cast.carol)
    assert seen.ticket.number == found.number


def test_a_ticket_is_not_started_for_nobody(travel, cast):
    with pytest.raises(Invalid) as refusal:
        begin(cast.ivan, {"city": "Xi'an", "cost": "1.00"}, on_behalf_of="nobody")
    assert pointers(refusal) == ["/on_behalf_of"]


def test_the_business_key_is_kept_and_found(travel, alice):
    found = begin(alice, {"city": "Xi'an", "cost": "1.00"}, business_key="SO-77")
    with reading():
        page = tickets.list_tickets(
            tickets.TicketFilter(business_key="SO-77"), actor=alice
        )
    assert [one.number for one in page.items] == [found.number]
