"""The cast, a fixed time, and a house on each database that answers.

Tests that ask for ``house``, ``cast``, ``client`` or ``call`` run on SQLite; those in
``tests/usecases`` and ``tests/api`` run on PostgreSQL as well where a server answers:
at ``GONGDAN_TEST_DATABASE_URL``, or on this machine's standard port.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from psycopg import sql
from sqlalchemy import event, make_url
from werkzeug.test import TestResponse

from app import create_app
from app.config import Settings
from app.domain.permissions import Actor
from app.store.db import db, on_statement
from app.store.identity import Group, Membership, Token, User
from app.usecases import clock
from app.usecases.identity import passwords
from app.usecases.unit_of_work import unit_of_work

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PASSWORD = "gongdan-test"
STANDARD_SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"
ON_BOTH_DATABASES = {"usecases", "api"}  # folders below tests/
SERVER = pytest.StashKey[str | None]()
UNTESTED = pytest.StashKey[list[str]]()  # what the end of a run says was left out


# --- which databases there are ---


def pytest_configure(config: pytest.Config) -> None:
    server = os.environ.get("GONGDAN_TEST_DATABASE_URL", STANDARD_SERVER)
    server = re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql://", server)
    config.stash[UNTESTED] = []
    try:
        psycopg.connect(server, connect_timeout=2).close()
    except psycopg.Error as error:
        why = str(error).strip().splitlines()[0]
        config.stash[UNTESTED].append(f"PostgreSQL: {why}")
        server = None
    config.stash[SERVER] = server
    passwords.set_cost(memory_kib=8, passes=1)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" not in metafunc.fixturenames:
        return
    marked = list(metafunc.definition.iter_markers("parametrize"))
    if any("database" in str(mark.args[0]) for mark in marked):
        return
    databases = ["sqlite"]
    both = ON_BOTH_DATABASES & set(metafunc.definition.path.parts)
    if both and metafunc.config.stash[SERVER]:
        databases.append(pytest.param("postgresql", marks=pytest.mark.postgres))
    metafunc.parametrize("database", databases, indirect=True, scope="session")


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if config.stash[UNTESTED]:
        terminalreporter.section("not tested")
        for line in config.stash[UNTESTED]:
            terminalreporter.line(line)


@pytest.fixture(scope="session")
def database(request: pytest.FixtureRequest) -> str:
    """Which database the house stands on: "sqlite" or "postgresql"."""
    return getattr(request, "param", "sqlite")


@pytest.fixture(scope="session")
def new_database(
    database: str,
    pytestconfig: pytest.Config,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[], str]]:
    """Make an empty database and give its URL; all are gone at the end."""
    if database == "sqlite":
        folder = tmp_path_factory.mktemp("sqlite")
        yield lambda: f"sqlite:///{folder / secrets.token_hex(4)}.sqlite3"
        return
    server = pytestconfig.stash[SERVER]
    if server is None:
        pytest.skip("no PostgreSQL answers")
    made: list[str] = []

    def make() -> str:
        name = f"gongdan_test_{os.getpid()}_{secrets.token_hex(4)}"
        made.append(name)
        statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        connection.execute(statement)
        url = make_url(server).set(drivername="postgresql+psycopg", database=name)
        # A test's rows need not survive a power loss.
        url = url.update_query_dict({"options": "-c synchronous_commit=off"})
        return url.render_as_string(hide_password=False)

    with psycopg.connect(server, autocommit=True) as connection:
        drop_left_over(connection)
        yield make
        for name in made:
            drop(connection, name)


@pytest.fixture(scope="session")
def database_url(new_database: Callable[[], str]) -> str:
    """The database that all tests of this run share."""
    return new_database()


def drop(connection: psycopg.Connection, name: str) -> None:
    statement = "DROP DATABASE IF EXISTS {} WITH (FORCE)"
    connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


def drop_left_over(connection: psycopg.Connection) -> None:
    """Drop the databases of runs that were killed."""
    rows = connection.execute("SELECT datname FROM pg_database").fetchall()
    for (name,) in rows:
        owner = re.fullmatch(r"gongdan_test_(\d+)_\w+", name)
        if owner and not Path(f"/proc/{owner[1]}").exists() and Path("/proc").exists():
            with suppress(psycopg.Error):  # another run may drop it too
                drop(connection, name)


# --- the house ---


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a house of the test's own, on SQLite."""
    return Settings(home=tmp_path / "home", secret_key="only-for-these-tests")


