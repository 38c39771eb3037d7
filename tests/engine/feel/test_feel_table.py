"""What FEEL means, as tables: one expression and its answer a line."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.engine import feel, scripts
from app.engine.feel.functions import BUILTINS

HERE = Path(__file__).parent
NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
NAMES = {
    "amount": 150,
    "paid": "8450.00",
    "monthly salary": 1000,
    "a-b": 7,
    "变量": 5,
    "nothing": None,
    "least": 2,
    "list of prices": [1, 2.5],
    "list of numbers": [5, 7],
    "rows": [{"sku": "a", "count": 2}, {"sku": "b", "count": 3}],
    "order": {"customer": {"name": "Li"}, "unit price": 2.5},
    "due": "2026-02-28",
    "at": "2026-03-01T09:30:00+09:30",
}


def rows(name: str) -> list[tuple[str, object]]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    found = [line.rpartition(" => ") for line in lines if line and line[0] != "#"]
    return [(text, json.loads(answer)) for text, _, answer in found]


TABLES = ("language.txt", "functions.txt", "times.txt")
TABLE = [row for name in TABLES for row in rows(name)]


def same(left: object, right: object) -> bool:
    """Compare as JSON does: 1 and true differ."""
    return json.dumps(left, sort_keys=True) == json.dumps(right, sort_keys=True)


@pytest.mark.parametrize(("text", "answer"), TABLE)
def test_an_expression_means(text, answer):
    found = feel.evaluate(text, NAMES, now=NOW)
    assert same(found, answer), found


@pytest.mark.parametrize(("text", "answer"), TABLE[::7])
def test_a_text_after_an_equals_sign_means_the_same(text, answer):
    assert same(scripts.evaluate(f"= {text}", NAMES, now=NOW), answer)
    assert same(scripts.evaluate(text, NAMES, now=NOW, language="feel"), answer)


@pytest.mark.parametrize(("text", "holds"), rows("unary_tests.txt"))
def test_a_cell_holds(text, holds):
    value, _, tests = text.partition(" | ")
    found = feel.unary_test(tests, json.loads(value), NAMES, now=NOW)
    assert found is holds


def test_the_tables_are_long_and_call_every_function():
    assert len(TABLE) >= 300
    texts = " ".join((HERE / name).read_text("utf-8") for name in TABLES)
    missing = [name for name in BUILTINS if f"{name}(" not in texts]
    assert missing == []
