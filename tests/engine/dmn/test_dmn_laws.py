"""Laws of tables: what a plain reading of the rules says, for any table and input."""

import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import dmn
from app.engine.dmn import policies
from app.engine.scripts import ScriptFault

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
RANKS = ["a", "b", "c", "d"]

small = st.integers(-3, 3)
cells = st.one_of(
    st.just(("-", lambda value: True)),
    small.map(lambda n: (f"{n}", lambda value: value == n)),
    small.map(lambda n: (f"< {n}", lambda value: value < n)),
    small.map(lambda n: (f">= {n}", lambda value: value >= n)),
    small.map(lambda n: (f"not({n})", lambda value: value != n)),
    st.tuples(small, small).map(
        lambda pair: (
            f"]{pair[0]}..{pair[1]}]",
            lambda value: pair[0] < value <= pair[1],
        )
    ),
    st.tuples(small, small).map(
        lambda pair: (f"{pair[0]}, {pair[1]}", lambda value: value in pair)
    ),
)
rules = st.lists(st.tuples(cells, cells, st.sampled_from(RANKS)), max_size=8)


def table(rows, policy):
    values = ",".join(f'"{rank}"' for rank in RANKS)
    parts = "".join(
        f"<input><inputExpression><text>{name}</text></inputExpression></input>"
        for name in "xy"
    )
    parts += f'<output name="r"><outputValues><text>{values}</text></outputValues>'
    parts += "</output>"
    for first, second, answer in rows:
        texts = [escaped(text) for text in (first[0], second[0])]
        parts += "<rule>"
        parts += "".join(f"<inputEntry><text>{t}</text></inputEntry>" for t in texts)
        parts += f'<outputEntry><text>"{answer}"</text></outputEntry></rule>'
    return wrapped(f'<decisionTable hitPolicy="{policy}">{parts}</decisionTable>')


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;")


def wrapped(logic, before="", more=""):
    return (
        f'<d:definitions xmlns:d="{SPACE}" xmlns="{SPACE}">{more}'
        f'<decision id="d">{before}{logic}</decision></d:definitions>'
    ).encode()


def plainly(policy, hits):
    """Say what a table answers, as one reads the standard."""
    answers = [answer for _, answer in hits]
    if not hits:
        return None
    if policy == "UNIQUE":
        return answers[0] if len(hits) == 1 else ScriptFault
    if policy == "ANY":
        return answers[0] if len(set(answers)) == 1 else ScriptFault
    ranked = sorted(answers, key=RANKS.index)
    results = {"FIRST": answers[0], "PRIORITY": ranked[0], "OUTPUT ORDER": ranked}
    return results.get(policy, answers)


@settings(max_examples=150, deadline=None)
@given(rules, small, small, st.sampled_from(sorted(policies.NAMES)))
def test_a_table_answers_as_it_reads(rows, x, y, policy):
    decisions, findings = dmn.read(table(rows, policy))
    assert findings == ()
    hits = [
        (number, answer)
        for number, (first, second, answer) in enumerate(rows, 1)
        if first[1](x) and second[1](y)
    ]
    wanted = plainly(policy, hits)
    try:
        decided = dmn.decide(decisions, "d", {"x": x, "y": y}, now=NOW)
    except ScriptFault:
        assert wanted is ScriptFault
    else:
        told = hits[:1] if policy == "FIRST" else hits
        assert decided.result == wanted
        assert decided.matched == {"d": tuple(number for number, _ in told)}


TYPED = [
    ("number", "8450.00", "8450", True),
    ("double", 5, "5", True),
    ("long", "7", "7", True),
    ("string", 5, '"5"', True),
    ("boolean", "true", "true", True),
    ("boolean", False, "true", False),
    ("date", "2026-02-01", '[date("2026-01-01")..date("2026-12-31")]', True),
    ("date", "2026-02-01T08:00:00", '> date and time("2026-01-01T00:00:00")', True),
    ("dateTime", "2026-02-01", '> date and time("2026-01-01T00:00:00")', True),
    ("time", "08:00:00", '< time("09:00:00")', True),
    ("dayTimeDuration", "PT36H", '> duration("P1D")', True),
    ("yearMonthDuration", "P14M", 'duration("P1Y2M")', True),
    ("Any", "5", "5", False),
    ("tLevels", "gold", 'list contains(?, "gold")', True),
    ("tLevels", ["new", "gold"], "count(?) = 2", True),
]
LEVELS = (
    '<itemDefinition name="tLevel"><typeRef>string</typeRef><allowedValues>'
    '<text>"gold","new"</text></allowedValues></itemDefinition>'
    '<itemDefinition name="tLevels" isCollection="true"><typeRef>tLevel</typeRef>'
    "</itemDefinition>"
)


def one_cell(type_name, cell):
    return wrapped(
        '<decisionTable><input label="X">'
        f'<inputExpression typeRef="{type_name}"><text>x</text></inputExpression>'
        f'</input><output name="r"/><rule><inputEntry><text>{escaped(cell)}</text>'
        "</inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable>",
        more=LEVELS,
    )


@pytest.mark.parametrize(("type_name", "value", "cell", "holds"), TYPED)
def test_a_variable_becomes_of_its_columns_type(type_name, value, cell, holds):
    decisions, findings = dmn.read(one_cell(type_name, cell))
    assert findings == ()
    decided = dmn.decide(decisions, "d", {"x": value}, now=NOW)
    assert (decided.result == 1) is holds


@pytest.mark.parametrize(
    ("type_name", "value"),
    [
        ("number", "many"),
        ("number", True),
        ("integer", "1.5"),
        ("boolean", "maybe"),
        ("date", "tomorrow"),
        ("time", "8"),
        ("dayTimeDuration", "P1M"),
        ("tLevels", ["gold", "vip"]),
        ("string", {"a": 1}),
    ],
)
def test_a_variable_of_another_type_is_an_error(type_name, value):
    decisions, _ = dmn.read(one_cell(type_name, "-"))
    with pytest.raises(ScriptFault, match="“X”") as caught:
        dmn.decide(decisions, "d", {"x": value}, now=NOW)
    assert caught.value.kind == "data"


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1..1000000 return i",
        "sum(for i in 1..9000 return 2 ** 0.5)",
        "{f: function(n) f(n - 1) + f(n + 1), x: f(1)}.x",
    ],
)
def test_a_table_of_costly_cells_is_bounded(text):
    rows = (
        f"<rule><inputEntry><text>count({text}) = ?</text></inputEntry>"
        "<outputEntry><text>1</text></outputEntry></rule>"
    ) * 200
    decisions, findings = dmn.read(
        wrapped(
            '<decisionTable hitPolicy="COLLECT"><input><inputExpression><text>1</text>'
            f'</inputExpression></input><output name="r"/>{rows}</decisionTable>'
        )
    )
    assert findings == ()
    began = time.process_time()
    with suppress(ScriptFault):
        dmn.decide(decisions, "d", {}, now=NOW)
    assert time.process_time() - began < 1
