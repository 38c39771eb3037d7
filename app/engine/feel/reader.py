"""Goes through the tokens of a text, and says where it went wrong."""

from typing import Any, Final

from app.engine.feel import lexer, limits
from app.engine.feel.functions import BUILTINS
from app.engine.feel.lexer import KEYWORDS, Token
from app.engine.scripts.faults import ScriptFault
from app.errors import N_

_SPACED: Final = frozenset(name for name in BUILTINS if " " in name)

EXPECTED: Final = N_("“%(expected)s” is missing before “%(found)s”.")
UNEXPECTED: Final = N_("“%(found)s” does not belong here.")
TOO_DEEP: Final = N_("The text is nested too deeply.")
UNFINISHED: Final = N_("The text ends too early.")


class Reader:
    """A place in a text.

    Args:
        text: the expression, or unary tests.
        known: names of the caller with signs in them.
    """

    def __init__(self, text: str, known: frozenset[str]) -> None:
        self.text = text
        self.tokens = lexer.tokens(text, known, _SPACED)
        self.next = 0
        self.level = 0

    def peek(self, ahead: int = 0) -> Token:
        """Return a token without taking it."""
        return self.tokens[min(self.next + ahead, len(self.tokens) - 1)]

    def take(self) -> Token:
        """Return the next token and go on."""
        token = self.tokens[self.next]
        self.next += token.kind != "end"
        return token

    def at(self, *words: str) -> bool:
        """Tell whether the next token is one of these symbols or keywords."""
        token = self.peek()
        return token.kind in ("symbol", "name") and token.text in words

    def skip(self, word: str) -> bool:
        """Take a symbol or keyword if it comes next."""
        found = self.at(word)
        self.next += found
        return found

    def expect(self, word: str) -> Token:
        """Take a symbol or keyword that has to come next."""
        token = self.peek()
        if not self.skip(word):
            if token.kind == "end":
                raise self.fault(token, UNFINISHED)
            raise self.fault(token, EXPECTED, expected=word, found=token.text)
        return token

    def fault(self, token: Token, sentence: str, **facts: Any) -> ScriptFault:
        """Make a fault at a token."""
        return lexer.fault(self.text, token.place, sentence, **facts)

    def unexpected(self, token: Token) -> ScriptFault:
        """Say that a token cannot stand where it stands."""
        if token.kind == "end":
            return self.fault(token, UNFINISHED)
        return self.fault(token, UNEXPECTED, found=token.text[:40])

    def finish(self) -> None:
        """Make sure that nothing is left."""
        if self.peek().kind != "end":
            raise self.unexpected(self.peek())

    def deeper(self) -> None:
        """Go one level down.

        Raises:
            ScriptFault: kind "syntax": that is too deep.
        """
        self.level += 1
        if self.level > limits.NESTING:
            raise self.fault(self.peek(), TOO_DEEP)

    # --- names -----------------------------------------------------------------------

    def is_keyword(self, token: Token) -> bool:
        """Tell whether a token is a word of the grammar."""
        return token.kind == "name" and token.text in KEYWORDS

    def word(self) -> str:
        """Read a name; words side by side are one."""
        token = self.take()
        if token.kind not in ("name", "phrase"):
            raise self.unexpected(token)
        words = [token.text]
        while self._continues(self.peek()):
            words.append(self.take().text)
        return " ".join(words)

    def _continues(self, token: Token) -> bool:
        if token.kind in ("name", "phrase"):
            return not self.is_keyword(token) and token.text != "?"
        return token.kind == "number" and token.text.isdigit()

    def labelled(self) -> bool:
        """Tell whether words and a colon come next."""
        ahead = 0
        while self.peek(ahead).kind in ("name", "phrase"):
            ahead += 1
        return ahead > 0 and self.peek(ahead)[:2] == ("symbol", ":")

    def key(self) -> str:
        """Read a key or a label, and the colon behind it."""
        words = []
        while not self.at(":"):
            token = self.take()
            if token.kind not in ("name", "phrase", "string", "number"):
                raise self.unexpected(token)
            words.append(token.text)
        token = self.expect(":")
        if not words:
            raise self.unexpected(token)
        return " ".join(words)
