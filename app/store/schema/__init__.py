"""Numbered changes of the tables, from the first one on (Alembic)."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError

from app.errors import DatabaseAway
from app.store import titles
from app.store.db import db

FOLDER = Path(__file__).parent


def configuration() -> Config:
    """Make Alembic's configuration; there is no file of it to lose."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def upgrade() -> None:
    """Bring the tables up to date, all changes in one transaction or none."""
    command.upgrade(configuration(), "head")


def newest() -> str | None:
    """Name the last change this version of the program knows."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


def present() -> str | None:
    """Name the last change the database has seen; None when it is empty.

    Raises:
        DatabaseAway: the database does not answer.
    """
    try:
        with db.engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    except OperationalError as error:
        raise DatabaseAway(why=str(error.orig).strip().partition("\n")[0]) from error


def differences() -> list[str]:
    """Say in which ways the tables are not as the program expects them."""
    with db.engine.connect() as connection:
        opts = {"compare_type": True, "include_name": _is_comparable}
        context = MigrationContext.configure(connection, opts=opts)
        return [repr(found) for found in compare_metadata(context, db.metadata)]


def _is_comparable(name: str | None, _kind: str, _parents: Any) -> bool:
    return name != titles.INDEX  # over a function; SQLAlchemy cannot compare it


def let_go() -> None:
    """Close the connections that wait in this process to be used again."""
    db.engine.dispose()
