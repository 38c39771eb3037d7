"""Who asks: a bearer token or the browser's session becomes an Actor."""

from urllib.parse import urlsplit

from flask import current_app, g, request

from app.domain.permissions import Actor
from app.errors import CrossSite, Unauthenticated
from app.usecases import clock, identity

SAFE = ("GET", "HEAD", "OPTIONS")


def refuse_anonymous() -> None:
    """Refuse whoever shows nothing at all, before a body is read or SQL is sent.

    Raises:
        Unauthenticated: there is neither token nor cookie.
        CrossSite: a browser's cookie came with a change from somewhere else.
    """
    if _bearer() is not None:
        return
    if "Authorization" in request.headers or not _cookie():
        raise Unauthenticated
    if request.method not in SAFE and not _from_our_page():
        raise CrossSite


def sign_in() -> None:
    """Find out who asks and what time it is; inside a unit of work.

    Sets ``g.actor`` and ``g.now``, and notes now and then that somebody was here.

    Raises:
        Unauthenticated: the token or session is not known, or not any more.
    """
    g.now = clock.now()
    bearer = _bearer()
    if bearer is not None:
        signed = identity.actor_of_token(bearer, now=g.now)
    else:
        signed = identity.actor_of_session(_cookie(), now=g.now)
    if signed is None:
        raise Unauthenticated
    g.actor = signed.actor
    if signed.touch_due and request.method not in SAFE:
        identity.touch(signed, now=g.now)


def actor() -> Actor:
    """Return who asks, once ``sign_in`` has found out."""
    found: Actor = g.actor
    return found


def _bearer() -> str | None:
    header = request.headers.get("Authorization", "")
    scheme, _, token = header.partition(" ")
    token = token.strip()
    if scheme.lower() == "bearer" and 0 < len(token) <= 500 and token.isascii():
        return token
    return None


def _cookie() -> str:
    name: str = current_app.config["SIGN_IN_COOKIE"]
    return request.cookies.get(name, "")[:500]


def _from_our_page() -> bool:
    # A browser sets these itself and lets no page forge them; a cookie without either
    # header is not sent by a browser of this decade, so it is refused as well.
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin.lower()).netloc == request.host
