"""Cross-field rules: what a form says of several fields together (``x-rules``)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.process import JSONDict
from app.errors import FieldError


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule; the hall evaluates it with the engine.

    Attributes:
        expression: must be true of the form's value ("refund <= paid").
        pointer: the field beside which the message is shown.
        message: what to tell, in English.
        translations: ``x-i18n``: a message a language.
    """

    expression: str
    pointer: str
    message: str
    translations: Mapping[str, Any] = field(default_factory=dict)

    @property
    def error(self) -> FieldError:
        """What to report when the expression is not true; ``spoken`` translates it."""
        facts = {"message": self.message, "x-i18n": self.translations}
        return FieldError(
            pointer=self.pointer, sentence="%(message)s", facts=facts, rule="rule"
        )


def rules(schema: JSONDict) -> tuple[Rule, ...]:
    """List the cross-field rules of a form.

    Args:
        schema: the form, as deployed.

    Returns:
        In the order of the schema; one over a field without a value does not speak.
    """
    return tuple(
        Rule(
            expression=entry["expression"],
            pointer=entry.get("pointer", ""),
            message=entry["message"],
            translations=entry.get("x-i18n", {}),
        )
        for entry in schema.get("x-rules", ())
    )
