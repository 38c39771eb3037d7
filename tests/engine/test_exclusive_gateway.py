"""Exclusive gateways take one flow: the first that holds, else the default."""

import pytest

from app.errors import EngineFault


@pytest.mark.parametrize(
    ("amount", "person"), [(5000, "director"), (1000, "manager"), (11, "clerk")]
)
def test_the_first_condition_that_holds_decides(play, amount, person):
    ticket = play().complete("ask", amount=amount)
    assert ticket.waiting == [person]
    ticket.complete(person)
    assert ticket.outcome.ended
    assert ticket.path == ["begin", "ask", "size", person, "done"]


def test_without_a_way_out_the_step_fails_at_the_gateway_and_changes_nothing(play):
    ticket = play()
    before = ticket.outcome.snapshot
    with pytest.raises(EngineFault) as refusal:
        ticket.complete("ask", amount=1)
    assert refusal.value.facts["element_id"] == "size"
    assert (ticket.outcome.snapshot, before.variables) == (before, {})


def test_a_condition_that_fails_names_its_flow(play):
    with pytest.raises(EngineFault) as refusal:
        play().complete("ask", amount={"no": "number"})
    assert refusal.value.facts["element_id"] == "large"


@pytest.mark.parametrize(("amount", "person"), [(5000, "director"), (5, "clerk")])
def test_the_default_flow_is_taken_only_when_nothing_else_holds(play, amount, person):
    assert play("default_flow", amount=amount).waiting == [person]
