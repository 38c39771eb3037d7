"""What a program may not send to a form; pages simply drop it."""

from collections.abc import Iterator
from typing import Any

from app.domain.forms.expansion import expanded
from app.domain.forms.merging import children, fenced, reachable
from app.domain.forms.permissions import EVERYTHING, Gate, Permissions, gate
from app.domain.forms.pointers import pointer
from app.domain.forms.shapes import declared
from app.domain.process import JSONDict
from app.errors import N_, FieldError


def refused(
    schema: JSONDict,
    submitted: JSONDict,
    *,
    access: Permissions = EVERYTHING,
    current: JSONDict | None = None,
) -> list[FieldError]:
    """Say what a program sent that it may not send.

    Args:
        schema: the form.
        submitted: the variables of its request.
        access: what the element permits.
        current: the variables before; a read-only value sent back unchanged is no
            offence.

    Returns:
        An error for each undeclared or hidden field (the same, so that nothing is given
        away) and for each read-only one that would change.
    """
    plain = expanded(schema)
    found = _refused(plain, submitted, current or {}, gate(plain, access), ())
    return list(found)


def _refused(
    schema: JSONDict, new: Any, old: Any, here: Gate, where: tuple[str | int, ...]
) -> Iterator[FieldError]:
    flat = declared(schema)
    if flat["properties"] and isinstance(new, dict):
        yield from _refused_properties(flat, new, old, here, where)
    elif isinstance(flat.get("items"), dict) and isinstance(new, list):
        yield from _refused_rows(flat, new, old, here, where)
    elif here.hidden:
        yield _undeclared(where)
    elif here.writable and fenced(schema, here):
        yield FieldError(
            pointer=pointer(where),
            sentence=N_("Send this with its parts: some of them are protected."),
            rule="type",
        )
    elif not here.writable and new != old:
        yield FieldError(
            pointer=pointer(where),
            sentence=N_("This field can only be read here."),
            rule="read-only",
        )


def _refused_properties(
    flat: JSONDict, new: JSONDict, old: Any, here: Gate, where: tuple[str | int, ...]
) -> Iterator[FieldError]:
    kept = old if isinstance(old, dict) else {}
    known = {name: (child, gated) for name, child, gated in children(flat, here)}
    for name, value in new.items():
        if name not in known:
            yield _undeclared((*where, name))
        else:
            child, gated = known[name]
            yield from _refused(child, value, kept.get(name), gated, (*where, name))


def _refused_rows(
    flat: JSONDict, new: list[Any], old: Any, here: Gate, where: tuple[str | int, ...]
) -> Iterator[FieldError]:
    kept = old if isinstance(old, list) else []
    gated = here.row(declared(flat["items"]))
    if here.hidden and not reachable(flat["items"], gated):
        yield _undeclared(where)
        return
    closed = fenced(flat["items"], gated)
    fewer, more = len(new) < len(kept), len(new) > len(kept)
    if (fewer and closed) or (more and not here.writable):
        yield FieldError(
            pointer=pointer(where),
            sentence=N_("Rows can neither be added nor removed here."),
            rule="read-only",
        )
    for i, row in enumerate(new[: len(kept)] if not here.writable else new):
        before = kept[i] if i < len(kept) else None
        yield from _refused(flat["items"], row, before, gated, (*where, i))


def _undeclared(where: tuple[str | int, ...]) -> FieldError:
    return FieldError(
        pointer=pointer(where),
        sentence=N_("This field is not part of this form."),
        rule="undeclared",
    )
