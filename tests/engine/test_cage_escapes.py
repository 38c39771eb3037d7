"""No uploaded text reads a file, sees the environment or reaches the host."""

from datetime import UTC, datetime

import pytest

from app.engine.scripts import Changes, ScriptFault, evaluate, execute

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
NAMES = {"order": {"items": [1, 2], "note": "x"}, "text": "abc", "n": 3}

# SECRET and MARKER stand for the paths of a readable and of a writable file.
EXPRESSIONS = """
__import__('os').system('touch MARKER')
__import__('subprocess').check_output(['cat', 'SECRET'])
open('SECRET').read()
(lambda: open('SECRET').read())()
[open('SECRET').read() for x in [1]]
[f('SECRET').read() for f in [open]]
eval("open('SECRET').read()")
[e("open('SECRET').read()") for e in [eval]]
exec("open('MARKER', 'w')")
compile('1', 'x', 'eval')
().__class__.__bases__[0].__subclasses__()
''.__class__.__mro__[-1].__subclasses__()
text.__class__
order.__class__.__init__.__globals__
getattr(text, '__class__')
getattr(text, '_' + '_class_' + '_')
[getattr(x, '__class__') for x in [1]]
[getattr(x, '__glo' + 'bals__') for x in [len]]
'{0.__class__.__mro__}'.format(1)
'{0.__init__.__globals__}'.format(order)
f'{text.__class__}'
f"{order['note'].__class__.__base__}"
'%(__class__)s' % order
(x for x in [1]).gi_frame.f_back.f_globals
(lambda: 0).__code__
(lambda: 0).func_globals
type(1)
type('X', (), {})
[type(x).mro() for x in [1]]
[].append.__self__
[x.__reduce__() for x in [1]]
print.__self__
len.__module__
globals()
locals()
vars()
dir()
help()
input()
breakpoint()
memoryview(b'a')
object()
super()
[g() for g in [globals]]
[vars(x) for x in [order]]
now.__globals__
decimal('1').__class__
today().__class__.__base__
now().tzinfo.__reduce__()
__builtins__
__name__
__json
__encode
[__member for x in [1]]
__collect(['n'], {})
order.__dict__
n.__index__()
max.__call__(1, 2)
(yield 1)
(await n)
sum.__doc__
[x for x in ().__class__.__base__.__subclasses__()]
${text.getClass()}
${text.class.forName('java.lang.Runtime')}
${''.getClass().forName('java.lang.Runtime').getRuntime().exec('id')}
${execution.getEngineServices()}
${execution.setVariable('n', 4)}
${__import__('os')}
${text.__class__}
${order.__class__.__bases__}
${order['__class__']['__mro__']}
${now().__class__}
${facesContext.externalContext}
${pageContext.request}
${applicationScope}
${T(java.lang.Runtime).getRuntime()}
#{''['class'].toString()}
${open('SECRET')}
${system('touch MARKER')}
${text.format(order)}
${f:eval('1')}
${n = 4}
${(x -> x)(1)}
${[1,2].stream()}
${decimal.__globals__}
""".strip().splitlines()

