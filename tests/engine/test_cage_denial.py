"""No uploaded text hangs the server, fills its memory or brings it down."""

import time
from datetime import UTC, datetime

import pytest

from app.engine.scripts import (
    ScriptFault,
    check_expression,
    check_script,
    evaluate,
    execute,
    limits,
)

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
LONGEST_SECONDS = 4.0  # one second is the limit, the rest is for slow machines

# Each of these may be refused or, where it is cheap, even answered; in bounded time.
EXPRESSIONS = {
    "power": "9**9**9",
    "power in a list": "[10**10**8 for x in [1]]",
    "shift": "1 << 10**10",
    "multiplied text": "'a' * 10**10",
    "multiplied list": "[0] * 10**10",
    "many digits": "9" * 5000,
    "a product that grows": "*".join(["9" * 300] * 20),
    "a sum of texts": "+".join(["'" + "a" * 500 + "'"] * 14),
    "padding": "'%99999999999d' % 1",
    "format": "'{:>99999999999}'.format(1)",
    "f-string": "f'{1:>99999999999}'",
    "ljust": "'a'.ljust(10**10)",
    "join": "'a'.join(['b' * 1000] * 10**6)",
    "replace": "('a' * 10**6).replace('a', 'b' * 10**6)",
    "range": "list(range(10**10))",
    "sum of a range": "sum(range(10**12))",
    "nested loops": "[1 for a in range(10**4) for b in range(10**4) for c in [1]]",
    "sorted": "sorted([3, 2, 1] * 10**7)",
    "many minus signs": "-" * 7000 + "1",
    "many nots": "not " * 1900 + "1",
    "many parentheses": "(" * 3900 + "1" + ")" * 3900,
    "many brackets": "[" * 3900 + "]" * 3900,
    "many attributes": "a" + ".b" * 3900,
    "many items": "a" + "[0]" * 2600,
    "many sums": "1" + "+1" * 3900,
    "many lambdas": "lambda: " * 900 + "1",
    "many conditionals": "1 if 1 else " * 600 + "1",
    "many comparisons": "1" + "<1" * 3900,
    "too long": "1 + " * 3000 + "1",
    "decimal exponent": "decimal('1e999999999')",
    "decimal product": "decimal('1e300') * decimal('1e300')",
    "decimal to whole": "int(decimal('9e399'))",
    "float to whole": "int(1e308)",
    "rounding": "round(decimal('1e390'), 30)",
    "number of digits": "number('" + "9" * 7000 + "')",
    "duration": "duration('P9999999D') + duration('P9999999D')",
    "date": "date('9999-12-31') + duration('P1D')",
    "regular expression": "${'aaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('(a+)+$')}",
    "juel minus signs": "${" + "-" * 7000 + "1}",
    "juel nots": "${" + "!" * 7000 + "true}",
    "juel empties": "${" + "empty " * 1300 + "a}",
    "juel parentheses": "${" + "(" * 3900 + "1" + ")" * 3900 + "}",
    "juel members": "${a" + ".b" * 3900 + "}",
    "juel items": "${a" + "[0]" * 2600 + "}",
    "juel sums": "${1" + "+1" * 3900 + "}",
    "juel choices": "${" + "true?" * 1000 + "1" + ":1" * 1000 + "}",
    "juel products": "${" + "*".join(["9" * 300] * 25) + "}",
    "juel digits": "${'" + "9" * 7000 + "' * 1}",
    "juel exponent": "${1e999 * 1e999}",
    "juel text exponent": "${'1e999999999' > 1}",
    "juel calls": "${" + "abs(" * 1900 + "1" + ")" * 1900 + "}",
    "juel parts": "${1}" * 1900,
    "juel never closed": "${'" * 2600,
    "juel quotes": "${" + "'" * 7000,
    "juel spaces": "${" + " " * 7900 + "}",
}

