"""Users, for administrators."""

from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from app.domain import permissions
from app.errors import AlreadyExists, Invalid
from app.usecases import identity
from app.usecases.unit_of_work import reading, unit_of_work
from app.web import languages, refusals, visits, words
from app.web.rendering import page

routes = Blueprint("users", __name__, url_prefix="/users")
GIVEN_ROLES = tuple(role for role in permissions.ROLES if role != permissions.APPLICANT)


@routes.get("")
def index() -> Answer:
    """List users, found by a part of their names."""
    q, cursor = request.args.get("q"), request.args.get("cursor")
    with reading():
        users = identity.list_users(actor=visits.actor(), q=q, cursor=cursor)
        groups = identity.groups_of([user.username for user in users.items])
        words.introduce_groups(key for keys in groups.values() for key in keys)
        return page("people/users.html", users=users, groups=groups, q=q, cursor=cursor)


@routes.get("/new")
def new() -> Answer:
    """Show the empty form of a user."""
    return _form(None, {"roles": [], "groups": []})


@routes.post("/new")
def create() -> Answer:
    """Create a user."""
    username = request.form.get("username", "").strip()
    traits = _traits()
    traits.pop("active")
    try:
        with unit_of_work():
            identity.create_user(
                username,
                actor=visits.actor(),
                password=request.form.get("password") or None,
                now=g.now,
                **traits,
            )
    except AlreadyExists as refusal:
        errors = {"/username": refusals.sentence(refusal)}
        return _form(None, {**traits, "username": username}, errors)
    except Invalid as refusal:
        typed = {**traits, "username": username}
        return _form(None, typed, refusals.field_errors(refusal))
    flash(gettext("%(name)s can sign in now.", name=username), "ok")
    return redirect(url_for(".show", username=username), 303)


@routes.get("/<username>")
def show(username: str) -> Answer:
    """Show a user, to be changed."""
    with reading():
        user = identity.get_user(username, actor=visits.actor())
        groups = identity.groups_of([username]).get(username, ())
        typed = {
            "username": user.username,
            "display_name": user.display_name,
            "email": user.email,
            "language": user.language,
            "active": user.active,
            "roles": user.roles,
            "groups": groups,
        }
    return _form(username, typed)


@routes.post("/<username>")
def update(username: str) -> Answer:
    """Change a user's names, roles, groups, or deactivate them."""
    traits = _traits()
    try:
        with unit_of_work():
            identity.update_user(username, actor=visits.actor(), now=g.now, **traits)
    except Invalid as refusal:
        typed = {**traits, "username": username}
        return _form(username, typed, refusals.field_errors(refusal))
    flash(gettext("Saved."), "ok")
    return redirect(url_for(".show", username=username), 303)


@routes.post("/<username>/password")
def set_password(username: str) -> Answer:
    """Give a user a new password; their sessions end."""
    try:
        with unit_of_work():
            identity.set_password(
                username, request.form.get("password", ""), actor=visits.actor()
            )
    except Invalid as refusal:
        for text in refusals.field_errors(refusal).values():
            flash(text, "bad")
    else:
        flash(gettext("The password is set; give it to the person."), "ok")
    return redirect(url_for(".show", username=username), 303)


def _traits() -> dict[str, Any]:
    form = request.form
    username = form.get("username", "").strip()
    return {
        "display_name": form.get("display_name", "").strip() or username,
        "email": form.get("email", "").strip() or None,
        "language": languages.known(form.get("language")),
        "roles": form.getlist("roles"),
        "groups": form.getlist("groups"),
        "active": "active" in form,
    }


def _form(
    username: str | None, typed: dict[str, Any], errors: dict[str, str] | None = None
) -> Answer:
    with reading():
        # Refuses whoever may not look at users, before anything is shown.
        groups = identity.list_groups(actor=visits.actor(), limit=200).items
        return page(
            "people/user.html",
            status=422 if errors else 200,
            username=username,
            typed=typed,
            errors=errors or {},
            groups=groups,
            roles=GIVEN_ROLES,
        )
