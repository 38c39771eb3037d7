"""May this form be deployed? Everything in it works, or is refused with its place."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from keyword import iskeyword
from typing import Any

import jsonschema_rs
import re2

from app.domain.forms.coherence import incoherent
from app.domain.forms.expansion import MAX_DEPTH, expanded, parts_of, text_of
from app.domain.forms.keywords import (
    APPLIES_TO,
    DECIMAL_ONLY,
    DIALECT,
    EXPRESSION_WORDS,
    FORMATS,
    ONLY_AT_THE_TOP,
    RESERVED,
    WORDS,
)
from app.domain.forms.permissions import Permissions
from app.domain.forms.pointers import pointer, steps
from app.domain.forms.shapes import declared
from app.domain.forms.validators import compiled, is_decimal
from app.domain.process import JSONDict
from app.errors import N_, FieldError, Invalid

MAX_BYTES = 100_000
MAX_FINDINGS = 100
MAX_SCALE = 12
LANGUAGE = re.compile(r"[a-z]{2,3}([-_][A-Za-z]{2,8})*")
UNICODE_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")

Where = tuple[str | int, ...]


def check_schema(schema: Any) -> list[FieldError]:
    """Say what is wrong with a form before it is deployed.

    Args:
        schema: the form as uploaded: any JSON value.

    Returns:
        Findings with JSON pointers into the schema, at most 100; none: it may be
        deployed, and every other function of this package can rely on it.

    Source:
        JSON Schema 2020-12, "Core" and "Validation"; docs/forms.md for our words.
    """
    findings = list(_outer(schema))
    if not findings:
        findings = [*_keywords(schema, ()), *_against_meta_schema(schema)]
    if not findings:
        findings = _inner(schema)
    return findings[:MAX_FINDINGS]


def unknown_fields(schema: JSONDict, access: Permissions) -> list[str]:
    """List the fields that permissions name and a form does not have.

    Args:
        schema: the form.
        access: what ``parse_field_permissions`` returned.

    Returns:
        Their pointers; a misspelt "goods:hidden" would hide nothing.
    """
    plain = expanded(schema)
    return [place for place in access if not _has(plain, steps(place))]


def _has(schema: JSONDict, names: tuple[str, ...]) -> bool:
    flat = declared(schema)
    while names and isinstance(flat.get("items"), dict):
        flat = declared(flat["items"])
    if not names:
        return True
    child = flat["properties"].get(names[0])
    return isinstance(child, dict) and _has(child, names[1:])


def _outer(schema: Any) -> Iterator[FieldError]:
    if not isinstance(schema, dict):
        yield _finding((), "not-an-object", N_("A form is a JSON object."))
    elif _depth(schema) > MAX_DEPTH:
        yield _finding(
            (),
            "too-deep",
            N_("A form is nested at most %(limit)s levels deep."),
            limit=MAX_DEPTH,
        )
    elif len(text_of(schema).encode("utf-8", "surrogatepass")) > MAX_BYTES:
        yield _finding(
            (),
            "too-large",
            N_("A form is at most %(limit)s bytes long."),
            limit=MAX_BYTES,
        )
    elif str(schema.get("$schema", DIALECT)).rstrip("#") != DIALECT:
        yield _finding(
            ("$schema",),
            "other-dialect",
            N_("Forms are written in JSON Schema 2020-12."),
        )
    elif schema.get("type") != "object" or not schema.get("properties"):
        yield _finding(
            (), "not-a-form", N_("A form is of type “object” and has properties.")
        )


def _depth(schema: JSONDict) -> int:
    level: list[Any] = [schema]
    depth = 0
    while level and depth <= MAX_DEPTH:
        depth += 1
        level = [
            child
            for item in level
            for child in (item.values() if isinstance(item, dict) else item)
            if isinstance(child, dict | list)
        ]
    return depth


def _inner(schema: JSONDict) -> list[FieldError]:
    try:
        plain = expanded(schema)
    except Invalid as fault:
        return list(fault.errors)
    try:
        compiled(schema)
        compiled(plain)
    except ValueError as fault:
        return [
            _finding(
                (),
                "not-a-schema",
                N_("This is not a JSON Schema: %(why)s"),
                why=str(fault).splitlines()[0],
            )
        ]
    return list(incoherent(plain))


def _against_meta_schema(schema: JSONDict) -> Iterator[FieldError]:
    for error in _meta_schema().iter_errors(schema):
        yield _finding(
            tuple(error.instance_path),
            "not-a-schema",
            N_("This is not a JSON Schema: %(why)s"),
            why=error.message[:200],
        )


@lru_cache(maxsize=1)
def _meta_schema() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({"$ref": DIALECT}, offline=True)


def _keywords(schema: JSONDict, where: Where) -> Iterator[FieldError]:
    for keyword, content in schema.items():
        here = (*where, keyword)
        yield from _known(schema, keyword, here)
        yield from _content(keyword, content, here)
    for place, part in parts_of(schema):
        yield from _keywords(part, (*where, *place))


def _known(schema: JSONDict, keyword: str, here: Where) -> Iterator[FieldError]:
    fits = APPLIES_TO.get(keyword, frozenset())
    said = schema.get("type")
    types = {said} if isinstance(said, str) else set(fits)
    misplaced = keyword in ONLY_AT_THE_TOP and len(here) > 1
    if misplaced or not types & fits:
        yield _finding(
            here,
            "ignored-keyword",
            N_(
                "Forms do nothing with “%(keyword)s” here. Remove it or spell it right."
            ),
            keyword=keyword,
        )
    elif keyword in DECIMAL_ONLY and schema.get("format") != "decimal":
        yield _finding(
            here,
            "ignored-keyword",
            N_("“%(keyword)s” needs “format”: “decimal” beside it."),
            keyword=keyword,
        )


def _content(keyword: str, content: Any, here: Where) -> Iterator[FieldError]:
    match keyword, content:
        case "pattern", str():
            yield from _pattern(content, here)
        case "format", _ if content not in FORMATS:
            yield _finding(
                here,
                "unknown-format",
                N_("There is no format “%(format)s”."),
                format=str(content)[:100],
            )
        case "type", list():
            yield from _several_types(content, here)
        case "properties", dict():
            for name in content:
                yield from _name(name, (*here, name), top=len(here) == 1)
        case "x-i18n", _:
            yield from _translations(content, here)
        case _ if keyword in OWN_WORDS:
            yield from _own_word(keyword, content, here)


def _pattern(pattern: str, here: Where) -> Iterator[FieldError]:
    try:
        re2.compile(UNICODE_ESCAPE.sub(r"\\x{\1}", pattern), _quietly())
    except re2.error as fault:
        why = fault.args[0] if fault.args else ""
        yield _finding(
            here,
            "bad-pattern",
            N_(
                "This pattern is not accepted (%(why)s). Patterns follow RE2: without"
                " look-around and back references."
            ),
            why=why.decode("utf-8", "replace") if isinstance(why, bytes) else str(why),
        )


@lru_cache(maxsize=1)
def _quietly() -> Any:
    options: Any = re2.Options()
    options.log_errors = False
    return options


def _several_types(content: list[Any], here: Where) -> Iterator[FieldError]:
    if len([word for word in content if word != "null"]) > 1:
        yield _finding(
            here,
            "several-types",
            N_("A field has one type, and “null” beside it at most."),
        )


def _name(name: str, here: Where, *, top: bool) -> Iterator[FieldError]:
    usable = (
        name.isidentifier()
        and not name.startswith("_")
        and not iskeyword(name)
        and unicodedata.normalize("NFKC", name) == name
    )
    if not usable or (top and name in EXPRESSION_WORDS):
        yield _finding(
            here,
            "bad-name",
            N_(
                "“%(name)s” cannot be a name in expressions: use letters, digits and"
                " “_”, beginning with a letter."
            ),
            name=name[:100],
        )
    elif top and name in RESERVED:
        yield _finding(
            here,
            "reserved-name",
            N_("“%(name)s” is what the process calls something of its own."),
            name=name,
        )


def _translations(content: Any, here: Where) -> Iterator[FieldError]:
    entries = content.items() if isinstance(content, dict) else [("", None)]
    for language, words in entries:
        good = (
            LANGUAGE.fullmatch(language)
            and isinstance(words, dict)
            and all(k in WORDS and isinstance(v, str) for k, v in words.items())
        )
        if not good:
            yield _finding(
                (*here, language) if language else here,
                "bad-translation",
                N_(
                    "Write a language and its texts: {“zh”: {“title”: “…”}}; texts are"
                    " title, description, placeholder and message."
                ),
            )


def _own_word(keyword: str, content: Any, here: Where) -> Iterator[FieldError]:
    if not OWN_WORDS[keyword](content):
        yield _finding(
            here,
            "bad-value",
            N_("“%(keyword)s” does not take this value."),
            keyword=keyword,
        )
    elif keyword == "x-rules":
        for i, rule in enumerate(content):
            yield from _rule(rule, (*here, i))


def _is_names(content: Any) -> bool:
    return isinstance(content, list) and all(isinstance(name, str) for name in content)


def _is_amount(content: Any) -> bool:
    return isinstance(content, str) and is_decimal(content)


OWN_WORDS: dict[str, Callable[[Any], bool]] = {
    "additionalProperties": lambda it: isinstance(it, bool),
    "x-order": _is_names,
    "x-hideUnlessRequired": _is_names,
    "x-accept": _is_names,
    "x-placeholder": lambda it: isinstance(it, str),
    "x-minimum": _is_amount,
    "x-maximum": _is_amount,
    "x-scale": lambda it: type(it) is int and 0 <= it <= MAX_SCALE,
    "x-rules": lambda it: isinstance(it, list),
}


def _rule(rule: Any, here: Where) -> Iterator[FieldError]:
    fit = {"expression": str, "message": str, "pointer": str}
    good = (
        isinstance(rule, dict)
        and {"expression", "message"} <= rule.keys() <= {*fit, "x-i18n"}
        and all(isinstance(rule[name], fit[name]) for name in fit if name in rule)
    )
    if not good:
        yield _finding(
            here,
            "bad-rule",
            N_(
                "A rule has an expression, a message, and if you like a pointer and"
                " x-i18n."
            ),
        )
    elif "x-i18n" in rule:
        yield from _translations(rule["x-i18n"], (*here, "x-i18n"))


def _finding(where: Where, rule: str, sentence: str, **facts: Any) -> FieldError:
    return FieldError(pointer=pointer(where), sentence=sentence, facts=facts, rule=rule)
