"""What analysts write into a diagram beyond BPMN: people, forms, dates, properties.

Read alike from the namespaces ``camunda:``, ``activiti:``, ``flowable:``,
``operaton:``, from ``spiffworkflow:properties``, and from BPMN's own resource roles.
"""

import re
from dataclasses import dataclass
from typing import Any

from app.engine.xml import local_name, namespace, tag, text_of

CAMUNDA_LIKE = (
    "http://camunda.org/schema/1.0/bpmn",
    "http://activiti.org/bpmn",
    "http://flowable.org/bpmn",
    "http://operaton.org/schema/1.0/bpmn",
)
SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core"
ZEEBE = "http://camunda.org/schema/zeebe/1.0"

_OWNER = re.compile(r"(user|group)\(([^)]*)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """Who is to do a user task and until when, as written in the diagram.

    Attributes:
        assignee: a user name or an expression, or None.
        candidate_users: names and expressions, in the order of the diagram.
        candidate_groups: keys and expressions, in the order of the diagram.
        due: an ISO 8601 date-time or duration, or an expression, or None.
        priority: a whole number from 0 to 100 or an expression, or None.
    """

    assignee: str | None = None
    candidate_users: tuple[str, ...] = ()
    candidate_groups: tuple[str, ...] = ()
    due: str | None = None
    priority: str | None = None


def is_expression(text: str) -> bool:
    """Tell whether a text holds ``${...}`` or ``#{...}``."""
    return "${" in text or "#{" in text


def split_list(text: str | None) -> tuple[str, ...]:
    """Split at commas that are not inside ``${...}``; empty parts are dropped."""
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


def properties(xml: Any) -> dict[str, str]:
    """Return the name/value pairs of an element's ``properties`` extension."""
    found: dict[str, str] = {}
    for extensions in xml.iterchildren(tag("extensionElements")):
        for group in extensions:
            if not _is_ours(group) or local_name(group) != "properties":
                continue
            for item in group:
                name = item.get("name") or item.get("id")
                if local_name(item) == "property" and name:
                    found[name] = item.get("value") or ""
    return found


def _is_ours(xml: Any) -> bool:
    return namespace(xml.tag) in (*CAMUNDA_LIKE, SPIFF)


def form_key(xml: Any, own_properties: dict[str, str]) -> str | None:
    """Return the key of the form that a user task or start event shows.

    Args:
        xml: the BPMN element.
        own_properties: its ``properties``.

    Returns:
        ``formKey``, else the name of ``formJsonSchemaFilename`` without ``.json``.
    """
    key = attribute(xml, "formKey")
    if key is None:
        file = own_properties.get("formJsonSchemaFilename", "").strip()
        key = file.rpartition("/")[2].removesuffix(".json") or None
    return key


def staffing(xml: Any, lane: str | None) -> Staffing:
    """Read who is to do a user task.

    Args:
        xml: the user task.
        lane: name of the lane it lies in; its people may do the task when the task
            names nobody itself.

    Source:
        BPMN 2.0.2, "Resource Assignment" and "Human Performers".
    """
    assignee = attribute(xml, "assignee") or _performer(xml)
    users, groups = _potential_owners(xml)
    users = split_list(attribute(xml, "candidateUsers")) + users
    groups = split_list(attribute(xml, "candidateGroups")) + groups
    if not (assignee or users or groups) and lane:
        groups = (lane,)
    return Staffing(
        assignee=assignee,
        candidate_users=users,
        candidate_groups=groups,
        due=attribute(xml, "dueDate"),
        priority=attribute(xml, "priority"),
    )


def _role_expressions(xml: Any, role: str) -> list[str]:
    path = "resourceAssignmentExpression", "formalExpression"
    return [
        text_of(expression)
        for performer in xml.iterchildren(tag(role))
        for assignment in performer.iterchildren(tag(path[0]))
        for expression in assignment.iterchildren(tag(path[1]))
    ]


def _performer(xml: Any) -> str | None:
    return next(
        (text for text in _role_expressions(xml, "humanPerformer") if text), None
    )


def _potential_owners(xml: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read ``user(alice), group(finance), sales``: a bare word is a group."""
    users: list[str] = []
    groups: list[str] = []
    for text in _role_expressions(xml, "potentialOwner"):
        for part in split_list(text):
            match = _OWNER.fullmatch(part)
            if match is None:
                groups.append(part)
            else:
                (users if match[1] == "user" else groups).append(match[2].strip())
    return tuple(users), tuple(groups)
