"""Multi-instance activities: one after another, all at once, until it is enough."""

import pytest

from app import engine
from app.domain.process import WorkCompleted
from app.engine.budget import MAX_INSTANCES
from app.errors import EngineFault

# --- all at once ----------------------------------------------------------------------


def test_everybody_is_asked_at_once_and_all_must_answer(play):
    ticket = play("multi_instance_parallel", people=["ann", "bob", "cy"], enough=3)
    assert ticket.people("review") == ["ann", "bob", "cy"]
    assert ticket.waiting == ["late", "review", "review", "review"]
    ticket.complete("review").complete("review")
    assert ticket.people("review") == ["cy"]
    assert ticket.path == ["begin", "review", "review"]
    ticket.complete("review")
    assert ticket.waiting == ["after"]
    assert ticket.path == ["begin", "review", "review", "review"]
    assert ticket.cancelled == []
    assert ticket.variables == {"people": ["ann", "bob", "cy"], "enough": 3}


def test_instances_may_answer_in_any_order(play):
    ticket = play("multi_instance_parallel", people=["ann", "bob", "cy"], enough=3)
    last = ticket.outcome.user_tasks[2]
    ticket.step(WorkCompleted(token=last.token, variables={}))
    assert ticket.people("review") == ["ann", "bob"]


def test_the_rest_is_cancelled_when_it_is_enough(play):
    ticket = play("multi_instance_parallel", people=["ann", "bob", "cy"], enough=1)
    ticket.complete("review")
    assert ticket.waiting == ["after"]
    assert ticket.path == ["begin", "review"]
    assert ticket.cancelled == ["review", "review"]
    assert ticket.complete("after").outcome.ended


def test_a_boundary_event_interrupts_all_instances_together(play):
    ticket = play("multi_instance_parallel", people=["ann", "bob"], enough=2)
    assert ticket.complete("review").fire("late").waiting == ["chase"]
    assert ticket.cancelled == ["review"]
    assert ticket.complete("chase").outcome.ended
    assert ticket.path == ["begin", "review", "late", "chase", "chased"]


def test_the_boundary_event_goes_with_the_last_instance(play):
    ticket = play("multi_instance_parallel", people=["ann"], enough=1)
    assert ticket.complete("review").outcome.timers == ()


def test_an_instance_sees_its_own_variables_and_the_counts(play):
    ticket = play("multi_instance_parallel", people=["ann", "bob"], enough=2)
    ticket.complete("review")
    token = ticket.task("review").token
    assert engine.local_variables(ticket.outcome.snapshot, token) == {
        "person": "bob",
        "loopCounter": 1,
        "nrOfInstances": 2,
        "nrOfActiveInstances": 1,
        "nrOfCompletedInstances": 1,
        "nrOfTerminatedInstances": 0,
    }
    assert engine.visible_variables(ticket.outcome.snapshot, token)["enough"] == 2


# --- one after another ----------------------------------------------------------------


def test_one_after_another_is_asked(play):
    ticket = play("multi_instance_sequential", people=["ann", "bob"])
    assert ticket.people("sign") == ["ann"]
    assert ticket.complete("sign").people("sign") == ["bob"]
    assert ticket.complete("sign").waiting == ["after"]
    assert ticket.path == ["begin", "sign", "sign"]


def test_mappings_are_made_for_every_instance(play):
    ticket = play("multi_instance_sequential", people=["ann", "bob"])
    token = ticket.task("sign").token
    seen = engine.local_variables(ticket.outcome.snapshot, token)
    assert (seen["label"], seen["loopCounter"]) == ("1 of 2", 0)
    ticket.complete("sign")
    assert ticket.variables["last_signed"] == "1 of 2"
    assert ticket.complete("sign").variables["last_signed"] == "2 of 2"
    assert set(ticket.variables) == {"people", "last_signed"}


@pytest.mark.parametrize("name", ["multi_instance_sequential", "multi_instance_data"])
def test_null_is_an_item_like_any_other(play, name):
    if name == "multi_instance_data":
        with pytest.raises(EngineFault):  # the script, not the engine, trips over it
            play(name, lines=[None])
        return
    ticket = play(name, people=[None, "bob", None])
    assert ticket.complete("sign").people("sign") == ["bob"]
    assert ticket.complete("sign").complete("sign").waiting == ["after"]


# --- how often ------------------------------------------------------------------------


@pytest.mark.parametrize("times", [0, "0", 0.0])
def test_no_instance_at_all_is_passed_at_once(play, times):
    ticket = play("multi_instance_cardinality", times=times, log=[])
    assert ticket.waiting == ["after"]
    assert ticket.path == ["begin", "count"]
    assert ticket.variables["log"] == []


@pytest.mark.parametrize(
    "name", ["multi_instance_parallel", "multi_instance_sequential"]
)
def test_an_empty_list_is_passed_at_once(play, name):
    ticket = play(name, people=[], enough=1)
    assert ticket.waiting == ["after"]
    assert len(ticket.path) == 2


@pytest.mark.parametrize("times", [3, "3", 3.0])
def test_a_number_says_how_often(play, times):
    ticket = play("multi_instance_cardinality", times=times, log=[])
    assert ticket.variables["log"] == [0, 1, 2]
    assert ticket.path == ["begin", "count", "count", "count"]


