"""What may come into a form and what may leave it."""

from collections.abc import Iterator
from typing import Any, Final

from app.domain.forms.expansion import expanded
from app.domain.forms.fields import nullable, type_of
from app.domain.forms.permissions import EVERYTHING, Gate, Permissions, gate
from app.domain.forms.shapes import asked, declared, effective
from app.domain.process import JSONDict


class _Missing:
    """Stands for: there is no value here."""


MISSING: Final = _Missing()

# Conditions that hang on one another in a longer chain than this are let be.
MAX_ROUNDS = 32


def accept(
    schema: JSONDict,
    submitted: JSONDict,
    current: JSONDict,
    *,
    access: Permissions = EVERYTHING,
) -> JSONDict:
    """Return the form's value after a submission: what may come in over what was there.

    A field the submission leaves out keeps its value; null clears a field that knows no
    null. Rows are replaced as a whole; where something in them is hidden or read-only,
    the rows already there stay and are matched by position. What the form does not ask
    for the resulting value (a condition is false) falls away, unless it is protected.

    Args:
        schema: the form.
        submitted: what a person or a program sent.
        current: the ticket's variables, or an earlier value of the form.
        access: what the element permits.

    Returns:
        Only properties the form declares. Accepting it again changes nothing.
    """
    plain = expanded(schema)
    merged = _merge(plain, submitted, current, gate(plain, access))
    value: JSONDict = merged if isinstance(merged, dict) else {}
    pruned: JSONDict = _pruned(plain, value, gate(plain, access))
    return pruned


def visible(
    schema: JSONDict, value: JSONDict, *, access: Permissions = EVERYTHING
) -> JSONDict:
    """Return what may leave the house: declared and not hidden.

    Args:
        schema: the form.
        value: the ticket's variables, or a value of the form.
        access: what the element permits.
    """
    plain = expanded(schema)
    shown = _shown(plain, value, gate(plain, access))
    return shown if isinstance(shown, dict) else {}


def changes(schema: JSONDict, accepted: JSONDict, current: JSONDict) -> JSONDict:
    """Return the variables a submission sets, and no other.

    Args:
        schema: the form.
        accepted: what ``accept`` returned.
        current: the variables before.

    Returns:
        Top-level names with new values; None for a field that was cleared.
    """
    found: JSONDict = {}
    for name in declared(expanded(schema))["properties"]:
        before, after = current.get(name), accepted.get(name)
        if before != after or type(before) is not type(after):
            found[name] = after
    return found


def fenced(schema: JSONDict, here: Gate) -> bool:
    """Say whether something at or below this place may not be changed.

    Args:
        schema: the expanded schema of the place.
        here: its gate.
    """
    if not here.writable:
        return True
    flat = declared(schema)
    if isinstance(flat.get("items"), dict):
        return fenced(flat["items"], here.row(flat["items"]))
    return any(fenced(child, gated) for _, child, gated in children(flat, here))


def reachable(schema: JSONDict, here: Gate) -> bool:
    """Say whether something at or below this place may be changed.

    Args:
        schema: the expanded schema of the place.
        here: its gate.
    """
    flat = declared(schema)
    if isinstance(flat.get("items"), dict):
        return here.writable or reachable(flat["items"], here.row(flat["items"]))
    below = list(children(flat, here))
    if not below:
        return here.writable
    return any(reachable(child, gated) for _, child, gated in below)


def children(flat: JSONDict, here: Gate) -> Iterator[tuple[str, JSONDict, Gate]]:
    """Yield the properties of a level, each with its gate.

    Args:
        flat: what ``declared`` or ``effective`` answered.
        here: the gate of the level.
    """
    for name, child in flat["properties"].items():
        if isinstance(child, dict):
            yield name, child, here.child(name, declared(child))


def _merge(schema: JSONDict, new: Any, old: Any, here: Gate) -> Any:
    flat = declared(schema)
    if old is None and not nullable(flat):
        old = MISSING
    if not reachable(schema, here):
        return old
    kind = type_of(flat)
    if kind == "object" and flat["properties"]:
        return _merge_object(flat, new, old, here)
    if kind == "array" and isinstance(flat.get("items"), dict):
        return _merge_rows(flat, new, old, here)
    return _merge_leaf(flat, new, old, here)


def _merge_leaf(flat: JSONDict, new: Any, old: Any, here: Gate) -> Any:
    if not here.writable or new is MISSING:
        return old
    if new is None and not nullable(flat):
        return MISSING
    return new


