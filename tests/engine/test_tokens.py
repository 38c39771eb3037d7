"""Tokens: the handle of a waiting element stays, and is refused once it is gone."""

import pytest

from app.domain.process import TimerDue, WorkCompleted
from app.errors import StaleToken


def test_a_token_stays_the_same_while_its_user_task_waits(play):
    ticket = play("parallel_gateway")
    before = ticket.task("right")
    ticket.complete("left")
    assert ticket.task("right") == before
    assert ticket.correct(x=1).task("right") == before


def test_what_has_been_completed_cannot_be_completed_again(play):
    ticket = play("parallel_gateway")
    token = ticket.task("left").token
    ticket.complete("left")
    with pytest.raises(StaleToken):
        ticket.step(WorkCompleted(token=token, variables={}))
    assert ticket.complete("right").waiting == ["after"]


@pytest.mark.parametrize(
    "token", ["", "t", "t1", "t99", "x3", "t-3", "t³", "t" + "9" * 99]
)
def test_a_token_that_never_was_is_refused(play, token):
    with pytest.raises(StaleToken):
        play("parallel_gateway").step(WorkCompleted(token=token, variables={}))


def test_a_timer_cannot_be_completed_and_a_user_task_cannot_fire(play):
    ticket = play("boundary_timers")
    timer = ticket.outcome.timers[0].token
    with pytest.raises(StaleToken):
        ticket.step(WorkCompleted(token=timer, variables={}))
    with pytest.raises(StaleToken):
        ticket.step(TimerDue(token=ticket.task("work").token))
