"""Signals: everything that waits inside the ticket has them at once; others later."""

import pytest

from app.errors import EngineFault


def test_a_signal_reaches_everything_that_waits_for_it(play):
    ticket = play("signal_inside", why="fire")
    assert ticket.waiting == ["before", "hear", "inner", "interrupt", "other"]
    ticket.complete("before")
    assert ticket.waiting == ["after", "heard", "other", "stopped"]
    assert "ran" not in ticket.variables
    assert ticket.cancelled == ["inner", "box"]
    assert "never" not in ticket.path


def test_a_signal_leaves_the_ticket_once(play):
    ticket = play("signal_inside", why="fire").complete("before")
    (thrown,) = ticket.thrown
    assert (thrown.kind, thrown.name, thrown.variables) == (
        "signal",
        "stop",
        {"why": "fire"},
    )


def test_without_the_signal_nobody_is_interrupted(play):
    ticket = play("signal_inside", why="").complete("inner")
    assert ticket.variables["ran"] is True
    assert ticket.waiting == ["before", "hear", "other"]
    assert ticket.cancelled == []


def test_a_signal_of_another_ticket_reaches_one_element(play):
    ticket = play("signal_inside", why="").signal("hear", from_outside=True)
    assert ticket.waiting == ["before", "heard", "inner", "interrupt", "other"]
    assert ticket.variables["from_outside"] is True
    assert ticket.thrown == []


def test_a_signal_end_event_throws(play):
    ticket = play("signal_end").complete("before")
    assert ticket.waiting == ["heard"]
    assert [t.name for t in ticket.thrown] == ["stop"]
    assert ticket.path == ["begin", "split", "before", "shout", "hear"]


def test_a_boundary_signal_that_does_not_interrupt_comes_again(play):
    ticket = play("signal_boundary").signal("ring").signal("ring")
    assert ticket.waiting == ["answer", "answer", "ring", "stop", "work"]
    ticket.signal("stop")
    assert ticket.waiting == ["answer", "answer", "stopped"]
    assert ticket.cancelled == ["work"]


def test_boundary_signals_are_forgotten_with_the_work(play):
    ticket = play("signal_boundary").complete("work")
    assert (ticket.waiting, ticket.path) == ([], ["begin", "work", "done"])


def test_signals_that_answer_each_other_for_ever_are_stopped(play):
    ticket = play("signal_ping_pong")
    with pytest.raises(EngineFault) as refusal:
        ticket.complete("work")
    assert refusal.value.facts["element_id"]
