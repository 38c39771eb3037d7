"""Which attachments a form's value speaks of."""

from collections.abc import Iterator
from typing import Any

from app.domain.forms.expansion import expanded
from app.domain.forms.fields import is_file_field
from app.domain.forms.pointers import pointer
from app.domain.forms.shapes import declared
from app.domain.process import JSONDict


def attachments(schema: JSONDict, value: JSONDict) -> dict[str, str]:
    """Find the attachments in a form's value, so the hall can check whose they are.

    Args:
        schema: the form.
        value: a value of it.

    Returns:
        Pointer -> attachment id, in the order of the form.
    """
    return dict(_found(expanded(schema), value, ()))


def _found(
    schema: Any, value: Any, where: tuple[str | int, ...]
) -> Iterator[tuple[str, str]]:
    if not isinstance(schema, dict):
        return
    flat = declared(schema)
    if isinstance(value, list):
        for i, row in enumerate(value):
            yield from _found(flat.get("items"), row, (*where, i))
    elif isinstance(value, dict):
        for name, child in flat["properties"].items():
            yield from _found(child, value.get(name), (*where, name))
    elif isinstance(value, str) and is_file_field(flat):
        yield pointer(where), value
