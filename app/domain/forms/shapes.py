"""The shape a form has for the values it holds: conditions applied, parts joined.

``declared`` is everything a form could ever ask; ``effective`` is what it asks now.
Both answer one level as a plain schema: keywords, ``properties`` and ``required``.
"""

from collections.abc import Callable, Iterator
from typing import Any

from app.domain.forms.expansion import Node
from app.domain.forms.pointers import Names
from app.domain.forms.validators import holds
from app.domain.process import JSONDict

CONDITIONAL = frozenset(
    [
        "allOf",
        "anyOf",
        "oneOf",
        "if",
        "then",
        "else",
        "not",
        "dependentSchemas",
        "dependentRequired",
    ]
)
Choose = Callable[[JSONDict], Iterator[JSONDict]]
Join = Callable[[JSONDict, JSONDict], JSONDict]


def listed(schema: JSONDict) -> list[JSONDict]:
    """Return the ``oneOf``/``anyOf`` entries that are choices for a person.

    Args:
        schema: any schema.

    Returns:
        The entries with ``const``; [] when the keyword is a condition or missing.
    """
    for keyword in ("oneOf", "anyOf"):
        entries = schema.get(keyword)
        if isinstance(entries, list) and all(map(_is_option, entries)):
            return entries
    return []


def _is_option(entry: Any) -> bool:
    return isinstance(entry, dict) and "const" in entry


def declared(schema: JSONDict) -> JSONDict:
    """Return all a form could ask at this level, whatever its conditions say.

    Args:
        schema: an expanded schema.

    Returns:
        A flat schema that may not be changed.
    """
    if not isinstance(schema, Node):
        return _flat(schema, _every_branch, _widened)
    if not hasattr(schema, "declared"):
        schema.declared = _flat(schema, _every_branch, _widened)
    return schema.declared


def effective(schema: JSONDict, value: Any) -> JSONDict:
    """Return what a form asks at this level for a value.

    Args:
        schema: an expanded schema.
        value: what it holds now; may be invalid or missing.

    Returns:
        A flat schema; ``required`` is the caller's to complete.
    """
    if CONDITIONAL.isdisjoint(schema):
        plain = declared(schema)
        return {**plain, "required": list(plain["required"])}
    here = value if isinstance(value, dict) else {}
    flat = _flat(schema, lambda part: _active_branches(part, here), _narrowed)
    for part in _parts(schema):
        for name, needed in part.get("dependentRequired", {}).items():
            if here.get(name) not in (None, "", False, []):
                flat["required"] += needed
    return flat


def asked(schema: JSONDict, flat: JSONDict) -> Iterator[str]:
    """Yield the properties that are on the page, in their order.

    Args:
        schema: unused levels aside, the schema ``flat`` was made from.
        flat: what ``effective`` answered, ``required`` complete.
    """
    bashful = set(flat.get("x-hideUnlessRequired", ())) - set(flat["required"])
    order = [name for name in flat.get("x-order", ()) if name in flat["properties"]]
    for name in dict.fromkeys([*order, *flat["properties"]]):
        if name not in bashful and flat["properties"][name] is not False:
            yield name


def watched(schema: JSONDict) -> frozenset[Names]:
    """Return the fields that a condition of the form looks at.

    Args:
        schema: an expanded form.

    Returns:
        Their property names from the root on, without row indexes.
    """
    if not isinstance(schema, Node):
        return frozenset(_watched(schema, ()))
    if not hasattr(schema, "watched"):
        schema.watched = frozenset(_watched(schema, ()))
    return schema.watched


def _watched(schema: Any, here: Names) -> Iterator[Names]:
    if not isinstance(schema, dict):
        return
    for keyword in ("dependentRequired", "dependentSchemas"):
        yield from ((*here, name) for name in schema.get(keyword, ()))
    yield from _looked_at(schema.get("if"), here)
    for branch in _alternatives(schema):
        yield from ((*here, name) for name in _tests(branch))
    for name, child in schema.get("properties", {}).items():
        yield from _watched(child, (*here, name))
    yield from _watched(schema.get("items"), here)
    for part in (*schema.get("allOf", ()), *_every_branch(schema)):
        yield from _watched(part, here)


def _looked_at(condition: Any, here: Names) -> Iterator[Names]:
    if not isinstance(condition, dict):
        return
    yield from ((*here, name) for name in condition.get("required", ()))
    for name, child in condition.get("properties", {}).items():
        yield (*here, name)
        yield from _looked_at(child, (*here, name))
    for keyword in ("not", "if", "items", "contains"):
        yield from _looked_at(condition.get(keyword), here)
    for keyword in ("allOf", "anyOf", "oneOf"):
        for part in condition.get(keyword, ()):
            yield from _looked_at(part, here)


def _parts(schema: JSONDict) -> Iterator[JSONDict]:
    yield schema
    for part in schema.get("allOf", ()):
        if isinstance(part, dict):
            yield from _parts(part)


def _alternatives(schema: JSONDict) -> list[JSONDict]:
    if listed(schema):
        return []
    return [
        branch
        for keyword in ("anyOf", "oneOf")
        for branch in schema.get(keyword, ())
        if isinstance(branch, dict)
    ]


