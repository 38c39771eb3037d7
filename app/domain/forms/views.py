"""A form as a page shows it: a tree of fields, labelled in the reader's language."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, tzinfo
from typing import Any, Literal

from app.domain.forms.controls import Control, control
from app.domain.forms.expansion import expanded
from app.domain.forms.fields import Option, type_of, words
from app.domain.forms.merging import children, fenced, insisted, reachable
from app.domain.forms.permissions import EVERYTHING, Gate, Permissions, gate
from app.domain.forms.pointers import Names, fields, pointer
from app.domain.forms.shapes import asked, declared, effective, watched
from app.domain.process import JSONDict
from app.errors import FieldError

MAX_ROWS = 500
Kind = Literal[
    "group",
    "keydata",
    "rows",
    "list",
    "radio",
    "select",
    "checkboxes",
    "checkbox",
    "files",
    "textarea",
    "input",
]
CELLS = frozenset(("radio", "select", "checkbox", "input"))


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldNode:
    """One field, or a group of them, as the page needs it.

    Attributes:
        kind: which control; "keydata" is a read-only definition list, "rows" an array
            of objects, "list" an array of scalars.
        pointer: where the value lies; also the name of the HTML control.
        name: the property's name, or the row's index.
        id: HTML id; ``{id}-help`` and ``{id}-error`` are those of its notes.
        label: title in the reader's language, else the name.
        help: description in the reader's language, or "".
        placeholder: an example in the reader's language, or "".
        value: the data as it is (for display).
        text: what a text control shows.
        type: JSON type of the value.
        format: ``format`` of the schema, or "".
        error: what is wrong here, or None.
        required: True when the field has to be filled in.
        readonly: True when it is only shown.
        live: True when a condition looks at it: the form changes with it.
        options: the choices of radio, select and checkboxes.
        children: fields of a group, rows of an array.
        columns: of rows that fit a table, (name, label, required) each; else ().
        input_type: HTML type of an input.
        attributes: further HTML attributes of the control.
        can_add: True when a row may be added.
        can_remove: True when this row may be removed.
    """

    kind: Kind
    pointer: str
    name: str
    label: str
    id: str
    help: str = ""
    placeholder: str = ""
    value: Any = None
    text: str = ""
    type: str = "string"
    format: str = ""
    error: FieldError | None = None
    required: bool = False
    readonly: bool = False
    live: bool = False
    options: tuple[Option, ...] = ()
    children: tuple["FieldNode", ...] = ()
    columns: tuple[tuple[str, str, bool], ...] = ()
    input_type: str = "text"
    attributes: Mapping[str, str] = field(default_factory=dict)
    can_add: bool = False
    can_remove: bool = False

    @property
    def described_by(self) -> str:
        """The ids of the notes that are shown, for ``aria-describedby``."""
        notes = (("help", self.help), ("error", self.error))
        return " ".join(f"{self.id}-{name}" for name, shown in notes if shown)

    def cell(self, name: str) -> "FieldNode | None":
        """Return the field of a row that stands in a column, or None.

        Args:
            name: the column's name.
        """
        return next((child for child in self.children if child.name == name), None)

    def walk(self) -> Iterator["FieldNode"]:
        """Yield this field and all below it, in the order of the page."""
        yield self
        for child in self.children:
            yield from child.walk()


def view(
    schema: JSONDict,
    value: JSONDict,
    *,
    access: Permissions = EVERYTHING,
    language: str = "en",
    errors: Iterable[FieldError] = (),
    stored: JSONDict | None = None,
    zone: tzinfo = UTC,
) -> FieldNode:
    """Lay out a form for one reader.

    Args:
        schema: the form.
        value: what it holds: the variables, a draft, or what was just typed.
        access: what the element permits; hidden fields have no node.
        language: the reader's ("en", "zh", "zh_Hans_CN").
        errors: what ``validate`` said; the first of each place is shown there.
        stored: the value before this edit; rows in it that hold protected fields
            cannot be removed. None: ``value``.
        zone: the reader's time zone, for dates with a time.

    Returns:
        The root: a group whose pointer is "".
    """
    plain = expanded(schema)
    found: dict[str, FieldError] = {}
    for error in errors:
        found.setdefault(error.pointer, error)
    layout = _Layout(language, found, watched(plain), zone)
    top = gate(plain, access)
    root = layout.group(plain, value, value if stored is None else stored, top)
    return replace(root, required=False)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the layout has got to."""

    where: tuple[str | int, ...]
    label: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class _Layout:
    """One pass over one form for one reader."""

    language: str
    errors: Mapping[str, FieldError]
    watched: frozenset[Names]
    zone: tzinfo

    def group(
        self,
        schema: JSONDict,
        value: Any,
        old: Any,
        here: Gate,
        place: _Place = _Place(()),
    ) -> FieldNode:
        held = value if isinstance(value, dict) else {}
        kept = old if isinstance(old, dict) else {}
        flat = effective(schema, held)
        flat["required"] += insisted(declared(schema), here)
        gates = {name: gated for name, _, gated in children(declared(schema), here)}
        below = []
        for name in asked(schema, flat):
            child = flat["properties"][name]
            if name in gates and isinstance(child, dict):
                at = _Place((*place.where, name), required=name in flat["required"])
                node = self.field(
                    child, held.get(name), kept.get(name), gates[name], at
                )
                below += [node] if node else []
        gathered = tuple(_gathered(below))
        node = self._node("group", flat, value, here, place)
        if place.where and len(gathered) == 1 and gathered[0].kind == "keydata":
            return replace(node, kind="keydata", children=gathered[0].children)
        return replace(node, children=gathered)

    def field(
        self, schema: JSONDict, value: Any, old: Any, here: Gate, place: _Place
    ) -> FieldNode | None:
        flat = effective(schema, value)
        kind = type_of(flat)
        if kind == "object":
            node = self.group(schema, value, old, here, place)
            return node if node.children else None
        drawn = control(flat, value, place.required, self.language, self.zone)
        if drawn.kind == "rows":
            return self._rows(flat, value, old, here, place)
        if here.hidden:
            return None
        if drawn.kind == "list" and here.writable:
            return self._list(flat, value, here, place)
        return self._leaf(flat, value, here, place, drawn)

    def _leaf(
        self, flat: JSONDict, value: Any, here: Gate, place: _Place, drawn: Control
    ) -> FieldNode:
        node = self._node(drawn.kind, flat, value, here, place)
        return replace(
            node,
            text=drawn.text,
            options=drawn.options,
            input_type=drawn.input_type,
            attributes=drawn.attributes,
        )

    def _rows(
        self, flat: JSONDict, value: Any, old: Any, here: Gate, place: _Place
    ) -> FieldNode | None:
        items = flat["items"]
        gated = here.row(declared(items))
        kept = old if isinstance(old, list) else []
        fixed = len(kept) if fenced(items, gated) else 0
        held = value if isinstance(value, list) else []
        least = flat.get("minItems", 0) if here.writable else 0
        held = [*held, *[{}] * (min(least, MAX_ROWS) - len(held))]
        rows = []
        for i, row in enumerate(held):
            before = kept[i] if i < len(kept) else None
            at = _Place((*place.where, i), label=f"{i + 1}")
            node = self.group(items, row, before, gated, at)
            free = here.writable and i >= fixed and len(held) > least
            rows.append(replace(node, kind="group", can_remove=free))
        if here.hidden and not any(row.children for row in rows):
            return None
        node = self._node("rows", flat, value, here, place)
        most = min(flat.get("maxItems", MAX_ROWS), MAX_ROWS)
        return replace(
            node,
            readonly=not here.writable and not reachable(items, gated),
            children=tuple(_cells(row) for row in rows),
            columns=self._columns(items, gated),
            can_add=here.writable and len(held) < most,
        )

    def _columns(
        self, items: JSONDict, gated: Gate
    ) -> tuple[tuple[str, str, bool], ...]:
        """Return the columns of a table, or () when a row does not fit one line."""
        found = []
        flat = declared(items)
        required = [*flat["required"], *insisted(flat, gated)]
        gates = {name: child for name, _, child in children(flat, gated)}
        for name in asked(items, {**flat, "x-hideUnlessRequired": ()}):
            child = declared(flat["properties"][name])
            if gates[name].hidden and not reachable(child, gates[name]):
                continue
            needed = name in required and gates[name].writable
            if type_of(child) == "object":
                return ()
            if control(child, None, True, self.language, self.zone).kind not in CELLS:
                return ()
            label = words(child, "title", self.language) or name
            found.append((name, label, needed))
        return tuple(found)

    def _list(self, flat: JSONDict, value: Any, here: Gate, place: _Place) -> FieldNode:
        held = value if isinstance(value, list) else []
        least = flat.get("minItems", 0)
        held = [*held, *[None] * (min(least, MAX_ROWS) - len(held))]
        items = effective(flat["items"], None)
        rows = []
        for i, entry in enumerate(held):
            at = _Place((*place.where, i), label=f"{i + 1}")
            drawn = control(items, entry, False, self.language, self.zone)
            node = self._leaf(items, entry, here, at, drawn)
            rows.append(replace(node, can_remove=len(held) > least))
        most = min(flat.get("maxItems", MAX_ROWS), MAX_ROWS)
        node = self._node("list", flat, value, here, place)
        return replace(node, children=tuple(rows), can_add=len(held) < most)

    def _node(
        self, kind: Kind, flat: JSONDict, value: Any, here: Gate, place: _Place
    ) -> FieldNode:
        at = pointer(place.where)
        name = str(place.where[-1]) if place.where else ""
        return FieldNode(
            kind=kind,
            pointer=at,
            name=name,
            id="f" + at.replace("/", "-"),
            label=place.label or words(flat, "title", self.language) or name,
            help=words(flat, "description", self.language),
            placeholder=words(flat, "placeholder", self.language),
            value=value,
            type=type_of(flat),
            format=str(flat.get("format", "")),
            error=self.errors.get(at),
            required=place.required and here.writable,
            readonly=not here.writable,
            live=here.writable and fields(place.where) in self.watched,
        )


def _cells(row: FieldNode) -> FieldNode:
    """Undo the gathering inside a row, whose fields stand in columns."""
    flat: list[FieldNode] = []
    for child in row.children:
        flat += (
            child.children if child.kind == "keydata" and not child.name else [child]
        )
    return replace(row, children=tuple(flat))


def _gathered(nodes: list[FieldNode]) -> Iterator[FieldNode]:
    """Put neighbours that are only read into one definition list."""
    run: list[FieldNode] = []
    for node in nodes:
        if node.readonly and node.kind not in ("group", "keydata", "rows"):
            run.append(node)
            continue
        yield from _key_data(run)
        run = []
        yield node
    yield from _key_data(run)


def _key_data(run: list[FieldNode]) -> Iterator[FieldNode]:
    if run:
        first = run[0]
        yield FieldNode(
            kind="keydata",
            pointer=first.pointer,
            name="",
            label="",
            id=f"{first.id}-data",
            readonly=True,
            children=tuple(run),
        )
