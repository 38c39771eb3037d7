"""Parallel gateways: both branches run, the join waits for both, no change is lost."""

import random

import pytest


@pytest.mark.parametrize("order", [("left", "right"), ("right", "left")])
def test_both_branches_keep_what_they_changed(play, order):
    ticket = play(shared="old", lines=[])
    first, second = order
    ticket.complete(first, **{first: 1}, shared=f"by {first}")
    assert ticket.waiting == [second]
    ticket.complete(second, **{second: 2}, lines=["a"])
    assert ticket.waiting == ["after"]
    assert ticket.variables == {
        first: 1,
        second: 2,
        "shared": f"by {first}",
        "lines": ["a"],
    }
    assert ticket.complete("after").outcome.ended
    assert ticket.path.count("both") == 1


@pytest.mark.parametrize("seed", range(6))
def test_a_join_in_a_loop_waits_in_every_round_in_whatever_order(play, seed):
    choose = random.Random(seed)  # noqa: S311
    ticket = play("parallel_loop")
    for round_number in range(30):
        for _ in range(3):
            assert "decide" not in ticket.waiting
            ticket.complete(choose.choice(ticket.waiting))
        assert ticket.waiting == ["decide"]
        ticket.complete("decide", enough=round_number == 29)
    assert ticket.outcome.ended
    assert ticket.path.count("join") == 30
