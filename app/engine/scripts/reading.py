"""Reads a plain text: its names, what it may not contain, and what a worker will run.

Nothing is executed here. The syntax tree comes from Python's own parser, is walked
without recursion and within a budget, and every refusal names a line.
"""

import ast
import functools
import re
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.engine.scripts import bounded, limits, prelude, rewriting
from app.engine.scripts.faults import ScriptFault
from app.engine.scripts.functions import FUNCTIONS
from app.errors import N_


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


MODULES: Final = _words(
    """
    base64 collections copy dataclasses datetime decimal functools hashlib itertools
    json math random re time typing
    """
)
CONSTANTS: Final = frozenset({"true", "false", "null"})
# Python's own functions that a worker offers: no variables of the process.
_BUILTINS: Final = _words(
    """
    ArithmeticError AssertionError AttributeError BaseException Exception IndexError
    KeyError LookupError NameError NotImplementedError OverflowError RuntimeError
    StopIteration TimeoutError TypeError ValueError ZeroDivisionError abs all any
    ascii bin bool bytes chr dict divmod enumerate filter float format frozenset
    getattr hasattr hash hex int isinstance iter len list map max min next oct ord
    pow print range repr reversed round set slice sorted str sum tuple type zip
    """
)
# Known to Python programmers and not for a cage. As variables they are welcome.
FORBIDDEN: Final = _words(
    """
    __import__ breakpoint callable classmethod compile delattr dir eval exec exit
    globals help id input locals memoryview object open property quit setattr
    staticmethod super vars
    """
)
_PARSING: Final = threading.Lock()  # the filters of warnings belong to all threads
_FOREIGN_OPERATORS: Final = re.compile(r"&&|\|\||!(?!=)")
_REFUSED: Final[dict[type[ast.AST], str]] = {
    ast.AsyncFunctionDef: "async",
    ast.AsyncFor: "async",
    ast.AsyncWith: "async",
    ast.Await: "await",
    ast.Yield: "yield",
    ast.YieldFrom: "yield",
    ast.TryStar: "except*",
    ast.Global: "global",
    ast.Nonlocal: "nonlocal",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A text that has been read.

    Attributes:
        text: what a worker runs, line by line the author's text.
        names: every name that occurs; only these are sent in and taken out.
        free: names that it expects from outside: neither functions that exist here
            nor names that it assigns itself.
        deleted: names that a ``del`` may remove.
        closure: the evaluator for this process, or None when only a worker will do.
        needed: names by which the prelude is chosen.
    """

    text: str
    names: frozenset[str]
    free: frozenset[str]
    deleted: frozenset[str]
    closure: bounded.Closure | None
    needed: frozenset[str]


@functools.lru_cache(maxsize=limits.KEPT_UNITS)
def read_expression(text: str) -> Unit:
    """Read a plain expression.

    Args:
        text: at most ``limits.EXPRESSION_CHARACTERS``.

    Raises:
        ScriptFault: kind "syntax" or "unsupported", with line and column.
    """
    stripped = text.strip()
    if not stripped:
        raise ScriptFault("syntax", N_("The expression is empty."))
    _measure(stripped, limits.EXPRESSION_CHARACTERS)
    stripped = _lines(stripped)
    if "\n" in stripped:
        # In brackets an expression may span lines, as in a modeler's text box.
        stripped = f"({stripped}\n)"
    return _unit(stripped, _parsed(stripped, "eval"))


@functools.lru_cache(maxsize=limits.KEPT_UNITS)
def read_script(text: str) -> Unit:
    """Read a script.

    Args:
        text: statements, at most ``limits.SCRIPT_CHARACTERS``.

    Raises:
        ScriptFault: kind "syntax" or "unsupported", with line and column.
    """
    _measure(text, limits.SCRIPT_CHARACTERS)
    text = _lines(text)
    return _unit(text, _parsed(text, "exec"))


def _lines(text: str) -> str:
    """End every line as Python's parser counts them, so that places agree."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _measure(text: str, limit: int) -> None:
    if len(text) > limit:
        raise ScriptFault(
            "syntax",
            N_("The text has %(length)s characters; at most %(limit)s are allowed."),
            length=len(text),
            limit=limit,
        )
    if "\x00" in text or any("\ud800" <= each <= "\udfff" for each in text):
        raise ScriptFault("syntax", N_("The text holds characters that are no text."))


def _parsed(text: str, mode: str) -> ast.Expression | ast.Module:
    try:
        with _PARSING, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they would speak to the log, not to us
            tree = ast.parse(text, mode=mode)
    except SyntaxError as error:
        raise _syntax_fault(text, mode, error) from None
    except (MemoryError, RecursionError, ValueError, OverflowError):
        raise ScriptFault("syntax", N_("The text is nested too deeply.")) from None
    assert isinstance(tree, ast.Expression | ast.Module)  # noqa: S101
    return tree


def _syntax_fault(text: str, mode: str, error: SyntaxError) -> ScriptFault:
    place = {"line": error.lineno or None, "column": error.offset or None}
    if _FOREIGN_OPERATORS.search(text):
        return ScriptFault(
            "syntax",
            N_(
                "&&, || and ! belong to ${...}: write “and”, “or” and “not”, or put"
                " the whole expression into ${...}."
            ),
            **place,
        )
    if mode == "eval" and re.search(r"(?<![=<>!:])=(?!=)", text):
        return ScriptFault("syntax", N_("Write == to compare, not =."), **place)
    return ScriptFault(
        "syntax",
        N_("This cannot be read: %(problem)s."),
        problem=(error.msg or "").rstrip("."),
        **place,
    )


def _unit(text: str, tree: ast.Expression | ast.Module) -> Unit:
    nodes = list(_walk(tree))
    for node in nodes:
        _check(node)
    bound = frozenset(_bound(nodes))
    functions = {
        id(node.func): node.func.id
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    called = frozenset(functions.values()) - bound
    plain = frozenset(_names([node for node in nodes if id(node) not in functions]))
    _check_calls(nodes, bound)
    known = set(FUNCTIONS) | _BUILTINS | CONSTANTS
    free = ((plain | called) - bound) - known
    ours = frozenset(FUNCTIONS) - bound
    try:
        rewritten = rewriting.for_worker(text, tree, ours=ours)
    except RecursionError:
        raise ScriptFault("syntax", N_("The text is nested too deeply.")) from None
    return Unit(
        text=rewritten,
        names=plain | (called - ours),
        free=free,
        deleted=frozenset(_deleted(nodes)),
        closure=bounded.compiled(tree) if isinstance(tree, ast.Expression) else None,
        needed=plain | called,
    )


def _walk(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield every node, without recursion and only so many."""
    stack, count = [tree], 0
    while stack:
        node = stack.pop()
        count += 1
        if count > limits.SYNTAX_NODES:
            raise ScriptFault("syntax", N_("The text is too long."))
        yield node
        stack.extend(ast.iter_child_nodes(node))


def _names(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.alias):
            yield (node.asname or node.name).split(".")[0]
        elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar):
            yield node.name or "_"
        elif isinstance(node, ast.arg):
            yield node.arg


def _bound(nodes: list[ast.AST]) -> Iterator[str]:
    """Yield the names that the text itself gives a meaning to."""
    for node in nodes:
        if isinstance(node, ast.Name):
            if isinstance(node.ctx, ast.Store):
                yield node.id
        else:
            yield from _names([node])


def _deleted(nodes: list[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del):
            yield node.id


def _check(node: ast.AST) -> None:
    word = _REFUSED.get(type(node))
    if word is not None:
        raise _refused(node, N_("“%(word)s” is not available here."), word=word)
    if isinstance(node, ast.Attribute) and node.attr.startswith("__"):
        raise _refused(node, _NOT_HERE, name=node.attr)
    if isinstance(node, ast.Import | ast.ImportFrom):
        _check_import(node)
    if isinstance(node, ast.ClassDef) and (node.bases or node.keywords):
        raise _refused(node, N_("Classes cannot inherit here."))
    for name in _names([node]):
        if name.startswith("__"):
            raise _refused(node, _NOT_HERE, name=name)


_NOT_HERE = N_("“%(name)s” is not available here.")


def _refused(node: ast.AST, sentence: str, **facts: str) -> ScriptFault:
    return ScriptFault(
        "unsupported",
        sentence,
        line=getattr(node, "lineno", None),
        column=getattr(node, "col_offset", -1) + 1 or None,
        **facts,
    )


def _check_import(node: ast.Import | ast.ImportFrom) -> None:
    if isinstance(node, ast.Import):
        modules = [alias.name for alias in node.names]
    else:
        modules = [node.module or "." if node.level == 0 else "."]
    starred = any(alias.name == "*" for alias in node.names)
    for module in modules:
        if module not in MODULES or starred:
            raise _refused(
                node,
                N_("The module %(module)s is not available; these are: %(modules)s."),
                module="*" if starred else module,
                modules=", ".join(sorted(MODULES)),
            )


def _check_calls(nodes: list[ast.AST], bound: frozenset[str]) -> None:
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            if name in FORBIDDEN and name not in bound:
                raise _refused(node, _NOT_HERE, name=name)


assert set(prelude.PRIVATE_NAMES) <= set(FUNCTIONS)  # noqa: S101