SCRIPTS = [
    "import os\nx = os.environ",
    "import sys\nx = sys.modules",
    "from os import environ as x",
    "import subprocess",
    "import importlib",
    "import builtins",
    "import ctypes",
    "import socket",
    "import pathlib\nx = pathlib.Path('SECRET').read_text()",
    "import datetime\nx = datetime.sys",
    "import re\nx = re.enum.sys",
    "import json\nx = json.codecs.builtins",
    "import random\nx = random._os.environ",
    "import collections\nx = collections._sys.modules",
    "import functools\nx = functools.reduce.__globals__",
    "import base64\nx = base64.binascii.__loader__",
    "from json import *",
    "from . import x",
    "import json.tool",
    "import typing\nx = typing.sys",
    "x = open('SECRET').read()",
    "with open('SECRET') as f:\n    x = f.read()",
    "open('MARKER', 'w').write('x')",
    "o = open\nx = o('SECRET').read()",
    "def f(g=open):\n    return g('SECRET').read()\nx = f()",
    "x = eval('open(\"SECRET\").read()')",
    "e = eval\nx = e('__imp' + 'ort__(\"os\").environ')",
    "e = exec\ne('x = 1')",
    "try:\n    1/0\nexcept Exception as e:\n    x = e.__traceback__.tb_frame.f_globals",
    "try:\n    1/0\nexcept Exception as e:\n    x = e.args.__self__",
    "class A:\n    pass\nx = A.__subclasses__()",
    "class A:\n    def __getattr__(self, n): return n\nx = A().__class__",
    "class A(Exception):\n    pass",
    "class A(metaclass=type):\n    pass",
    "def f():\n    pass\nx = f.__globals__",
    "def f():\n    global x\n    x = 1\nf()",
    "def f():\n    yield 1\nx = f().gi_frame",
    "async def f():\n    pass",
    "__builtins__['open'] = 1",
    "__encode = 1",
    "def __encode(v):\n    return v",
    "import json as __json",
    "for __collect in [1]:\n    pass",
    "def f(__x):\n    pass",
    "match n:\n    case __json:\n        pass",
    "x = lambda __encode: 1",
    "try:\n    1/0\nexcept Exception as __json:\n    pass",
    "from json import dumps as __encode",
    "del __json",
    "text.__class__ = 1",
    "import copy\nx = copy.copy(open)('SECRET').read()",
    "import functools\nx = functools.partial(open, 'SECRET')().read()",
    "import time\ntime.sleep.__self__",
    "x = [c for c in str(type(open))]\nx = getattr(print, '__self__')",
    "import math\nx = getattr(math, '__loader__')",
    "x = hasattr(1, '__class__') and getattr(1, '__class__')",
]


@pytest.fixture
def places(tmp_path, monkeypatch):
    secret = tmp_path / "secret.txt"
    secret.write_text("the-secret-of-the-host")
    monkeypatch.setenv("CAGE_SECRET", "the-secret-of-the-host")
    return secret, tmp_path / "marker"


def outcome(run, text, places):
    secret, marker = places
    text = text.replace("SECRET", str(secret)).replace("MARKER", str(marker))
    try:
        return run(text, NAMES, now=NOW)
    except ScriptFault as fault:
        return fault
    finally:
        assert not marker.exists()


def harmless(answer):
    """Nothing came out: a fault, nothing, or plain data without any secret."""
    shown = str(answer)
    return "the-secret" not in shown and "<" not in shown and "/bin" not in shown


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_an_expression_stays_in_the_cage(text, places):
    assert harmless(outcome(evaluate, text, places))


@pytest.mark.parametrize("text", SCRIPTS)
def test_a_script_stays_in_the_cage(text, places):
    answer = outcome(execute, text, places)
    if isinstance(answer, Changes):
        assert harmless({**answer.set, "gone": sorted(answer.removed)})
    else:
        assert harmless(answer)


@pytest.mark.parametrize("text", [e for e in EXPRESSIONS if "{" not in e[:2]])
def test_an_expression_as_a_script_stays_in_the_cage(text, places):
    answer = outcome(execute, f"x = {text}", places)
    assert isinstance(answer, ScriptFault) or harmless(answer.set)


def test_a_host_object_among_the_variables_is_refused():
    class Host:
        def __getattr__(self, name):
            raise AssertionError("the cage touched a host object")

    for text in ("host.secret", "${host.secret}", "${host == 1}", "[host]", "host"):
        with pytest.raises(ScriptFault) as caught:
            evaluate(text, {"host": Host()}, now=NOW)
        assert caught.value.kind == "data"


def test_only_names_that_are_mentioned_are_looked_at():
    answer = evaluate("[x for x in [n]]", {"n": 1, "other": object()}, now=NOW)
    assert answer == [1]


def test_one_script_leaves_nothing_for_the_next():
    execute("import json\nleft_behind = 1\nlen = 4\nstr = json\ntype = 5", {}, now=NOW)
    with pytest.raises(ScriptFault, match="left_behind"):
        execute("x = left_behind", {}, now=NOW)
    assert execute("x = len('ab')", {}, now=NOW).set == {"x": 2}
