"""An event-based gateway goes the way of what happens first."""


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