def _tests(branch: JSONDict) -> JSONDict:
    """Return the properties by which one alternative is told from the others."""
    return {
        name: child
        for name, child in branch.get("properties", {}).items()
        if isinstance(child, dict) and ("const" in child or "enum" in child)
    }


def _every_branch(schema: JSONDict) -> Iterator[JSONDict]:
    for branch in (schema.get("then"), schema.get("else")):
        if isinstance(branch, dict):
            yield branch
    for branch in schema.get("dependentSchemas", {}).values():
        if isinstance(branch, dict):
            yield branch
    yield from _alternatives(schema)


def _active_branches(schema: JSONDict, value: JSONDict) -> Iterator[JSONDict]:
    if "if" in schema:
        branch = schema.get("then" if holds(schema["if"], value) else "else")
        if isinstance(branch, dict):
            yield branch
    for name, branch in schema.get("dependentSchemas", {}).items():
        if name in value and isinstance(branch, dict):
            yield branch
    for branch in _alternatives(schema):
        yield _alternative(branch, value)


def _alternative(branch: JSONDict, value: JSONDict) -> JSONDict:
    """Return of one alternative what holds for a value: all, or the choice alone.

    An alternative without a telling property is offered, but asks nothing yet.
    """
    tests = _tests(branch)
    choice = {name: _open(child) for name, child in tests.items()}
    told = [name for name in tests if name in value]
    if tests and not (told and all(holds(tests[name], value[name]) for name in told)):
        return {"properties": choice}
    chosen = {**branch, "properties": {**branch.get("properties", {}), **choice}}
    if not tests:
        chosen.pop("required", None)
    return chosen


def _open(schema: JSONDict) -> JSONDict:
    """Return a telling property as one choice among those still to come."""
    values = [schema["const"]] if "const" in schema else schema["enum"]
    plain = {k: v for k, v in schema.items() if k not in ("const", "enum")}
    return {**plain, "x-choice": values}


def _flat(schema: JSONDict, choose: Choose, join: Join) -> JSONDict:
    flat = {k: v for k, v in schema.items() if k not in CONDITIONAL}
    if listed(schema):
        flat["oneOf"] = listed(schema)
    flat["properties"] = dict(schema.get("properties", {}))
    flat["required"] = list(schema.get("required", ()))
    for part in schema.get("allOf", ()):
        if isinstance(part, dict):
            below = _flat(part, choose, join)
            flat = _ordered(_joined(below, flat), flat, below)
    for part in choose(schema):
        branch = _flat(part, choose, join)
        flat = _ordered(join(flat, branch), flat, branch)
    return flat


def _ordered(joined: JSONDict, first: JSONDict, second: JSONDict) -> JSONDict:
    """Put the properties in the order in which the form speaks of them."""
    names = dict.fromkeys([*first["properties"], *second["properties"]])
    known = joined["properties"]
    return {**joined, "properties": {n: known[n] for n in names if n in known}}


def _widened(flat: JSONDict, branch: JSONDict) -> JSONDict:
    """Add a branch as a possibility: it offers fields, but demands nothing."""
    offered = {
        name: _open(child) if "const" in child or "enum" in child else child
        for name, child in branch["properties"].items()
        if isinstance(child, dict)
    }
    return _joined({"properties": offered, "required": []}, flat)


def _narrowed(flat: JSONDict, branch: JSONDict) -> JSONDict:
    """Let a branch that holds have the last word, except over open choices."""
    plain = {
        name: child
        for name, child in branch["properties"].items()
        if not (isinstance(child, dict) and "x-choice" in child)
    }
    choices = {n: c for n, c in branch["properties"].items() if n not in plain}
    flat = _joined(flat, {**branch, "properties": plain})
    return _joined({"properties": choices, "required": []}, flat)


def _joined(under: JSONDict, over: JSONDict) -> JSONDict:
    """Join two schemas of one place; ``over`` wins where both speak."""
    merged = Node({**under, **over})
    if "properties" in under and "properties" in over:
        merged["properties"] = _joined_properties(
            under["properties"], over["properties"]
        )
    if "required" in under or "required" in over:
        both = [*over.get("required", ()), *under.get("required", ())]
        merged["required"] = list(dict.fromkeys(both))
    if "x-choice" in under and "x-choice" in over:
        merged["x-choice"] = over["x-choice"] + under["x-choice"]
    if isinstance(under.get("items"), dict) and isinstance(over.get("items"), dict):
        merged["items"] = _joined(under["items"], over["items"])
    clash = CONDITIONAL & under.keys() & over.keys()
    if clash:
        rest = {k: under[k] for k in CONDITIONAL & under.keys()}
        merged["allOf"] = [*over.get("allOf", ()), rest]
    return merged


def _joined_properties(under: JSONDict, over: JSONDict) -> JSONDict:
    return {name: _joined_property(under, over, name) for name in {**under, **over}}


def _joined_property(under: JSONDict, over: JSONDict, name: str) -> Any:
    if name not in under or name not in over:
        return over[name] if name in over else under[name]
    low, high = under[name], over[name]
    if isinstance(low, dict) and isinstance(high, dict):
        return _joined(low, high)
    return low if isinstance(high, bool) and high else high
