"""What people call the values of a ticket, wherever they are shown again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from app.domain.forms.expansion import expanded
from app.domain.forms.fields import is_file_field, options, words
from app.domain.forms.shapes import declared
from app.domain.process import JSONDict


@dataclass(frozen=True, slots=True)
class Term:
    """The words for one value.

    Attributes:
        title: of its field, in the reader's language.
        labels: what the choices are called, by the key a page sends; {} without any.
        is_file: True when it names an attachment.
        format: of its schema, "" without one.
    """

    title: str
    labels: Mapping[str, str] = field(default_factory=dict)
    is_file: bool = False
    format: str = ""


def glossary(schemas: Iterable[JSONDict], language: str) -> Mapping[str, Term]:
    """Collect the words of some forms.

    Args:
        schemas: of forms; the first that titles a value names it.
        language: the reader's ("zh", "zh_Hans_CN", "en").

    Returns:
        Dotted path without row numbers ("customer.name", "goods.sku") to its words.
    """
    found: dict[str, Term] = {}
    for schema in schemas:
        for path, term in _terms(expanded(schema), language, ""):
            found.setdefault(path, term)
    return MappingProxyType(found)


def _terms(schema: Any, language: str, stem: str) -> Iterator[tuple[str, Term]]:
    if not isinstance(schema, dict):
        return
    flat = declared(schema)
    items = flat.get("items")
    if stem:
        title = words(flat, "title", language)
        chosen = declared(items) if isinstance(items, dict) else flat
        labels = {one.key: one.label for one in options(chosen, language)}
        if title or labels:
            name = stem.rpartition(".")[2]
            form = str(flat.get("format", ""))
            yield stem, Term(title or name, labels, is_file_field(flat), form)
    for name, child in flat["properties"].items():
        yield from _terms(child, language, f"{stem}.{name}" if stem else name)
    if isinstance(items, dict) and stem:
        for name, child in declared(items)["properties"].items():
            yield from _terms(child, language, f"{stem}.{name}")
