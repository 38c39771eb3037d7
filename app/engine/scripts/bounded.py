"""Evaluates small plain expressions in this process, as closures over plain data.

A gateway's condition need not cost a millisecond. What is done here is bounded before
it begins: at most ``limits.BOUNDED_NODES`` operations, none of which may cost more
than a walk over ``limits.BOUNDED_ITEMS`` scalars or a text of
``limits.BOUNDED_CHARACTERS``. There are no loops, no methods but the few below, no
attributes of Python objects. A construct that is not here makes ``compiled`` answer
None; a value that does not fit raises ``Beyond`` while running: both go to a worker,
which gives the same answer (a property test holds the two together).
"""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from app.engine.scripts import limits, operations, values
from app.engine.scripts.faults import ScriptFault
from app.engine.scripts.functions import FUNCTIONS
from app.engine.scripts.operations import Beyond
from app.errors import N_


@dataclass(frozen=True, slots=True)
class Frame:
    """What one evaluation may see.

    Attributes:
        names: the variables.
        now: the instant of ``now()``, aware.
    """

    names: Mapping[str, Any]
    now: datetime


Closure = Callable[[Frame], Any]

UNKNOWN = N_("There is no variable “%(name)s”.")
NO_MEMBER = N_("There is no “%(name)s” in it.")

_CONSTANTS: Final[dict[str, Any]] = {"true": True, "false": False, "null": None}
_PLAIN: Final = frozenset({*operations.SCALARS, list, dict, tuple})


class _Unbounded(Exception):
    """The construct is for a worker."""


def compiled(tree: ast.Expression) -> Closure | None:
    """Make the evaluator of an expression.

    Args:
        tree: what Python's parser made of it.

    Returns:
        A function from frame to value, which raises ``Beyond`` when a worker must do
        it after all; None when the expression is not of the bounded kind.
    """
    if sum(1 for _ in ast.walk(tree)) > limits.BOUNDED_NODES:
        return None
    try:
        return _build(tree.body, 0)
    except _Unbounded:
        return None


def _build(node: ast.AST, depth: int) -> Closure:
    builder = _BUILDERS.get(type(node))
    if builder is None or depth > limits.BOUNDED_DEPTH:
        raise _Unbounded
    return builder(node, depth + 1)


def plain(value: Any) -> Any:
    """Let a value of the process pass if it is plain, finite data.

    Args:
        value: a variable, or a member of one.

    Raises:
        Beyond: it is not; a worker's entrance will say why.
    """
    kind = type(value)
    if kind not in _PLAIN or (kind is float and value - value != 0.0):
        raise Beyond(operations.OUT_OF_RANGE)
    if kind is int and value.bit_length() > limits.INTEGER_BITS:
        raise Beyond(operations.OUT_OF_RANGE)
    if kind is Decimal and not values.in_range(value):
        raise Beyond(operations.OUT_OF_RANGE)
    return value


def _constant(node: ast.Constant, depth: int) -> Closure:
    value = node.value
    if type(value) not in (str, int, float, bool, type(None)):
        raise _Unbounded
    try:
        plain(value)
    except Beyond:
        raise _Unbounded from None
    return lambda frame: value


def _name(node: ast.Name, depth: int) -> Closure:
    name, line, column = node.id, node.lineno, node.col_offset + 1

    def read(frame: Frame) -> Any:
        if name in frame.names:
            return plain(frame.names[name])
        if name in _CONSTANTS:
            return _CONSTANTS[name]
        if name in FUNCTIONS:
            raise Beyond(UNKNOWN, name=name)
        raise ScriptFault("name", UNKNOWN, line=line, column=column, name=name)

    return read


def _attribute(node: ast.Attribute, depth: int) -> Closure:
    owner, name = _build(node.value, depth), node.attr

    def read(frame: Frame) -> Any:
        found = owner(frame)
        if type(found) is dict and name in found:
            return plain(found[name])
        raise Beyond(NO_MEMBER, name=name)

    return read


def _subscript(node: ast.Subscript, depth: int) -> Closure:
    owner, index = _build(node.value, depth), _build(node.slice, depth)

    def read(frame: Frame) -> Any:
        found, key = owner(frame), index(frame)
        try:
            if (type(found) is dict and type(key) is str) or (
                type(found) in (list, tuple, str) and type(key) is int
            ):
                return plain(found[key])
        except (KeyError, IndexError):
            raise Beyond(NO_MEMBER, name=str(key)[:40]) from None
        raise Beyond(NO_MEMBER, name=operations.word_for(key))

    return read


def _boolean(node: ast.BoolOp, depth: int) -> Closure:
    parts = [_build(value, depth) for value in node.values]
    stops_at = isinstance(node.op, ast.Or)

    def decide(frame: Frame) -> Any:
        value = None
        for part in parts:
            value = part(frame)
            if bool(value) is stops_at:
                break
        return value

    return decide


