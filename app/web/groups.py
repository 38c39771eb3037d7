"""Groups, for administrators: who shares which work."""

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from app.errors import AlreadyExists, Invalid, NotFound
from app.usecases import identity
from app.usecases.unit_of_work import reading, unit_of_work
from app.web import refusals, visits
from app.web.rendering import page

routes = Blueprint("groups", __name__, url_prefix="/groups")


@routes.get("")
def index() -> Answer:
    """List groups."""
    return _list({})


@routes.post("")
def create() -> Answer:
    """Create a group."""
    key = request.form.get("key", "").strip()
    name = request.form.get("name", "").strip()
    try:
        with unit_of_work():
            identity.create_group(
                key, actor=visits.actor(), name=name or key, now=g.now
            )
    except AlreadyExists as refusal:
        return _list({"/key": refusals.sentence(refusal)})
    except Invalid as refusal:
        return _list(refusals.field_errors(refusal))
    return redirect(url_for(".show", key=key), 303)


@routes.get("/<key>")
def show(key: str) -> Answer:
    """Show a group and who is in it."""
    return _show(key, {})


@routes.post("/<key>")
def rename(key: str) -> Answer:
    """Give a group another name."""
    try:
        with unit_of_work():
            identity.rename_group(
                key, actor=visits.actor(), name=request.form.get("name", "").strip()
            )
    except Invalid as refusal:
        return _show(key, refusals.field_errors(refusal))
    flash(gettext("Saved."), "ok")
    return redirect(url_for(".show", key=key), 303)


@routes.post("/<key>/members")
def add_member(key: str) -> Answer:
    """Put somebody into a group."""
    username = request.form.get("username", "").strip()
    try:
        with unit_of_work():
            identity.add_member(key, username, actor=visits.actor(), now=g.now)
    except NotFound:
        return _show(key, {"/username": gettext("There is no user of this name.")})
    return redirect(url_for(".show", key=key), 303)


@routes.post("/<key>/members/<username>/remove")
def remove_member(key: str, username: str) -> Answer:
    """Take somebody out of a group."""
    with unit_of_work():
        identity.remove_member(key, username, actor=visits.actor(), now=g.now)
    return redirect(url_for(".show", key=key), 303)


def _list(errors: dict[str, str]) -> Answer:
    q, cursor = request.args.get("q"), request.args.get("cursor")
    actor = visits.actor()
    with reading():
        groups = identity.list_groups(actor=actor, q=q, cursor=cursor)
        counts = identity.member_counts([one.key for one in groups.items], actor=actor)
        return page(
            "people/groups.html",
            status=422 if errors else 200,
            groups=groups,
            sizes=counts,
            errors=errors,
            q=q,
            cursor=cursor,
            typed=request.form,
        )


def _show(key: str, errors: dict[str, str]) -> Answer:
    cursor = request.args.get("cursor")
    actor = visits.actor()
    with reading():
        return page(
            "people/group.html",
            status=422 if errors else 200,
            group=identity.get_group(key, actor=actor),
            members=identity.members(key, actor=actor, cursor=cursor),
            errors=errors,
            cursor=cursor,
            typed=request.form,
        )