def _merge_object(flat: JSONDict, new: Any, old: Any, here: Gate) -> Any:
    if not isinstance(new, dict) and new is not MISSING and not _fenced(flat, here):
        return _merge_leaf(flat, new, old, here)
    sent = new if isinstance(new, dict) else {}
    kept = old if isinstance(old, dict) else {}
    # What lies deeper than the form looks is not the form's to lose.
    out = {n: v for n, v in kept.items() if here.place and n not in flat["properties"]}
    for name, child, gated in children(flat, here):
        value = _merge(child, sent.get(name, MISSING), kept.get(name, MISSING), gated)
        if value is not MISSING:
            out[name] = value
    if not out and (new is MISSING or not here.writable):
        return old if not isinstance(old, dict) or old == {} else out
    return out


def _fenced(flat: JSONDict, here: Gate) -> bool:
    return not here.writable or any(
        fenced(child, gated) for _, child, gated in children(flat, here)
    )


def _merge_rows(flat: JSONDict, new: Any, old: Any, here: Gate) -> Any:
    items = flat["items"]
    gated = here.row(declared(items))
    closed = fenced(items, gated)
    if not closed and not isinstance(new, list):
        return _merge_leaf(flat, new, old, here)
    sent = new if isinstance(new, list) else []
    kept = old if isinstance(old, list) else []
    if not closed:
        return [_row(items, row, MISSING, gated) for row in sent]
    if old is MISSING and not (here.writable and isinstance(new, list)):
        return MISSING
    rows = [
        _row(items, sent[i] if i < len(sent) else MISSING, row, gated)
        for i, row in enumerate(kept)
    ]
    if here.writable:
        rows += [_row(items, row, MISSING, gated) for row in sent[len(kept) :]]
    return rows


def _row(items: JSONDict, new: Any, old: Any, here: Gate) -> Any:
    merged = _merge(items, new, old, here)
    if merged is not MISSING:
        return merged
    return {} if type_of(declared(items)) == "object" else None


def _pruned(schema: JSONDict, value: Any, here: Gate) -> Any:
    """Let fall what is not asked for, until no condition changes any more."""
    if isinstance(value, list):
        return _pruned_rows(schema, value, here)
    if not isinstance(value, dict):
        return value
    kept = dict(value)
    gates = {name: gated for name, _, gated in children(declared(schema), here)}
    for _ in range(MAX_ROUNDS):
        flat = effective(schema, kept)
        flat["required"] += insisted(declared(schema), here)
        on_page = {*asked(schema, flat), *kept.keys() - gates.keys()}
        gone = {n for n in kept.keys() - on_page if gates[n].writable}
        if not gone:
            break
        kept = {name: child for name, child in kept.items() if name not in gone}
    below = flat["properties"]
    return {
        name: _pruned(below[name], child, gates[name])
        if name in gates and isinstance(below.get(name), dict)
        else child
        for name, child in kept.items()
    }


def _pruned_rows(schema: JSONDict, value: list[Any], here: Gate) -> list[Any]:
    items = declared(schema).get("items")
    if not isinstance(items, dict):
        return value
    return [_pruned(items, row, here.row(declared(items))) for row in value]


def insisted(flat: JSONDict, here: Gate) -> list[str]:
    """Return the properties of one level that the element insists on.

    Args:
        flat: what ``declared`` answered.
        here: the gate of the level.
    """
    return [name for name, _, gated in children(flat, here) if gated.required]


def _shown(schema: JSONDict, value: Any, here: Gate) -> Any:
    flat = declared(schema)
    if flat["properties"]:
        if isinstance(value, dict):
            return _shown_object(flat, value, here)
        return MISSING if _veiled(flat, here) else value
    if isinstance(flat.get("items"), dict) and isinstance(value, list):
        gated = here.row(declared(flat["items"]))
        rows = [_shown(flat["items"], row, gated) for row in value]
        rows = [row for row in rows if row is not MISSING]
        return rows if rows or not here.hidden else MISSING
    return MISSING if here.hidden else value


def _shown_object(flat: JSONDict, value: JSONDict, here: Gate) -> Any:
    out = {}
    for name, child, gated in children(flat, here):
        if name in value:
            shown = _shown(child, value[name], gated)
            if shown is not MISSING:
                out[name] = shown
    return out if out or not here.hidden else MISSING


def _veiled(flat: JSONDict, here: Gate) -> bool:
    return here.hidden or any(
        _veiled(declared(child), gated) for _, child, gated in children(flat, here)
    )