SCRIPTS = {
    "a loop": "while True:\n    pass",
    "a loop that catches": (
        "while True:\n    try:\n        while True:\n            pass\n"
        "    except BaseException:\n        pass"
    ),
    "a loop in finally": "try:\n    1/0\nfinally:\n    while True:\n        pass",
    "whole numbers": "x = 3\nwhile True:\n    x = x * x",
    "a growing list": "x = [0]\nwhile True:\n    x = x + x",
    "a growing text": "x = 'a'\nwhile True:\n    x += x",
    "a growing dictionary": (
        "d = {}\ni = 0\nwhile True:\n    d[i] = 'x' * 1000\n    i += 1"
    ),
    "recursion": "def f():\n    f()\nf()",
    "recursion that catches": (
        "def f():\n    try:\n        f()\n    except BaseException:\n        f()\nf()"
    ),
    "mutual recursion": "def f(): g()\ndef g(): f()\nf()",
    "printing": "while True:\n    print('x' * 1000)",
    "sleeping": "import time\ntime.sleep(10**6)",
    "a regular expression": "import re\nx = re.match('(a+)+$', 'a' * 40 + '!') is None",
    "a back reference": (
        "import re\nx = re.match(r'(a*)*(b|\\1)*c$', 'a' * 40 + '!') is None"
    ),
    "substitution": (
        "import re\nx = 'a' * 1000\nfor i in range(9): x = re.sub('a', x, x)"
    ),
    "itertools": "import itertools\nx = list(itertools.repeat(1))",
    "product": "import itertools\nx = list(itertools.product(range(99), repeat=9))",
    "factorial": "import math\nx = math.factorial(10**8)",
    "hashing": "import hashlib\nx = hashlib.sha256(b'a' * 10**10).hexdigest()",
    "json": "import json\nx = json.loads('[' * 10**6)",
    "a list in itself": "x = []\nx.append(x)",
    "a deep result": "x = []\nfor i in range(10**5):\n    x = [x]",
    "a wide result": "a = ['x' * 100] * 100\nx = [a] * 1000\ny = [x] * 100",
    "colliding keys": "x = {i * (2**61 - 1): 0 for i in range(60000)}",
    "a huge number": "x = 2 ** 100000",
    "a huge decimal": "from decimal import Decimal\nx = Decimal('1e999999')",
    "infinity": "x = float('inf')",
    "not a number": "x = [float('nan')]",
    "unknown names": (
        "while True:\n    try:\n        foo\n    except NameError:\n        pass"
    ),
    "raising": "while True:\n    try:\n        raise ValueError('x' * 10**5)\n"
    "    except ValueError:\n        pass",
    "leaving": "raise SystemExit(1)",
    "interrupting": "raise KeyboardInterrupt",
    "many statements": "x = 1\n" * 10_000,
    "too many characters": "x = 1\n" * 20_000,
    "deep blocks": "".join(" " * i + "if 1:\n" for i in range(120)) + " " * 120 + "x=1",
    "a NUL": "x = 1\x00",
    "half a character": "x = '\ud800'",
    "decompression": "import base64\nx = base64.b64decode('A' * 60000) * 10**6",
    "a comparison of giants": "a = [0] * 10**6\nb = [0] * 10**6\n"
    "while a == b:\n    pass",
}
# These never end by themselves, or cost too much: they must be refused.
REFUSED = {
    "a loop", "a loop that catches", "a loop in finally", "whole numbers",
    "a growing list", "a growing text", "a growing dictionary", "recursion",
    "printing", "itertools", "a list in itself", "a deep result", "a wide result",
    "a huge number", "a huge decimal", "infinity", "not a number", "unknown names",
    "leaving", "interrupting", "too many characters", "a NUL", "half a character",
}  # fmt: skip


@pytest.fixture
def impatient(monkeypatch):
    """Let scripts run for a fraction of their second, so that many can be tried."""
    monkeypatch.setattr(limits, "RUN_SECONDS", 0.2)


def attempt(run, *args):
    began = time.monotonic()
    try:
        answer = run(*args)
    except ScriptFault as fault:
        answer = fault
    assert getattr(answer, "kind", "") != "busy"
    assert getattr(answer, "why", "it was answered")
    assert time.monotonic() - began < LONGEST_SECONDS
    return answer


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("name", EXPRESSIONS)
def test_an_expression_ends(name):
    text = EXPRESSIONS[name]
    attempt(check_expression, text)
    attempt(lambda: evaluate(text, {"a": None}, now=NOW))


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_ends(name):
    attempt(check_script, SCRIPTS[name])
    answer = attempt(lambda: execute(SCRIPTS[name], {}, now=NOW))
    assert isinstance(answer, ScriptFault) or name not in REFUSED


def test_a_script_may_run_for_a_second_and_no_longer():
    began = time.monotonic()
    with pytest.raises(ScriptFault) as caught:
        execute("while True:\n    pass", {}, now=NOW)
    assert caught.value.kind == "time"
    assert caught.value.why == "It ran longer than 1 s."
    assert 0.9 < time.monotonic() - began < LONGEST_SECONDS


BIG = {
    "rows": [{"n": i, "t": "x" * 50} for i in range(5_000)],
    "text": "a" * 1_000_000,
    "digits": "9" * 1_000_000,
}


@pytest.mark.parametrize(
    "text",
    [
        " and ".join(["rows == rows"] * 400),
        " or ".join(["'b' in text"] * 400),
        "${" + " && ".join(["rows == rows"] * 400) + "}",
        "${" + " || ".join(["text.contains('b')"] * 300) + "}",
        "${digits + digits > digits}",
        "number(digits) > 1",
        "${rows}" * 900,
        "${text}" * 900,
        "max(rows)",
        "sum(rows)",
    ],
)
def test_big_data_do_not_make_a_small_expression_slow(text):
    attempt(lambda: evaluate(text, BIG, now=NOW))


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (float("inf"), "data"),
        (float("nan"), "data"),
        (2**5000, "data"),
        ("a\x00b", "data"),
        ("\ud800", "data"),
        ([[0] * 1000] * 1000, "data"),
        (["x" * 1_000_000] * 5, "data"),
        ({"k" * 2000: 1}, "data"),
        ({object(): 1}, "data"),
        ({1, object()}, "data"),
        (b"bytes", "data"),
    ],
)
def test_what_is_no_storable_data_cannot_enter(value, kind):
    with pytest.raises(ScriptFault) as caught:
        execute("y = value", {"value": value}, now=NOW)
    assert caught.value.kind == kind


def test_a_value_that_contains_itself_cannot_enter():
    value = []
    value.append(value)
    for text in ("[x for x in value]", "${value}", "value"):
        with pytest.raises(ScriptFault) as caught:
            evaluate(text, {"value": value}, now=NOW)
        assert caught.value.kind == "data"
