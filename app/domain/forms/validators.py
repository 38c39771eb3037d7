"""Compiled validators: jsonschema-rs, walled in and kept.

Nothing is fetched (``offline``), patterns run in linear time, and formats are checked,
ours among them. Compiled validators are kept by content, at most 512.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

import jsonschema_rs

from app.domain.forms.expansion import Node, text_of
from app.domain.process import JSONDict

PATTERN_BYTES = 1_000_000
DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,24})(\.[0-9]{1,12})?")
TIME = re.compile(
    r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
    r"(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?"
)
FILE = re.compile(r"att_[A-Za-z0-9_-]{1,64}")


def is_decimal(text: str) -> bool:
    """Say whether this is an exact decimal as we write them ("8450.00").

    Args:
        text: what was entered; no separators, no exponent, at most 25+12 digits.
    """
    return DECIMAL.fullmatch(text) is not None


def is_file(text: str) -> bool:
    """Say whether this is the id of an attachment ("att_…").

    Args:
        text: what was entered.
    """
    return FILE.fullmatch(text) is not None


FORMATS = {
    "decimal": is_decimal,
    "file": is_file,
    "data-url": is_file,
    # A time of day as people and browsers write it; RFC 3339's zone is optional here.
    "time": lambda text: TIME.fullmatch(text) is not None,
}


class _DecimalKeyword:
    """A custom keyword on decimal texts; other values are other keywords' affair."""

    def __init__(
        self, parent_schema: JSONDict, value: Any, schema_path: list[str | int]
    ) -> None:
        self.limit = Decimal(str(value))

    def validate(self, instance: Any) -> None:
        if isinstance(instance, str) and is_decimal(instance):
            self.compare(instance)

    def compare(self, text: str) -> None:
        raise NotImplementedError


class _Minimum(_DecimalKeyword):
    def compare(self, text: str) -> None:
        if Decimal(text) < self.limit:
            raise ValueError(f"{self.limit:f}")


class _Maximum(_DecimalKeyword):
    def compare(self, text: str) -> None:
        if Decimal(text) > self.limit:
            raise ValueError(f"{self.limit:f}")


class _Scale(_DecimalKeyword):
    def compare(self, text: str) -> None:
        if len(text.partition(".")[2]) > self.limit:
            raise ValueError(f"{self.limit:f}")


KEYWORDS: dict[str, type[_DecimalKeyword]] = {
    "x-minimum": _Minimum,
    "x-maximum": _Maximum,
    "x-scale": _Scale,
}


def compiled(schema: JSONDict) -> jsonschema_rs.Draft202012Validator:
    """Return the validator of a schema, compiled once.

    Args:
        schema: a form, or one condition of it, without remote references.

    Raises:
        ValueError: the schema is no JSON Schema; deployed forms always are.
    """
    if not isinstance(schema, Node):
        return _compiled(text_of(schema))
    if not hasattr(schema, "validator"):
        schema.validator = _compiled(text_of(schema))
    kept: jsonschema_rs.Draft202012Validator = schema.validator
    return kept


@lru_cache(maxsize=512)
def _compiled(text: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        text,
        formats=dict(FORMATS),
        validate_formats=True,
        offline=True,
        pattern_options=jsonschema_rs.RegexOptions(size_limit=PATTERN_BYTES),
        keywords=dict(KEYWORDS),
    )


def holds(condition: Any, value: Any) -> bool:
    """Say whether a value satisfies a condition.

    Args:
        condition: a schema, or True or False.
        value: plain JSON data.
    """
    if isinstance(condition, bool):
        return condition
    return compiled(condition).is_valid(value)
