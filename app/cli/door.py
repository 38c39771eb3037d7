"""What all commands share: transactions, the time, and how refusals are said."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import click
from flask.cli import AppGroup

from app.errors import Invalid, Refusal
from app.usecases import clock, housekeeping
from app.usecases.unit_of_work import reading, unit_of_work


class Door(AppGroup):
    """A group of commands in which a refusal is a sentence and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named.

        Raises:
            ClickException: it was refused.
        """
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise click.ClickException(said(refusal)) from refusal


def said(refusal: Refusal) -> str:
    """Put a refusal into words, one line for each fault."""
    lines = [str(refusal)]
    if isinstance(refusal, Invalid):
        lines += [f"  {error.pointer}: {error}" for error in refusal.errors]
    return "\n".join(lines)


@contextmanager
def writing() -> Iterator[datetime]:
    """Open a unit of work on tables of this version; gives the present time.

    Raises:
        TablesOutdated: an upgrade is due.
        DatabaseAway: the database does not answer.
    """
    housekeeping.require_tables()
    now = clock.now()
    with unit_of_work():
        yield now


@contextmanager
def looking() -> Iterator[datetime]:
    """Read from tables of this version; gives the present time.

    Raises:
        TablesOutdated: an upgrade is due.
        DatabaseAway: the database does not answer.
    """
    housekeeping.require_tables()
    now = clock.now()
    with reading():
        yield now
