"""A Pratt parser for FEEL: from tokens to closures, with a place in every fault.

Source:
    DMN 1.3, 10.3.1.2 "Grammar rules".
"""

from typing import Any, Final

from app.engine.feel import building, loops, temporal, types, unary
from app.engine.feel.building import Node
from app.engine.feel.frames import Closure
from app.engine.feel.functions import BUILTINS
from app.engine.feel.kinds import CONTEXT, Undefined
from app.engine.feel.lexer import KEYWORDS, Token
from app.engine.feel.reader import Reader
from app.errors import N_

_BINDING: Final = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 3, "<=": 3, ">": 3, ">=": 3,
    "between": 3, "in": 3, "instance": 3, "+": 4, "-": 4, "*": 5, "/": 5, "**": 6,
}  # fmt: skip
_COMPARISONS: Final = frozenset({"=", "!=", "<", "<=", ">", ">="})
_ARITHMETIC: Final = 4
_TIGHT: Final = 7
_LITERALS: Final[dict[str, Any]] = {"true": True, "false": False, "null": None}
_OPENERS: Final = frozenset({"(", "[", "{", "]"})

EXTERNAL: Final = N_("External functions are not available.")


class Parser(Reader):
    """Reads one text.

    Args:
        text: the expression, or unary tests.
        known: names of the caller with signs in them.
    """

    def __init__(self, text: str, known: frozenset[str]) -> None:
        super().__init__(text, known)
        self.free: dict[str, int] = {}  # names the caller must give, with their place
        self.maybe: dict[str, int] = {}  # names inside a filter: perhaps an element's
        self.calls: dict[str, int] = {}  # functions that nothing here declares
        self.bound: list[set[str]] = []
        self.filters = 0
        self.bounds = 0  # inside the upper bound of a range, "[" may end it
        self.asks = False  # "?" was mentioned

    # --- expressions -----------------------------------------------------------------

    def expression(self, binding: int = 0) -> Node:
        """Read an expression whose operators bind tighter than ``binding``."""
        self.deeper()
        left = self.infix(self.prefix(), binding)
        self.level -= 1
        return left

    def infix(self, left: Node, binding: int) -> Node:
        """Read the operators after a part."""
        while True:
            token = self.peek()
            strength = (
                _BINDING.get(token.text, 0) if token.kind in ("symbol", "name") else 0
            )
            if strength <= binding:
                return left
            left = self._operation(self.take().text, left, strength)

    def _operation(self, word: str, left: Node, strength: int) -> Node:
        if word in ("and", "or"):
            return building.logic(word, left, self.expression(strength))
        if word in _COMPARISONS:
            return building.comparison(word, left, self.expression(strength))
        if word == "between":
            low = self.expression(_ARITHMETIC - 1)
            self.expect("and")
            return building.between(left, low, self.expression(_ARITHMETIC - 1))
        if word == "in":
            return building.contained(left, self._tests_after_in())
        if word == "instance":
            self.expect("of")
            return types.instance(left, types.read(self))
        return building.arithmetic(word, left, self.expression(strength))

    def prefix(self) -> Node:
        """Read what can stand at the beginning, with what is attached behind it."""
        if self.skip("-"):
            return building.negative(self.expression(_TIGHT))
        token = self.peek()
        if token.kind == "name" and token.text in _STATEMENTS:
            return _STATEMENTS[token.text](self)
        return self.postfix(self.primary())

    def postfix(self, node: Node) -> Node:
        """Read paths, filters and calls."""
        while True:
            if self.skip("."):
                node = building.path(node, self.word())
            elif self.at("[") and not (self.bounds and self._ends_range()):
                node = self._filter(node)
            elif self.at("("):
                node = loops.call(node, *self.arguments())
            else:
                return node

    def _ends_range(self) -> bool:
        after = self.peek(1)
        starts = after.kind in ("number", "string", "phrase", "moment") or (
            after.kind == "name"
            and (after.text not in KEYWORDS or after.text in _BEGINNERS)
        )
        return not (starts or (after.kind == "symbol" and after.text in "([{-"))

    def _filter(self, node: Node) -> Node:
        self.expect("[")
        bounds, self.bounds = self.bounds, 0
        self.filters += 1
        self.bound.append({"item"})
        condition = self.expression()
        self.bound.pop()
        self.filters -= 1
        self.bounds = bounds
        self.expect("]")
        return building.filtered(node, condition)

    def primary(self) -> Node:
        """Read a literal, a name, a list, a context or something in parentheses."""
        token = self.take()
        if token.kind == "number":
            return self._number(token)
        if token.kind == "string":
            return building.constant(token.text)
        if token.kind == "moment":
            try:
                return building.constant(temporal.read_literal(token.text))
            except Undefined as why:
                raise self.fault(token, why.sentence, **why.facts) from None
        if token.kind == "symbol" and token.text in _OPENERS:
            return self._bracket(token)
        if token.kind == "name" and token.text in _LITERALS:
            return building.constant(_LITERALS[token.text])
        if token.kind not in ("name", "phrase") or self.is_keyword(token):
            raise self.unexpected(token)
        self.next -= 1
        return self._name(token)

    def _number(self, token: Token) -> Node:
        value = CONTEXT.create_decimal(token.text)
        if not value.is_finite():
            raise self.unexpected(token)
        return building.constant(value)

    def _name(self, token: Token) -> Node:
        word = self.word()
        self.asks = self.asks or word == "?"
        if self.at("(") and word == "is defined":
            return self._is_defined()
        if self.at("("):
            if word not in BUILTINS:
                self._mention(word, token.place, self.calls)
            return loops.call(word, *self.arguments())
        self._mention(word, token.place, self.free)
        return building.name(word)

    def _mention(self, word: str, place: int, among: dict[str, int]) -> None:
        if word != "?" and not any(word in names for names in self.bound):
            (self.maybe if self.filters else among).setdefault(word, place)

    def _is_defined(self) -> Node:
        args, labels = self.arguments()
        if len(args) == 1 and args[0].defined is not None:
            return building.node(args[0].defined, *args)
        return loops.call("is defined", args, labels)

    def arguments(self) -> tuple[list[Node], list[str]]:
        """Read the arguments of a call, by position or by name."""
        self.expect("(")
        bounds, self.bounds = self.bounds, 0
        args: list[Node] = []
        labels: list[str] = []
        while not self.at(")"):
            if self.labelled():
                labels.append(self.key())
            args.append(self.expression())
            if not self.skip(","):
                break
        token = self.expect(")")
        self.bounds = bounds
        if labels and len(set(labels)) != len(args):
            raise self.unexpected(token)
        return args, labels

    # --- brackets --------------------------------------------------------------------

    def _bracket(self, token: Token) -> Node:
        bounds, self.bounds = self.bounds, 0
        if token.text == "{":
            made = self._context()
        elif token.text == "[" and self.skip("]"):
            made = building.sequence([])
        else:
            made = self._range_or_group(token, tests=False)[0]
        self.bounds = bounds
        return made

    def _context(self) -> Node:
        entries: list[tuple[str, Node]] = []
        self.bound.append(set())
        while not self.at("}"):
            token = self.peek()
            key = self.key()
            if key in self.bound[-1]:
                raise self.unexpected(token)
            entries.append((key, self.entry(key)))
            self.bound[-1].add(key)
            if not self.skip(","):
                break
        self.expect("}")
        self.bound.pop()
        return building.context(entries)

    def entry(self, key: str) -> Node:
        """Read the value of a context's entry; a function may call itself."""
        if self.at("function"):
            self.bound.append({key})
            made = self.expression()
            self.bound.pop()
            return made
        return self.expression()

    def _range_or_group(self, token: Token, *, tests: bool) -> list[Node]:
        """Read what follows ``(``, ``[`` or ``]``: a range, a list or a group.

        A list of tests in parentheses gives several parts, everything else one.
        """
        first = self.test()
        if self.skip(".."):
            return [self._range(token, first)]
        if token.text == "]":
            raise self.unexpected(self.peek())
        items = [first]
        while self.skip(",") and (tests or token.text == "["):
            items.append(self.test())
        self.expect(")" if token.text == "(" else "]")
        return [building.sequence(items)] if token.text == "[" else items

    def _range(self, token: Token, low: Node) -> Node:
        self.bounds = 1
        high = self.expression(_ARITHMETIC - 1)
        self.bounds = 0
        end = self.take()
        if end.kind != "symbol" or end.text not in ("]", ")", "["):
            raise self.unexpected(end)
        return building.interval(low, high, token.text == "[", end.text == "]")

    # --- tests -----------------------------------------------------------------------

    def test(self) -> Node:
        """Read an expression, or a comparison without a left side."""
        token = self.peek()
        if token.kind == "symbol" and token.text in _COMPARISONS:
            self.take()
            return building.half_range(token.text, self.expression(_ARITHMETIC - 1))
        return self.expression()

    def _tests_after_in(self) -> list[Node]:
        if not self.at("("):
            token = self.peek()
            if token.kind == "symbol" and token.text in _COMPARISONS:
                return [self.test()]
            return [self.expression(3)]
        bounds, self.bounds = self.bounds, 0
        found = self._range_or_group(self.take(), tests=True)
        self.bounds = bounds
        if len(found) > 1:
            return found
        return [self.infix(self.postfix(found[0]), 3)]

    def tests(self) -> Closure:
        """Read unary tests to the end of the text."""
        if self.at("not") and self.peek(1)[:2] == ("symbol", "("):
            start = self.next
            self.take()
            self.take()
            made = self._list_of_tests()
            if self.skip(")") and self.peek().kind == "end":
                return unary.negated(made)
            self.next = start
            self.free.clear()
            self.calls.clear()
        made = self._list_of_tests()
        self.finish()
        return unary.joined(made)

    def _list_of_tests(self) -> list[Closure]:
        made: list[Closure] = []
        while True:
            self.asks = False
            token = self.peek()
            node = self.test()
            if self.asks:
                made.append(unary.answer(node))
            else:
                plain = token.kind in ("name", "symbol") and token.text in _LITERALS
                made.append(unary.test(node, literal=plain))
            if not self.skip(","):
                return made

    # --- statements ------------------------------------------------------------------

    def _if(self) -> Node:
        self.expect("if")
        test = self.expression()
        self.expect("then")
        yes = self.expression()
        self.expect("else")
        return building.branch(test, yes, self.expression())

    def _domains(self) -> list[loops.Domain]:
        domains: list[loops.Domain] = []
        while True:
            name = self.word()
            self.expect("in")
            first = self.expression()
            last = self.expression() if self.skip("..") else None
            domains.append((name, first, last))
            self.bound.append({name})
            if not self.skip(","):
                return domains

    def _for(self) -> Node:
        self.expect("for")
        domains = self._domains()
        self.expect("return")
        self.bound.append({"partial"})
        start = self.next
        body = self.expression()
        used = any(token.text == "partial" for token in self.tokens[start : self.next])
        del self.bound[-len(domains) - 1 :]
        return loops.loop(domains, body, partial=used)

    def _quantified(self) -> Node:
        every = self.take().text == "every"
        domains = self._domains()
        self.expect("satisfies")
        body = self.expression()
        del self.bound[-len(domains) :]
        return loops.quantified(domains, body, every=every)

    def _function(self) -> Node:
        self.expect("function")
        self.expect("(")
        names: list[str] = []
        while not self.at(")"):
            names.append(self.word())
            if self.skip(":"):
                types.read(self)
            if not self.skip(","):
                break
        end = self.expect(")")
        if len(set(names)) != len(names):
            raise self.unexpected(end)
        if self.at("external"):
            raise self.fault(self.peek(), EXTERNAL)
        self.bound.append(set(names))
        body = self.expression()
        self.bound.pop()
        return loops.literal_function(names, body)


_STATEMENTS: Final = {
    "if": Parser._if,
    "for": Parser._for,
    "some": Parser._quantified,
    "every": Parser._quantified,
    "function": Parser._function,
}
_BEGINNERS: Final = frozenset(_STATEMENTS) | frozenset(_LITERALS)
