"""/users: who is there."""

from typing import Any

from flask import g

from app.api import answers, examples
from app.api.blueprint import Blueprint, Gives, Takes
from app.api.fields import Body, Flag, Length, Many, OneOf, Text
from app.api.paging import Searched, page
from app.domain.permissions import ROLES
from app.usecases import identity

blueprint = Blueprint("users", "People, and programs that act as one.")
ONE = "/<string(maxlength=64):username>"
USER = Gives(shape=answers.User, example=examples.USER)
STEPS_A_CALL = 20


class Traits(Body):
    """What can be said of a user; what is left out stays as it is."""

    display_name = Text(validate=Length(min=1, max=255))
    email = Text(allow_none=True, validate=Length(min=3, max=255))
    roles = Many(Text(validate=OneOf(list(ROLES))), validate=Length(max=20))
    groups = Many(Text(validate=Length(min=1, max=64)), validate=Length(max=1000))
    language = Text(allow_none=True, validate=Length(min=2, max=16))
    active = Flag()


class NewUser(Traits):
    """Who is let in; without a password only by tokens."""

    username = Text(required=True, validate=Length(min=1, max=64))
    password = Text(validate=Length(min=8, max=1024), load_only=True)


class NewPassword(Body):
    """A new password; the user himself proves that he knows the old one."""

    password = Text(required=True, validate=Length(min=8, max=1024), load_only=True)
    old_password = Text(
        allow_none=True,
        validate=Length(max=1024),
        load_only=True,
    )


@blueprint.operation(
    "GET",
    "",
    Gives(shape=answers.listed(answers.User), example=examples.USERS),
    Takes(query=Searched),
)
def list_users(query: dict[str, Any]) -> Any:
    """List users by name; for administrators and auditors."""
    found = identity.list_users(actor=g.actor, **query)
    groups = identity.groups_of([row.username for row in found.items])
    return page(found, lambda row: _user(row, groups[row.username]))


class Erasing(Body):
    """How thoroughly somebody is erased."""

    texts = Flag(
        load_default=False,
        metadata={"description": "Blank what the person wrote as well."},
    )


@blueprint.operation(
    "POST",
    "",
    Gives(shape=answers.User, example=examples.USER, status=201),
    Takes(body=NewUser, example=examples.NEW_USER),
)
def create_user(body: dict[str, Any]) -> Any:
    """Let somebody in; for administrators."""
    username = body.pop("username")
    row = identity.create_user(username, actor=g.actor, now=g.now, **body)
    return shown(row), 201, {"Location": f"/api/v1/users/{username}"}


@blueprint.operation("GET", ONE, USER)
def get_user(username: str) -> Any:
    """Read a user: yourself, or anybody for administrators and auditors."""
    return shown(identity.get_user(username, actor=g.actor))


@blueprint.operation(
    "PATCH", ONE, USER, Takes(body=Traits, example=examples.USER_CHANGES)
)
def update_user(body: dict[str, Any], username: str) -> Any:
    """Change what is known of a user; for administrators."""
    row = identity.update_user(username, actor=g.actor, now=g.now, **body)
    return shown(row)


@blueprint.operation(
    "PUT",
    f"{ONE}/password",
    Gives(status=204),
    Takes(body=NewPassword, example=examples.NEW_PASSWORD),
)
def set_password(body: dict[str, Any], username: str) -> Any:
    """Change a password: your own, or anybody's for administrators."""
    identity.set_password(username, actor=g.actor, **body)
    return ""


@blueprint.operation(
    "POST",
    f"{ONE}/erase",
    Gives(shape=answers.Erasure, example=examples.ERASURE),
    Takes(body=Erasing, example=examples.ERASING, required=False),
)
def erase_user(body: dict[str, Any], username: str) -> Any:
    """Replace a deactivated user by a pseudonym everywhere; for administrators.

    A call does a part; repeat it until `done` is true. It cannot be undone.
    """
    for _ in range(STEPS_A_CALL):
        row = identity.erase(username, actor=g.actor, now=g.now, **body)
        if row.done_at is not None:
            break
    return {"pseudonym": row.pseudonym, "done": row.done_at is not None}


def shown(row: Any) -> dict[str, Any]:
    """Write a user.

    Args:
        row: of the store.
    """
    return _user(row, identity.groups_of([row.username])[row.username])


def _user(row: Any, groups: Any) -> dict[str, Any]:
    names = [name for name in answers.User().fields if name != "groups"]
    shown = {name: getattr(row, name) for name in names}
    return {**shown, "groups": list(groups)}
