"""Call activities: another process inside the ticket, with variables of its own."""

import pytest

from app import engine
from app.engine.budget import MAX_CALLS
from app.errors import EngineFault


def begin(play, **more):
    given = {"which": "check", "number": 3, "customer": "bob", "amount": 5}
    return play("call_activity", **given | more)


def test_a_called_process_sees_what_is_passed_and_nothing_else(play):
    ticket = begin(play)
    task = ticket.task("judge")
    assert (task.assignee, task.called) == ("bob", "check:3")
    seen = engine.visible_variables(ticket.outcome.snapshot, task.token)
    assert seen == {"who": "bob", "limit": 10}
    assert set(ticket.variables) == {"which", "number", "customer", "amount"}


def test_it_goes_on_with_what_is_passed_back(play):
    ticket = begin(play).complete("judge", verdict="yes", noise=1)
    assert ticket.waiting == ["after"]
    assert (ticket.variables["answer"], ticket.variables["seen"]) == ("yes", 11)
    assert not {"verdict", "noise", "who", "limit"} & set(ticket.variables)
    assert ticket.path == ["begin", "enter", "judge", "good", "passed", "check"]
    inside = [p.element_id for p in ticket.passed if p.called]
    assert inside == ["enter", "c1", "judge", "c2", "good", "fine", "passed"]


def test_an_error_of_the_called_process_is_caught_outside(play):
    ticket = begin(play).complete("judge", verdict="no")
    assert ticket.outcome.ended
    assert ticket.outcome.end_element_id == "refused"
    assert "answer" not in ticket.variables


def test_a_timer_interrupts_the_called_process(play):
    ticket = begin(play).fire("late")
    assert ticket.outcome.ended
    assert ticket.outcome.end_element_id == "missed"
    assert ticket.cancelled == ["judge", "check"]


def test_everything_may_be_passed_and_calls_may_be_many(play):
    ticket = play("call_everything", people=["ann", "bob"], kept=1)
    assert ticket.people("judge") == ["ann", "bob"]
    ticket.complete("judge", verdict="yes").complete("judge", verdict="yes")
    assert ticket.waiting == ["after"]
    assert ticket.variables["verdict"] == "yes"
    assert ticket.variables["people"] == ["ann", "bob"]


def test_camunda_8_passes_all_in_and_maps_out(play):
    ticket = play("call_zeebe", which="check", customer="cy")
    assert ticket.people("judge") == ["cy"]
    ticket.complete("judge", verdict="yes")
    assert ticket.variables == {"which": "check", "customer": "cy", "answer": "yes"}


def test_everything_that_waits_names_the_process_it_is_drawn_in(play):
    ticket = play("call_called_events")
    assert ticket.outcome.timers[0].called == "waits:1"
    assert ticket.fire("clock").service("serve").called == "waits:1"
    assert ticket.answer("serve").outcome.messages[0].called == "waits:1"
    ticket.message("hear", inside=1)
    assert ticket.thrown[0].called == "waits:1"
    assert ticket.waiting == ["after"]
    assert ticket.task("after").called is None
    assert ticket.variables == {}


def test_an_incident_in_a_called_process_names_it(play):
    ticket = play("call_called_events").fire("clock").error("serve", "E1")
    assert [(i.element_id, i.called) for i in ticket.outcome.incidents] == [
        ("serve", "waits:1")
    ]


def test_a_process_that_waits_for_a_message_cannot_be_called(play):
    with pytest.raises(EngineFault, match="begins with a message"):
        begin(play, which="mail")


def test_a_process_that_is_not_deployed_is_refused(play):
    with pytest.raises(EngineFault, match="no process “gone” is deployed") as refused:
        begin(play, which="gone")
    assert refused.value.facts["element_id"] == "check"


@pytest.mark.parametrize("which", [None, 7, ""])
def test_what_is_no_id_of_a_process_is_refused(play, which):
    with pytest.raises(EngineFault, match="the id of a process is needed"):
        begin(play, which=which)


def test_processes_that_call_themselves_are_refused(play):
    with pytest.raises(EngineFault, match="call one another without an end"):
        play("call_nothing")
    assert MAX_CALLS <= 20
