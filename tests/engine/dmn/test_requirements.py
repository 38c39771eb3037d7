"""Decisions that need others, functions, contexts, types, and the refund's risk."""

import pytest

from app.engine.scripts import ScriptFault


@pytest.mark.parametrize(
    ("names", "result", "matched"),
    [
        (
            {"amount": "200.00", "years": "7", "name": "Li"},
            {"total": 170, "note": "Thank you, Li"},
            {"level": (1,), "price": (1,)},
        ),
        (
            {"amount": 200, "years": 2, "name": "Li"},
            {"total": 190, "note": None},
            {"level": (2,), "price": (2,)},
        ),
        (
            {"amount": 99.99, "years": 2},
            {"total": 94.99, "note": None},
            {"level": (2,), "price": (2,)},
        ),
    ],
)
def test_required_decisions_are_asked_first(ask, names, result, matched):
    decided = ask("requirements", "price", **names)
    assert decided.result == result
    assert list(decided.matched.items()) == list(matched.items())


def test_only_what_a_decision_requires_is_asked(ask):
    decided = ask("requirements", "discount", years=5)
    assert decided.result == 0.15
    assert decided.matched == {"level": (1,)}


def test_a_decision_tells_what_it_expects(read):
    decisions = read("requirements")
    assert list(decisions.decisions) == ["level", "discount", "price"]
    assert decisions.variables("price") == {"amount", "years", "name"}
    assert decisions.variables("level") == {"years"}
    assert decisions.decisions["level"].lines == 3


def test_functions_contexts_and_invocations(ask):
    customer = {"level": "gold", "monthly income": "1000"}
    decided = ask("knowledge", "loan", amount=1200, customer=customer)
    assert decided.result == {"affordable": True, "first": 102, "months": [1, 2]}
    assert decided.matched == {"rate_model": (1,)}
    customer = {"level": "new", "monthly income": 200}
    decided = ask("knowledge", "loan", amount=1200, customer=customer)
    assert decided.result == {"affordable": False, "first": 105, "months": [1, 2]}
    assert decided.matched == {"rate_model": (2,)}


def test_a_value_outside_its_type_is_an_error(ask):
    customer = {"level": "vip", "monthly income": 1}
    with pytest.raises(ScriptFault, match=r"“customer\.level” has the value “vip”"):
        ask("knowledge", "loan", amount=1, customer=customer)


def test_a_missing_variable_is_null_and_noted(ask):
    decided = ask("requirements", "level")
    assert decided.result == "new"
    assert [note.facts for note in decided.notes] == [{"name": "years"}]


@pytest.mark.parametrize(
    ("amount", "result", "rules"), [("150", "LI", (1,)), ("30", "small", (2,))]
)
def test_cells_in_juel(ask, amount, result, rules):
    decided = ask("juel", "old", order={"amount": amount}, limit=200, name="Li")
    assert (decided.result, decided.matched["old"]) == (result, rules)


RECENT, OLD = "2026-01-15", "2025-06-01"


@pytest.mark.parametrize(
    ("amount", "level", "refunds", "route", "rule"),
    [
        ("200.00", "gold", [], "auto", 1),
        ("200.00", "platinum", [OLD, OLD, OLD], "auto", 1),
        ("200.01", "gold", [], "normal", 4),
        ("150.00", "silver", [], "normal", 4),
        ("150.00", "gold", [RECENT], "normal", 4),
        ("5000.00", "gold", [], "strict", 2),
        ("10.00", "silver", [RECENT, RECENT, RECENT, OLD], "strict", 3),
    ],
)
def test_the_risk_of_a_refund(ask, amount, level, refunds, route, rule):
    decided = ask(
        "refund_risk",
        "risk",
        refund_amount=amount,
        customer={"level": level},
        previous_refunds=refunds,
    )
    assert (decided.result, decided.matched) == (route, {"risk": (rule,)})
