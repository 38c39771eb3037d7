"""Who is at the door: the person of this request, their cookie, their rights."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import current_app, g, request
from werkzeug.wrappers import Response as Answer

from app.domain import permissions
from app.domain.permissions import Actor
from app.errors import N_, Malformed, Unauthenticated
from app.usecases import clock, identity, work_items
from app.usecases.unit_of_work import reading, unit_of_work

# Answers without a side bar need no counts of what waits.
WITHOUT_COUNTS = {
    "web.attachments.download",
    "web.processes.diagram",
    "web.tickets.diagram",
    "web.tickets.progress",
}
# Everything else asks for a signed-in person.
OPEN_ENDPOINTS = {"web.identity.sign_in", "web.identity.choose_language"}


def arrive() -> None:
    """Recognise the person who sends the request, and what waits for them.

    Sets ``g.signed``, ``g.now`` and, where a page will be shown, ``g.counts``.

    Raises:
        Malformed: a NUL, which no text of ours holds and no database takes.
        Unauthenticated: nobody is signed in and the page is not open to everybody.
    """
    _refuse_nul()
    g.signed = g.counts = None
    token = cookie()
    with reading():
        g.now = clock.now()
        if token:
            g.signed = identity.actor_of_session(token, now=g.now)
        if g.signed and request.method == "GET" and _has_side_bar():
            g.counts = work_items.counts(actor=g.signed.actor, now=g.now)
    if g.signed is None and request.endpoint not in OPEN_ENDPOINTS:
        raise Unauthenticated
    if g.signed is not None and g.signed.touch_due:
        with unit_of_work():
            identity.touch(g.signed, now=g.now)


def _refuse_nul() -> None:
    texts = [request.path, *request.args.values()]
    texts += (text for _, text in request.form.items(multi=True))
    if any("\0" in text for text in texts):
        raise Malformed(why=N_("it holds a NUL character"))


def _has_side_bar() -> bool:
    return request.endpoint not in WITHOUT_COUNTS | OPEN_ENDPOINTS


def actor() -> Actor:
    """Return the signed-in person.

    Raises:
        Unauthenticated: nobody is.
    """
    signed = g.get("signed")
    if signed is None:
        raise Unauthenticated
    found: Actor = signed.actor
    return found


def may(action: str) -> bool:
    """Say whether the signed-in person may do something to any such thing.

    Args:
        action: a line of the permission table.
    """
    signed = g.get("signed")
    return signed is not None and permissions.allowed(action, signed.actor)


def cookie() -> str:
    """Return the text of the sign-in cookie, "" without one."""
    return request.cookies.get(current_app.config["SIGN_IN_COOKIE"], "")[:500]


def remember(answer: Answer, token: str) -> Answer:
    """Give the browser its sign-in cookie.

    Args:
        answer: what it is sent anyway.
        token: of the session.
    """
    answer.set_cookie(
        current_app.config["SIGN_IN_COOKIE"],
        token,
        # How long a session lives is kept with the session; none outlives this.
        max_age=timedelta(days=365),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return answer


def forget(answer: Answer) -> Answer:
    """Take the sign-in cookie back.

    Args:
        answer: what the browser is sent anyway.
    """
    answer.delete_cookie(
        current_app.config["SIGN_IN_COOKIE"],
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return answer


def safe_path(address: str | None) -> str:
    """Return the path of an address of ours, or "/" for any other.

    Args:
        address: where somebody wants to be sent; may be hostile.
    """
    text = address or ""
    if "\\" in text or any(ord(sign) <= 32 or ord(sign) == 127 for sign in text):
        return "/"
    parts = urlsplit(text)
    if parts.scheme or parts.netloc or not parts.path.startswith("/"):
        return "/"
    path = "/" + parts.path.lstrip("/")
    return f"{path}?{parts.query}" if parts.query else path
