"""What each hit policy makes of the rules that match, and which are told."""

from datetime import UTC, datetime

import pytest

from app.engine import dmn
from app.engine.scripts import ScriptFault

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
TABLES = [
    # file, decision, variables, result, rules
    ("unique", "dish", {"season": "winter", "guests": 5}, "roast", (1,)),
    ("unique", "dish", {"season": "winter", "guests": 9}, "stew", (2,)),
    ("unique", "dish", {"season": "fall", "guests": 5}, "steak", (3,)),
    ("unique", "dish", {"season": "summer", "guests": "12"}, "buffet", (4,)),
    ("unique", "dish", {"season": "summer", "guests": 3}, None, ()),
    ("unique", "dish", {"season": "summer", "guests": None}, None, ()),
    ("unique", "dish", {}, None, ()),
    ("any", "check", {"amount": 50, "level": "new"},
     {"result": "review", "fee": 5}, (2,)),
    ("any", "check", {"amount": 150, "level": "new"},
     {"result": "review", "fee": 5}, (1, 2)),
    ("any", "check", {"amount": 50, "level": "gold"}, None, ()),
    ("priority", "approval", {"amount": 50, "level": "new"},
     {"who": "clerk", "days": 1}, (1,)),
    ("priority", "approval", {"amount": 2000, "level": "new"},
     {"who": "manager", "days": 1}, (1, 2, 3)),
    ("priority", "approval", {"amount": 2000, "level": "old"},
     {"who": "manager", "days": 2}, (1, 2)),
    ("priority", "approval", {"amount": "9500.00", "level": "new"},
     {"who": "director", "days": 3}, (1, 2, 3, 4)),
    ("priority", "approval", {"amount": 1, "level": "new"}, None, ()),
    ("rule_order", "steps", {"amount": 2000},
     ["sales", "finance", "director", "cashier"], (1, 2, 3, 4)),
    ("rule_order", "steps", {"amount": 200},
     ["sales", "finance", "cashier"], (1, 2, 4)),
    ("output_order", "steps", {"amount": 2000},
     ["director", "finance", "sales"], (1, 2, 3)),
    ("output_order", "steps", {"amount": 1}, ["finance"], (2,)),
    ("collect", "fees", {"amount": 2000, "express": True},
     [10, 20, 7.5, 7.5], (1, 2, 3, 4)),
    ("collect", "fees", {"amount": 1, "express": False}, None, ()),
    ("collect_sum", "fees", {"amount": 2000, "express": "true"}, 45, (1, 2, 3, 4)),
    ("collect_sum", "fees", {"amount": 1, "express": False}, None, ()),
    ("collect_min", "fees", {"amount": 2000, "express": True}, 7.5, (1, 2, 3, 4)),
    ("collect_max", "fees", {"amount": 2000, "express": True}, 20, (1, 2, 3, 4)),
    ("collect_count", "fees", {"amount": 150, "express": True}, 3, (1, 3, 4)),
    ("collect_count", "fees", {"amount": 1, "express": False}, 0, ()),
    ("default", "route", {"amount": 101}, {"route": "a", "score": 1}, (1,)),
    ("default", "route", {"amount": 1}, {"route": "b", "score": None}, ()),
]  # fmt: skip


@pytest.mark.parametrize(("file", "decision", "names", "result", "rules"), TABLES)
def test_a_table_answers(ask, file, decision, names, result, rules):
    decided = ask(file, decision, **names)
    assert decided.result == result
    assert decided.matched == {decision: rules}


def test_two_rules_of_a_unique_table_are_an_error(ask):
    with pytest.raises(ScriptFault, match=r"\(3, 4\)"):
        ask("unique", "dish", season="spring", guests=10)


def test_different_results_of_an_any_table_are_an_error(ask):
    with pytest.raises(ScriptFault, match=r"\(3, 4\)"):
        ask("any", "check", amount=5, level="gold")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ({"season": "monsoon", "guests": 3}, "“Season” has the value “monsoon”"),
        ({"season": "fall", "guests": "many"}, "“Guests” is “many” where integer"),
        ({"season": "fall", "guests": 2.5}, "“Guests” is 2.5 where integer"),
        ({"season": ["a"], "guests": 2}, "“Season” has the value list"),
    ],
)
def test_an_input_that_is_not_of_its_column_is_an_error(ask, names, said):
    with pytest.raises(ScriptFault, match=said):
        ask("unique", "dish", **names)


def test_a_decision_that_is_not_there_is_an_error(ask):
    with pytest.raises(ScriptFault, match="no decision “nobody”"):
        ask("unique", "nobody")


def test_asking_changes_no_variable(read):
    names = {"amount": "200.00", "level": "gold"}
    decisions = read("priority")
    for _ in range(2):
        dmn.decide(decisions, "approval", names, now=NOW)
    assert names == {"amount": "200.00", "level": "gold"}
