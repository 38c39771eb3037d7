"""A Pratt parser for JUEL: from characters to closures, with a place in every fault."""

import re
from collections.abc import Callable
from typing import Any, Final, NamedTuple

from app.engine.scripts.bounded import UNKNOWN, Closure, Frame, plain
from app.engine.scripts.faults import Kind, ScriptFault
from app.engine.scripts.functions import FUNCTIONS
from app.engine.scripts.juel import coercions, methods
from app.engine.scripts.operations import Beyond
from app.errors import N_

DEPTH: Final = 100  # nested closures; a chain of operators nests, too

_TOKEN: Final = re.compile(
    r"""\s*(?:
      (?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(?![\w.])
    | (?P<string>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")
    | (?P<name>[^\W\d]\w*)
    | (?P<symbol>&&|\|\||==|!=|<=|>=|[-+*/%<>!?:().,\[\]])
    )""",
    re.VERBOSE | re.DOTALL,
)
_WORDS: Final = {
    "and": "&&", "or": "||", "not": "!", "eq": "==", "ne": "!=", "lt": "<",
    "gt": ">", "le": "<=", "ge": ">=", "div": "/", "mod": "%",
}  # fmt: skip
_BINDING: Final = {
    "||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, ">": 4, "<=": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "/": 6, "%": 6,
}  # fmt: skip
_LITERALS: Final[dict[str, Any]] = {"true": True, "false": False, "null": None}

EXPECTED = N_("“%(expected)s” is missing before “%(found)s”.")
UNEXPECTED = N_("“%(found)s” does not belong here.")
UNAVAILABLE = N_("“%(name)s” is not available; available are %(names)s.")


class Node(NamedTuple):
    """A part of an expression: how to evaluate it, and how deep it nests."""

    run: Closure
    depth: int


class _Token(NamedTuple):
    kind: str
    text: str
    place: int


def fault(
    text: str, place: int, sentence: str, kind: Kind = "syntax", **facts: Any
) -> ScriptFault:
    """Make a fault at a character of a text.

    Args:
        text: the whole text of the diagram.
        place: index of the character.
        sentence: English message id.
        kind: kind of the fault.
        **facts: values for its places.

    Returns:
        The fault with line and column, both from 1.
    """
    line = text.count("\n", 0, place) + 1
    column = place - (text.rfind("\n", 0, place) + 1) + 1
    return ScriptFault(kind, sentence, line=line, column=column, **facts)


def parse(text: str, start: int, end: int) -> tuple[Node, set[str]]:
    """Read one expression.

    Args:
        text: the whole text it stands in.
        start: index of its first character.
        end: index after its last.

    Returns:
        Its evaluator and the variables it expects.

    Raises:
        ScriptFault: kind "syntax" or "unsupported".
    """
    reader = _Parser(text, start, end)
    node = reader.expression(0)
    reader.finish()
    return node, reader.names


