"""A condition gives true, false or nothing; everything else is a mistake to be told."""

import pytest

from app.errors import EngineFault


def test_null_is_no(play):
    assert play("default_flow", amount=None).waiting == ["clerk"]


def test_a_condition_that_gives_a_number_is_refused(play):
    with pytest.raises(EngineFault) as refusal:
        play("rework_choice", answer=7)
    assert refusal.value.facts["element_id"] == "yes"
    assert "true or false" in str(refusal.value.facts["why"])


def test_an_activity_takes_every_flow_that_holds(play):
    assert play("implicit_split").complete("ask", more=False).waiting == ["a"]
    both = play("implicit_split").complete("ask", more=True)
    assert both.waiting == ["a", "b"]
    assert both.complete("b").complete("a").outcome.ended
