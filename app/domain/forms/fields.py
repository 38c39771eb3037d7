"""What kind of field a schema describes, and its words in the reader's language."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.domain.forms.shapes import listed
from app.domain.process import JSONDict
from app.errors import FieldError

FILES = frozenset(("file", "data-url"))


@dataclass(frozen=True, slots=True)
class Option:
    """One choice.

    Attributes:
        key: how the page sends it.
        value: what it means in the data.
        label: what people read.
    """

    key: str
    value: Any
    label: str


def type_of(schema: JSONDict) -> str:
    """Return the JSON type of a field, null aside.

    Args:
        schema: a flat schema (``declared`` or ``effective``).

    Returns:
        "object", "array", "string", "number", "integer", "boolean" or "null".
    """
    said = schema.get("type")
    for word in said if isinstance(said, list) else [said]:
        if isinstance(word, str) and word != "null":
            return word
    if said:
        return "null"
    return _implied_type(schema)


def _implied_type(schema: JSONDict) -> str:
    if schema.get("properties"):
        return "object"
    if "items" in schema:
        return "array"
    values = [value for value in choices(schema) if value is not None]
    if values and all(isinstance(value, bool) for value in values):
        return "boolean"
    if values and all(isinstance(value, int | float) for value in values):
        return "number"
    return "string"


def nullable(schema: JSONDict) -> bool:
    """Say whether null is a value of the field.

    Args:
        schema: a flat schema.
    """
    said = schema.get("type")
    if said is not None:
        return said == "null" or (isinstance(said, list) and "null" in said)
    return None in choices(schema)


def choices(schema: JSONDict) -> list[Any]:
    """Return the values a person chooses from; [] when anything may be entered.

    Args:
        schema: a flat schema.
    """
    if "const" in schema:
        return [schema["const"]]
    entries = listed(schema)
    if entries and "enum" in schema:
        return [e["const"] for e in entries if e["const"] in schema["enum"]]
    if entries:
        return [entry["const"] for entry in entries]
    found: list[Any] = schema.get("enum") or schema.get("x-choice") or []
    return found


def options(schema: JSONDict, language: str) -> tuple[Option, ...]:
    """Return the choices with their labels, null aside.

    Args:
        schema: a flat schema.
        language: the reader's ("zh", "zh_Hans_CN", "en").
    """
    labels = {key_of(e["const"]): words(e, "title", language) for e in listed(schema)}
    found = {key_of(value): value for value in choices(schema) if value is not None}
    return tuple(
        Option(key=key, value=value, label=labels.get(key) or key)
        for key, value in found.items()
    )


def key_of(value: Any) -> str:
    """Return how a page sends one choice.

    Args:
        value: a scalar of the data.
    """
    return value if isinstance(value, str) else json.dumps(value)


def is_file_field(schema: JSONDict) -> bool:
    """Say whether the field holds attachments: one, or an array of them.

    Args:
        schema: a flat schema.
    """
    if type_of(schema) == "array":
        items = schema.get("items")
        return isinstance(items, dict) and is_file_field(items)
    return schema.get("format") in FILES or "contentEncoding" in schema


def words(schema: JSONDict, keyword: str, language: str) -> str:
    """Return a text of the schema in the reader's language.

    Args:
        schema: any schema or option.
        keyword: "title", "description", "placeholder" or "message".
        language: "zh", "zh-CN", "zh_Hans_CN", "en" ...

    Returns:
        The text of ``x-i18n`` for the language, else the schema's own, else "".
    """
    translations = schema.get("x-i18n")
    if isinstance(translations, dict):
        for name in (language, language.replace("_", "-").partition("-")[0]):
            entry = translations.get(name)
            if isinstance(entry, dict) and isinstance(entry.get(keyword), str):
                return str(entry[keyword])
    own = schema.get("x-placeholder" if keyword == "placeholder" else keyword)
    return own if isinstance(own, str) else ""


def spoken(
    error: FieldError, language: str, gettext: Callable[[str], str] = str
) -> str:
    """Return an error as a sentence in the reader's language.

    Args:
        error: what ``validate`` or a cross-field rule said.
        language: the reader's.
        gettext: translates a message id of the catalogues.
    """
    own = words(dict(error.facts), "message", language)
    if own:
        return own
    sentence = gettext(error.sentence)
    return sentence % dict(error.facts) if error.facts else sentence
