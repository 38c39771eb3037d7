"""What cannot go on is an incident: seen, noted, tried again; others are untouched."""

from datetime import timedelta

import pytest

from app.errors import AlreadyResolved, NotAllowed, NotFound
from app.usecases import deployments, incidents, tickets
from app.usecases.unit_of_work import reading, unit_of_work
from tests.conftest import CAST, NOW

pytestmark = pytest.mark.usefixtures("correspondence")
HOUR = timedelta(hours=1)


@pytest.fixture
def stuck(begin, work_off):
    """A ticket whose timer fails, for it divides by nothing; no other clock runs."""
    with unit_of_work():
        deployments.retire("clockwork", 1, actor=CAST.dave, now=NOW)
    ticket = begin("fragile", parts=0)
    work_off(NOW + HOUR)
    return ticket


def listed(**more):
    with reading():
        return incidents.list_incidents(actor=CAST.dave, **more).items


def failed(ticket):
    with reading():
        progress = tickets.progress(ticket.number, actor=CAST.dave)
    return [(count.element_id, count.count) for count in progress.failed]


def mend(ticket, parts=4):
    with unit_of_work():
        tickets.change_variables(
            ticket.number, {"parts": parts}, actor=CAST.dave, reason="typo", now=NOW
        )


def retry(incident, actor=CAST.dave, now=NOW + HOUR):
    with unit_of_work():
        return incidents.retry(incident.id, actor=actor, now=now)


def test_a_timer_that_fails_is_an_incident_at_its_element(stuck, look):
    (incident,) = listed()
    assert (incident.element_id, incident.code) == ("brittle", "engine-fault")
    assert "divide" in incident.why
    assert incident.ticket.number == stuck.number
    assert failed(stuck) == [("brittle", 1)]
    assert look(stuck).ticket.status == "open"


def test_it_is_not_tried_again_by_itself(stuck, work_off):
    assert work_off(NOW + 2 * HOUR) == 0
    assert len(listed()) == 1


def test_retried_too_early_it_is_an_incident_again(stuck, work_off):
    retry(listed()[0])
    assert failed(stuck) == []
    work_off(NOW + 2 * HOUR)
    assert failed(stuck) == [("brittle", 1)]
    assert len(listed(status="resolved")) == 1


def test_mended_and_retried_the_ticket_goes_on(stuck, work_off, look):
    (incident,) = listed()
    mend(stuck)
    retry(incident)
    work_off(NOW + 2 * HOUR)
    assert look(stuck).ticket.status == "closed"
    assert look(stuck).variables["share"] == 25
    assert not listed()
    (done,) = listed(status="resolved")
    assert done.resolved_by == "dave"
    with pytest.raises(AlreadyResolved):
        retry(incident)


def test_a_cancelled_ticket_is_not_stuck_any_more(stuck):
    with unit_of_work():
        tickets.cancel(stuck.number, actor=CAST.dave, reason="because", now=NOW)
    assert not listed()
    assert failed(stuck) == []


def test_it_can_be_let_be(stuck, look, work_off):
    (incident,) = listed()
    with unit_of_work():
        incidents.resolve(incident.id, note="never mind", actor=CAST.dave, now=NOW)
    assert not listed()
    assert work_off(NOW + 9 * HOUR) == 0
    assert look(stuck).ticket.status == "open"


def test_a_note_is_kept_with_it(stuck):
    (incident,) = listed()
    with unit_of_work():
        incidents.annotate(incident.id, " ask IT ", actor=CAST.dave)
    assert listed(ticket=stuck.number)[0].note == "ask IT"


def test_only_administrators_mend(stuck):
    (incident,) = listed()
    for actor in (CAST.alice, CAST.bob, CAST.grace, CAST.ivan, CAST.henry):
        with pytest.raises(NotAllowed):
            retry(incident, actor)
    for actor in (CAST.ivan, CAST.henry):
        with reading():
            assert incidents.get(incident.id, actor=actor).id == incident.id
    with reading(), pytest.raises(NotAllowed):
        incidents.list_incidents(actor=CAST.alice)
    with reading(), pytest.raises(NotFound):
        incidents.get(10**9, actor=CAST.dave)
