"""Refusals as pages: one table from families to statuses."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import (
    Blueprint,
    Flask,
    Response,
    current_app,
    make_response,
    redirect,
    request,
    url_for,
)
from flask_babel import gettext
from flask_limiter import RateLimitExceeded
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as Answer

from app.errors import (
    Conflict,
    EngineFault,
    FieldError,
    Invalid,
    Malformed,
    NotAllowed,
    NotFound,
    Reason,
    Refusal,
    StaleVersion,
    TooLarge,
    TooMany,
    Unauthenticated,
    Unavailable,
    UnsupportedType,
)
from app.usecases import identity
from app.usecases.unit_of_work import reading
from app.web import words
from app.web.rendering import page

STATUS: dict[type[Refusal], int] = {
    Unauthenticated: 401,
    NotAllowed: 403,
    NotFound: 404,
    Conflict: 409,
    StaleVersion: 412,
    TooLarge: 413,
    UnsupportedType: 415,
    Invalid: 422,
    EngineFault: 422,
    Malformed: 400,
    TooMany: 429,
    Unavailable: 503,
}
PEOPLE = ("assignee", "closed_by", "by")
OTHER_DOORS = ("/api/", "/engine-rest/", "/metrics", "/healthz", "/readyz")


def init_app(app: Flask, web: Blueprint) -> None:
    """Answer refusals, and faults of requests, with pages.

    Args:
        app: the application; addresses that no door knows are answered here unless
            they belong to another door.
        web: the parent of all pages.
    """
    web.register_error_handler(Refusal, refuse)
    web.register_error_handler(HTTPException, refuse_request)
    web.register_error_handler(Exception, apologise)
    others = app.error_handler_spec[None][None].get(HTTPException)

    def unknown_address(error: HTTPException) -> Any:
        if request.path.startswith(OTHER_DOORS):
            return others(error) if others else error
        return refuse_request(error)

    app.register_error_handler(HTTPException, unknown_address)


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal's family."""
    for family in type(refusal).__mro__:
        if family in STATUS:
            return STATUS[family]
    return 400


def refuse(refusal: Refusal) -> Answer:
    """Answer a refusal: with the sign-in page, or with a page that says what to do."""
    if isinstance(refusal, Unauthenticated):
        return _to_sign_in()
    return _say(status_of(refusal), sentence(refusal), field_errors(refusal))


def refuse_request(error: HTTPException) -> Answer:
    """Answer a request that is at fault before any use case hears of it."""
    if error.code is not None and 300 <= error.code < 400:
        return make_response(error.get_response())
    if isinstance(error, RateLimitExceeded):
        return _say(429, gettext("Too many tries. Wait a minute, then try again."))
    return _say(error.code or 500, _request_sentence(error.code or 500))


def apologise(_error: Exception) -> Answer:
    """Answer a fault of ours; the server's log has it."""
    current_app.logger.exception("a page failed: %s %s", request.method, request.path)
    return _say(500, gettext("Something went wrong on our side. Nothing was changed."))


def sentence(refusal: Refusal) -> str:
    """Return a refusal's sentence in the reader's language, people by their names."""
    facts = dict(refusal.facts)
    usernames = [facts[name] for name in PEOPLE if isinstance(facts.get(name), str)]
    if usernames:
        with reading():
            names = identity.display_names(usernames)
        for name in PEOPLE:
            username = str(facts.get(name))
            facts[name] = names.get(username, username)
    return fill(refusal.sentence, facts)


def field_errors(refusal: Refusal) -> dict[str, str]:
    """Return what is wrong where, JSON pointer to sentence in the reader's language."""
    if not isinstance(refusal, Invalid):
        return {}
    return {error.pointer: field_sentence(error) for error in refusal.errors}


def field_sentence(error: FieldError) -> str:
    """Return one fault's sentence in the reader's language."""
    return fill(error.sentence, error.facts)


def fill(message: str, facts: Mapping[str, Any]) -> str:
    """Translate a message, then put its facts in.

    Args:
        message: English message id.
        facts: values for its places; times are written in the reader's zone.
    """
    readable = {name: _readable(name, value) for name, value in facts.items()}
    return Reason(message, readable).told(gettext)


def _readable(name: str, value: Any) -> Any:
    if name.endswith("_at") and isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return words.moment(value)
    if name == "status" and isinstance(value, str):
        return words.any_status(value)
    return value


def _to_sign_in() -> Answer:
    wanted = request.full_path.rstrip("?") if request.method == "GET" else "/"
    target = url_for("web.identity.sign_in", next=None if wanted == "/" else wanted)
    if "HX-Request" in request.headers:
        return Response(status=401, headers={"HX-Redirect": target})
    return redirect(target, 303)


def _request_sentence(status: int) -> str:
    known = {
        400: gettext("This form is out of date. Go back, reload the page, try again."),
        403: gettext("You are not allowed to do this."),
        404: gettext("There is no such page, or it is not yours to see."),
        405: gettext("This page cannot be used like that."),
        413: gettext("What you sent is too large."),
        429: gettext("Too many tries. Wait a minute, then try again."),
    }
    return str(known.get(status) or gettext("The request could not be answered."))


def _say(status: int, text: str, errors: Mapping[str, str] | None = None) -> Answer:
    return page("refusal.html", status=status, text=text, errors=errors or {})
