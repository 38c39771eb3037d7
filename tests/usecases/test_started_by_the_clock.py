"""A start timer begins tickets of the version in force, as often as it says."""

from datetime import timedelta
from pathlib import Path

import pytest

from app.store.db import db
from app.store.jobs import Job
from app.usecases import deployments, tickets
from app.usecases.unit_of_work import reading, unit_of_work
from tests.conftest import NOW

pytestmark = pytest.mark.usefixtures("correspondence")
HOUR = timedelta(hours=1)
DIAGRAM = (Path(__file__).parent / "correspondence.bpmn").read_bytes()


@pytest.fixture
def begun(cast):
    def versions():
        with reading():
            wanted = tickets.TicketFilter(process_key="clockwork")
            found = tickets.list_tickets(wanted, actor=cast.dave).items
            return [ticket.version for ticket in found]

    return versions


@pytest.fixture
def deploy(cast):
    def deployed(data, now):
        with unit_of_work():
            files = {"correspondence.bpmn": data}
            deployments.deploy(files, actor=cast.dave, source="cli", now=now)

    return deployed


def test_it_begins_a_ticket_at_each_of_its_times_and_no_more(work_off, begun):
    assert work_off(NOW) == 0
    assert work_off(NOW + HOUR) == 1
    assert work_off(NOW + HOUR) == 0
    assert work_off(NOW + 2 * HOUR) == 1
    assert work_off(NOW + 3 * HOUR) == 1
    assert work_off(NOW + 99 * HOUR) == 0
    assert begun() == [1, 1, 1]
    with reading():
        assert db.session.query(Job).count() == 0


def test_nobody_has_started_it(work_off, cast, begun):
    work_off(NOW + HOUR)
    with reading():
        wanted = tickets.TicketFilter(process_key="clockwork")
        (ticket,) = tickets.list_tickets(wanted, actor=cast.dave).items
    assert ticket.initiator == "system"


def test_a_new_version_takes_the_place_of_the_clock_of_the_old(work_off, begun, deploy):
    deploy(DIAGRAM.replace(b"R3/PT1H", b"R/PT3H"), NOW)
    assert work_off(NOW + HOUR) == 0
    assert work_off(NOW + 3 * HOUR) == 1
    assert begun() == [2]


def test_deploying_the_same_again_does_not_wind_it_up_again(work_off, begun, deploy):
    deploy(DIAGRAM, NOW + HOUR / 2)
    assert work_off(NOW + HOUR) == 1


def test_a_retired_process_is_not_begun(work_off, begun, cast):
    with unit_of_work():
        deployments.retire("clockwork", 1, actor=cast.frank, now=NOW)
    assert work_off(NOW + 9 * HOUR) == 0
    with unit_of_work():
        later = NOW + 9 * HOUR
        deployments.activate("clockwork", 1, actor=cast.frank, now=later)
    assert work_off(NOW + 10 * HOUR) == 1


def test_people_do_not_find_it_among_what_they_may_start(cast):
    with reading():
        offered = {row.key for row in deployments.catalogue(actor=cast.alice)}
    assert "bill" in offered
    assert offered.isdisjoint({"clockwork", "intake", "press"})