@pytest.mark.parametrize(
    ("times", "why"),
    [
        (-1, "negative"),
        (2.5, "whole number"),
        ("many", "whole number"),
        (None, "whole number"),
        (True, "whole number"),
        ([1], "whole number"),
        (MAX_INSTANCES + 1, "are allowed"),
        (10**30, "are allowed"),
    ],
)
def test_what_is_no_number_of_instances_is_refused(play, times, why):
    with pytest.raises(EngineFault, match=why) as refused:
        play("multi_instance_cardinality", times=times, log=[])
    assert refused.value.facts["element_id"] == "count"


@pytest.mark.parametrize("people", ["ann", None, 3, {"a": 1}])
def test_what_is_no_list_is_refused(play, people):
    with pytest.raises(EngineFault, match="a list is needed"):
        play("multi_instance_parallel", people=people, enough=1)


def test_a_thousand_instances_are_no_burden(play):
    ticket = play("multi_instance_parallel", people=["ann"] * MAX_INSTANCES, enough=1)
    assert len(ticket.outcome.user_tasks) == MAX_INSTANCES
    assert ticket.complete("review").waiting == ["after"]


def test_hundreds_of_instances_that_nobody_waits_for_fit_into_a_step(play):
    ticket = play("multi_instance_cardinality", times=200, log=[])
    assert ticket.variables["log"] == list(range(200))


ONE_BY_ONE = {
    "<multiInstanceLoopCharacteristics": (
        "<multiInstanceLoopCharacteristics isSequential='true'"
    )
}


def test_enough_ends_a_sequence_too(changed):
    ticket = changed(
        "multi_instance_parallel", ONE_BY_ONE, people=["ann", "bob", "cy"], enough=2
    )
    assert ticket.people("review") == ["ann"]
    assert ticket.complete("review").people("review") == ["bob"]
    assert ticket.complete("review").waiting == ["after"]
    assert ticket.path == ["begin", "review", "review"]
    assert ticket.cancelled == []


def test_an_error_ends_a_sequence_too(changed):
    ticket = changed("multi_instance_sub_process", ONE_BY_ONE, items=[1, 2, 3])
    assert ticket.waiting == ["pack"]
    assert ticket.complete("pack", state="broken").waiting == ["apologise"]


def test_a_timer_ends_a_sequence_too(changed):
    ticket = changed(
        "multi_instance_parallel", ONE_BY_ONE, people=["ann", "bob"], enough=2
    )
    assert ticket.complete("review").fire("late").waiting == ["chase"]
    assert ticket.cancelled == ["review"]


@pytest.mark.parametrize("kind", ["serviceTask", "sendTask", "businessRuleTask"])
def test_services_may_be_asked_several_times(changed, kind):
    words = {
        "userTask id=\"review\" camunda:assignee=\"${person}\"":
            f'{kind} id="review" camunda:type="external" camunda:topic="${{person}}"',
        "</multiInstanceLoopCharacteristics>\n    </userTask>":
            f"</multiInstanceLoopCharacteristics>\n    </{kind}>",
    }  # fmt: skip
    ticket = changed("multi_instance_parallel", words, people=["a", "b"], enough=2)
    assert [s.topic for s in ticket.outcome.services] == ["a", "b"]
    assert ticket.answer("review", n=1).answer("review", n=2).waiting == ["after"]
    assert ticket.variables["n"] == 2


# --- results --------------------------------------------------------------------------


def test_results_are_collected_in_the_order_of_the_items(play):
    lines = [{"amount": 1}, {"amount": 5}, {"amount": 2}]
    ticket = play("multi_instance_data", lines=lines)
    assert ticket.variables == {"lines": lines, "costs": [2, 10, 4]}


def test_camunda_8_collects_what_its_expression_gives(play):
    ticket = play("multi_instance_zeebe", people=["ann", "bob", "cy"])
    bob = ticket.outcome.user_tasks[1]
    assert bob.assignee == "bob"
    seen = engine.local_variables(ticket.outcome.snapshot, bob.token)
    assert seen["loopCounter"] == 2  # Camunda 8 counts from 1
    ticket.step(WorkCompleted(token=bob.token, variables={"answer": "yes"}))
    ticket.complete("ask", answer="no")
    assert ticket.waiting == ["after"]
    assert ticket.variables["answers"] == ["no", "yes", None]
    assert "answer" not in ticket.variables


# --- sub-processes --------------------------------------------------------------------


def test_every_instance_is_a_sub_process_of_its_own(play):
    ticket = play("multi_instance_sub_process", items=[1, 2])
    assert ticket.waiting == ["pack", "pack"]
    assert ticket.complete("pack", state="fine").waiting == ["pack", "ship"]
    ticket.complete("ship").complete("pack", state="fine").complete("ship")
    assert ticket.waiting == ["after"]
    assert ticket.path.count("order") == 2
    assert "caught" not in ticket.path


def test_an_error_in_one_instance_ends_them_all(play):
    ticket = play("multi_instance_sub_process", items=[1, 2, 3])
    ticket.complete("pack", state="broken")
    assert ticket.waiting == ["apologise"]
    assert ticket.path == [
        "begin", "in", "in", "in", "pack", "broken", "lost", "caught"
    ]  # fmt: skip
    assert sorted(ticket.cancelled) == ["order", "order", "order", "pack", "pack"]
