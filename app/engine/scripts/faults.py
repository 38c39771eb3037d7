"""The one way in which the cage says no."""

from typing import Any, Literal

from app.errors import Reason

Kind = Literal[
    "syntax",
    "unsupported",
    "runtime",
    "name",
    "time",
    "memory",
    "recursion",
    "output",
    "data",
    "crashed",
    "busy",
]


class ScriptFault(Exception):
    """An expression or a script that cannot be read or did not end well.

    Args:
        kind: what went wrong, for callers that must tell cases apart: "busy" and
            "crashed" may be tried again, all others are the author's to correct.
        sentence: English message id with ``%(name)s`` places.
        line: line of the text, from 1, or None when it is not known.
        column: character of that line, from 1, or None.
        **facts: values for the places of ``sentence``.
    """

    def __init__(
        self,
        kind: Kind,
        sentence: str,
        *,
        line: int | None = None,
        column: int | None = None,
        **facts: Any,
    ) -> None:
        self.kind: Kind = kind
        self.sentence = sentence
        self.facts = facts
        self.line = line
        self.column = column
        super().__init__(kind, sentence, line, column, facts)

    @property
    def why(self) -> str:
        """The English sentence with its facts filled in, without the place."""
        return self.sentence % self.facts if self.facts else self.sentence

    @property
    def reason(self) -> Reason:
        """What is wrong and in which line, to be told in any language."""
        return Reason(self.sentence, self.facts, self.line)

    def __str__(self) -> str:
        """Return the sentence, after the line when one is known."""
        return str(self.reason)
