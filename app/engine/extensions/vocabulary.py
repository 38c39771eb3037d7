"""Vendors' namespaces and the texts in them, read alike.

``camunda:``, ``activiti:``, ``flowable:`` and ``operaton:`` are one vocabulary; where
an element carries two of them the first in ``CAMUNDA_LIKE`` counts. ``zeebe:`` is
Camunda 8's and says most things otherwise.
"""

from collections.abc import Iterator
from typing import Any

from app.engine.xml import local_name, namespace, tag

CAMUNDA_LIKE = (
    "http://camunda.org/schema/1.0/bpmn",
    "http://activiti.org/bpmn",
    "http://flowable.org/bpmn",
    "http://operaton.org/schema/1.0/bpmn",
)
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"

_PROPERTIES_IN = (*CAMUNDA_LIKE, SPIFF, ZEEBE)


def is_expression(text: str) -> bool:
    """Tell whether a text holds ``${...}`` or ``#{...}``, or is FEEL (``=...``)."""
    return "${" in text or "#{" in text or text.lstrip()[:1] == "="


def split_list(text: str | None) -> tuple[str, ...]:
    """Split at commas that are not inside ``${...}``; empty parts are dropped.

    A text that begins with ``=`` is one FEEL expression and not split.
    """
    if text is not None and text.lstrip()[:1] == "=":
        return (text.strip(),)
    parts, depth, current = [], 0, ""
    for char in text or "":
        depth += (char == "{") - (char == "}" and depth > 0)
        if char == "," and depth == 0:
            parts.append(current)
            current = ""
        else:
            current += char
    parts.append(current)
    return tuple(part.strip() for part in parts if part.strip())


def attribute(xml: Any, name: str) -> str | None:
    """Return an attribute of the ``camunda:`` family, None when absent or blank.

    Args:
        xml: the BPMN element.
        name: the attribute's local name ("candidateGroups").
    """
    for space in CAMUNDA_LIKE:
        value = xml.get(f"{{{space}}}{name}")
        if value is not None and value.strip():
            return str(value).strip()
    return None


def version_tag(xml: Any) -> str | None:
    """Return the version tag of a process, None when it has none."""
    tagged = zeebe(xml, "versionTag")
    own = attribute(xml, "versionTag")
    return own or (bare(tagged, "value") if tagged is not None else None)


def bare(xml: Any, name: str) -> str | None:
    """Return an attribute without a namespace, None when absent or blank."""
    value = (xml.get(name) or "").strip()
    return value or None


def flag(xml: Any, name: str, default: str = "false") -> bool:
    """Return a true-or-false attribute of the ``camunda:`` family."""
    return (attribute(xml, name) or default) == "true"


def camunda(xml: Any, name: str) -> list[Any]:
    """Return an element's extensions of one name in the ``camunda:`` family."""
    return [e for e in _extensions(xml, name) if namespace(e.tag) in CAMUNDA_LIKE]


def zeebe(xml: Any, name: str) -> Any | None:
    """Return an element's first ``zeebe:`` extension of one name, or None."""
    return next(
        (e for e in _extensions(xml, name) if namespace(e.tag) == ZEEBE),
        None,
    )


def inside(xml: Any, name: str) -> list[Any]:
    """Return children of one local name, whatever their namespace."""
    return [child for child in xml if local_name(child) == name]


def properties(xml: Any) -> dict[str, str]:
    """Return the name/value pairs of an element's ``properties`` extension."""
    found: dict[str, str] = {}
    for group in _extensions(xml, "properties"):
        if namespace(group.tag) not in _PROPERTIES_IN:
            continue
        for item in group:
            name = item.get("name") or item.get("id")
            if local_name(item) == "property" and name:
                found[name] = item.get("value") or ""
    return found


def _extensions(xml: Any, name: str) -> Iterator[Any]:
    for extensions in xml.iterchildren(tag("extensionElements")):
        for extension in extensions:
            if local_name(extension) == name:
                yield extension