class _Parser:
    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.names: set[str] = set()
        self.tokens = list(_tokens(text, start, end))
        self.next = 0
        self.lenient = 0  # inside ``empty``, unknown names are nothing
        self.level = 0

    # --- moving on -------------------------------------------------------------------

    def peek(self) -> _Token:
        return self.tokens[self.next]

    def take(self) -> _Token:
        token = self.tokens[self.next]
        self.next += token.kind != "end"
        return token

    def at(self, symbol: str) -> bool:
        token = self.peek()
        return token.kind == "symbol" and token.text == symbol

    def skip(self, symbol: str) -> bool:
        if self.at(symbol):
            self.next += 1
            return True
        return False

    def want(self, symbol: str) -> None:
        if not self.skip(symbol):
            token = self.peek()
            raise self.fault(token, EXPECTED, expected=symbol, found=token.text)

    def finish(self) -> None:
        if self.peek().kind != "end":
            raise self.fault(self.peek(), UNEXPECTED, found=self.peek().text)

    def fault(
        self, token: _Token, sentence: str, kind: Kind = "syntax", **facts: Any
    ) -> ScriptFault:
        return fault(self.text, token.place, sentence, kind, **facts)

    def node(self, token: _Token, function: Callable[..., Any], *parts: Node) -> Node:
        """Apply a function to the values of parts; its faults name the place."""
        runs = [part.run for part in parts]
        text, place = self.text, token.place

        def run(frame: Frame) -> Any:
            values = [each(frame) for each in runs]
            try:
                return function(*values)
            except Beyond as error:
                raise fault(
                    text, place, error.sentence, "runtime", **error.facts
                ) from None

        return self.nested(token, run, *parts)

    def nested(self, token: _Token, run: Closure, *parts: Node) -> Node:
        depth = 1 + max((part.depth for part in parts), default=0)
        if depth > DEPTH:
            raise self.fault(token, N_("The text is nested too deeply."))
        return Node(run, depth)

    # --- the grammar -----------------------------------------------------------------

    def expression(self, binding: int) -> Node:
        self.level += 1
        if self.level > DEPTH:
            raise self.fault(self.peek(), N_("The text is nested too deeply."))
        left = self.unary()
        while self.peek().kind == "symbol":
            token = self.peek()
            if token.text == "?" and binding == 0:
                left = self.choice(left)
                continue
            power = _BINDING.get(token.text, 0)
            if power <= binding:
                break
            self.take()
            left = self.binary(token, left, self.expression(power))
        self.level -= 1
        return left

    def choice(self, test: Node) -> Node:
        token = self.take()
        yes = self.expression(0)
        self.want(":")
        no = self.expression(0)
        decide = self.node(token, coercions.truth, test).run

        def run(frame: Frame) -> Any:
            return yes.run(frame) if decide(frame) else no.run(frame)

        return self.nested(token, run, test, yes, no)

    def binary(self, token: _Token, left: Node, right: Node) -> Node:
        symbol = token.text
        if symbol in ("&&", "||"):
            one = self.node(token, coercions.truth, left).run
            other = self.node(token, coercions.truth, right).run
            if symbol == "&&":
                return self.nested(token, lambda f: one(f) and other(f), left, right)
            return self.nested(token, lambda f: one(f) or other(f), left, right)
        return self.node(token, _operator(symbol), left, right)

    def unary(self) -> Node:
        token = self.peek()
        function: Callable[[Any], Any] | None = None
        if self.at("!"):
            function = _no
        elif self.at("-"):
            function = coercions.negate
        elif token.kind == "name" and token.text == "empty":
            function = coercions.empty
        if function is None:
            return self.postfix(self.primary())
        self.take()
        self.level += 1
        if self.level > DEPTH:
            raise self.fault(token, N_("The text is nested too deeply."))
        is_empty = function is coercions.empty
        self.lenient += is_empty
        operand = self.unary()
        self.lenient -= is_empty
        self.level -= 1
        return self.node(token, function, operand)

    def primary(self) -> Node:
        token = self.take()
        if token.kind == "number":
            return self.literal(token, _number(token.text))
        if token.kind == "string":
            return self.literal(token, re.sub(r"\\(.)", r"\1", token.text[1:-1]))
        if token.kind == "name":
            return self.named(token)
        if token.kind == "symbol" and token.text == "(":
            lenient, self.lenient = self.lenient, 0
            inner = self.expression(0)
            self.lenient = lenient
            self.want(")")
            return inner
        raise self.fault(token, UNEXPECTED, found=token.text)

    def literal(self, token: _Token, value: Any) -> Node:
        return Node(lambda frame: value, 1)

    def named(self, token: _Token) -> Node:
        if token.text in _LITERALS:
            return self.literal(token, _LITERALS[token.text])
        if self.at("("):
            return self.function(token)
        if token.text == "execution" and self.skip("."):
            return self.execution()
        return self.variable(token, token.text, lenient=self.lenient > 0)

    def variable(self, token: _Token, name: str, *, lenient: bool) -> Node:
        if name.startswith("__"):
            sentence = N_("“%(name)s” is not available here.")
            raise self.fault(token, sentence, "unsupported", name=name)
        self.names.add(name)
        text, place = self.text, token.place

        def run(frame: Frame) -> Any:
            if name in frame.names:
                try:
                    return plain(frame.names[name])
                except Beyond as error:
                    raise fault(text, place, error.sentence, "data") from None
            if lenient:
                return None
            raise fault(text, place, UNKNOWN, "name", name=name)

        return Node(run, 1)

    def function(self, token: _Token) -> Node:
        known = FUNCTIONS.get(methods.ALIASES.get(token.text, token.text))
        if known is None:
            raise self.unavailable(token, f"{token.text}()", list(FUNCTIONS))
        args = self.arguments(token, known.least, known.most)

        clock = Node(lambda frame: frame.now, 1)
        return self.node(
            token, lambda now, *values: known.call(list(values), now), clock, *args
        )

    def arguments(self, token: _Token, least: int, most: int) -> list[Node]:
        lenient, self.lenient = self.lenient, 0
        self.want("(")
        args: list[Node] = []
        while not self.skip(")"):
            if args:
                self.want(",")
            args.append(self.expression(0))
        self.lenient = lenient
        if not least <= len(args) <= most:
            sentence = N_("%(name)s() takes %(least)s to %(most)s values here.")
            name = token.text
            raise self.fault(token, sentence, name=name, least=least, most=most)
        return args

    def execution(self) -> Node:
        token = self.take()
        if token.text == "processBusinessKey":
            ticket = self.variable(token, "ticket", lenient=True)
            key = self.literal(token, "business_key")
            return self.node(token, coercions.member, ticket, key)
        getters = ("getVariable", "getVariableLocal")
        if token.text not in (*getters, "hasVariable", "hasVariableLocal"):
            names = [*getters, "hasVariable", "processBusinessKey"]
            raise self.unavailable(token, f"execution.{token.text}", names)
        self.want("(")
        quoted = self.take()
        name = quoted.text[1:-1]
        if quoted.kind != "string" or not name.isidentifier():
            sentence = N_("The name of a variable in quotes is missing here.")
            raise self.fault(quoted, sentence)
        self.want(")")
        found = self.variable(quoted, name, lenient=True)
        if token.text in getters:
            return found
        return Node(lambda frame: name in frame.names, 1)

    def postfix(self, node: Node) -> Node:
        while True:
            token = self.peek()
            if self.skip("["):
                lenient, self.lenient = self.lenient, 0
                key = self.expression(0)
                self.lenient = lenient
                self.want("]")
                node = self.node(token, coercions.member, node, key)
            elif self.skip("."):
                node = self.member(node)
            else:
                return node

    def member(self, owner: Node) -> Node:
        token = self.take()
        # After a point, words such as ``empty`` or ``div`` are names like any other.
        name = self.text[token.place : token.place + len(token.text)]
        if token.kind == "symbol":
            word = re.match(r"\w+", self.text[token.place :])
            if word is None:
                raise self.fault(token, UNEXPECTED, found=token.text)
            name = word.group()
        elif token.kind != "name":
            raise self.fault(token, UNEXPECTED, found=token.text)
        if not self.at("("):
            return self.node(token, coercions.member, owner, self.literal(token, name))
        method = methods.METHODS.get(name)
        if method is None:
            raise self.unavailable(token, f"{name}()", list(methods.METHODS))
        args = self.arguments(token, method.arguments, method.arguments)
        return self.node(token, method.call, owner, *args)

    def unavailable(self, token: _Token, name: str, names: list[str]) -> ScriptFault:
        listed = ", ".join(sorted(names))
        return self.fault(token, UNAVAILABLE, "unsupported", name=name, names=listed)


def _tokens(text: str, start: int, end: int) -> list[_Token]:
    found: list[_Token] = []
    place = start
    while text[place:end].strip():
        match = _TOKEN.match(text, place, end)
        if match is None or match.lastgroup is None:
            place += len(text[place:end]) - len(text[place:end].lstrip())
            raise fault(text, place, UNEXPECTED, found=text[place : place + 10])
        kind = match.lastgroup
        word, at = match.group(kind), match.start(kind)
        if kind == "name" and word in _WORDS:
            kind, word = "symbol", _WORDS[word]
        found.append(_Token(kind, word, at))
        place = match.end()
    if not found:
        raise fault(text, start, N_("The expression is empty."))
    found.append(_Token("end", "}", end))
    return found


def _number(text: str) -> int | float:
    return int(text) if text.isdigit() else float(text)


def _no(value: Any) -> bool:
    return not coercions.truth(value)


def _operator(symbol: str) -> Callable[[Any, Any], Any]:
    if symbol == "==":
        return coercions.equal
    if symbol == "!=":
        return lambda left, right: not coercions.equal(left, right)
    if symbol in ("<", ">", "<=", ">="):
        return lambda left, right: coercions.order(symbol, left, right)
    return lambda left, right: coercions.calculate(symbol, left, right)
