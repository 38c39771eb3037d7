"""Who is to do a user task and until when, as written in the diagram."""

import re
from dataclasses import dataclass
from typing import Any

from app.engine.extensions.vocabulary import attribute, bare, split_list, zeebe
from app.engine.xml import tag, text_of

_OWNER = re.compile(r"(user|group)\(([^)]*)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """Who is to do a user task and until when, as written in the diagram.

    Attributes:
        assignee: a user name or an expression, or None.
        candidate_users: names and expressions, in the order of the diagram.
        candidate_groups: keys and expressions, in the order of the diagram.
        due: an ISO 8601 date-time or duration, or an expression, or None.
        follow_up: when to look at it again, written like ``due``; None when not said.
        priority: a whole number from 0 to 100 or an expression, or None.
    """

    assignee: str | None = None
    candidate_users: tuple[str, ...] = ()
    candidate_groups: tuple[str, ...] = ()
    due: str | None = None
    follow_up: str | None = None
    priority: str | None = None


def staffing(xml: Any, lane: str | None) -> Staffing:
    """Read who is to do a user task.

    Args:
        xml: the user task.
        lane: name of the lane it lies in; its people may do the task when the task
            names nobody itself.

    Source:
        BPMN 2.0.2, "Resource Assignment" and "Human Performers".
    """
    own = zeebe(xml, "assignmentDefinition")
    dates = zeebe(xml, "taskSchedule")
    users, groups = _potential_owners(xml)
    users = _candidates(xml, own, "candidateUsers") + users
    groups = _candidates(xml, own, "candidateGroups") + groups
    assignee = attribute(xml, "assignee") or _bare(own, "assignee") or _performer(xml)
    if not (assignee or users or groups) and lane:
        groups = (lane,)
    return Staffing(
        assignee=assignee,
        candidate_users=users,
        candidate_groups=groups,
        due=attribute(xml, "dueDate") or _bare(dates, "dueDate"),
        follow_up=attribute(xml, "followUpDate") or _bare(dates, "followUpDate"),
        priority=attribute(xml, "priority")
        or _bare(zeebe(xml, "priorityDefinition"), "priority"),
    )


def _bare(xml: Any | None, name: str) -> str | None:
    return None if xml is None else bare(xml, name)


def _candidates(xml: Any, own: Any | None, name: str) -> tuple[str, ...]:
    return split_list(attribute(xml, name)) + split_list(_bare(own, name))


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
