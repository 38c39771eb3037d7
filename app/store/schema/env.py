"""How Alembic reaches the database; it runs this file for every command."""

from typing import Any, Literal

from alembic import context

from app import store
from app.store.db import UtcDateTime


def main() -> None:
    """Run the changes in one transaction."""
    engine = store.db.engine
    with engine.connect().execution_options(writing=True) as connection:
        if engine.dialect.name == "sqlite":
            # Changing a table means copying it, and dropping the old one would delete
            # what refers to it. The setting cannot be changed inside a transaction.
            raw: Any = connection.connection.dbapi_connection
            raw.execute("PRAGMA foreign_keys=OFF")
        context.configure(
            connection=connection,
            target_metadata=store.db.metadata,
            render_as_batch=True,
            render_item=render,
            compare_type=True,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            if engine.dialect.name == "postgresql":
                # Two servers that start together: the second one waits, then has
                # nothing to do.
                connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7064866)")
            context.run_migrations()
        connection.invalidate()  # never lend out a connection without foreign keys


def render(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types as plain ones: changes must outlive our classes."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


main()
