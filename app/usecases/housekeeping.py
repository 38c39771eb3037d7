"""The operator's wishes: tables up to date, and is everything well?"""

from dataclasses import dataclass
from datetime import UTC, datetime

from app.engine import scripts
from app.errors import TablesOutdated
from app.store import schema


@dataclass(frozen=True, slots=True)
class SchemaState:
    """How far the tables are.

    Attributes:
        present: last change the database has seen, None when it is empty.
        newest: last change this version of the program knows.
    """

    present: str | None
    newest: str | None

    @property
    def is_up_to_date(self) -> bool:
        """Whether the program can work with these tables."""
        return self.present == self.newest


def upgrade() -> SchemaState:
    """Bring the tables up to date; harmless when they are.

    Call it outside any unit of work: it commits the changes itself, all or none.

    Returns:
        How far they are now.
    """
    schema.upgrade()
    return schema_state()


def schema_state() -> SchemaState:
    """Look how far the tables are; the database is asked on its own connection.

    Raises:
        DatabaseAway: the database does not answer.
    """
    return SchemaState(schema.present(), schema.newest())


def require_tables() -> None:
    """Refuse to work with tables of another version.

    Raises:
        TablesOutdated: an upgrade is due.
        DatabaseAway: the database does not answer.
    """
    if not schema_state().is_up_to_date:
        raise TablesOutdated


def let_go() -> None:
    """Close this process's connections to the database; it may open new ones."""
    schema.let_go()


def schema_differences() -> list[str]:
    """Say in which ways the tables are not as this version expects them."""
    return schema.differences()


def cage_faults() -> list[str]:
    """Say what keeps scripts of diagrams from being run in their cage."""
    any_time = datetime(2000, 1, 1, tzinfo=UTC)
    try:
        done = scripts.execute("answer = 6 * 7", {}, now=any_time)
    except scripts.ScriptFault as fault:
        return [str(fault)]
    return [] if done.set == {"answer": 42} else ["It calculates wrongly."]
