"""My settings: language, password, where I am signed in, tokens for programs."""

from datetime import timedelta

from flask import Blueprint, flash, g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from app.errors import Invalid
from app.usecases import identity
from app.usecases.unit_of_work import reading, unit_of_work
from app.web import refusals, visits, words
from app.web.rendering import page

routes = Blueprint("me", __name__, url_prefix="/me")
LIFETIMES = (30, 90, 365)  # days a token may live; 0 is for ever


@routes.get("")
def index() -> Answer:
    """Show my settings."""
    return _show()


@routes.post("/password")
def change_password() -> Answer:
    """Change my password; my other sessions end."""
    new = request.form.get("password", "")
    if new != request.form.get("again", ""):
        errors = {"/again": gettext("The two are not the same.")}
        return _show(errors=errors, status=422)
    try:
        with unit_of_work():
            identity.set_password(
                visits.actor().username,
                new,
                actor=visits.actor(),
                old_password=request.form.get("old_password", ""),
                keep_session=visits.cookie(),
            )
    except Invalid as refusal:
        return _show(errors=refusals.field_errors(refusal), status=422)
    flash(gettext("Your password is changed. Other browsers were signed out."), "ok")
    return redirect(url_for(".index"), 303)


@routes.post("/sessions/<session_hash>/revoke")
def revoke_session(session_hash: str) -> Answer:
    """Sign out another browser of mine."""
    with unit_of_work():
        identity.revoke_session(session_hash, actor=visits.actor(), now=g.now)
    flash(gettext("That browser is signed out."), "ok")
    return redirect(url_for(".index"), 303)


@routes.post("/tokens")
def create_token() -> Answer:
    """Make a token for a program of mine and show it, this once."""
    days = request.form.get("days", "90")
    lifetime = int(days) if days.isdigit() and int(days) in LIFETIMES else 0
    try:
        with unit_of_work():
            _token, secret = identity.create_token(
                request.form.get("name", "").strip(),
                actor=visits.actor(),
                expires_at=g.now + timedelta(days=lifetime) if lifetime else None,
                now=g.now,
            )
    except Invalid as refusal:
        errors = {
            pointer.replace("/name", "/token_name"): text
            for pointer, text in refusals.field_errors(refusal).items()
        }
        return _show(errors=errors, status=422)
    return _show(secret=secret)


@routes.post("/tokens/<int(max=9223372036854775807):token_id>/revoke")
def revoke_token(token_id: int) -> Answer:
    """Make a token useless."""
    with unit_of_work():
        identity.revoke_token(token_id, actor=visits.actor(), now=g.now)
    flash(gettext("The token does not work any more."), "ok")
    return redirect(url_for(".index"), 303)


def _show(
    *, errors: dict[str, str] | None = None, secret: str = "", status: int = 200
) -> Answer:
    actor = visits.actor()
    with reading():
        words.introduce_groups(actor.groups)
        return page(
            "me/index.html",
            status=status,
            errors=errors or {},
            secret=secret,
            lifetimes=LIFETIMES,
            sessions=identity.list_sessions(actor=actor, now=g.now),
            tokens=identity.list_tokens(actor=actor, limit=200).items,
            groups=sorted(actor.groups),
        )
