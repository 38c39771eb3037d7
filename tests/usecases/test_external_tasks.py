"""Workers fetch and lock the tasks of services, answer them, or give them back."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from app.errors import NotAllowed, NotFound, NotLocked, TicketNotRunning
from app.usecases import external_tasks, incidents, tickets
from app.usecases.unit_of_work import reading, unit_of_work
from tests.conftest import CAST, NOW

pytestmark = pytest.mark.usefixtures("correspondence")
MINUTE = timedelta(minutes=1)


def fetch(*topics, worker_id="w1", now=NOW, actor=CAST.ivan, **more):
    with unit_of_work():
        return external_tasks.fetch_and_lock(
            topics or ("charge",), worker_id=worker_id, actor=actor, now=now, **more
        )


def act(name, task_id, *, worker_id="w1", now=NOW, actor=CAST.ivan, **more):
    with unit_of_work():
        wish = getattr(external_tasks, name)
        return wish(task_id, worker_id=worker_id, actor=actor, now=now, **more)


def test_a_worker_completes_the_task_and_the_ticket_goes_on(begin, look):
    ticket = begin("shop", amount=5)
    (task,) = fetch(lock_seconds=60)
    assert (task.ticket.number, task.job.element_id) == (ticket.number, "charge")
    assert task.variables == {"amount": 5}
    assert (task.job.priority, task.job.worker) == (70, "w1")
    assert task.job.leased_until == NOW + MINUTE
    act("complete", task.job.id, variables={"receipt": "R-1"})
    view = look(ticket)
    assert (view.ticket.status, view.variables["receipt"]) == ("closed", "R-1")
    with pytest.raises(NotFound):
        act("complete", task.job.id, variables={})
    with reading():
        page = tickets.history(ticket.number, actor=CAST.dave)
    answered = next(entry for entry in page.items if entry.kind == "service-completed")
    assert (answered.actor, answered.facts["worker"]) == ("ivan", "w1")


def test_nobody_gets_what_another_holds_until_the_lock_runs_out(begin):
    begin("shop")
    (task,) = fetch(lock_seconds=60)
    assert not fetch(worker_id="w2")
    with pytest.raises(NotLocked):
        act("complete", task.job.id, worker_id="w2", variables={})
    act("extend_lock", task.job.id, lock_seconds=120)
    assert not fetch(worker_id="w2", now=NOW + MINUTE)
    (again,) = fetch(worker_id="w2", now=NOW + 2 * MINUTE)
    assert again.job.id == task.job.id
    with pytest.raises(NotLocked):
        act("complete", task.job.id, variables={})


def test_an_unlocked_task_is_for_everybody(begin):
    begin("shop")
    (task,) = fetch()
    with unit_of_work():
        external_tasks.unlock(task.job.id, actor=CAST.ivan)
    assert fetch(worker_id="w2")


def test_only_topics_asked_for_and_no_more_than_asked_for_are_given(begin):
    for _ in range(3):
        begin("shop")
    assert not fetch("mail")
    assert len(fetch("mail", "charge", max_tasks=2)) == 2
    assert len(fetch("charge", max_tasks=2)) == 1


def test_a_business_error_takes_the_way_the_diagram_has_for_it(begin, look):
    ticket = begin("shop")
    (task,) = fetch()
    act(
        "bpmn_error",
        task.job.id,
        code="BROKE",
        message="no money",
        variables={"left": 0},
    )
    view = look(ticket)
    assert (view.ticket.status, view.variables["left"]) == ("closed", 0)
    with reading():
        progress = tickets.progress(ticket.number, actor=CAST.dave)
    assert "end_broke" in {count.element_id for count in progress.completed}


def test_a_failed_task_is_offered_again_later_and_at_last_is_stuck(begin, look):
    ticket = begin("shop")
    for left in (2, 1, 0):
        (task,) = fetch()
        act("failure", task.job.id, message="no answer")
        assert external_task(task.job.id).job.retries == left
    assert not fetch()
    with reading():
        (incident,) = incidents.list_incidents(actor=CAST.dave).items
        progress = tickets.progress(ticket.number, actor=CAST.dave)
    assert (incident.element_id, incident.why) == ("charge", "no answer")
    assert [count.element_id for count in progress.failed] == ["charge"]
    with unit_of_work():
        incidents.retry(incident.id, actor=CAST.dave, now=NOW)
    (task,) = fetch()
    act("complete", task.job.id, variables={})
    assert look(ticket).ticket.status == "closed"
    with reading():
        assert not incidents.list_incidents(actor=CAST.dave).items


def external_task(task_id):
    with reading():
        return external_tasks.get(task_id, actor=CAST.dave)


def test_a_failed_task_waits_as_long_as_its_worker_says(begin):
    begin("shop")
    (task,) = fetch()
    act("failure", task.job.id, message="busy", retries=5, retry_seconds=60)
    assert not fetch()
    (again,) = fetch(now=NOW + MINUTE)
    assert again.job.retries == 5


def test_a_suspended_ticket_gives_and_takes_nothing(begin):
    held, other = begin("shop"), begin("shop")
    (task,) = fetch(max_tasks=1)
    for ticket in (held, other):
        with unit_of_work():
            tickets.suspend(ticket.number, actor=CAST.dave, reason="because", now=NOW)
    assert not fetch()
    with pytest.raises(TicketNotRunning):
        act("complete", task.job.id, variables={})
    with unit_of_work():
        tickets.resume(held.number, actor=CAST.dave, reason="because", now=NOW)
    act("complete", task.job.id, variables={})


def test_a_cancelled_ticket_takes_its_tasks_with_it(begin):
    ticket = begin("shop")
    (task,) = fetch()
    with unit_of_work():
        tickets.cancel(ticket.number, actor=CAST.dave, reason="because", now=NOW)
    with pytest.raises(NotFound):
        act("complete", task.job.id, variables={})


def test_only_programs_and_administrators_work_on_tasks(begin):
    begin("shop")
    for actor in (CAST.alice, CAST.bob, CAST.frank, CAST.henry):
        with pytest.raises(NotAllowed):
            fetch(actor=actor)
    with reading():
        page = external_tasks.list_tasks(actor=CAST.ivan, topic="charge")
        assert len(page.items) == 1
        assert not external_tasks.list_tasks(actor=CAST.ivan, topic="mail").items


def test_an_error_nobody_handles_is_an_incident_until_the_task_is_tried_again(
    begin, look
):
    ticket = begin("shop")
    (task,) = fetch()
    act("bpmn_error", task.job.id, code="OTHER", message="odd", variables={})
    assert look(ticket).ticket.status == "open"
    assert not fetch()
    with reading():
        (incident,) = incidents.list_incidents(actor=CAST.dave).items
    assert (incident.element_id, incident.code) == ("charge", "OTHER")
    with unit_of_work():
        again = incidents.retry(incident.id, actor=CAST.dave, now=NOW)
        assert again.status == "resolved"
    (task,) = fetch()
    act("complete", task.job.id, variables={})
    assert look(ticket).ticket.status == "closed"


def test_workers_that_fetch_at_once_never_get_the_same_task(house, begin):
    for _ in range(6):
        begin("shop")
    found: list[int] = []
    together = Barrier(3)

    def run(worker_id):
        with house.app_context():
            together.wait()
            for task in fetch(worker_id=worker_id, max_tasks=2):
                found.append(task.job.id)

    threads = [Thread(target=run, args=(f"w{number}",)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(found) == len(set(found))
    found += [task.job.id for task in fetch(worker_id="w9")]
    assert len(set(found)) == 6
