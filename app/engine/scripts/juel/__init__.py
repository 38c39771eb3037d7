"""JUEL, the expression language of BPMN modelers: ``${...}`` and ``#{...}``.

It is small enough to be read by our own parser and evaluated in this process: there are
no loops, so an expression costs at most its number of operations times the most that
one may cost. Java beans and classes do not exist; the usual methods of texts, lists and
maps do.

Source:
    JSR 341, Expression Language 3.0, chapter 1 (grammar, operators, coercions);
    "Expression Language" in the manuals of Camunda 7 and Operaton (execution.*).
"""

import functools
import re
from dataclasses import dataclass
from typing import Any, Final

from app.engine.scripts import limits, values
from app.engine.scripts.bounded import Closure, Frame
from app.engine.scripts.faults import ScriptFault
from app.engine.scripts.juel import coercions, parser
from app.engine.scripts.operations import Beyond
from app.errors import N_

_OPENING: Final = re.compile(r"[$#]\{")
_QUOTED_OR_END: Final = re.compile(r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\}""", re.S)


@dataclass(frozen=True, slots=True)
class Template:
    """A text with expressions in it, read.

    Attributes:
        closure: gives its value; a text that is one expression keeps that one's type.
        names: the variables it expects.
    """

    closure: Closure
    names: frozenset[str]


def speaks(text: str) -> bool:
    """Tell whether a text is JUEL: whole, or with parts in it.

    Args:
        text: any expression of a diagram.
    """
    return _OPENING.search(text) is not None


@functools.lru_cache(maxsize=limits.KEPT_UNITS)
def read(text: str) -> Template:
    """Read a text with ``${...}`` or ``#{...}`` in it.

    Args:
        text: at most ``limits.EXPRESSION_CHARACTERS``.

    Raises:
        ScriptFault: kind "syntax" or "unsupported", with line and column.
    """
    if len(text) > limits.EXPRESSION_CHARACTERS:
        raise ScriptFault(
            "syntax",
            N_("The text has %(length)s characters; at most %(limit)s are allowed."),
            length=len(text),
            limit=limits.EXPRESSION_CHARACTERS,
        )
    parts: list[str | parser.Node] = []
    names: set[str] = set()
    place = 0
    text = text.rstrip()
    while place < len(text):
        opening = _OPENING.search(text, place)
        if opening is None or opening.start() > place:
            literal = text[place : opening.start() if opening else None]
            if parts or literal.strip():
                parts.append(literal)
            place += len(literal)
            continue
        end = _closing(text, opening.end())
        node, found = parser.parse(text, opening.end(), end)
        parts.append(node)
        names |= found
        place = end + 1
    return Template(_closure(parts), frozenset(names))


def _closing(text: str, start: int) -> int:
    for found in _QUOTED_OR_END.finditer(text, start):
        if found.group() == "}":
            return found.start()
    raise parser.fault(text, len(text), N_("A closing } is missing."))


def _closure(parts: list[str | parser.Node]) -> Closure:
    if len(parts) == 1 and isinstance(parts[0], parser.Node):
        return _careful(parts[0].run)

    def join(frame: Frame) -> str:
        texts: list[str] = []
        budget = values.Budget()
        for part in parts:
            text = part if isinstance(part, str) else coercions.text(part.run(frame))
            budget.spend_text(text, "result")
            texts.append(text)
        return "".join(texts)

    return _careful(join)


def _careful(closure: Closure) -> Closure:
    def run(frame: Frame) -> Any:
        try:
            return closure(frame)
        except RecursionError:
            sentence = N_("The text is nested too deeply.")
            raise ScriptFault("recursion", sentence) from None
        except Beyond as error:
            raise ScriptFault("runtime", error.sentence, **error.facts) from None

    return run
