"""Serve pages and REST; do due jobs."""

import os
import signal
import socket
import time
from collections.abc import Callable
from threading import Event, Thread

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from app.usecases import housekeeping


@click.command()
@click.option("--host", help="Address to listen on, instead of GONGDAN_HOST.")
@click.option("--port", type=click.IntRange(1, 65535), help="Instead of GONGDAN_PORT.")
@with_appcontext
def run(host: str | None, port: int | None) -> None:
    """Serve pages and REST, and do due jobs, until interrupted."""
    housekeeping.require_tables()
    housekeeping.let_go()  # the process that serves is a fork of this one
    settings = current_app.config["SETTINGS"]
    address, number = host or settings.host, port or settings.port
    _require_free(address, number)
    click.echo(f"Gongdan is at {settings.public_url or f'http://{address}:{number}'}")
    os.register_at_fork(after_in_child=_end_with_the_parent)
    # One process: SQLite has one writer anyway; more of them need PostgreSQL and a
    # WSGI server of the operator's choice (``wsgi:app``).
    Granian(
        "app:create_server",
        address=address,
        port=number,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=settings.threads,
        factory=True,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
    ).serve()


@click.command()
@with_appcontext
def work() -> None:
    """Do due jobs until interrupted, for servers whose embedded runner is off."""
    housekeeping.require_tables()
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    run_jobs: Callable[[Flask, Event], None] = app.extensions["run_jobs"]
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_args: stop.set())
    click.echo("Doing due jobs.")
    run_jobs(app, stop)


def _end_with_the_parent() -> None:
    """Let no process of ours go on serving when its parent was killed."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.3)
        os._exit(1)

    Thread(target=watch, name="parent-watch", daemon=True).start()


def _require_free(address: str, port: int) -> None:
    try:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.create_server((address, port), family=family):
            return
    except OSError as error:
        why = error.strerror or str(error)
        raise click.ClickException(
            f"Cannot listen on {address}:{port}: {why}. Choose another with --port."
        ) from error


COMMANDS = (run, work)
