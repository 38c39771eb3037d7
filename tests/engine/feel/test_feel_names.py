"""What an expression expects, and where it is wrong."""

from datetime import UTC, datetime

import pytest

from app.engine import feel, scripts
from app.engine.scripts import ScriptFault

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)

EXPECTED = [
    ("a + b.c", {"a", "b"}),
    ("monthly salary * 12", {"monthly salary"}),
    ("for x in xs return x + y", {"xs", "y"}),
    ("for x in xs, z in x return z", {"xs"}),
    ("some x in xs satisfies x > limit", {"xs", "limit"}),
    ("rows[price > limit]", {"rows"}),
    ("rows[price > limit][count > 1].name", {"rows"}),
    ("{a: 1, b: a + c}", {"c"}),
    ("{f: function(n) f(n) + m}", {"m"}),
    ("function(a) a + b", {"b"}),
    ("substring(string: text, start position: from)", {"text", "from"}),
    ("{f: function(n) n, x: f(y)}", {"y"}),
    ("functions[f(1)]", {"functions"}),
    ("count + 1", {"count"}),
    ("is defined(a)", {"a"}),
    ("date and time(a) and b", {"a", "b"}),
    ("if a then b else c", {"a", "b", "c"}),
    ("a in [b..c]", {"a", "b", "c"}),
    ("today() - now()", set()),
    ("1 instance of number", set()),
]


@pytest.mark.parametrize(("text", "names"), EXPECTED)
def test_the_names_an_expression_expects(text, names):
    assert feel.check(text) == names
    assert scripts.check_expression(f"={text}") == names


def test_a_function_that_is_not_there_is_a_fault_before_it_is_null():
    with pytest.raises(ScriptFault, match="no function “own”") as caught:
        feel.check("count(xs) + own(xs)")
    assert (caught.value.kind, caught.value.column) == ("unsupported", 13)
    assert feel.evaluate("own(1)", {}, now=NOW) is None


def test_a_name_in_a_filter_counts_when_it_is_known():
    assert feel.check("rows[price > limit]", {"limit", "other"}) == {"rows", "limit"}


def test_a_variable_cannot_change_what_a_text_means():
    names = {"a": 1, "b": 1, "a-b": 4, "+": 9, "true and x": True, "x": False}
    assert feel.evaluate("a-b + a", names, now=NOW) == 1
    assert feel.evaluate("true and x", names, now=NOW) is False
    assert feel.evaluate("`a-b` + `true and x`", names, now=NOW) is None
    assert feel.check("a-b", {"a-b"}) == {"a", "b"}


def test_a_declared_name_with_signs_is_one_name():
    names = feel.signs({"profit/loss", "terms and conditions", "a b", "c", "+", ""})
    assert names == {"profit/loss", "terms and conditions"}
    unit = feel.read("profit/loss > 1 and terms and conditions", names)
    assert unit.names.keys() == {"profit/loss", "terms and conditions"}


def test_a_cell_asks_for_its_input_without_a_variable():
    assert feel.check_tests("? > limit, 5") == {"limit"}


FAULTS = [
    ("1 +", 1, 4),
    ("", 1, 1),
    ("(1", 1, 3),
    ("1)", 1, 2),
    ("[1, 2", 1, 6),
    ("if a then b", 1, 12),
    ("for x in", 1, 9),
    ("a\n + * b", 2, 4),
    ("'text'", 1, 1),
    ('"open', 1, 1),
    ("1 2", 1, 3),
    ("{a: 1, a: 2}", 1, 8),
    ("{: 1}", 1, 2),
    ("f(a: 1, 2)", 1, 10),
    ("function(a) external {}", 1, 13),
    ("function(a, a) 1", 1, 14),
    ("a instance of nonsense", 1, 15),
    ('@"2026-02-30"', 1, 1),
    ("/* open", 1, 1),
    ("a between 1 or 2", 1, 13),
    ("]1, 2[", 1, 3),
    ("1 = = 2", 1, 5),
    ("#", 1, 1),
]


@pytest.mark.parametrize(("text", "line", "column"), FAULTS)
def test_a_fault_says_where_it_is(text, line, column):
    with pytest.raises(ScriptFault) as caught:
        feel.check(text)
    assert caught.value.kind == "syntax"
    assert (caught.value.line or 1, caught.value.column or 1) == (line, column)
    assert "%(" not in caught.value.why


def test_what_is_null_says_why():
    value, notes = feel.explain("nobody + 1 / 0", {}, now=NOW)
    assert value is None
    said = [note.sentence % note.facts for note in notes]
    assert said == [
        "There is no variable “nobody”.",
        "A division by zero has no result.",
        "“+” cannot be used with null and null.",
    ]


def test_variables_are_copied_and_kept():
    names = {"rows": [{"a": [1]}], "n": 1}
    found = feel.evaluate("rows", names, now=NOW)
    found[0]["a"].append(2)
    assert names == {"rows": [{"a": [1]}], "n": 1}


def test_a_function_cannot_be_stored():
    with pytest.raises(ScriptFault) as caught:
        feel.evaluate("[function(a) a]", {}, now=NOW)
    assert caught.value.kind == "data"


def test_a_failed_assertion_is_told():
    with pytest.raises(ScriptFault, match="too little"):
        feel.evaluate('assert(1, 1 > 2, "too little")', {}, now=NOW)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1 << 5000, object()])
def test_a_variable_that_is_no_json_is_refused(value):
    with pytest.raises(ScriptFault) as caught:
        feel.evaluate("x", {"x": value}, now=NOW)
    assert caught.value.kind == "data"
