"""Boxed expressions: from XML to closures.

Source:
    DMN 1.3, chapter 7.2 and 10.2.1 "Boxed expressions".
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from lxml import etree

from app.engine.dmn import grids
from app.engine.dmn.elements import (
    boxed,
    child,
    children,
    text_in,
    type_of,
    variable_of,
)
from app.engine.dmn.texts import Texts
from app.engine.dmn.types import Type, conform
from app.engine.feel import limits
from app.engine.feel.frames import Closure, Frame
from app.engine.feel.kinds import Function, Undefined
from app.engine.feel.loops import NO_FUNCTION, NO_PARAMETERS, arranged
from app.engine.scripts.faults import ScriptFault
from app.errors import N_

TOO_DEEP: Final = N_("Functions call each other too deeply.")


def _null(frame: Frame) -> None:
    return None


class Boxes:
    """Reads boxed expressions of one file.

    Args:
        texts: reads the texts in them.
        find_type: gives a type by its name, None for one that is not checked.
    """

    def __init__(self, texts: Texts, find_type: Callable[[str], Type | None]) -> None:
        self.texts = texts
        self.find_type = find_type

    def read(self, element: etree._Element | None, place: str) -> Closure:
        """Read a boxed expression.

        Args:
            element: it, or None where there should be one.
            place: what it gives, for findings.

        Returns:
            What gives its value, conforming to the type it names.
        """
        if element is None:
            self.texts.error("dmn-no-logic", place=place)
            return _null
        name = etree.QName(element).localname
        reader = _READERS.get(name)
        if reader is None:
            self.texts.error("dmn-logic", name=name, place=place)
            return _null
        closure = reader(self, element, place)
        return self.typed(
            closure, "" if name == "decisionTable" else type_of(element), place
        )

    def typed(self, closure: Closure, type_name: str, what: str) -> Closure:
        """Make a closure give values of a type."""
        wanted = self.find_type(type_name)
        if wanted is None:
            return closure
        return lambda frame: conform(closure(frame), wanted, what, frame)

    def literal(self, element: etree._Element, place: str) -> Closure:
        """Read a literal expression."""
        language = element.get("expressionLanguage")
        return self.texts.expression(text_in(element), language, place).value

    def table(self, element: etree._Element, place: str) -> Closure:
        """Read a decision table."""
        return grids.read(element, self.texts, self.find_type)

    def context(self, element: etree._Element, place: str) -> Closure:
        """Read a context; an entry without a name is the result of all."""
        entries: list[tuple[str, Closure]] = []
        for number, entry in enumerate(children(element, "contextEntry"), 1):
            variable = child(entry, "variable")
            name = variable_of(entry) if variable is not None else ""
            closure = self.read(boxed(entry), name or f"{place} ({number})")
            entries.append((name, self.typed(closure, type_of(variable), name)))
            self.texts.local.add(name)

        def run(frame: Frame) -> Any:
            made: dict[str, Any] = {}
            scope = frame.inner(made)
            for name, closure in entries:
                value = closure(scope)
                if not name:
                    return value
                made[name] = value
            return made

        return run

    def items(self, element: etree._Element, place: str) -> Closure:
        """Read a list."""
        runs = [
            self.read(part, place)
            for part in element
            if etree.QName(part).localname not in ("description", "extensionElements")
        ]
        return lambda frame: [run(frame) for run in runs]

    def relation(self, element: etree._Element, place: str) -> Closure:
        """Read a relation: a list of contexts, drawn as rows."""
        names = [
            " ".join((column.get("name") or "").split())
            for column in children(element, "column")
        ]
        rows: list[list[Closure]] = []
        for row in children(element, "row"):
            cells = [self.read(cell, place) for cell in row if boxed(row) is not None]
            if len(cells) != len(names):
                self.texts.error("dmn-cells", row=str(len(rows) + 1))
                cells = [_null] * len(names)
            rows.append(cells)
        return lambda frame: [
            {name: run(frame) for name, run in zip(names, row, strict=True)}
            for row in rows
        ]

    def invocation(self, element: etree._Element, place: str) -> Closure:
        """Read the call of a function by named arguments."""
        bindings: dict[str, Closure] = {}
        for binding in children(element, "binding"):
            parameter = child(binding, "parameter")
            name = variable_of(parameter) if parameter is not None else ""
            bindings[name] = self.read(boxed(binding), name or place)
        callee = self.read(child(element, "literalExpression"), place)

        def run(frame: Frame) -> Any:
            return _invoke(callee(frame), bindings, frame, place)

        return run

    def function(self, element: etree._Element, place: str) -> Closure:
        """Read a function; its body may be any boxed expression."""
        kind = element.get("kind") or "FEEL"
        if kind != "FEEL":
            self.texts.error("dmn-logic", name=f"{kind} function", place=place)
        parameters: list[tuple[str, Type | None]] = []
        for parameter in children(element, "formalParameter"):
            name = variable_of(parameter)
            parameters.append((name, self.find_type(type_of(parameter))))
            self.texts.local.add(name)
        body = self.read(boxed(element), place)
        names = tuple(name for name, _ in parameters)

        def run(frame: Frame) -> Function:
            def call(args: list[Any]) -> Any:
                if len(args) != len(parameters):
                    raise Undefined(NO_PARAMETERS, name=place)
                given = {
                    name: value
                    if wanted is None
                    else conform(value, wanted, name, frame)
                    for (name, wanted), value in zip(parameters, args, strict=True)
                }
                return _within(body, frame.inner(given))

            return Function(place, (names,), call)

        return run

    def conditional(self, element: etree._Element, place: str) -> Closure:
        """Read an if-then-else, drawn as a box (DMN 1.4)."""
        test, yes, no = (
            self.read(boxed(part) if part is not None else None, place)
            for part in (child(element, word) for word in ("if", "then", "else"))
        )
        return lambda frame: yes(frame) if test(frame) is True else no(frame)


def _within(body: Closure, frame: Frame) -> Any:
    run = frame.run
    run.spend(10)
    run.calls += 1
    try:
        if run.calls > limits.CALLS // 2:
            raise ScriptFault("recursion", TOO_DEEP)
        return body(frame)
    finally:
        run.calls -= 1


def _invoke(
    function: Any, bindings: Mapping[str, Closure], frame: Frame, place: str
) -> Any:
    if not isinstance(function, Function):
        raise ScriptFault("name", NO_FUNCTION, name=place)
    values = {name: run(frame) for name, run in bindings.items()}
    try:
        return function.call(arranged(function, values) if values else [])
    except Undefined as why:
        raise ScriptFault("runtime", why.sentence, **why.facts) from None


_READERS: Final[dict[str, Callable[[Boxes, etree._Element, str], Closure]]] = {
    "literalExpression": Boxes.literal,
    "decisionTable": Boxes.table,
    "context": Boxes.context,
    "list": Boxes.items,
    "relation": Boxes.relation,
    "invocation": Boxes.invocation,
    "functionDefinition": Boxes.function,
    "conditional": Boxes.conditional,
}
