"""Ad-hoc sub-processes: people pick, or everything begins at once."""

import pytest

from app.domain.process import ElementTriggered
from app.errors import EngineFault, StaleToken


def test_nothing_begins_by_itself(play):
    ticket = play("adhoc_pick")
    choice = ticket.outcome.choices[0]
    assert choice.choices == (("call", "Call"), ("write", "Write"))
    assert choice.may_finish
    assert ticket.waiting == ["case"]


def test_people_pick_any_of_them_as_often_as_they_like(play):
    ticket = play("adhoc_pick").trigger("case", "call").trigger("case", "call")
    assert ticket.waiting == ["call", "call", "case"]
    assert not ticket.outcome.choices[0].may_finish
    ticket.complete("call").complete("call").trigger("case", "write", note="x")
    assert ticket.variables == {"note": "x"}
    assert ticket.complete("write").waiting == ["case", "file"]
    assert ticket.complete("file").trigger("case").waiting == ["after"]
    assert ticket.path == ["begin", "call", "call", "write", "file", "case"]


@pytest.mark.parametrize("picked", ["file", "after", "nothing", None])
def test_what_is_not_offered_cannot_be_picked(play, picked):
    ticket = play("adhoc_pick").trigger("case", "call")
    with pytest.raises(StaleToken):
        ticket.step(ElementTriggered(token=ticket.token("case"), element_id=picked))


def test_one_at_a_time(play):
    ticket = play("adhoc_sequential").trigger("case", "write")
    assert ticket.choices == []
    ticket.complete("write")
    assert ticket.choices == []
    ticket.complete("file")
    assert ticket.choices == ["call", "write"]


def test_a_condition_ends_it_and_cancels_the_rest(play):
    ticket = play("adhoc_condition", enough=False)
    ticket.trigger("case", "call").trigger("case", "write")
    assert not ticket.outcome.choices[0].may_finish
    ticket.complete("write", enough=True)
    assert ticket.waiting == ["after"]
    assert ticket.cancelled == ["call"]
    assert ticket.path == ["begin", "write", "case"]


def test_a_condition_that_does_not_hold_lets_people_pick_on(play):
    ticket = play("adhoc_condition", enough=False)
    ticket.trigger("case", "call").complete("call")
    assert ticket.waiting == ["case"]
    assert ticket.choices == ["call", "write"]


def test_the_rest_may_be_finished(play):
    ticket = play("adhoc_keeps_rest", enough=False)
    ticket.trigger("case", "call").trigger("case", "write").complete(
        "write", enough=True
    )
    assert ticket.waiting == ["call"]
    assert ticket.complete("call").waiting == ["after"]
    assert ticket.cancelled == []


def test_everything_may_begin_at_once(play):
    ticket = play("adhoc_all")
    assert ticket.waiting == ["call", "write"]
    assert ticket.complete("call").complete("write").waiting == ["file"]
    assert ticket.complete("file").waiting == ["after"]


def test_everything_may_begin_one_after_another(play):
    ticket = play("adhoc_all_sequential")
    assert ticket.waiting == ["call"]
    assert ticket.complete("call").waiting == ["write"]
    assert ticket.complete("write").waiting == ["file"]
    assert ticket.complete("file").waiting == ["after"]


def test_camunda_8_lists_what_begins(play):
    assert play("adhoc_zeebe", chosen=["write"]).waiting == ["write"]
    assert play("adhoc_zeebe", chosen=[]).waiting == ["after"]
    with pytest.raises(EngineFault, match="a list of its elements"):
        play("adhoc_zeebe", chosen=["file"])


def test_an_event_sub_process_ends_it(play):
    ticket = play("adhoc_interrupted").trigger("case", "call")
    ticket.message("stopped")
    assert ticket.waiting == ["late", "tidy"]
    assert ticket.cancelled == ["call"]
    assert ticket.complete("tidy").waiting == ["after"]


def test_its_boundary_event_ends_it(play):
    ticket = play("adhoc_interrupted").fire("late")
    assert ticket.outcome.end_element_id == "missed"
    assert ticket.outcome.choices == ()


def test_it_may_be_left_while_an_event_sub_process_waits(play):
    ticket = play("adhoc_interrupted").trigger("case", "call").complete("call")
    assert ticket.trigger("case").waiting == ["after"]
    assert ticket.outcome.messages == ()


def test_there_may_be_several(play):
    ticket = play("adhoc_instances", people=["ann", "bob"])
    second = ticket.outcome.choices[1].token
    ticket.step(ElementTriggered(token=second, element_id="call"))
    assert ticket.people("call") == ["bob"]
    ticket.complete("call").step(ElementTriggered(token=second))
    assert ticket.waiting == ["case"]
    assert ticket.trigger("case").waiting == ["after"]
