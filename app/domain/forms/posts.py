"""What an HTML form sent, read back into data.

The name of a control is the JSON pointer of its value. A page also sends each control's
name with an empty value, so that "nothing chosen" differs from "was not on the page".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, tzinfo
from typing import Any, Protocol

from app.domain.forms.expansion import expanded
from app.domain.forms.fields import is_file_field, nullable, options, type_of
from app.domain.forms.merging import accept, children, fenced, reachable
from app.domain.forms.permissions import EVERYTHING, Gate, Permissions, gate
from app.domain.forms.pointers import pointer, steps
from app.domain.forms.shapes import declared
from app.domain.forms.typed import read_text
from app.domain.forms.views import MAX_ROWS
from app.domain.process import JSONDict
from app.domain.strict_json import refuse_unstorable
from app.errors import TooLarge

MAX_NAMES = 5_000
MAX_STEPS = 64
INDEX = re.compile(r"0|[1-9][0-9]{0,8}")

Tree = dict[str, Any]


class Post(Protocol):
    """The fields of a posted form; Werkzeug's MultiDict is one."""

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""

    def getlist(self, key: str, /) -> list[str]:
        """Return all values sent under a name, in their order."""


def parse_post(
    schema: JSONDict,
    post: Post,
    current: JSONDict,
    *,
    access: Permissions = EVERYTHING,
    zone: tzinfo = UTC,
) -> JSONDict:
    """Read a posted form into a submission, for ``accept``.

    Args:
        schema: the form.
        post: what the browser sent; the door has put the ids of stored uploads under
            the names of their file controls.
        current: the value before.
        access: what the element permits; what may not come in is dropped.
        zone: the reader's time zone, for dates with a time.

    Returns:
        Only what was on the page; None where a control was left empty. What is no
        number in a number field stays the text that was typed.

    Raises:
        TooLarge: more than 5,000 controls, or 500 rows in one array.
        Malformed: a NUL or half a character in a text.
    """
    return _parsed(schema, current, access, _Reader(post, zone, blanks=False))


def preview_post(
    schema: JSONDict,
    post: Post,
    current: JSONDict,
    *,
    access: Permissions = EVERYTHING,
    zone: tzinfo = UTC,
) -> JSONDict:
    """Return the value to show again: what was posted, and the button pressed.

    Args:
        schema: the form.
        post: what the browser sent, with ``_add`` or ``_remove`` if a row button did.
        current: the value before.
        access: what the element permits.
        zone: the reader's time zone.

    Raises:
        TooLarge: more than 5,000 controls, or 500 rows in one array.
        Malformed: a NUL or half a character in a text.
    """
    submitted = _parsed(schema, current, access, _Reader(post, zone, blanks=True))
    value = accept(schema, submitted, current, access=access)
    for name in ("_add", "_remove"):
        for place in post.getlist(name)[:1]:
            value = press(schema, value, name, place, stored=current, access=access)
    return value


def press(
    schema: JSONDict,
    value: JSONDict,
    button: str,
    place: str,
    *,
    stored: JSONDict | None = None,
    access: Permissions = EVERYTHING,
) -> JSONDict:
    """Return a form's value after a row button; unchanged where it may not be.

    Args:
        schema: the form.
        value: what it holds.
        button: "_add" or "_remove".
        place: pointer of the array, or of the row to remove.
        stored: the value before this edit: its rows stay where they are protected.
        access: what the element permits.
    """
    plain = expanded(schema)
    parts = steps(place)[:MAX_STEPS]
    row = parts[-1] if button == "_remove" and parts else None
    where = parts[:-1] if row is not None else parts
    changed = _pressed(plain, value, stored, gate(plain, access), where, row)
    return changed if isinstance(changed, dict) else value


def _pressed(
    schema: JSONDict,
    value: Any,
    stored: Any,
    here: Gate,
    where: tuple[str, ...],
    row: str | None,
) -> Any:
    flat = declared(schema)
    if not where:
        return _with_row(flat, value, stored, here, row)
    step, rest = where[0], where[1:]
    if isinstance(flat["properties"].get(step), dict):
        held = value if isinstance(value, dict) else {}
        kept = stored.get(step) if isinstance(stored, dict) else None
        child = flat["properties"][step]
        below = here.child(step, declared(child))
        return {**held, step: _pressed(child, held.get(step), kept, below, rest, row)}
    index = _index(step)
    items = flat.get("items")
    if not isinstance(items, dict) or index is None or not _holds(value, index):
        return value
    kept = stored[index] if _holds(stored, index) else None
    below = here.row(declared(items))
    new = _pressed(items, value[index], kept, below, rest, row)
    return [*value[:index], new, *value[index + 1 :]]


