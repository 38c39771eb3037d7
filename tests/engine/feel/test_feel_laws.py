"""Laws: FEEL calculates as decimals do, and no text whatever breaks it."""

import json
import time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal, DecimalException

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.engine import feel
from app.engine.scripts import ScriptFault

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
EXACT = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144)
NAMES = {"a": 1, "b c": "x", "xs": [1, 2, {"k": None}], "o": {"p": [True]}}

numbers = st.decimals(
    min_value=-(10**12), max_value=10**12, allow_nan=False, places=4
) | st.integers(-(10**15), 10**15).map(Decimal)
TOKENS = (
    "if then else for in return some every satisfies between and or instance of"
    " function true false null 1 2.5 a xs o . .. ( ) [ ] { } , : + - * / ** = !="
    " < <= > >= ->"
    ' "t" @"P1D" @"2026-01-01" ? not( count( sum( sort( b c string length( is defined('
    " number list< > partial item date and time( split( // /* */ ` \\"
)
WORDS = TOKENS.split(" ")


def value_of(text):
    return feel.evaluate(text, NAMES, now=NOW)


@given(numbers, numbers, st.sampled_from("+-*/"))
def test_arithmetic_is_that_of_decimals(left, right, symbol):
    operation = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}[symbol]
    try:
        wanted = getattr(EXACT, operation)(left, right)
    except DecimalException:
        wanted = None
    found = value_of(f"({left:f}) {symbol} ({right:f})")
    if wanted is None or not wanted.is_finite():
        assert found is None
    else:
        assert Decimal(str(found)) == wanted


@given(numbers, numbers, numbers)
def test_a_range_holds_what_lies_between(value, low, high):
    names = {"v": float(value), "l": float(low), "h": float(high)}
    for text, wanted in (
        ("v in [l..h]", names["l"] <= names["v"] <= names["h"]),
        ("v in (l..h)", names["l"] < names["v"] < names["h"]),
        ("v in [l..h[", names["l"] <= names["v"] < names["h"]),
        ("v between l and h", names["l"] <= names["v"] <= names["h"]),
        ("v in (< l, > h)", names["v"] < names["l"] or names["v"] > names["h"]),
    ):
        assert feel.evaluate(text, names, now=NOW) is wanted


@given(numbers)
def test_a_number_leaves_as_the_number_it_is(value):
    assert Decimal(str(value_of(f"{value:f}"))) == value


@given(
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e300, max_value=1e300)
)
def test_a_json_number_comes_back_as_it_was(value):
    found = feel.evaluate("x", {"x": value}, now=NOW)
    assert Decimal(str(found)) == Decimal(repr(value))


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(-40_000, 40_000))
def test_days_are_added_as_the_calendar_does(day, count):
    text = f'date("{day}") + duration("P1D") * {count}'
    assert value_of(text) == (day + timedelta(days=count)).isoformat()


@given(st.timedeltas(timedelta(days=-10_000), timedelta(days=10_000)))
def test_a_duration_reads_back_as_itself(value):
    micro = value // timedelta(microseconds=1)
    text = value_of(f'duration("PT0.000001S") * {micro}')
    assert value_of(f'duration("{text}") / duration("PT0.000001S")') == micro


@given(st.text(max_size=60))
def test_a_text_is_a_text(text):
    names = {"t": text}
    for again in (text, None):
        names["u"] = again
        assert feel.evaluate("t = u", names, now=NOW) is (text == again)
    assert feel.evaluate("string length(t)", names, now=NOW) == len(text)
    assert feel.evaluate('t + ""', names, now=NOW) == text


@given(st.lists(st.integers(-50, 50), max_size=30))
def test_lists_are_handled_as_lists(items):
    names = {"xs": items}
    for text, wanted in (
        ("sort(xs, function(a, b) a < b)", sorted(items)),
        ("sort(xs)", sorted(items)),
        ("reverse(xs)", items[::-1]),
        ("xs[item > 0]", [one for one in items if one > 0]),
        ("distinct values(xs)", list(dict.fromkeys(items))),
        ("sum(xs)", sum(items) if items else None),
        ("for x in xs return x * 2", [one * 2 for one in items]),
        ("count(xs)", len(items)),
        ("xs[-1]", items[-1] if items else None),
        ("every x in xs satisfies x > -51", True),
    ):
        assert feel.evaluate(text, names, now=NOW) == wanted


@settings(max_examples=400, deadline=None)
@given(
    st.text(max_size=80) | st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join)
)
@example("for a in 1..2 return partial[partial]")
@example("x in ((((1..2]")
def test_any_text_has_a_value_or_a_fault(text):
    began = time.process_time()
    for read in (
        lambda: json.dumps(value_of(text)),
        lambda: feel.unary_test(text, 1, NAMES, now=NOW),
        lambda: feel.check(text, NAMES),
    ):
        with suppress(ScriptFault):
            read()
    assert time.process_time() - began < 1


@settings(max_examples=200)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-999, 999) | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.text(max_size=5), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
def test_variables_pass_through_unchanged(value):
    assert feel.evaluate("x", {"x": value}, now=NOW) == value


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Paris"])
def test_a_zone_keeps_the_instant(zone):
    text = f'date and time(now(), "{zone}") = now()'
    assert value_of(text) is True
