"""The kinds of value that come in and go out, each with its sentences.

marshmallow reads and writes; what it says when it refuses is ours, so that callers hear
the same sentences, translated, with the same rule names everywhere.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import marshmallow as ma

from app.errors import N_

LARGEST_ID = 2**53 - 1  # what every JSON reader can count to
TIME = re.compile(
    r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})"
)
WHOLE = re.compile(r"-?[0-9]{1,18}")

SENTENCES = {
    "required": N_("This is needed."),
    "null": N_("This may not be null."),
    "unknown": N_("There is no such field here."),
    "type": N_("This is not of the right kind."),
    "invalid": N_("This is not of the right kind."),
    "text": N_("This has to be text."),
    "whole": N_("This has to be a whole number."),
    "flag": N_("This has to be true or false."),
    "time": N_("This has to be a time like 2026-03-31T09:00:00Z."),
    "length": N_("This has to have %(least)s to %(most)s characters."),
    "range": N_("This has to be from %(least)s to %(most)s."),
    "enum": N_("Choose one of: %(choices)s."),
    "pattern": N_("This is not written as it should be."),
    "twice": N_("This may be given once only."),
}


class Told(str):
    """A sentence that is still a message id, with its facts and the rule it is of.

    marshmallow collects messages as text; this text remembers what it was made from.
    """

    sentence: str
    facts: Mapping[str, Any]
    rule: str

    def __new__(cls, rule: str, **facts: Any) -> "Told":
        """Make the message of a rule.

        Args:
            rule: a name of ``SENTENCES``.
            **facts: values for its places.
        """
        sentence = SENTENCES[rule]
        told = super().__new__(cls, sentence % facts if facts else sentence)
        told.sentence, told.facts, told.rule = sentence, facts, rule
        return told


class _Field(ma.fields.Field[Any]):
    """Refuses in our words, whatever marshmallow's own are."""

    refusal = "type"

    def make_error(self, key: str, **kwargs: Any) -> ma.ValidationError:
        """Return the error of a rule; a kind's own faults share one sentence."""
        rule = key if key in ("required", "null") else self.refusal
        return ma.ValidationError(Told(rule))


class Length(ma.validate.Length):
    """So many characters, in our words."""

    def _format_error(self, value: Any, message: str) -> str:
        return Told("length", least=self.min or 0, most=self.max)


class Range(ma.validate.Range):
    """Between two whole numbers, in our words."""

    def _format_error(self, value: Any, message: str) -> str:
        return Told("range", least=self.min, most=self.max)


class OneOf(ma.validate.OneOf):
    """One of a few words, in our words."""

    def _format_error(self, value: Any) -> str:
        return Told("enum", choices=", ".join(map(str, self.choices)))


class Pattern(ma.validate.Regexp):
    """Text of a fixed shape, in our words."""

    def _format_error(self, value: Any) -> str:
        return Told("pattern")


class Text(_Field, ma.fields.String):
    """Text; nothing else is turned into it. NUL is refused."""

    refusal = "text"

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str) or "\0" in value:
            raise self.make_error("invalid")
        return value


class Whole(_Field, ma.fields.Integer):
    """A whole number; in a query string its decimal digits."""

    refusal = "whole"

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(value, str) and WHOLE.fullmatch(value):
            return int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid")
        return value


class Flag(_Field, ma.fields.Boolean):
    """True or false; in a query string those two words."""

    refusal = "flag"

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(value, bool):
            return value
        if value in ("true", "false"):
            return value == "true"
        raise self.make_error("invalid")


class Time(_Field, ma.fields.DateTime):
    """RFC 3339 with its offset; goes out in UTC with a Z."""

    refusal = "time"

    def _serialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if value is None:
            return None
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> datetime:
        if not isinstance(value, str) or not TIME.fullmatch(value):
            raise self.make_error("invalid")
        try:
            return datetime.fromisoformat(value.upper()).astimezone(UTC)
        except (ValueError, OverflowError) as fault:
            raise self.make_error("invalid") from fault


class Json(_Field, ma.fields.Dict):
    """A JSON object of any content."""


class Many(_Field, ma.fields.List[Any]):
    """A list."""


class Nested(_Field, ma.fields.Nested):
    """An object of a known shape."""


class Schema(ma.Schema):
    """What goes out; later editions may add to it, so callers must not mind more."""

    class Meta:
        """No ``additionalProperties: false`` for answers."""

        unknown = ma.EXCLUDE


class Body(ma.Schema):
    """What comes in; a name nobody knows is refused."""

    error_messages = {  # noqa: RUF012 (marshmallow reads it from the class)
        "unknown": Told("unknown"),
        "type": Told("type"),
    }

    class Meta:
        """OpenAPI says so too: ``additionalProperties: false``."""

        unknown = ma.RAISE
