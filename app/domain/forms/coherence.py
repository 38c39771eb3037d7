"""Does a form hold together? Findings on the expanded tree, each with its place."""

from collections.abc import Iterator
from typing import Any

from app.domain.forms.expansion import parts_of
from app.domain.forms.fields import choices, key_of, type_of
from app.domain.forms.pointers import pointer, steps
from app.domain.forms.shapes import declared
from app.domain.process import JSONDict
from app.errors import N_, FieldError

CONDITIONS = frozenset(("then", "else", "dependentSchemas", "anyOf", "oneOf"))
SAME_VALUE = CONDITIONS | {"allOf"}


def incoherent(plain: JSONDict) -> Iterator[FieldError]:
    """Yield what would make a form impossible, or part of it pointless.

    Args:
        plain: the expanded form, known to be valid JSON Schema.
    """
    yield from _level(plain, ())
    yield from _locked(plain, (), conditional=False)
    for i, rule in enumerate(plain.get("x-rules", ())):
        for name in steps(rule.get("pointer", ""))[:1]:
            if name not in declared(plain)["properties"]:
                yield _unknown_name(("x-rules", i, "pointer"), name)


def _level(schema: JSONDict, where: tuple[str | int, ...]) -> Iterator[FieldError]:
    """Check one level of all the form could ask, and the levels below."""
    flat = declared(schema)
    kind = type_of(flat)
    if kind == "object":
        yield from _object(schema, flat, where)
    elif kind == "array" and not isinstance(flat.get("items"), dict):
        yield _finding(
            where, "no-items", N_("An array says in “items” what its entries are.")
        )
    elif kind == "array":
        yield from _level(flat["items"], (*where, "items"))
    elif kind == "null":
        yield _finding(where, "no-type", N_("Say which type this field has."))
    else:
        yield from _scalar(flat, where)


def _object(
    schema: JSONDict, flat: JSONDict, where: tuple[str | int, ...]
) -> Iterator[FieldError]:
    if not flat["properties"]:
        yield _finding(
            where, "no-properties", N_("A group says in “properties” what it asks.")
        )
    for keyword, names in _named(schema):
        for name in names:
            if name not in flat["properties"]:
                yield _unknown_name((*where, keyword), name)
    for name, child in flat["properties"].items():
        if isinstance(child, dict):
            yield from _level(child, (*where, "properties", name))


def _named(schema: JSONDict) -> Iterator[tuple[str, list[str]]]:
    """Yield the keywords of a level that name properties, conditions included."""
    for keyword in ("required", "x-order", "x-hideUnlessRequired"):
        yield keyword, schema.get(keyword, [])
    for trigger, names in schema.get("dependentRequired", {}).items():
        yield "dependentRequired", [trigger, *names]
    yield "dependentSchemas", list(schema.get("dependentSchemas", ()))
    for keyword in ("then", "else"):
        if isinstance(schema.get(keyword), dict):
            yield from _named(schema[keyword])
    for keyword in ("allOf", "anyOf", "oneOf"):
        for part in schema.get(keyword, ()):
            if isinstance(part, dict):
                yield from _named(part)


def _scalar(flat: JSONDict, where: tuple[str | int, ...]) -> Iterator[FieldError]:
    values = choices(flat)
    if "type" not in flat and not values:
        yield _finding(where, "no-type", N_("Say which type this field has."))
    keys = {key_of(value) for value in values}
    if len(keys) != len(values) or "" in keys:
        yield _finding(
            where,
            "unclear-choice",
            N_("Two choices look the same on a page, or one is empty."),
        )
    if any(isinstance(value, dict | list) for value in values):
        yield _finding(
            where, "unclear-choice", N_("A choice is a text, a number, true or false.")
        )


def _locked(
    schema: Any, where: tuple[str | int, ...], *, conditional: bool
) -> Iterator[FieldError]:
    """Yield ``readOnly`` and one property with two types below conditions."""
    if not isinstance(schema, dict):
        return
    if conditional and schema.get("readOnly"):
        yield _finding(
            (*where, "readOnly"),
            "conditional-read-only",
            N_("Say “readOnly” outside of conditions."),
        )
    for place, part in parts_of(schema):
        below = conditional or place[0] in CONDITIONS
        yield from _locked(part, (*where, *place), conditional=below)
    yield from _two_types(schema, where)


def _two_types(schema: JSONDict, where: tuple[str | int, ...]) -> Iterator[FieldError]:
    known = {
        name: child.get("type")
        for name, child in schema.get("properties", {}).items()
        if isinstance(child, dict)
    }
    for place, branch in _branches(schema):
        for name, child in branch.get("properties", {}).items():
            said = child.get("type") if isinstance(child, dict) else None
            if said and known.setdefault(name, said) not in (None, said):
                yield _finding(
                    (*where, *place, "properties", name, "type"),
                    "two-types",
                    N_("“%(name)s” has another type elsewhere in this form."),
                    name=name,
                )


def _branches(schema: JSONDict) -> Iterator[tuple[tuple[str | int, ...], JSONDict]]:
    """Yield the parts that speak of the same value, and theirs."""
    for place, part in parts_of(schema):
        if place[0] in SAME_VALUE:
            yield place, part
            for below, branch in _branches(part):
                yield (*place, *below), branch


def _unknown_name(where: tuple[str | int, ...], name: str) -> FieldError:
    return _finding(
        where,
        "unknown-name",
        N_("There is no property “%(name)s” here."),
        name=name[:100],
    )


def _finding(
    where: tuple[str | int, ...], rule: str, sentence: str, **facts: Any
) -> FieldError:
    return FieldError(pointer=pointer(where), sentence=sentence, facts=facts, rule=rule)
