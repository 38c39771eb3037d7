"""Sign in and out; choose a language before anybody knows who you are."""

from datetime import timedelta

from flask import Blueprint, current_app, g, redirect, request, session, url_for
from flask_babel import refresh
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response as Answer

from app.errors import WrongCredentials
from app.usecases import clock, identity
from app.usecases.unit_of_work import reading, unit_of_work
from app.web import languages, refusals, visits
from app.web.rendering import page

BY_ACCOUNT, BY_ADDRESS = "10 per 5 minutes", "40 per 5 minutes"

routes = Blueprint("identity", __name__)
# Only failures count, so a whole office behind one address can sign in at nine o'clock.
limiter = Limiter(get_remote_address)


def _failed(answer: Answer) -> bool:
    return answer.status_code == 401


def _account() -> str:
    return request.form.get("username", "").strip().lower()[:64]


@routes.route("/sign-in", methods=["GET", "POST"])
@limiter.limit(BY_ADDRESS, methods=["POST"], deduct_when=_failed)
@limiter.limit(BY_ACCOUNT, key_func=_account, methods=["POST"], deduct_when=_failed)
def sign_in() -> Answer:
    """Ask who is there, or let them in."""
    target = visits.safe_path(request.values.get("next"))
    if request.method != "POST":
        return redirect(target) if g.signed else _ask(target)
    username = request.form.get("username", "").strip()
    try:
        with reading():
            proof = identity.prove(username, request.form.get("password", ""))
        with unit_of_work():
            token, _user = identity.open_session(
                proof,
                address=request.remote_addr or "",
                user_agent=request.user_agent.string,
                session_days=current_app.config["SETTINGS"].session_days,
                now=clock.now(),
            )
    except WrongCredentials as refusal:
        error = refusals.sentence(refusal)
        return _ask(target, username=username, error=error, status=401)
    # A fresh CSRF secret for a fresh person.
    session.clear()
    return visits.remember(redirect(target, 303), token)


def _ask(
    target: str, *, username: str = "", error: str = "", status: int = 200
) -> Answer:
    settings = current_app.config["SETTINGS"]
    return page(
        "identity/sign_in.html",
        status=status,
        next=target,
        username=username,
        error=error,
        demo=not settings.production,
    )


@routes.post("/sign-out")
def sign_out() -> Answer:
    """End this browser's session."""
    token = visits.cookie()
    with unit_of_work():
        identity.sign_out(token)
    session.clear()
    answer = redirect(url_for("web.identity.sign_in"), 303)
    # What was on the screen must not come back with the Back button.
    answer.headers["Clear-Site-Data"] = '"cache"'
    return visits.forget(answer)


@routes.post("/language")
def choose_language() -> Answer:
    """Change the language of the pages; a signed-in person's choice is kept."""
    chosen = languages.known(request.form.get("language")) or "en"
    if g.signed:
        with unit_of_work():
            identity.set_language(chosen, actor=visits.actor())
    refresh()
    answer = redirect(visits.safe_path(request.form.get("next")), 303)
    answer.set_cookie(
        languages.COOKIE,
        chosen,
        max_age=timedelta(days=365),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return answer
