"""What scripts may do, what they change, and what they say when they fail."""

import copy
from datetime import UTC, datetime

import pytest

from app.engine.scripts import (
    Changes,
    ScriptFault,
    check_script,
    evaluate,
    execute,
)

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
NAMES = {
    "n": 5,
    "price": "12.50",
    "order": {"price": 3.5, "rows": [{"count": 1}, {"count": 2}], "items": [7]},
    "name": "张三",
    "type": "refund",
    "date": "2026-02-01",
    "gone": 1,
}


def changes(script, names=NAMES):
    return execute(script, names, now=NOW)


@pytest.mark.parametrize(
    ("script", "changed"),
    [
        ("x = n + 1", {"x": 6}),
        ("n = n + 1", {"n": 6}),
        ("n = 5", {}),
        ("n = 5.0", {"n": 5.0}),
        ("order['price'] = 4", {"order": NAMES["order"] | {"price": 4}}),
        ("order.price = 4", {"order": NAMES["order"] | {"price": 4}}),
        ("x = order.rows[1].count", {"x": 2}),
        ("x = order.items[0] + len(order.items)", {"x": 8}),
        ("x = (order\n .price)\ny = 2", {"x": 3.5, "y": 2}),
        ("x = [r.count * 2 for r in order.rows]", {"x": [2, 4]}),
        ("x = sum(decimal(p) for p in [price, '0.10'])", {"x": "12.60"}),
        ("x = decimal(price) * 3", {"x": "37.50"}),
        ("x = f'{name}: {n:03d}'", {"x": "张三: 005"}),
        ("x = name.startswith('张')", {"x": True}),
        ("_t = 1\nfor _i in [1]: pass\nx = _t", {"x": 1}),
        ("def double(v):\n    return v * 2\nx = double(n)", {"x": 10}),
        ("class P:\n    def __init__(self): pass", None),
        ("x = type", {"x": "refund"}),
        ("x = date\ny = date(date)", {"x": "2026-02-01", "y": "2026-02-01"}),
        ("str = 5\nlist = [str]", {"str": 5, "list": [5]}),
        ("x = {1: 'b', None: 'c', 'd': {2: 3}}",
         {"x": {"1": "b", "null": "c", "d": {"2": 3}}}),
        ("x = {'$date': 'not a date', '$gone': 1}",
         {"x": {"$date": "not a date", "$gone": 1}}),
        ("x = (1, 2)\ny = {3}\nz = range(2)", {"x": [1, 2], "y": [3], "z": [0, 1]}),
        ("import math\nx = math.floor(2.5)", {"x": 2}),
        ("from datetime import timedelta\nx = timedelta(days=2, minutes=1)",
         {"x": "P2DT1M"}),
        ("x = now()\ny = today()\nz = duration('P1W')",
         {"x": "2026-03-01T08:30:00+00:00", "y": "2026-03-01", "z": "P7D"}),
        ("import datetime\nx = datetime.datetime.now(datetime.timezone.utc)",
         {"x": "2026-03-01T08:30:00+00:00"}),
        ("x = n if true else null", {"x": 5}),
        ("try:\n    x = 1 / 0\nexcept ZeroDivisionError:\n    x = 0", {"x": 0}),
        ("match type:\n    case 'refund': x = 1\n    case _: x = 2", {"x": 1}),
        ("x = 1\r\ny = 2\r\n", {"x": 1, "y": 2}),
        ("变量 = n", {"变量": 5}),
        ("", {}),
        ("# nothing", {}),
        ("print(n)", {}),
    ],
)  # fmt: skip
def test_a_script_tells_what_it_changed(script, changed):
    if changed is None:
        with pytest.raises(ScriptFault, match="__init__"):
            changes(script)
    else:
        assert changes(script) == Changes(set=changed, removed=frozenset())


@pytest.mark.parametrize(
    ("script", "changed", "removed"),
    [
        ("del gone", {}, {"gone"}),
        ("del gone, n; x = 1", {"x": 1}, {"gone", "n"}),
        ("del (gone,\n n)\nx = 1", {"x": 1}, {"gone", "n"}),
        ("del gone\ngone = 2", {"gone": 2}, set()),
        ("t = 1\ndel t", {}, set()),
        ("if n > 3: del gone", {}, {"gone"}),
        ("if n > 9: del gone", {}, set()),
        ("del order['price'], order.items", {"order": {"rows": NAMES["order"]["rows"]}},
         set()),
        ("del order.rows[0]", {"order": NAMES["order"] | {"rows": [{"count": 2}]}},
         set()),
    ],
)  # fmt: skip
def test_del_removes(script, changed, removed):
    assert changes(script) == Changes(set=changed, removed=frozenset(removed))


