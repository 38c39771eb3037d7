"""Inclusive gateways take every flow that holds and wait for what can still arrive."""

import pytest


@pytest.mark.parametrize("order", [("legal", "it", "check"), ("it", "check", "legal")])
def test_the_join_waits_for_every_branch_that_was_taken(play, order):
    ticket = play(legal_needed=True, it_needed=True)
    assert ticket.waiting == ["it", "legal"]
    for element_id in order:
        assert "sum_up" not in ticket.waiting
        ticket.complete(element_id)
    assert ticket.waiting == ["sum_up"]
    assert ticket.complete("sum_up").outcome.ended
    assert ticket.path.count("together") == 1


def test_the_join_does_not_wait_for_branches_that_were_not_taken(play):
    ticket = play(legal_needed=True, it_needed=False)
    assert ticket.waiting == ["legal"]
    assert ticket.complete("legal").waiting == ["sum_up"]


def test_the_default_is_taken_when_nothing_holds(play):
    ticket = play(legal_needed=False, it_needed=False)
    assert ticket.waiting == ["quick"]
    assert ticket.complete("quick").waiting == ["sum_up"]


@pytest.mark.parametrize("stay", [True, False])
def test_the_join_goes_on_once_the_other_token_has_turned_away(play, stay):
    ticket = play("inclusive_gateway_late", stay=stay).complete("a")
    assert ticket.waiting == ["b"]
    assert ticket.complete("b").waiting == ["after"]
    assert ticket.complete("after").outcome.ended