def _with_row(
    flat: JSONDict, value: Any, stored: Any, here: Gate, row: str | None
) -> Any:
    items = flat.get("items")
    if not here.writable or not isinstance(items, dict):
        return value
    held = value if isinstance(value, list) else []
    blank: Any = {} if type_of(declared(items)) == "object" else None
    if row is None:
        # The page shows the fewest rows the form demands, even before they exist.
        least = min(flat.get("minItems", 0), MAX_ROWS)
        held = [*held, *[blank] * (least - len(held))]
        most = min(flat.get("maxItems", MAX_ROWS), MAX_ROWS)
        return [*held, blank] if len(held) < most else held
    index = _index(row)
    if index is None or index >= len(held):
        return value
    fixed = fenced(items, here.row(declared(items)))
    if fixed and _holds(stored, index):
        return value
    return [*held[:index], *held[index + 1 :]]


def _left_blank(group: JSONDict, old: Any, needed: bool) -> JSONDict | None:
    """Return a group, or None for one that is optional and was left blank."""
    values = group.values()
    blank = all(value in (None, [], {}) or value is False for value in values)
    if needed or not blank or old == {}:
        return group
    return group if old is not None and False in values else None


def _index(step: str) -> int | None:
    return int(step) if INDEX.fullmatch(step) else None


def _holds(stored: Any, index: int) -> bool:
    return isinstance(stored, list) and index < len(stored)


def _parsed(
    schema: JSONDict, current: JSONDict, access: Permissions, reader: "_Reader"
) -> JSONDict:
    plain = expanded(schema)
    found = reader.group(plain, reader.tree(), current, gate(plain, access), ())
    refuse_unstorable(found)
    return found


@dataclass(frozen=True, slots=True)
class _Reader:
    """One posted form.

    Attributes:
        post: what was sent.
        zone: the reader's time zone.
        blanks: True to keep empty entries of lists, for the page to show again.
    """

    post: Post
    zone: tzinfo
    blanks: bool

    def tree(self) -> Tree:
        """Return the names that are pointers, as a tree of their steps."""
        root: Tree = {}
        for count, name in enumerate(self.post):
            if count >= MAX_NAMES:
                raise TooLarge(limit=MAX_NAMES)
            if name.startswith("/") and name.count("/") <= MAX_STEPS:
                below = root
                for step in steps(name):
                    below = below.setdefault(step, {})
        return root

    def group(
        self,
        schema: JSONDict,
        tree: Tree,
        old: Any,
        here: Gate,
        where: tuple[str | int, ...],
    ) -> JSONDict:
        flat = declared(schema)
        kept = old if isinstance(old, dict) else {}
        out: JSONDict = {}
        for name, child, gated in children(flat, here):
            if name in tree and reachable(child, gated):
                needed = name in flat["required"]
                at = (*where, name)
                value = self.field(child, tree[name], kept.get(name), gated, at)
                if isinstance(value, dict):
                    value = _left_blank(value, kept.get(name), needed)
                if value not in (None, []) or name in kept or needed:
                    out[name] = value
        return out

    def field(
        self,
        schema: JSONDict,
        tree: Tree,
        old: Any,
        here: Gate,
        where: tuple[str | int, ...],
    ) -> Any:
        flat = declared(schema)
        kind = type_of(flat)
        if kind == "object":
            return self.group(schema, tree, old, here, where)
        if kind == "array":
            return self._array(flat, tree, old, here, where)
        sent = self.post.getlist(pointer(where))
        if is_file_field(flat):
            return next((text for text in reversed(sent) if text), None)
        text = sent[-1] if sent else ""
        return read_text(flat, text, old, self.zone)

    def _array(
        self,
        flat: JSONDict,
        tree: Tree,
        old: Any,
        here: Gate,
        where: tuple[str | int, ...],
    ) -> list[Any]:
        items = declared(flat["items"])
        if is_file_field(flat) or options(items, ""):
            sent = self.post.getlist(pointer(where))
            return [read_text(items, text, None, self.zone) for text in sent if text]
        indexes = sorted(i for i in map(_index, tree) if i is not None)
        if len(indexes) > MAX_ROWS:
            raise TooLarge(limit=MAX_ROWS)
        kept = old if isinstance(old, list) else []
        found = []
        for position, index in enumerate(indexes):
            before = kept[position] if position < len(kept) else None
            below, at = tree[str(index)], (*where, index)
            found.append(self.field(flat["items"], below, before, here.row(items), at))
        if type_of(items) == "object" or self.blanks or nullable(items):
            return found
        return [entry for entry in found if entry is not None]
