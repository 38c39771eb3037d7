"""Joins wait for their own round, whatever the order and however often."""

import random
import time

import pytest

from app import engine
from app.domain.process import MessageReceived, TimerDue, WorkCompleted
from tests.engine.conftest import NOON, read_model


def test_joins_wait_for_all_branches_in_random_order(play):
    rounds = 60
    ticket = play("joins_in_a_loop", n=0, rounds=rounds)
    order = random.Random(4)  # noqa: S311 (no secret)
    sizes = []
    for number in range(1, rounds + 1):
        names = ["a", "b", "c", "d"]
        order.shuffle(names)
        for name in names[:-1]:
            ticket.complete(name, n=number)
        assert ticket.waiting == names[-1:]
        ticket.complete(names[-1], n=number)
        sizes.append(len(ticket.outcome.snapshot.state))
    assert ticket.outcome.ended
    assert ticket.path.count("join") == ticket.path.count("inner_join") == rounds
    assert max(sizes[1:-1]) <= sizes[0] + 40  # tokens' numbers have more digits


@pytest.mark.slow
def test_two_thousand_rounds_are_as_small_and_fast_as_the_first(diagram):
    source = diagram("joins_in_a_loop")
    model, rounds = read_model(source), 2_000
    known = {"context": {"initiator": "alice"}, "now": NOON}
    outcome = engine.start(model, {"n": 0, "rounds": rounds}, **known)
    size, spent = len(outcome.snapshot.state), []
    for number in range(1, rounds + 1):
        begun = time.process_time()
        for name in ("abcd", "dcba", "bdac", "cabd")[number % 4]:
            token = next(t.token for t in outcome.user_tasks if t.element_id == name)
            done = WorkCompleted(token=token, variables={"n": number})
            outcome = engine.resume(model, outcome.snapshot, done, **known)
        spent.append(time.process_time() - begun)
        assert len(outcome.user_tasks) == (0 if number == rounds else 4)
        assert len(outcome.snapshot.state) <= size + 60
    assert outcome.ended
    assert sorted(spent)[rounds // 2] < 0.05
    early, late = sorted(spent[:400])[200], sorted(spent[-400:])[200]
    assert late < 3 * early


def test_a_join_takes_one_token_from_each_flow_whatever_round_it_is_of(play):
    ticket = play("join_across_rounds").message("go").message("go")
    ticket.complete("a").complete("a")
    assert ticket.waiting == ["b", "b", "go", "work"]
    ticket.complete("b")
    assert ticket.waiting == ["b", "both", "go", "work"]
    ticket.complete("b")
    assert ticket.waiting == ["both", "both", "go", "work"]
    ticket.complete("work").complete("both")
    assert not ticket.outcome.ended
    ticket.complete("both")
    assert ticket.outcome.ended


def test_a_boundary_event_leads_into_instances_that_are_joined(play):
    ticket = play("edge_into_instances", again=False)
    for number in range(10):
        ticket.fire("late")
        assert ticket.waiting == ["ask", "ask", "look"]
        for name in ("look", "ask", "look") if number % 2 else ("ask", "ask", "look"):
            ticket.complete(name)
        assert len(ticket.waiting) == 1
        ticket.complete(ticket.waiting[0], again=True)
        assert ticket.waiting == ["late", "work"]
    ticket.complete("work", again=False)
    assert ticket.outcome.ended
    assert ticket.path.count("late") == 10


def test_an_inclusive_join_waits_for_those_that_can_come_and_no_others(play):
    ticket = play("inclusive_in_a_loop", takes=["a", "b"], redo=False, more=False)
    ticket.complete("b", redo=True)
    ticket.complete("a_work")
    assert ticket.waiting == ["back"]  # which can still come to the join
    ticket.complete("back").complete("b", redo=False, more=True, takes=["b", "c"])
    assert ticket.waiting == ["b", "c"]
    ticket.complete("c").complete("b", redo=False, more=True, takes=["a"])
    assert ticket.waiting == ["a_late", "a_work"]
    ticket.complete("a_work", takes=["a", "b", "c"])
    ticket.complete("b").complete("c", more=False)
    assert ticket.waiting == ["a_late", "a_work"]
    ticket.fire("a_late")  # this branch ends aside: nothing more can come
    assert ticket.outcome.ended
    assert ticket.path.count("join") == 4


def test_an_inclusive_join_never_waits_for_a_branch_that_ended_aside(play):
    ticket = play("inclusive_in_a_loop", takes=["a"], redo=False, more=False)
    ticket.fire("a_late")
    assert ticket.outcome.ended
    assert "join" not in ticket.path


def test_the_losers_behind_a_gateway_are_disarmed_each_time_anew(play):
    ticket = play("first_event_in_instances")
    assert ticket.waiting == ["back", "back", "go", "go", "late", "late"]
    losers = [ticket.nth("late", 0), ticket.nth("go", 0)]
    ticket.take(MessageReceived, "back")
    assert ticket.waiting == ["back", "back", "go", "go", "late", "late"]
    assert ticket.refuses(TimerDue(token=losers[0]))
    assert ticket.refuses(MessageReceived(token=losers[1], variables={}))
    ticket.take(MessageReceived, "go")  # of the second instance, the older one
    assert ticket.waiting == ["back", "go", "late", "work"]
    ticket.fire("late").complete("work")
    assert ticket.outcome.ended
    assert sorted(set(ticket.path)) == [
        *["again", "back", "begin", "each", "end", "go", "in", "late", "merge", "out"],
        *["wait", "work"],
    ]


def test_behind_a_gateway_nothing_happens_by_itself(play):
    assert (
        play("first_event_in_instances").path == ["begin", "in", "in"] + ["again"] * 2
    )
