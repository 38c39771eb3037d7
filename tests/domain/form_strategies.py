"""Random forms, values for them, permissions, and a reader who sends pages back."""

from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.domain.forms import Access

NAMES = ["amount", "note", "kind", "flag", "items", "person", "due", "tags", "level"]
words = st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1)
numbers = st.integers(-(10**6), 10**6)


def _with(schema, value):
    return st.tuples(st.just(schema), value)


scalars = st.one_of(
    _with({"type": "string"}, words),
    _with({"type": "string", "format": "textarea"}, words),
    _with({"type": "integer"}, numbers),
    _with({"type": "number"}, st.floats(-1e6, 1e6).map(lambda f: round(f, 3) + 0.0)),
    _with({"type": "boolean"}, st.booleans()),
    _with({"type": "string", "format": "date"}, st.dates().map(str)),
    _with({"enum": ["a", "b", "c"]}, st.sampled_from("abc")),
    _with({"type": "integer", "enum": [1, 2, 3, 4, 5]}, st.sampled_from([1, 5])),
    _with({"type": ["string", "null"]}, st.none() | words),
    _with(
        {"type": "string", "format": "decimal", "x-scale": 2},
        st.decimals(-1000, 1000, places=2).map(lambda d: f"{d:f}"),
    ),
    _with(
        {"type": "array", "items": {"enum": ["x", "y"]}},
        st.sampled_from([["x"], ["y"], ["x", "y"]]),
    ),
    _with({"type": "array", "items": {"type": "string"}}, st.lists(words, min_size=1)),
    _with(
        {"type": "string", "format": "date-time"},
        st.datetimes().map(lambda d: d.isoformat(timespec="seconds") + "Z"),
    ),
)


@st.composite
def groups(draw, depth=2):
    """A pair: an object schema, and a value that fits its types."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
    properties, value = {}, {}
    for name in names:
        child, held = draw(fields(depth))
        properties[name] = {**child, "title": name.title()}
        if draw(st.booleans()):
            properties[name]["readOnly"] = draw(st.sampled_from([False, False, True]))
        if held is not None or "null" in child.get("type", ()):
            value[name] = held
    schema = {"type": "object", "properties": properties}
    if draw(st.booleans()):
        schema["required"] = draw(st.lists(st.sampled_from(names), unique=True))
    if draw(st.booleans()):
        seen, asked = draw(st.sampled_from(names)), draw(st.sampled_from(names))
        schema["if"] = {"required": [seen]}
        schema["then"] = {"required": [asked]}
        schema["x-hideUnlessRequired"] = [asked] if asked != seen else []
    return schema, value


def fields(depth):
    if depth == 0:
        return scalars
    rows = groups(depth - 1).map(
        lambda pair: (
            {"type": "array", "items": pair[0]},
            [pair[1], pair[1]] if pair[1] else [{}],
        )
    )
    return st.one_of(scalars, scalars, groups(depth - 1), rows)


def places(schema, here=""):
    """Every field of a form, without row indexes."""
    for name, child in schema.get("properties", {}).items():
        yield f"{here}/{name}"
        yield from places(child, f"{here}/{name}")
    if isinstance(schema.get("items"), dict):
        yield from places(schema["items"], here)


def permissions(schema):
    keys = st.sampled_from(["", *places(schema)])
    words = st.sampled_from([Access.HIDDEN, Access.READ, Access.EDIT])
    return st.dictionaries(keys, words, max_size=5)


def sent_back(tree):
    """What a browser sends when nobody touches the page."""
    post = MultiDict()
    for node in tree.walk():
        if not node.readonly:
            _send(node, post)
    return post


def _send(node, post):
    if node.kind in ("rows", "list", "radio", "checkboxes", "files", "select"):
        post.add(node.pointer, "")
    if node.kind in ("input", "textarea"):
        post.add(node.pointer, node.text)
    held = node.value if isinstance(node.value, list) else [node.value]
    for option in node.options:
        if option.value in held:
            post.add(node.pointer, option.key)
    if node.kind == "checkbox":
        post.add(node.pointer, "true" if node.value is True else "false")