@pytest.mark.parametrize(
    "script",
    ["n = 9\norder['price'] = 0\ndel gone\n1 / 0", "order.rows.clear()\nx = foo"],
)
def test_a_script_that_fails_changes_nothing(script):
    names = copy.deepcopy(NAMES)
    with pytest.raises(ScriptFault):
        execute(script, names, now=NOW)
    assert names == NAMES


def test_a_script_that_succeeds_changes_nothing_but_what_it_returns():
    names = copy.deepcopy(NAMES)
    answer = execute("order.rows.append({'count': 9})", names, now=NOW)
    assert names == NAMES
    assert answer.set["order"]["rows"][-1] == {"count": 9}


def test_the_same_input_gives_the_same_outcome_chance_included():
    script = "import random, time\nx = random.random()\ny = time.time()"
    assert changes(script) == changes(script)


@pytest.mark.parametrize(
    ("script", "kind", "line", "word"),
    [
        ("x = 1\ny = foo", "name", 2, "“foo”"),
        ("x = 1\n\ny = order.missing", "name", 3, "“missing”"),
        ("x = order['missing']", "runtime", 1, "“missing”"),
        ("x = 1\nx = n / 0", "runtime", 2, "zero"),
        ("x = name.family", "runtime", 1, "“family” cannot be read from text"),
        ("x = null\ny = x.z", "runtime", 2, "“z” cannot be read from nothing"),
        ("x = order.rows[9]", "runtime", 1, "no item at this position"),
        ("x = price > 5", "runtime", 1, "decimal(...)"),
        ("x = n + price", "runtime", 1, "a number and text"),
        (
            "def f():\n    raise ValueError('Not enough')\nf()",
            "runtime",
            2,
            "Not enough",
        ),
        ("x = (1,\n", "syntax", 1, "never closed"),
        ("x = 1\ny = n && 1", "syntax", 2, "and"),
        ("if n:\nx = 1", "syntax", 2, "indented"),
        ("x = 1\nimport os", "unsupported", 2, "os"),
        ("x = [\n  n.__class__]", "unsupported", 2, "__class__"),
        ("del order[1:2]", "unsupported", 1, "del"),
        ("x = 1\nopen('f')", "unsupported", 2, "open"),
        ("def f():\n  yield 1", "unsupported", 2, "yield"),
        ("x = 1\ndef f(a):\n  return f(a)\nf(1)", "recursion", 3, "deep"),
        ("x = 'a' * 10 ** 9", "memory", 1, "memory"),
        ("class A: pass\nx = A()", "data", None, "“x”"),
        ("x = float('nan')", "data", None, "out of range"),
        ("x = decimal('soon')", "runtime", None, "soon"),
    ],
)
def test_a_fault_names_kind_line_and_cause(script, kind, line, word):
    with pytest.raises(ScriptFault) as caught:
        changes(script)
    fault = caught.value
    assert word in fault.why
    assert fault.kind == kind
    if line is not None:
        assert fault.line == line
        assert str(fault).startswith(f"line {line}: ")


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("a && b", "syntax", "and"),
        ("a || b", "syntax", "${...}"),
        ("!a", "syntax", "not"),
        ("a = 5", "syntax", "=="),
        ("= a >", "syntax", "ends too early"),
        ("== 5", "syntax", ""),
        ("", "syntax", "empty"),
        ("  ", "syntax", "empty"),
        ("a b", "syntax", "read"),
        ("x = 1; y = 2", "syntax", "=="),
        ("import os", "syntax", "read"),
        ("a.__class__", "unsupported", "__class__"),
    ],
)
def test_a_plain_expression_that_is_none_is_refused_at_upload(text, kind, word):
    with pytest.raises(ScriptFault) as caught:
        evaluate(text, NAMES, now=NOW)
    assert caught.value.kind == kind
    assert word in caught.value.why


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("n > 3 and name == '张三'", True),
        ("n > 3\n  and n < 9", True),
        ("order.price * 2", 7.0),
        ("order.rows[0].count", 1),
        ("decimal(price) >= 12", True),
        ("decimal(price) + 1", "13.50"),
        ("type == 'refund'", True),
        ("date(date) < today()", True),
        ("[r['count'] for r in order['rows']]", [1, 2]),
        ("'-'.join(['a', 'b'])", "a-b"),
        ("{'a': n}", {"a": 5}),
        ("true and not false", True),
        ("null is None", True),
        ("n", 5),
        (" n ", 5),
        ("n  # a remark", 5),
    ],
)
def test_a_plain_expression_gives(text, value):
    assert evaluate(text, NAMES, now=NOW) == value


def test_reading_a_script_tells_the_variables_that_it_expects():
    script = "import math\nx = a + len(b.c)\nfor i in d:\n    y = math.sin(i) + foo(e)"
    assert check_script(script) == {"a", "b", "d", "e", "foo"}
