"""The browser door: server-rendered pages."""

from pathlib import Path
from typing import Any

from flask import Blueprint, Flask
from flask_wtf.csrf import CSRFProtect

from app.web import (
    assets,
    attachments,
    compression,
    groups,
    headers,
    identity,
    languages,
    me,
    processes,
    refusals,
    rendering,
    starting,
    tickets,
    users,
    visits,
    widgets,
    work_items,
)

PAGES = (
    identity,
    work_items,
    tickets,
    attachments,
    starting,
    processes,
    users,
    groups,
    me,
)
HERE = Path(__file__).parent


def init_app(app: Flask) -> None:
    """Open the browser door.

    Args:
        app: with its settings in ``config["SETTINGS"]``, the other doors open already.
    """
    settings = app.config["SETTINGS"]
    https = settings.production or settings.public_url.startswith("https://")
    _set_cookies(app, settings, https=https)
    languages.init_app(app, str(HERE / "translations"))
    assets.init_app(app)
    rendering.init_app(app)
    widgets.init_app(app)
    headers.init_app(app, https=https)
    compression.init_app(app)
    identity.limiter.init_app(app)
    csrf = CSRFProtect(app)
    web = Blueprint("web", __name__, template_folder="templates")
    web.before_request(csrf.protect)
    web.before_request(visits.arrive)
    for module in PAGES:
        web.register_blueprint(module.routes)
    refusals.init_app(app, web)
    app.register_blueprint(web)


def _set_cookies(app: Flask, settings: Any, *, https: bool) -> None:
    prefix = "__Host-" if https else ""
    app.config.update(
        SIGN_IN_COOKIE=f"{prefix}gongdan",
        # CSRF secret and messages for the next page; who is signed in is not in it.
        SESSION_COOKIE_NAME=f"{prefix}gongdan-page",
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=https,
        # Only our own pages ask; the REST door has its own guard.
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=https,
        RATELIMIT_STORAGE_URI=settings.limiter_storage,
        RATELIMIT_HEADERS_ENABLED=False,
    )
