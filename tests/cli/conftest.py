"""An operator at the command line of a house of his own."""

from dataclasses import replace

import pytest

from app import create_app
from app.config import Settings
from app.store.db import db


@pytest.fixture(scope="module")
def operate(tmp_path_factory):
    """Open a command line: ``operate(production=True)("user", "list")``."""
    opened = []

    def at_a_house(**changes):
        home = tmp_path_factory.mktemp("home")
        settings = Settings(home=home, secret_key="only-for-these-tests")
        app = create_app(replace(settings, **changes))
        opened.append(app)
        runner = app.test_cli_runner()
        return lambda *args, **more: runner.invoke(args=["gongdan", *args], **more)

    yield at_a_house
    for app in opened:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="module")
def gongdan(operate):
    """The command line of a house with tables, shared by the tests of a file."""
    command = operate()
    assert command("upgrade").exit_code == 0
    return command
