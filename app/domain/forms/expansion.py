"""Follow the local ``$ref`` of a form once, so everybody else sees a plain tree."""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, cast

from app.domain.forms.pointers import Names, pointer, steps
from app.domain.process import JSONDict
from app.errors import N_, FieldError, Invalid

MAX_NODES = 5_000
MAX_DEPTH = 32

ONE = frozenset(
    [
        "items",
        "contains",
        "additionalProperties",
        "propertyNames",
        "if",
        "then",
        "else",
        "not",
        "unevaluatedItems",
        "unevaluatedProperties",
        "contentSchema",
    ]
)
MANY = frozenset(("allOf", "anyOf", "oneOf", "prefixItems"))
NAMED = frozenset(
    ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions")
)
DEFINITIONS = frozenset(("$defs", "definitions"))


class Node(dict[str, Any]):
    """A schema of an expanded tree, never changed, so what is found out of it is kept.

    Attributes:
        declared: what ``shapes.declared`` answered.
        validator: what ``validators.compiled`` compiled.
        watched: what ``shapes.watched`` found.
    """

    __slots__ = ("declared", "validator", "watched")

    declared: JSONDict
    validator: Any
    watched: frozenset[Names]


def parts_of(schema: JSONDict) -> Iterator[tuple[tuple[str | int, ...], JSONDict]]:
    """Yield the schemas one step below a schema, each with its place.

    Args:
        schema: any schema; parts that are True or False are left out.
    """
    for keyword, content in schema.items():
        steps_to: Iterable[tuple[tuple[str | int, ...], Any]] = ()
        if keyword in ONE:
            steps_to = [((keyword,), content)]
        elif keyword in MANY and isinstance(content, list):
            steps_to = (((keyword, i), part) for i, part in enumerate(content))
        elif keyword in NAMED and isinstance(content, dict):
            steps_to = (((keyword, name), part) for name, part in content.items())
        yield from ((place, part) for place, part in steps_to if isinstance(part, dict))


def text_of(schema: JSONDict) -> str:
    """Return the schema as JSON text that keeps the order of its properties.

    Args:
        schema: plain JSON data.
    """
    return json.dumps(schema, ensure_ascii=False, separators=(",", ":"))


def expanded(schema: JSONDict) -> JSONDict:
    """Return the schema with every local ``$ref`` replaced by what it names.

    Args:
        schema: a form's JSON Schema. Neither it nor the answer may be changed.

    Returns:
        An equivalent schema without ``$ref`` and ``$defs``; cached by content.

    Raises:
        Invalid: a reference leads outside, nowhere, or round in a circle, or the
            whole grows beyond 5,000 nodes or 32 levels. Deployed forms never do.
    """
    return _expanded(text_of(schema))


@lru_cache(maxsize=128)
def _expanded(text: str) -> JSONDict:
    root = json.loads(text)
    return cast(JSONDict, _Expansion(root).of(root, (), ()))


class _Expansion:
    """One walk through one schema, with a budget."""

    def __init__(self, root: JSONDict) -> None:
        self.root = root
        self.nodes = 0

    def of(
        self, schema: Any, where: tuple[str | int, ...], chain: tuple[str, ...]
    ) -> Any:
        if not isinstance(schema, dict):
            return schema
        self.nodes += 1
        if self.nodes > MAX_NODES or len(where) > 4 * MAX_DEPTH:
            raise _fault(
                where, "too-large", N_("With its references this is too large.")
            )
        plain = Node()
        for keyword, content in schema.items():
            if keyword != "$ref" and keyword not in DEFINITIONS:
                plain[keyword] = self._keyword(keyword, content, where, chain)
        if "$ref" not in schema:
            return plain
        target = self._target(schema["$ref"], (*where, "$ref"), chain)
        if not plain:
            return target
        plain["allOf"] = [target, *plain.get("allOf", [])]
        return plain

    def _keyword(
        self,
        keyword: str,
        content: Any,
        where: tuple[str | int, ...],
        chain: tuple[str, ...],
    ) -> Any:
        here = (*where, keyword)
        if keyword in ONE:
            return self.of(content, here, chain)
        if keyword in MANY and isinstance(content, list):
            return [self.of(s, (*here, i), chain) for i, s in enumerate(content)]
        if keyword in NAMED and isinstance(content, dict):
            return {n: self.of(s, (*here, n), chain) for n, s in content.items()}
        return content

    def _target(
        self, ref: Any, where: tuple[str | int, ...], chain: tuple[str, ...]
    ) -> Any:
        if not isinstance(ref, str) or not (ref == "#" or ref.startswith("#/")):
            raise _fault(
                where,
                "remote-reference",
                N_("Only references within the form (“#/$defs/…”) are followed."),
            )
        if ref in chain:
            raise _fault(
                where, "reference-cycle", N_("This reference leads back to itself.")
            )
        return self.of(self._find(ref, where), where, (*chain, ref))

    def _find(self, ref: str, where: tuple[str | int, ...]) -> Any:
        found: Any = self.root
        for step in steps(ref[1:]):
            if isinstance(found, list) and step.isdecimal() and int(step) < len(found):
                found = found[int(step)]
            elif isinstance(found, dict) and step in found:
                found = found[step]
            else:
                raise _fault(
                    where, "dangling-reference", N_("This reference leads nowhere.")
                )
        return found


def _fault(where: tuple[str | int, ...], rule: str, sentence: str) -> Invalid:
    return Invalid([FieldError(pointer=pointer(where), sentence=sentence, rule=rule)])
