"""Gongdan: an organisation's tickets as BPMN processes. This module wires the house."""

import os

from flask import Flask
from flask_migrate import Migrate
from werkzeug.middleware.proxy_fix import ProxyFix

from app import api, cli, web
from app.config import Settings, from_environment
from app.outbound import files
from app.store import schema
from app.store.db import db, set_up_sqlite
from app.usecases import clock
from app.worker import loop


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application: settings, cellars, doors.

    Args:
        settings: as given, or read from the environment.

    Raises:
        Misconfigured: a setting cannot be used.
    """
    settings = settings or from_environment(os.environ)
    settings.home.mkdir(parents=True, exist_ok=True)
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.url,
        MAX_CONTENT_LENGTH=settings.upload_limit_bytes,
        MAX_FORM_MEMORY_SIZE=2_000_000,
        MAX_FORM_PARTS=5_000,
    )
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        proxied = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
        app.wsgi_app = proxied  # type: ignore[method-assign]
    db.init_app(app)
    with app.app_context():
        set_up_sqlite(db.engine)
        clock.set_up(controlled=settings.controlled_clock)
    Migrate(app, db, directory=str(schema.FOLDER))
    files.set_up(settings.home / "files")
    api.init_app(app)
    web.init_app(app)
    cli.init_app(app)
    app.extensions["run_jobs"] = loop.run_for_ever  # for the operator's door
    return app


def create_server(settings: Settings | None = None) -> Flask:
    """Build the application for a server: it does its due jobs itself.

    Args:
        settings: as given, or read from the environment; ``embedded_runner`` False or a
            ``broker_url`` leaves the jobs to other processes.

    Raises:
        Misconfigured: a setting cannot be used.
    """
    app = create_app(settings)
    built: Settings = app.config["SETTINGS"]
    if built.embedded_runner and not built.broker_url:
        loop.start_in_background(app)
    return app
