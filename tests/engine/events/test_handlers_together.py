"""Handlers in instances, handlers beside handlers: each takes what is its own."""

import pytest

from app.errors import EngineFault


def test_an_instance_handles_its_own_error_and_timer(play):
    ticket = play("handlers_in_instances", orders=["x", "y"])
    first, second = ticket.outcome.user_tasks
    assert ticket.waiting == ["too_late", "too_late", "work", "work"]
    ticket.complete("work", how="hurt")
    assert ticket.waiting == ["heal", "too_late", "work"]
    ticket.fire("too_late")
    assert ticket.waiting == ["heal", "hurry"]
    ticket.complete("heal").complete("hurry")
    assert ticket.waiting == ["after"]
    assert first.token != second.token


def test_an_error_that_leaves_its_instance_ends_all_of_them(play):
    ticket = play("handlers_in_instances", orders=["x", "y", "z"])
    ticket.complete("work", how="fatal")
    assert ticket.waiting == ["close"]
    assert "heal" not in ticket.path
    assert ticket.cancelled.count("work") == 2


def test_without_errors_all_instances_end_well(play):
    ticket = play("handlers_in_instances", orders=["x", "y"])
    ticket.complete("work", how="well").complete("work", how="well")
    assert ticket.waiting == ["after"]


def test_the_error_of_a_handler_is_handled_by_another_of_the_same_scope(play):
    ticket = play("handlers_beside_each_other").message("asked")
    assert ticket.waiting == ["answer", "asked", "work"]
    ticket.complete("answer")
    assert ticket.waiting == ["explain"]
    assert sorted(ticket.cancelled) == ["note", "work"]


def test_a_scope_that_was_interrupted_begins_no_other_handler(play):
    ticket = play("handlers_beside_each_other").message("asked").complete("answer")
    ticket.complete("explain")
    assert ticket.outcome.ended
    assert "told" not in ticket.path
    assert ticket.outcome.end_element_id == "explained"


def test_a_handler_of_any_error_in_the_process_takes_one_from_deep_inside(play):
    ticket = play("error_in_called_scope").complete("work")
    assert ticket.waiting == ["repair"]
    assert ticket.cancelled == ["box", "outer"]


def test_a_timer_takes_everything_inside_with_it(play):
    ticket = play("timer_interrupts_inner").fire("late")
    assert ticket.waiting == ["apologise"]
    assert "ran" not in ticket.variables
    assert sorted(ticket.cancelled) == ["box", "outer", "pause", "work"]


def test_a_condition_behind_a_gateway_may_be_first(play):
    ticket = play("conditional_inside", total=0)
    assert ticket.waiting == ["count", "stop"]
    ticket.complete("count", total=10)
    assert ticket.waiting == ["counted"]
    assert play("conditional_inside", total=10).waiting == ["count", "counted"]


def test_conditions_that_undo_each_other_for_ever_are_stopped(play):
    ticket = play("conditional_for_ever", n=5)
    with pytest.raises(EngineFault):
        ticket.correct(n=0)
