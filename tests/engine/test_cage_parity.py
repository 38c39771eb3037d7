"""The evaluator in this process and the workers give the same answers."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.engine.scripts import ScriptFault, bounded, reading, sandbox, values
from app.engine.scripts.operations import Beyond


def words(table):
    return st.sampled_from(table.split())


NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
NAMES = {
    "a": 3,
    "b": -7,
    "f": 2.5,
    "paid": "8450.00",
    "name": "张三",
    "yes": True,
    "nothing": None,
    "blank": "",
    "order": {"id": 7, "price": "12.50", "tags": ["vip", "old"], "rows": [{"n": 2}]},
    "numbers": [3, 1.5, 2],
    "none_at_all": [],
    "due": "2026-02-28",
    "at": "2026-03-01T09:30:00+01:00",
    "date": "a variable like a function",
}

ATOMS = st.one_of(
    st.sampled_from(sorted(NAMES)),
    words(
        "0 1 -1 10 2.5 0.1 1e3 '' 'a' 'vip' '5' '8450.00' True False None true null"
        " missing 9007199254740993"
    ),
    words(
        "order.id order['price'] order.tags[0] order.tags[-1] order.rows[0].n"
        " order.get('id') order.get('x') order.get('x',5) numbers[1] name[0] order.none"
        " numbers[9] now() today() date(due) datetime(at) decimal(paid) date(2026,3,1)"
        " duration('P1D') duration('-PT1H30M') decimal('0.1') number(paid) [1,'a']"
        " name.startswith('张') paid.endswith('0')"
    ),
    st.integers(-(10**12), 10**12).map(str),
    st.floats(-1e6, 1e6, allow_nan=False).map(repr),
    st.decimals(-(10**6), 10**6, places=2).map(lambda d: f"decimal('{d}')"),
)


def combined(inner):
    binary = words("+ - * / // % == != < > <= >= and or in")
    call = words(
        "len abs round str int number decimal any all sum min max date datetime"
    )
    return st.one_of(
        st.builds("({} {} {})".format, inner, binary, inner),
        st.builds("{}({})".format, call, inner),
        st.builds("{}([{}, {}])".format, call, inner, inner),
        st.builds("round({}, {})".format, inner, st.integers(-3, 5)),
        st.builds("{}({}, {})".format, st.sampled_from(["min", "max"]), inner, inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("({} < {} <= {})".format, inner, inner, inner),
        st.builds("({} not in {})".format, inner, inner),
        st.builds("(not {})".format, inner),
        st.builds("(-{})".format, inner),
        st.builds("({} is None)".format, inner),
        st.builds("[{}, {}]".format, inner, inner),
    )


EXPRESSIONS = st.recursive(ATOMS, combined, max_leaves=6)


def in_process(text):
    """Give ("value", JSON), ("fault", kind), or None when a worker has to do it."""
    closure = reading.read_expression(text).closure
    try:
        found = None if closure is None else closure(bounded.Frame(NAMES, NOW))
        value = values.leave(found, "result")
    except Beyond:
        return None
    except ScriptFault as fault:
        return "fault", fault.kind
    return None if closure is None else ("value", json.dumps(value))


def in_worker(text):
    unit = reading.read_expression(text)
    try:
        value = sandbox.evaluate(unit, NAMES, now=NOW)
    except ScriptFault as fault:
        return "fault", fault.kind
    return "value", json.dumps(value)


@settings(
    max_examples=400,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(EXPRESSIONS)
def test_both_evaluators_agree(text):
    here = in_process(text)
    if here is not None:
        assert in_worker(text) == here


@pytest.mark.parametrize(
    "text",
    [
        "amount > 1000 and region == 'east'",
        "finance.result == 'approved'",
        "decimal(refund) <= decimal(paid)",
        "not (a in [1, 2, 3] or b is None)",
        "x['y'][0].z * 2 + 1",
        "'a' if n % 2 == 0 else 'b'",
        "date(due) < today() + duration('P3D')",
    ],
)
def test_ordinary_conditions_are_evaluated_in_this_process(text):
    assert reading.read_expression(text).closure is not None


@pytest.mark.parametrize(
    "text",
    [
        "[x for x in rows]",
        "2 ** 8",
        "name.upper()",
        "f'{name}'",
        "(lambda: 1)()",
        "rows[1:]",
        "a is b",
        "{'a': 1}",
        "a << 2",
        "print(1)",
        " + ".join(["1"] * 300),
    ],
)
def test_everything_else_is_for_a_worker(text):
    assert reading.read_expression(text).closure is None
