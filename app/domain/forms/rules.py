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
        fields: names that must have a value for the rule to speak; () is always.
        translations: ``x-i18n``: a message a language.
    """

    expression: str
    pointer: str
    message: str
    fields: tuple[str, ...] = ()
    translations: Mapping[str, Any] = field(default_factory=dict)

    @property
    def error(self) -> FieldError:
        """What to report when the expression is not true; ``spoken`` translates it."""
        facts = {"message": self.message, "x-i18n": self.translations}
        return FieldError(
            pointer=self.pointer, sentence="%(message)s", facts=facts, rule="rule"
        )

    def applies(self, value: JSONDict) -> bool:
        """Say whether the fields the rule needs have values.

        Args:
            value: the form's value, as accepted.
        """
        return all(value.get(name) not in (None, "", [], {}) for name in self.fields)


def rules(schema: JSONDict) -> tuple[Rule, ...]:
    """List the cross-field rules of a form.

    Args:
        schema: the form, as deployed.

    Returns:
        In the order of the schema; the hall skips a rule that does not apply.
    """
    return tuple(
        Rule(
            expression=entry["expression"],
            pointer=entry.get("pointer", ""),
            message=entry["message"],
            fields=tuple(entry.get("fields", ())),
            translations=entry.get("x-i18n", {}),
        )
        for entry in schema.get("x-rules", ())
    )