def _unary(node: ast.UnaryOp, depth: int) -> Closure:
    inner = _build(node.operand, depth)
    if isinstance(node.op, ast.Not):
        return lambda frame: not inner(frame)
    if isinstance(node.op, ast.USub):
        return lambda frame: operations.negate(inner(frame))
    raise _Unbounded


_SYMBOLS: Final[dict[type[ast.operator], str]] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
}


def _binary(node: ast.BinOp, depth: int) -> Closure:
    symbol = _SYMBOLS.get(type(node.op))
    if symbol is None:
        raise _Unbounded
    left, right = _build(node.left, depth), _build(node.right, depth)
    return lambda frame: operations.calculate(symbol, left(frame), right(frame))


_COMPARISONS: Final[dict[type[ast.cmpop], Callable[[Any, Any], bool]]] = {
    ast.Eq: operations.equal,
    ast.NotEq: lambda a, b: not operations.equal(a, b),
    ast.Lt: lambda a, b: operations.order("<", a, b),
    ast.Gt: lambda a, b: operations.order(">", a, b),
    ast.LtE: lambda a, b: operations.order("<=", a, b),
    ast.GtE: lambda a, b: operations.order(">=", a, b),
    ast.In: lambda a, b: operations.contains(b, a),
    ast.NotIn: lambda a, b: not operations.contains(b, a),
    ast.Is: lambda a, b: a is b,
    ast.IsNot: lambda a, b: a is not b,
}


def _compare(node: ast.Compare, depth: int) -> Closure:
    for op, operand in zip(node.ops, node.comparators, strict=True):
        if isinstance(op, ast.Is | ast.IsNot) and not (
            isinstance(operand, ast.Constant)
            and type(operand.value) in (bool, type(None))
        ):
            raise _Unbounded  # identity of numbers and texts is an accident
    first = _build(node.left, depth)
    rest = [
        (_COMPARISONS[type(op)], _build(operand, depth))
        for op, operand in zip(node.ops, node.comparators, strict=True)
    ]

    def compare(frame: Frame) -> bool:
        left = first(frame)
        for holds, operand in rest:
            right = operand(frame)
            if not holds(left, right):
                return False
            left = right
        return True

    return compare


def _conditional(node: ast.IfExp, depth: int) -> Closure:
    test = _build(node.test, depth)
    yes, no = _build(node.body, depth), _build(node.orelse, depth)
    return lambda frame: yes(frame) if test(frame) else no(frame)


def _list(node: ast.List, depth: int) -> Closure:
    parts = [_build(item, depth) for item in node.elts]
    return lambda frame: [part(frame) for part in parts]


def _tuple(node: ast.Tuple, depth: int) -> Closure:
    parts = [_build(item, depth) for item in node.elts]
    return lambda frame: tuple(part(frame) for part in parts)


def _call(node: ast.Call, depth: int) -> Closure:
    if node.keywords:
        raise _Unbounded
    args = [_build(arg, depth) for arg in node.args]
    if isinstance(node.func, ast.Attribute):
        return _method(node.func, args, depth)
    function = FUNCTIONS.get(node.func.id) if isinstance(node.func, ast.Name) else None
    if function is None or not function.least <= len(args) <= function.most:
        raise _Unbounded
    call = function.call
    return lambda frame: call([arg(frame) for arg in args], frame.now)


def _method(func: ast.Attribute, args: list[Closure], depth: int) -> Closure:
    owner = _build(func.value, depth)
    if func.attr == "get" and 1 <= len(args) <= 2:
        return _get(owner, args)
    test = {"startswith": str.startswith, "endswith": str.endswith}.get(func.attr)
    if test is None or len(args) != 1:
        raise _Unbounded

    def check(frame: Frame) -> bool:
        text, part = owner(frame), args[0](frame)
        if type(text) is str and type(part) is str:
            return test(text, part)
        raise operations.unfit(text, part)

    return check


def _get(owner: Closure, args: list[Closure]) -> Closure:
    def read(frame: Frame) -> Any:
        found, key = owner(frame), args[0](frame)
        default = args[1](frame) if len(args) == 2 else None
        if type(found) is dict and type(key) is str:
            return plain(found.get(key, default))
        raise operations.unfit(found, key)

    return read


_BUILDERS: Final[dict[type[ast.AST], Callable[[Any, int], Closure]]] = {
    ast.Attribute: _attribute,
    ast.BinOp: _binary,
    ast.BoolOp: _boolean,
    ast.Call: _call,
    ast.Compare: _compare,
    ast.Constant: _constant,
    ast.IfExp: _conditional,
    ast.List: _list,
    ast.Name: _name,
    ast.Subscript: _subscript,
    ast.Tuple: _tuple,
    ast.UnaryOp: _unary,
}