@pytest.fixture(scope="session")
def app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application with its tables, shared by all tests; use ``house``."""
    settings = Settings(
        home=tmp_path_factory.mktemp("home"),
        database_url=database_url,
        secret_key="only-for-these-tests",
        controlled_clock=True,
        embedded_runner=False,
    )
    application = create_app(settings)
    application.testing = True
    with application.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", do_not_wait_for_the_disk)
        db.create_all()
    yield application
    with application.app_context():
        db.engine.dispose()


def do_not_wait_for_the_disk(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def house(app: Flask) -> Iterator[Flask]:
    """The application in its context, with empty tables."""
    with app.app_context():
        empty_the_tables()
        yield app
        db.session.remove()


def empty_the_tables() -> None:
    with db.engine.connect().execution_options(writing=True) as connection:
        for table in reversed(db.metadata.sorted_tables):
            if table.name == "number_counters":
                continue  # a process holds numbers that it has reserved
            connection.execute(table.delete())
        connection.commit()


@pytest.fixture
def counted(house: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """Count what a wish costs: ``with counted() as statements: ...``.

    Left out are beginnings of transactions, and the reading of a clock that may be set,
    as a house in production has none.
    """

    @contextmanager
    def counting() -> Iterator[list[str]]:
        found: list[str] = []

        def keep(statement: str) -> None:
            if not statement.startswith("BEGIN") and "pinned_clock" not in statement:
                found.append(statement)

        with house.app_context():
            stop = on_statement(db.engine, keep)
        yield found
        stop()

    return counting


@pytest.fixture
def now() -> datetime:
    """The time at which tests happen."""
    return NOW


# --- the cast ---


@dataclass(frozen=True)
class Cast:
    """Who is there; each has a row and the password ``PASSWORD``."""

    alice: Actor  # asks
    bob: Actor  # reviews
    carol: Actor  # signs
    erin: Actor  # pays
    frank: Actor  # draws
    grace: Actor  # leads
    henry: Actor  # audits
    ivan: Actor  # is a program
    dave: Actor  # runs the shop
    trudy: Actor  # is a stranger to everything

    def __iter__(self) -> Iterator[Actor]:
        return iter(vars(self).values())


CAST = Cast(
    alice=Actor("alice"),
    bob=Actor("bob", frozenset({"agent"}), frozenset({"sales"})),
    carol=Actor("carol", frozenset({"agent"}), frozenset({"finance"})),
    erin=Actor("erin", frozenset({"agent"}), frozenset({"cashier"})),
    frank=Actor("frank", frozenset({"analyst"})),
    grace=Actor("grace", frozenset({"lead"}), frozenset({"sales"})),
    henry=Actor("henry", frozenset({"auditor"})),
    ivan=Actor("ivan", frozenset({"integrator"})),
    dave=Actor("dave", frozenset({"admin"})),
    trudy=Actor("trudy"),
)
GROUPS = {"sales": "业务", "finance": "财务", "cashier": "出纳", "service": "客服"}


@pytest.fixture(scope="session")
def password_hash() -> str:
    return passwords.hashed(PASSWORD)


@pytest.fixture
def cast(house: Flask, password_hash: str) -> Cast:
    """The cast and its groups, as rows."""
    with unit_of_work():
        for key, name in GROUPS.items():
            db.session.add(Group(key=key, name=name, created_at=NOW))
        for actor in CAST:
            user = User(
                username=actor.username,
                display_name=actor.username.title(),
                email=f"{actor.username}@example.org",
                password_hash=password_hash,
                roles=sorted(actor.roles),
                language=None,
                active=True,
                created_at=NOW,
            )
            db.session.add(user)
        db.session.flush()
        for actor in CAST:
            for key in actor.groups:
                db.session.add(Membership(username=actor.username, group_key=key))
    return CAST


@pytest.fixture
def alice(cast: Cast) -> Actor:
    """Who asks; she is in no group and has no role."""
    return cast.alice


@pytest.fixture
def bob(cast: Cast) -> Actor:
    """Who reviews, in the group sales."""
    return cast.bob


@pytest.fixture
def carol(cast: Cast) -> Actor:
    """Who signs, in the group finance."""
    return cast.carol


@pytest.fixture
def dave(cast: Cast) -> Actor:
    """Who runs the shop."""
    return cast.dave


# --- the doors ---


@pytest.fixture
def client(house: Flask, cast: Cast) -> FlaskClient:
    """A browser in which nobody has signed in."""
    return house.test_client()


@pytest.fixture
def call(house: Flask, cast: Cast) -> Callable[..., TestResponse]:
    """Call the REST door: ``call("bob", "POST", "/work-items/7/claim", json={})``.

    The first argument is who calls, or None for nobody; more keyword arguments go to
    the test client.
    """
    bearers: dict[str, str] = {}

    def one_call(
        username: str | None, method: str, path: str, **more: Any
    ) -> TestResponse:
        headers = dict(more.pop("headers", None) or {})
        if username is not None:
            if username not in bearers:
                bearers[username] = token_for(username)
            headers["Authorization"] = f"Bearer {bearers[username]}"
        return house.test_client().open(
            f"/api/v1{path}", method=method, headers=headers, **more
        )

    return one_call


def token_for(username: str) -> str:
    """Give somebody an API token, as a row."""
    text = "gdt_" + secrets.token_urlsafe(32)
    with unit_of_work():
        db.session.add(
            Token(
                username=username,
                name="tests",
                token_hash=hashlib.sha256(text.encode()).hexdigest(),
                created_at=NOW,
                expires_at=None,
                last_used_at=clock.now(),  # so no call writes it
                revoked_at=None,
            )
        )
    return text
