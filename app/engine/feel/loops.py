"""Loops and calls: what repeats, and is therefore charged."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from app.engine.feel import limits
from app.engine.feel.building import Node, node
from app.engine.feel.frames import Frame
from app.engine.feel.functions import BUILTINS, Builtin
from app.engine.feel.kinds import Function, Range, Undefined, whole, word_for
from app.engine.scripts.faults import ScriptFault
from app.errors import N_

NO_FUNCTION: Final = N_("There is no function “%(name)s”.")
NO_PARAMETERS: Final = N_("“%(name)s” does not take these arguments.")
NO_ITEMS: Final = N_("There is nothing to go through: it is %(found)s.")

Domain = tuple[str, Node, Node | None]


def _counting(start: Any, end: Any) -> Iterator[Decimal]:
    if not (isinstance(start, Decimal) and isinstance(end, Decimal)):
        raise Undefined(NO_ITEMS, found=word_for(start))
    first, last = whole(start), whole(end)
    step = 1 if first <= last else -1
    return (Decimal(one) for one in range(first, last + step, step))


def _elements(domain: Domain, frame: Frame) -> Iterable[Any]:
    _, first, last = domain
    value = first.run(frame)
    if last is not None:
        return _counting(value, last.run(frame))
    if isinstance(value, Range):
        low, high = value.low, value.high
        if isinstance(low, Decimal) and isinstance(high, Decimal):
            one = Decimal(1)
            return _counting(
                low if value.low_closed else low + one,
                high if value.high_closed else high - one,
            )
    if value is None or isinstance(value, Range):
        raise Undefined(NO_ITEMS, found=word_for(value))
    return value if isinstance(value, list) else [value]


def _rounds(domains: list[Domain], frame: Frame, size: int) -> Iterator[Frame]:
    if not domains:
        frame.run.spend(size)
        yield frame
        return
    for value in _elements(domains[0], frame):
        frame.run.spend(1)
        yield from _rounds(domains[1:], frame.inner({domains[0][0]: value}), size)


def _parts(domains: list[Domain]) -> list[Node]:
    return [part for domain in domains for part in domain[1:] if part is not None]


def loop(domains: list[Domain], body: Node, *, partial: bool) -> Node:
    """Make ``for ... return body``.

    Args:
        domains: name, list or first number, and last number of each iterator.
        body: what is evaluated each round.
        partial: whether it looks at the results so far.
    """
    size = body.size + sum(part.size for part in _parts(domains))

    def run(frame: Frame) -> list[Any] | None:
        made: list[Any] = []
        try:
            for scope in _rounds(domains, frame, size):
                if partial:
                    scope.run.spend(len(made))
                    scope = scope.inner({"partial": list(made)})
                made.append(body.run(scope))
        except Undefined as why:
            frame.run.note(why)
            return None
        return made

    return node(run, body, *_parts(domains))


def quantified(domains: list[Domain], body: Node, *, every: bool) -> Node:
    """Make ``some`` or ``every ... satisfies body``."""
    size = body.size + sum(part.size for part in _parts(domains))

    def run(frame: Frame) -> bool | None:
        sure = True
        try:
            for scope in _rounds(domains, frame, size):
                answer = body.run(scope)
                if answer is not every and isinstance(answer, bool):
                    return not every
                sure = sure and isinstance(answer, bool)
        except Undefined as why:
            frame.run.note(why)
            return None
        return every if sure else None

    return node(run, body, *_parts(domains))


# --- functions -----------------------------------------------------------------------


def literal_function(parameters: list[str], body: Node, title: str = "") -> Node:
    """Make ``function(parameters) body``."""

    def run(frame: Frame) -> Function:
        def call(args: list[Any]) -> Any:
            if len(args) != len(parameters):
                raise Undefined(NO_PARAMETERS, name=title or "function")
            return _enter(frame, dict(zip(parameters, args, strict=True)), body)

        return Function(title or "function", (tuple(parameters),), call)

    return node(run, body)


def _enter(frame: Frame, names: dict[str, Any], body: Node) -> Any:
    run = frame.run
    if run.calls >= limits.CALLS:
        raise ScriptFault("recursion", N_("Functions call each other too deeply."))
    run.spend(body.size)
    run.calls += 1
    try:
        return body.run(frame.inner(names))
    finally:
        run.calls -= 1


def call(callee: Node | str, args: list[Node], labels: list[str]) -> Node:
    """Make a call.

    Args:
        callee: the name of a function, or a part that gives one.
        args: the arguments.
        labels: their names in a call by name; empty in a call by position.
    """
    find = _finder(callee) if isinstance(callee, str) else callee.run
    parts = [] if isinstance(callee, str) else [callee]

    def run(frame: Frame) -> Any:
        function = find(frame)
        if not isinstance(function, Function | Builtin):
            word = callee if isinstance(callee, str) else word_for(function)
            frame.run.note(Undefined(NO_FUNCTION, name=word))
            return None
        values = [arg.run(frame) for arg in args]
        try:
            if labels:
                values = arranged(function, dict(zip(labels, values, strict=True)))
            if isinstance(function, Builtin):
                return function.call(frame.run, values)
            return function.call(values)
        except Undefined as why:
            frame.run.note(why)
            return None

    return node(run, *parts, *args)


def _finder(word: str) -> Callable[[Frame], Any]:
    builtin = BUILTINS.get(word)

    def find(frame: Frame) -> Any:
        if builtin is None or frame.holds(word):
            own = frame.find(word) if frame.holds(word) else None
            return own if isinstance(own, Function) or builtin is None else builtin
        return builtin

    return find


def arranged(function: Function | Builtin, named: dict[str, Any]) -> list[Any]:
    """Put arguments given by name in order.

    Raises:
        Undefined: the function has no such parameters.
    """
    for parameters in function.parameters:
        if named.keys() <= set(parameters):
            last = max(parameters.index(label) for label in named)
            return [named.get(one) for one in parameters[: last + 1]]
    raise Undefined(NO_PARAMETERS, name=function.name)
