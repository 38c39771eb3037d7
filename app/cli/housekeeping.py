"""Keep the tables up to date; say what is wrong with the installation."""

import os
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.errors import Refusal
from app.usecases import housekeeping

PINNED = "=="


@click.command()
@with_appcontext
def upgrade() -> None:
    """Make the tables, or bring them up to date."""
    before = housekeeping.schema_state()
    after = housekeeping.upgrade()
    same = before.present == after.present
    click.echo(f"The tables are at {after.present}" + (" already." if same else "."))


@click.command()
@with_appcontext
def doctor() -> None:
    """Say what is wrong with the installation; exit code 1 if anything is."""
    healthy = True
    for name, check in CHECKS.items():
        try:
            faults = check()
        except Refusal as refusal:
            faults = [str(refusal)]
        healthy = healthy and not faults
        click.echo(f"{'ok   ' if not faults else 'WRONG'} {name}")
        for fault in faults:
            click.echo(f"      {fault}")
    for note in _notes():
        click.echo(f"note  {note}")
    if not healthy:
        sys.exit(1)


def _libraries() -> list[str]:
    try:
        required = metadata.requires("gongdan") or []
    except metadata.PackageNotFoundError:
        return ["The package gongdan is not installed in this Python."]
    pins = [text.split(";")[0] for text in required if "extra ==" not in text]
    faults = []
    for pin in pins:
        name, _, wanted = pin.partition(PINNED)
        name = name.partition("[")[0].strip()
        try:
            found = metadata.version(name)
        except metadata.PackageNotFoundError:
            faults.append(f"{name} is not installed; {wanted.strip()} is needed.")
            continue
        if wanted and found != wanted.strip():
            faults.append(f"{name} is {found}; tested with {wanted.strip()}.")
    return faults


def _home() -> list[str]:
    home: Path = current_app.config["SETTINGS"].home
    usable = home.is_dir() and os.access(home, os.R_OK | os.W_OK | os.X_OK)
    return [] if usable else [f"{home} cannot be written to."]


def _database() -> list[str]:
    if not housekeeping.schema_state().is_up_to_date:
        return ["The tables are not those of this version. Run: gongdan upgrade"]
    return housekeeping.schema_differences()


def _cage() -> list[str]:
    return housekeeping.cage_faults()


def _assets() -> list[str]:
    vendor = Path(current_app.root_path, "web", "static", "vendor")
    if vendor.is_dir() and any(vendor.iterdir()):
        return []
    return ["The browser libraries are missing. Install the package anew."]


def _translations() -> list[str]:
    folder = Path(current_app.root_path, "web", "translations")
    if any(folder.glob("*/LC_MESSAGES/*.mo")):
        return []
    return ["The translations are not compiled. Install the package anew."]


def _notes() -> list[str]:
    settings = current_app.config["SETTINGS"]
    notes = []
    if not settings.production:
        notes.append("GONGDAN_PRODUCTION is off: for trying, not for real work.")
    if settings.controlled_clock:
        notes.append("GONGDAN_CONTROLLED_CLOCK is on: the time may be set.")
    return notes


CHECKS: dict[str, Callable[[], list[str]]] = {
    "libraries": _libraries,
    "folder of files": _home,
    "database": _database,
    "sandbox of expressions": _cage,
    "browser libraries": _assets,
    "translations": _translations,
}
COMMANDS = (upgrade, doctor)
