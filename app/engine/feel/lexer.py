"""From characters to tokens.

FEEL's names may hold spaces. Three things make them readable: names that the caller
knows are looked for first ("monthly salary"), then the functions of the standard that
have spaces ("string length"); and the parser joins words that stand side by side, for
two values can never do so.

Source:
    DMN 1.3, 10.3.1.2 "Grammar rules" and 10.3.1.4 "Tokens, names and white space".
"""

import functools
import re
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from app.engine.feel import limits
from app.engine.scripts.faults import Kind, ScriptFault
from app.errors import N_

KEYWORDS: Final = frozenset(
    {"if", "then", "else", "for", "in", "return", "some", "every", "satisfies"}
    | {"between", "and", "or", "instance", "function", "external"}
    | {"true", "false", "null"}
)
_SPACE: Final = r"(?P<space>(?:\s|//[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)+)"
_REST: Final = r"""
    (?P<number>(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?)(?!\w)
  | (?P<string>"(?:[^"\\]|\\.)*")
  | (?P<moment>@\s*"[^"\\]*")
  | `(?P<quoted>[^`\n]+)`
  | (?P<name>\?|[^\W\d]\w*)
  | (?P<symbol>\*\*|<=|>=|!=|\.\.|->|[-+*/=<>()\[\]{},:.])
"""
_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|.)", re.DOTALL)
_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t"}

NOT_READ = N_("The text cannot be read from “%(found)s” on.")


class Token(NamedTuple):
    """A word of the text.

    Attributes:
        kind: number, string, moment, phrase, name, symbol or end.
        text: what it stands for; of a string, its content.
        place: index of its first character.
    """

    kind: str
    text: str
    place: int


def fault(
    text: str, place: int, sentence: str, /, kind: Kind = "syntax", **facts: Any
) -> ScriptFault:
    """Make a fault at a character of a text.

    Args:
        text: the whole text.
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


def _phrases(names: Iterable[str]) -> str:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(
        r"\s+".join(re.escape(part) for part in name.split()) for name in longest_first
    )


@functools.lru_cache(maxsize=limits.PATTERNS)
def _known(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?P<phrase>(?:{_phrases(names)})(?!\w))")


@functools.lru_cache(maxsize=1)
def _pattern(functions: frozenset[str]) -> re.Pattern[str]:
    named = rf"(?P<function>(?:{_phrases(functions)})(?=\s*\())"
    return re.compile("|".join([_SPACE, named, _REST]), re.VERBOSE)


def tokens(text: str, known: frozenset[str], functions: frozenset[str]) -> list[Token]:
    """Split a text.

    Args:
        text: at most ``limits.SOURCE_CHARACTERS``.
        known: names of the caller with signs in them.
        functions: functions whose names have spaces.

    Raises:
        ScriptFault: kind "syntax".
    """
    if len(text) > limits.SOURCE_CHARACTERS:
        raise ScriptFault(
            "syntax",
            N_("The text has %(length)s characters; at most %(limit)s are allowed."),
            length=len(text),
            limit=limits.SOURCE_CHARACTERS,
        )
    pattern, made, place = _pattern(functions), [], 0
    names = _known(known) if known else None
    while place < len(text):
        found = names.match(text, place) if names is not None else None
        found = found or pattern.match(text, place)
        if found is None:
            rest = text[place : place + 20]
            raise fault(text, place, NOT_READ, found=rest)
        if found.lastgroup != "space":
            made.append(_token(found, text))
        place = found.end()
    made.append(Token("end", "", len(text)))
    return made


def _token(found: re.Match[str], text: str) -> Token:
    kind, word = str(found.lastgroup), found.group(str(found.lastgroup))
    if kind == "string":
        return Token(kind, _unescaped(word[1:-1], text, found.start()), found.start())
    if kind == "moment":
        return Token(kind, word[1:].strip()[1:-1], found.start())
    if kind in ("phrase", "function", "quoted"):
        return Token("phrase", " ".join(word.split()), found.start())
    return Token(kind, word, found.start())


def _unescaped(content: str, text: str, place: int) -> str:
    if "\\" not in content:
        return content

    def one(found: re.Match[str]) -> str:
        code = found[1]
        if len(code) == 1:
            return _ESCAPES.get(code, code if code in "\"'\\" else found[0])
        point = int(code[1:], 16)
        if point > 0x10FFFF:
            raise fault(text, place, NOT_READ, found=found[0])
        return chr(point)

    joined = _ESCAPE.sub(one, content)
    try:  # two escapes may make one character outside the basic plane
        return joined.encode("utf-16", "surrogatepass").decode("utf-16")
    except UnicodeDecodeError:
        raise fault(text, place, NOT_READ, found=content[:20]) from None
