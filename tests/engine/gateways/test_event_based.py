"""An event-based gateway goes the way of what happens first."""

from app import engine


def test_what_happens_first_decides_and_the_others_are_too_late(play):
    ticket = play("event_based")
    assert ticket.waiting == ["bell", "late", "letter"]
    assert ticket.path == ["begin"]
    ticket.message("letter", text="yes")
    assert ticket.waiting == ["read"]
    assert ticket.path == ["begin", "which", "letter"]
    assert ticket.flows == [
        "begin_to_which",
        "which_to_letter",
        "letter_to_read",
    ]
    assert ticket.cancelled == []


def test_each_event_may_be_first(play):
    assert play("event_based").signal("bell").waiting == ["open"]
    assert play("event_based").fire("late").waiting == ["remind"]


def test_in_a_loop_it_waits_anew(play):
    ticket = play("event_based_loop")
    for _ in range(5):
        ticket.message("more")
        assert ticket.waiting == ["more", "stop"]
    ticket.message("stop")
    assert ticket.waiting == ["after"]


def test_it_may_begin_a_process(play, diagram):
    assert play("event_based_start", "letter").waiting == ["read"]
    assert play("event_based_start", "bell").waiting == ["open"]
    model = engine.model(diagram("event_based_start"), "process")
    assert [(p.element_id, p.kind) for p in model.starts] == [
        ("letter", "message"),
        ("bell", "signal"),
    ]


def test_a_receive_task_may_be_behind_it(play):
    ticket = play("event_based_receive").message("letter")
    assert ticket.waiting == ["read"]
    assert play("event_based_receive").fire("late").waiting == ["remind"]


def test_a_process_that_needs_all_events_begins_with_any_of_them(play, diagram):
    model = engine.model(diagram("event_based_parallel_start"), "process")
    assert [p.element_id for p in model.starts] == ["letter", "bell"]
    ticket = play("event_based_parallel_start", "bell")
    assert ticket.waiting == ["letter", "open"]
    ticket.complete("open").message("letter").complete("read")
    assert ticket.waiting == ["after"]
