"""What is interrupted runs no further, and what was not triggered never runs."""

import pytest

from app.domain.process import (
    MessageReceived,
    ServiceAnswered,
    TimerDue,
    WorkCompleted,
)


def test_no_handler_runs_because_its_scope_begins(play):
    ticket = play("nothing_happens", ran=[], late=False)
    assert ticket.waiting == ["e3", "e4", "e5", "e7", "job"]
    ticket.complete("job")
    assert ticket.outcome.ended
    assert ticket.variables["ran"] == []
    assert ticket.path == ["begin", "in", "job", "out", "work", "end"]


def test_each_handler_runs_once_it_is_triggered(play):
    by = {"message": "e3", "signal": "e4", "timer": "e5"}
    for what, start in by.items():
        ticket = play("nothing_happens", ran=[], late=False)
        {"message": ticket.message, "signal": ticket.signal, "timer": ticket.fire}[
            what
        ](start)
        assert (ticket.variables["ran"], ticket.outcome.ended) == ([what], True)
        assert ticket.cancelled == ["job"]
    ticket = play("nothing_happens", ran=[], late=False).error("job", "any")
    assert ticket.variables["ran"] == ["error"]
    ticket = play("nothing_happens", ran=[], late=False).escalate("job", "any")
    assert ticket.variables["ran"] == ["escalation"]
    ticket = play("nothing_happens", ran=[], late=False).correct(late=True)
    assert ticket.variables["ran"] == ["condition"]
    ticket = play("nothing_happens", ran=[], late=False).message("e7").message("e7")
    assert ticket.variables["ran"] == ["beside", "beside"]
    assert "job" in ticket.waiting


@pytest.mark.parametrize("how", ["signal", "escalation", "condition", "error"])
def test_nothing_of_an_interrupted_scope_runs_afterwards(play, how):
    ticket = play("interrupted_at_once", ran=[], late=False, how=how)
    others = [ticket.token("first"), ticket.token("third")]
    ticket.complete("second")
    assert ticket.waiting == ["tidy"]
    assert ticket.variables["ran"] == []
    assert {"first", "third", "work"} <= set(ticket.cancelled)
    assert f"by_{how}" in ticket.path
    assert "after_second" not in ticket.path
    for token in others:
        assert ticket.refuses(WorkCompleted(token=token, variables={}))


def test_without_a_trigger_all_of_the_scope_runs(play):
    ticket = play("interrupted_at_once", ran=[], late=False, how="nothing")
    ticket.complete("second").complete("first").complete("third")
    assert ticket.outcome.end_element_id == "well"
    assert ticket.variables["ran"] == ["second", "first"]
    assert not ticket.cancelled
    assert not {"on_signal", "on_escalation", "on_condition", "on_error"} & set(
        ticket.path
    )


def test_an_event_sub_process_takes_calls_instances_and_gateways_with_it(play):
    ticket = play("everything_interrupted")
    ticket.fire("nag").fire("w_late")
    assert ticket.waiting == [
        *["go", "go", "machine", "nag", "nagged", "stop_begin"],
        *["tick", "tick", "w", "w", "w_late", "w_nag"],
    ]
    gone = {w.token: type(w).__name__ for w in ticket.waits}
    ticket.message("stop_begin")
    assert ticket.waiting == ["tidy"]
    kinds = {
        "WaitingUserTask": WorkCompleted,
        "WaitingMessage": MessageReceived,
        "WaitingService": ServiceAnswered,
    }
    for token, name in gone.items():
        late = (
            TimerDue(token=token)
            if name == "WaitingTimer"
            else kinds[name](token=token, variables={})
        )
        assert ticket.refuses(late)
    ticket.complete("tidy")
    assert ticket.outcome.ended
    assert ticket.outcome.end_element_id == "stopped"


def test_the_same_ends_well_when_nobody_stops_it(play):
    ticket = play("everything_interrupted")
    ticket.take(MessageReceived, "go", 1).complete("w").take(TimerDue, "tick")
    assert ticket.waiting == ["machine", "nag", "stop_begin", "w", "w_late"]
    ticket.complete("w")
    assert ticket.waiting == ["machine", "stop_begin"]
    ticket.answer("machine")
    assert ticket.outcome.ended
    assert not {"stop", "nagged", "tidy"} & set(ticket.path)


def test_boundary_events_beside_instances_happen_again_and_again(play):
    ticket = play("asked_again_and_again", hurried=0, reminded=0)
    for _ in range(3):
        ticket.message("hurry").fire("daily")
    assert (ticket.variables["hurried"], ticket.variables["reminded"]) == (3, 3)
    assert ticket.waiting == ["daily", "hurry", "stop", "work", "work", "work"]
    for _ in range(3):
        ticket.complete("work")
    assert ticket.outcome.ended
    assert "stopped" not in ticket.path


def test_a_message_interrupts_all_instances_and_what_waits_beside_them(play):
    ticket = play("asked_again_and_again", hurried=0, reminded=0)
    ticket.complete("work").message("stop")
    assert ticket.outcome.ended
    assert ticket.outcome.end_element_id == "stopped"
    assert ticket.cancelled == ["work", "work"]


def test_terminate_ends_the_scope_it_is_in_and_no_other(play):
    ticket = play("terminate_its_own_scope", how="x")
    ticket.message("help_begin").message("help_begin")
    ticket.complete("stop")  # of the first instance
    assert ticket.cancelled == ["other"]
    assert ticket.waiting.count("other") == 1
    ticket.complete("w_stop")
    assert ticket.cancelled == ["other", "w_other"]
    assert "after_call" in ticket.waiting
    ticket.complete("helper")
    assert ticket.cancelled == ["other", "w_other", "other_helper"]
    assert ticket.waiting == [
        *["after_call", "beside", "help_begin", "helper", "other", "other_helper"],
        "stop",
    ]
    ticket.complete("stop")
    assert ticket.path[-2:] == ["each", "each_end"]
    ticket.complete("after_call").complete("beside").complete("helper")
    assert ticket.outcome.ended


def test_where_nobody_terminates_everything_is_waited_for(play):
    ticket = play("terminate_its_own_scope", how="x")
    for task in ("other", "w_other", "other", "beside"):
        ticket.complete(task)
    assert not ticket.cancelled
    assert ticket.waiting == ["help_begin", "stop", "stop", "w_stop"]
