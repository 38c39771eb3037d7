"""/me: who the caller is."""

from typing import Any

from flask import g

from app.api.blueprint import Blueprint
from app.api.users import USER, shown
from app.usecases import identity

blueprint = Blueprint("me", "Who you are.")


@blueprint.operation("GET", "", USER)
def get_myself() -> Any:
    """Read who you are, your groups and roles."""
    return shown(identity.get_user(g.actor.username, actor=g.actor))
