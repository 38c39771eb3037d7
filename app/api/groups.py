"""/groups: people who share work."""

from typing import Any

from flask import g

from app.api import answers, examples
from app.api.blueprint import Blueprint, Gives, Takes
from app.api.fields import Body, Length, Text
from app.api.paging import Paged, Searched, page
from app.usecases import identity

blueprint = Blueprint("groups", "People who share work; diagrams name groups by key.")
ONE = "/<string(maxlength=64):key>"
MEMBER = f"{ONE}/members/<string(maxlength=64):username>"
GROUP = Gives(shape=answers.Group, example=examples.GROUP)


class NewName(Body):
    """What people call a group."""

    name = Text(required=True, validate=Length(min=1, max=255))


class NewGroup(NewName):
    """A group to found."""

    key = Text(required=True, validate=Length(min=1, max=64))


@blueprint.operation(
    "GET",
    "",
    Gives(shape=answers.listed(answers.Group), example=examples.GROUPS),
    Takes(query=Searched),
)
def list_groups(query: dict[str, Any]) -> Any:
    """List groups by key; for administrators and auditors."""
    return page(identity.list_groups(actor=g.actor, **query))


@blueprint.operation(
    "POST",
    "",
    Gives(shape=answers.Group, example=examples.GROUP, status=201),
    Takes(body=NewGroup, example=examples.NEW_GROUP),
)
def create_group(body: dict[str, Any]) -> Any:
    """Found a group; for administrators."""
    row = identity.create_group(
        body["key"], actor=g.actor, name=body["name"], now=g.now
    )
    return row, 201, {"Location": f"/api/v1/groups/{row.key}"}


@blueprint.operation("GET", ONE, GROUP)
def get_group(key: str) -> Any:
    """Read a group; for administrators and auditors."""
    return identity.get_group(key, actor=g.actor)


@blueprint.operation(
    "PATCH", ONE, GROUP, Takes(body=NewName, example=examples.NEW_NAME)
)
def rename_group(body: dict[str, Any], key: str) -> Any:
    """Give a group another name; for administrators."""
    return identity.rename_group(key, actor=g.actor, name=body["name"])


@blueprint.operation(
    "GET",
    f"{ONE}/members",
    Gives(shape=answers.listed(answers.Member), example=examples.MEMBERS),
    Takes(query=Paged),
)
def list_members(query: dict[str, Any], key: str) -> Any:
    """List the people in a group; for administrators and auditors."""
    return page(identity.members(key, actor=g.actor, **query))


@blueprint.operation("PUT", MEMBER, Gives(status=204))
def add_member(key: str, username: str) -> Any:
    """Put somebody into a group; acts at once on work that waits for it."""
    identity.add_member(key, username, actor=g.actor, now=g.now)
    return ""


@blueprint.operation("DELETE", MEMBER, Gives(status=204))
def remove_member(key: str, username: str) -> Any:
    """Take somebody out of a group."""
    identity.remove_member(key, username, actor=g.actor, now=g.now)
    return ""
