"""The operator's door: ``gongdan ...``, or ``flask gongdan ...``.

A refusal is a sentence on standard error and exit code 1; a command that was not
understood has exit code 2.
"""

from flask import Flask
from flask.cli import ScriptInfo

import app as house
from app.cli import (
    demo,
    deployments,
    housekeeping,
    identity,
    pruning,
    server,
    tickets,
)
from app.cli.door import Door

program = Door("gongdan", help="Run and look after Gongdan.")
for command in (
    *server.COMMANDS,
    *housekeeping.COMMANDS,
    *pruning.COMMANDS,
    *deployments.COMMANDS,
    *tickets.COMMANDS,
    *identity.COMMANDS,
    *demo.COMMANDS,
):
    program.add_command(command)


def init_app(app: Flask) -> None:
    """Hang the door on an application.

    Args:
        app: the house.
    """
    app.cli.add_command(program)


def main() -> None:
    """Do what the command line says; the house is built when a command needs it."""
    program.main(
        prog_name="gongdan", obj=ScriptInfo(create_app=lambda: house.create_app())
    )
