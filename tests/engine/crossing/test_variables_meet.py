"""Variables between branches, calls and conditions; and undoing with those kept."""

import pytest

from app.domain.process import WorkCompleted


@pytest.mark.parametrize("how", ["hand", "call", "service", "message", "instance"])
def test_a_condition_is_looked_at_whoever_changes_its_variable(play, how):
    ticket = play("watched", total=0, how=how)
    assert "reached" not in ticket.waiting
    match how:
        case "hand":
            ticket.complete("by_hand", total=3)
        case "call":
            ticket.complete("c", total=3)
        case "service":
            ticket.answer("by_service", total=3)
        case "message":
            ticket.message("by_message", total=3)
        case "instance":
            ticket.complete("by_instance").complete("by_instance")
            ticket.complete("by_instance", total=2)
    assert ticket.waiting == ["last", "reached"]


def test_a_condition_that_stays_false_lets_nobody_go_on(play):
    ticket = play("watched", total=0, how="hand").complete("by_hand", total=2)
    assert ticket.waiting == ["last"]
    ticket.complete("last")
    assert not ticket.outcome.ended
    ticket.correct(total=3)
    assert ticket.waiting == ["reached"]


def test_a_condition_does_not_see_into_a_called_process(play):
    ticket = play("watched", total=0, how="call")
    ticket.correct(other=1)
    assert ticket.waiting == ["c"]


def test_calls_see_their_own_variables_and_nobody_elses(play):
    ticket = play("calls_apart", first=10, second=20, things=[1, 2])
    assert ticket.waiting == ["w"] * 4
    assert set(ticket.variables) == {"first", "second", "things"}
    for number in (3, 0, 1, 0):
        ticket.take(WorkCompleted, "w", number, added=100 + number)
    assert ticket.waiting == ["look"]
    assert ticket.variables == {
        "first": 10,
        "second": 20,
        "things": [1, 2],
        "left": 110,
        "right": 120,
    }


def test_branches_that_write_different_things_lose_nothing(play):
    ticket = play("no_lost_update", names=[])
    ticket.complete("c", only_c=1).complete("b_work").complete("a", only_a=1)
    assert ticket.variables == {
        "names": ["b", "a"],
        "only_a": 1,
        "only_b": 1,
        "only_c": 1,
    }


def test_rounds_and_instances_are_undone_the_last_first(play):
    ticket = play("undone_in_order", undone=[], more=True, how="")
    ticket.complete("book").complete("book", more=False)
    ticket.complete("pay").complete("pay").complete("ship").complete("ask", how="undo")
    assert ticket.waiting == ["after"]
    assert ticket.variables["undone"] == ["ship", "pay1", "pay0", "book", "book"]


def test_what_was_interrupted_was_not_done_and_is_not_undone(play):
    ticket = play("undone_in_order", undone=[], more=False, how="")
    ticket.complete("book").complete("pay").complete("pay").fire("late")
    ticket.complete("ask", how="undo")
    assert ticket.variables["undone"] == ["pay1", "pay0", "book"]


def test_nothing_is_undone_by_itself(play):
    ticket = play("undone_in_order", undone=[], more=False, how="")
    for name in ("book", "pay", "pay", "ship", "ask"):
        ticket.complete(name)
    assert ticket.outcome.ended
    assert ticket.variables["undone"] == []
    assert not {"unbook", "refund", "fetch", "on_book"} & set(ticket.path)
