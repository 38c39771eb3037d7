"""A Gongdan of its own on a database of its own, served over real HTTP."""

import json
import os
import secrets
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from app import create_app
from app.config import Settings
from app.usecases import deployments, housekeeping, identity
from app.usecases.identity import SYSTEM
from app.usecases.unit_of_work import unit_of_work
from bench import flows, meter

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = Path(sys.executable).parent / "gongdan"
SERVER = os.environ.get("GONGDAN_BENCH_DATABASE_URL", "")
STANDARD_SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"
PEOPLE = {  # who acts: username to groups
    "staff1": ("staff",),
    "manager1": ("managers",),
    "finance1": ("finance",),
    "everyone": ("staff", "managers", "finance", "sales", "cashier"),
}


@dataclass
class House:
    """A server that answers, and its database.

    Attributes:
        kind: "postgresql" or "sqlite".
        url: SQLAlchemy URL of the database.
        port: on 127.0.0.1; 0 until it is served.
        pid: of the server, 0 until it is served.
        bearers: API token of each of ``PEOPLE``.
    """

    kind: str
    url: str
    home: Path
    port: int = 0
    pid: int = 0
    bearers: dict[str, str] = field(default_factory=dict)
    _connection: HTTPConnection | None = None

    def call(
        self, username: str, method: str, path: str, body: Any = None
    ) -> tuple[int, Any]:
        """Send one request on a connection that is kept.

        Args:
            username: one of ``PEOPLE``.
            method: of HTTP.
            path: below /api/v1.
            body: sent as JSON, or None.

        Returns:
            The status and the answer.
        """
        if self._connection is None:
            self._connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        text = None if body is None else json.dumps(body)
        self._connection.request(
            method,
            f"/api/v1{path}",
            text,
            {
                "Authorization": f"Bearer {self.bearers[username]}",
                "Content-Type": "application/json",
            },
        )
        answer = self._connection.getresponse()
        data = answer.read()
        return answer.status, json.loads(data) if data else None

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the database, beside the server.

        Args:
            query: SQL that both databases understand.
        """
        if self.kind == "sqlite":
            with sqlite3.connect(self.url.removeprefix("sqlite:///")) as connection:
                return connection.execute(query).fetchall()
        with psycopg.connect(_plain(self.url)) as connection:
            return connection.execute(query.encode()).fetchall()

    def pids(self) -> list[int]:
        """Return the processes whose CPU counts: the server's and the database's."""
        found = meter.family(self.pid)
        if self.kind == "postgresql":
            found += [
                row[0]
                for row in self.rows(
                    "SELECT pid FROM pg_stat_activity "
                    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            ]
        return found


@contextmanager
def database(kind: str, home: Path) -> Iterator[str]:
    """Make an empty database, and drop it in the end.

    Args:
        kind: "postgresql" or "sqlite".
        home: a folder; SQLite's file goes there.
    """
    if kind == "sqlite":
        yield f"sqlite:///{home / 'bench.sqlite3'}"
        return
    server = SERVER or STANDARD_SERVER
    name = f"gongdan_bench_{os.getpid()}_{secrets.token_hex(3)}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            base = server.rpartition("/")[0].replace("postgresql", "postgresql+psycopg")
            yield f"{base}/{name}"
        finally:
            statement = "DROP DATABASE IF EXISTS {} WITH (FORCE)"
            connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


@contextmanager
def house(kind: str, home: Path) -> Iterator[House]:
    """Serve a Gongdan in which the measured processes are deployed.

    Args:
        kind: "postgresql" or "sqlite".
        home: an empty folder.
    """
    with database(kind, home) as url:
        built = furnish(House(kind=kind, url=url, home=home))
        with served(built):
            yield built


def furnish(built: House) -> House:
    """Make tables, people and processes.

    Args:
        built: with its database; its tokens are filled in.
    """
    app = create_app(
        Settings(home=built.home, database_url=built.url, embedded_runner=False)
    )
    now = datetime.now(UTC)
    with app.app_context():
        housekeeping.upgrade()
        with unit_of_work():
            for key in sorted({key for groups in PEOPLE.values() for key in groups}):
                identity.create_group(key, actor=SYSTEM, name=key, now=now)
            for username, groups in PEOPLE.items():
                identity.create_user(
                    username, actor=SYSTEM, roles=["agent"], groups=groups, now=now
                )
        with unit_of_work():
            for username in PEOPLE:
                _row, built.bearers[username] = identity.create_token(
                    "bench", actor=SYSTEM, for_user=username, expires_at=None, now=now
                )
            deployments.deploy(uploads(), actor=SYSTEM, source="cli", now=now)
        housekeeping.let_go()
    return built


def uploads() -> dict[str, bytes]:
    """Give the diagrams and forms that are measured."""
    paths = [ROOT / "processes/refund.bpmn", *(ROOT / "forms").glob("refund_*.json")]
    drawn = {
        "approval.bpmn": flows.approval(forms="request"),
        "free.bpmn": flows.approval("free"),
        "parallel_loop.bpmn": flows.parallel(forms="request"),
        "chain.bpmn": flows.chain(200, forms="request"),
    }
    return {
        **{path.name: path.read_bytes() for path in paths},
        **{name: text.encode() for name, text in drawn.items()},
        "request.json": flows.form_schema(),
    }


@contextmanager
def served(built: House) -> Iterator[House]:
    """Serve it, until left.

    Args:
        built: with tables; its port and process are filled in.
    """
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        built.port = asked.getsockname()[1]
    kept = {k: v for k, v in os.environ.items() if not k.startswith("GONGDAN_")}
    environment = {
        **kept,
        "GONGDAN_HOME": str(built.home),
        "GONGDAN_DATABASE_URL": built.url,
        "GONGDAN_PORT": str(built.port),
    }
    command = [str(PROGRAM), "run"]
    log = built.home / "server.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    built.pid, built._connection = server.pid, None
    try:
        _wait(built.port, log)
        yield built
    finally:
        server.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            server.wait(timeout=20)
        server.kill()


def _wait(port: int, log: Path) -> None:
    end = time.monotonic() + 40
    while time.monotonic() < end:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(log.read_text()[-3000:])


def _plain(url: str) -> str:
    return url.replace("+psycopg", "")
