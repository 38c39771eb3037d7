"""Errors: one handler takes them, the innermost first, its code before any code."""

import pytest

from app.domain.process import IncidentRetried
from app.errors import StaleToken


def test_the_handler_of_the_code_goes_before_the_one_of_any(play):
    ticket = play("error_boundary").complete("decide", result="limit")
    assert ticket.waiting == ["handle_limit"]
    assert ticket.variables == {"result": "limit", "code": "limit"}
    assert ticket.cancelled == ["aside", "box"]
    assert ticket.path == [
        "begin",
        "box_begin",
        "split",
        "decide",
        "which",
        "fail",
        "limit",
    ]


def test_the_handler_of_any_takes_what_no_other_does(play):
    ticket = play("error_boundary").complete("decide", result="other")
    assert ticket.waiting == ["handle_any"]
    assert ticket.variables == {"result": "other", "code": "other", "message": ""}


def test_without_an_error_no_handler_runs(play):
    ticket = play("error_boundary").complete("decide", result="fine")
    assert ticket.waiting == ["aside"]
    ticket.complete("aside")
    assert ticket.waiting == ["after"]
    assert ticket.cancelled == []


def test_an_error_that_nobody_handles_keeps_its_token_as_an_incident(play):
    ticket = play("error_uncaught").complete("work")
    (incident,) = ticket.outcome.incidents
    assert (incident.element_id, incident.code) == ("fail", "limit")
    assert ticket.waiting == ["fail", "other"]
    ticket.complete("other")
    assert ticket.waiting == ["fail"]
    assert not ticket.outcome.ended


def test_an_incident_that_is_tried_again_acts_again(play):
    ticket = play("error_uncaught").complete("work")
    ticket.step(IncidentRetried(token=ticket.token("fail")))
    assert ticket.waiting == ["fail", "other"]
    assert len(ticket.outcome.incidents) == 1


def test_the_innermost_scope_handles_and_what_its_handler_throws_goes_further_out(play):
    ticket = play("error_levels")
    assert ticket.waiting == ["beside", "work"]
    ticket.complete("work")
    assert ticket.waiting == ["near_work"]
    assert ticket.variables == {"code": "limit"}
    assert ticket.cancelled == ["inner", "beside"]
    ticket.complete("near_work")
    assert ticket.waiting == ["far_work"]
    assert "own" not in ticket.path


def test_a_service_or_person_may_raise_an_error_at_a_task(play):
    ticket = play("error_on_task").error("work", "broken", part="wheel")
    assert ticket.waiting == ["mend"]
    assert ticket.variables == {"part": "wheel", "message": "It broke."}
    assert ticket.cancelled == ["work"]


def test_an_error_of_another_code_makes_the_task_an_incident(play):
    ticket = play("error_on_task").error("work", "lost")
    assert [i.code for i in ticket.outcome.incidents] == ["lost"]
    assert ticket.waiting == ["late", "work"]
    assert ticket.outcome.user_tasks == ()
    ticket.retry("work")
    assert ticket.waiting == ["late", "work"]
    ticket.complete("work")
    assert ticket.outcome.end_element_id == "done"


def test_a_task_that_is_an_incident_can_still_be_interrupted(play):
    ticket = play("error_on_task").error("work", "lost").fire("late")
    assert ticket.waiting == ["mend"]
    assert ticket.cancelled == ["work"]


def test_a_receive_task_that_was_an_incident_waits_for_its_message_again(play):
    ticket = play("error_at_receive_task").error("come", "lost")
    assert ticket.outcome.messages == ()
    ticket.retry("come")
    assert [m.message_name for m in ticket.outcome.messages] == ["letter"]
    ticket.message("come")
    assert ticket.outcome.end_element_id == "done"


def test_nobody_raises_an_error_at_a_timer(play):
    ticket = play("error_on_task")
    with pytest.raises(StaleToken):
        ticket.error("late", "broken")
