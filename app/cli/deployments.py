"""Deploy diagrams and forms from files."""

from collections.abc import Sequence
from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cli.door import writing
from app.domain.findings import sentence
from app.domain.process import Finding
from app.errors import DeploymentRefused, NothingSent
from app.usecases import deployments
from app.usecases.identity import SYSTEM

SUFFIXES = {".bpmn", ".dmn", ".json"}


@click.command()
@click.argument(
    "paths",
    nargs=-1,
    required=True,
    metavar="PATH...",
    type=click.Path(exists=True, path_type=Path),
)
@with_appcontext
def deploy(paths: Sequence[Path]) -> None:
    """Deploy the .bpmn, .dmn and .json files in every PATH together, all or none."""
    say_deployed(paths)


def say_deployed(paths: Sequence[Path]) -> None:
    """Deploy files and folders together and print what became of them.

    Raises:
        NothingSent: there is no diagram or form among them.
        DeploymentRefused: something is wrong; its findings are printed.
    """
    files = {path.name: path.read_bytes() for path in _found(paths)}
    if not files:
        raise NothingSent
    try:
        with writing() as now:
            done = deployments.deploy(files, actor=SYSTEM, source="cli", now=now)
            news = "deployed" if done.created else "unchanged"
            for row in done.definitions:
                click.echo(f"{row.key} version {row.version}: {news}")
            _say(done.findings)
    except DeploymentRefused as refusal:
        _say(refusal.findings)
        raise


def _found(paths: Sequence[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [one for one in inside if one.suffix in SUFFIXES and one.is_file()]
    return found


def _say(findings: Sequence[Finding]) -> None:
    for found in findings:
        place = ":".join(part for part in (found.file, found.element_id) if part)
        words = sentence(found.rule) % dict(found.facts)
        click.echo(f"{place}: {found.severity}: {words} [{found.rule}]", err=True)


COMMANDS = (deploy,)
