"""Errors and escalations through instances, calls and handlers: one takes each."""

from app.domain.process import WorkCompleted


def test_an_error_out_of_a_call_in_an_instance_is_taken_by_the_nearest(play):
    ticket = play("error_on_its_way", how="")
    ticket.complete("w", how="red")
    assert ticket.waiting == ["mend"]
    assert sorted(ticket.cancelled) == ["each", "each", "w", "work", "work"]
    assert not {"outer_any", "outer_red"} & set(ticket.path)
    ticket.complete("mend")
    assert ticket.outcome.ended
    assert ticket.path.count("each_red") == 1


def test_an_error_that_the_nearest_does_not_name_goes_on_outwards(play):
    ticket = play("error_on_its_way", how="").complete("w", how="blue")
    assert ticket.waiting == ["apologise"]
    assert not {"each_red", "outer_red", "panic", "mend"} & set(ticket.path)


def test_without_an_error_nobody_takes_anything(play):
    ticket = play("error_on_its_way", how="well").complete("w").complete("w")
    assert ticket.outcome.ended
    assert not {"each_red", "outer_any", "outer_red"} & set(ticket.path)


def test_every_instance_raises_an_escalation_and_goes_on(play):
    ticket = play("each_raises")
    for _ in range(3):
        ticket.complete("ask")
    assert ticket.waiting == ["boss"] * 3 + ["go_on"] * 3
    for _ in range(3):
        ticket.complete("go_on")
    assert ticket.waiting == ["boss"] * 3
    for _ in range(3):
        assert not ticket.outcome.ended
        ticket.complete("boss")
    assert ticket.outcome.ended


def test_without_an_escalation_the_boss_hears_nothing(play):
    assert play("each_raises").waiting == ["ask"] * 3


def test_an_error_inside_a_handler_leaves_the_scope_it_handles(play):
    ticket = play("handlers_in_handlers", how="")
    ticket.message("first_begin").message("first_begin")
    assert ticket.waiting == [
        *["care", "care", "first_begin", "job", "second_begin", "second_begin"]
    ]
    ticket.fire("second_begin")
    assert ticket.waiting.count("hurry") == 1
    ticket.complete("care", how="fail")
    assert ticket.waiting == ["mend"]
    assert "fails" in ticket.path


def test_handlers_that_end_well_leave_the_work_alone(play):
    ticket = play("handlers_in_handlers", how="").message("first_begin")
    ticket.fire("second_begin").complete("hurry").complete("care")
    assert ticket.waiting == ["first_begin", "job"]
    ticket.complete("job")
    assert ticket.outcome.ended
    assert "broken" not in ticket.path


def test_an_instance_that_is_over_cannot_raise_anything(play):
    ticket = play("each_raises")
    token = ticket.nth("ask", 0)
    ticket.step(WorkCompleted(token=token, variables={}))
    assert ticket.refuses(WorkCompleted(token=token, variables={}))
