"""Upgrading makes exactly the tables the program expects, on every database."""

import pytest
from sqlalchemy import inspect

from app import create_app
from app.config import Settings
from app.store import schema
from app.store.db import db
from app.usecases import housekeeping


@pytest.fixture
def empty_house(new_database, tmp_path):
    settings = Settings(home=tmp_path, database_url=new_database())
    with create_app(settings).app_context():
        yield
        db.session.remove()
        db.engine.dispose()


def test_an_empty_database_is_told_from_one_that_is_up_to_date(empty_house):
    assert housekeeping.schema_state().present is None
    assert not housekeeping.schema_state().is_up_to_date
    assert housekeeping.upgrade().is_up_to_date


def test_the_changes_make_exactly_the_tables_of_the_program(empty_house):
    housekeeping.upgrade()
    assert housekeeping.schema_differences() == []


def test_every_index_and_constraint_is_made_by_the_changes(
    empty_house, new_database, tmp_path
):
    def parts():
        look = inspect(db.engine)
        return {
            table: (
                sorted(said(index) for index in look.get_indexes(table)),
                sorted(c["name"] for c in look.get_unique_constraints(table)),
                sorted(repr(sorted(f.items())) for f in look.get_foreign_keys(table)),
                look.get_pk_constraint(table),
            )
            for table in sorted(look.get_table_names())
            if table != "alembic_version"
        }

    housekeeping.upgrade()
    by_changes = parts()
    settings = Settings(home=tmp_path, database_url=new_database())
    with create_app(settings).app_context():
        db.create_all()
        assert by_changes == parts()
        db.engine.dispose()


def said(index):
    # The conditions of partial indexes are objects that print as their address.
    options = {k: str(v) for k, v in index.pop("dialect_options", {}).items()}
    return repr((sorted(index.items()), sorted(options.items())))


def test_upgrading_twice_changes_nothing(empty_house):
    first = housekeeping.upgrade()
    assert housekeeping.upgrade() == first


def test_every_change_can_be_taken_back(empty_house):
    housekeeping.upgrade()
    schema.command.downgrade(schema.configuration(), "base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    assert housekeeping.upgrade().is_up_to_date


def test_foreign_keys_hold_after_an_upgrade(empty_house):
    housekeeping.upgrade()
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
