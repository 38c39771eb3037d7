"""A signal reaches everybody who waits, and begins what begins with it."""

import pytest

from app.errors import Invalid, NotAllowed
from app.store.db import db
from app.store.jobs import Job
from app.usecases import deployments, jobs, signals, tickets
from app.usecases.unit_of_work import reading, unit_of_work
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("correspondence")


@pytest.fixture
def shout(cast):
    def shouted(name="strike", *, actor=cast.ivan, **variables):
        with unit_of_work():
            return signals.broadcast(name, variables=variables, actor=actor, now=NOW)

    return shouted


@pytest.fixture
def pressed(cast):
    """Give the tickets that the signal has begun."""

    def found():
        with reading():
            wanted = tickets.TicketFilter(process_key="press")
            return tickets.list_tickets(wanted, actor=cast.dave).items

    return found


def test_everybody_who_waits_hears_it_and_what_begins_with_it_begins(
    begin, shout, look, work_off, pressed
):
    waiting = [begin("worker") for _ in range(3)]
    found = shout(where="Lyon")
    assert (found.waiting, found.starting) == (3, 1)
    assert {look(ticket).ticket.status for ticket in waiting} == {"open"}
    work_off()
    for ticket in waiting:
        assert look(ticket).ticket.status == "closed"
        assert look(ticket).variables == {"where": "Lyon"}
    (begun,) = pressed()
    assert begun.initiator == "ivan"
    assert look(begun).variables == {"where": "Lyon"}
    with reading():
        left = {job.kind for job in db.session.query(Job)}
    assert left == {"start"}  # another process's clock


def test_who_begins_to_wait_later_does_not_hear_it(begin, shout, look, work_off):
    early = begin("worker")
    shout()
    late = begin("worker")
    work_off()
    assert look(early).ticket.status == "closed"
    assert look(late).ticket.status == "open"


def test_it_spreads_in_batches(begin, shout, look, work_off, monkeypatch):
    monkeypatch.setattr(jobs, "BATCH", 2)
    waiting = [begin("worker") for _ in range(5)]
    shout()
    work_off()
    assert {look(ticket).ticket.status for ticket in waiting} == {"closed"}


def test_a_suspended_ticket_hears_it_when_it_goes_on(
    begin, shout, look, work_off, cast
):
    ticket = begin("worker")
    with unit_of_work():
        tickets.suspend(ticket.number, actor=cast.dave, reason="because", now=NOW)
    shout()
    work_off()
    assert look(ticket).ticket.status == "suspended"
    with unit_of_work():
        tickets.resume(ticket.number, actor=cast.dave, reason="because", now=NOW)
    work_off()
    assert look(ticket).ticket.status == "closed"


def test_what_a_ticket_throws_reaches_the_others(begin, look, work_off, pressed):
    waiting = begin("worker")
    begin("payer")
    work_off()
    assert look(waiting).ticket.status == "closed"
    assert [ticket.initiator for ticket in pressed()] == ["alice"]


def test_a_retired_process_is_begun_no_more_and_an_activated_one_again(
    shout, work_off, pressed, cast
):
    with unit_of_work():
        deployments.retire("press", 1, actor=cast.frank, now=NOW)
    assert shout().starting == 0
    work_off()
    assert not pressed()
    with unit_of_work():
        deployments.activate("press", 1, actor=cast.frank, now=NOW)
    assert shout().starting == 1


def test_only_programs_and_administrators_send(shout, alice, bob, cast):
    for actor in (alice, bob, cast.frank, cast.henry):
        with pytest.raises(NotAllowed):
            shout(actor=actor)
    for name in ("", "n" * 256):
        with pytest.raises(Invalid):
            shout(name)
