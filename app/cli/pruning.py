"""Let go of what is old."""

import json
import os
import re
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from app.cli.door import looking, writing
from app.usecases import pruning

PERIOD = re.compile(r"P(?:(\d{1,5})D|(\d{1,4})W|(\d{1,3})M|(\d{1,2})Y)")
DAYS = (1, 7, 30, 365)  # of each part of a period


class Period(click.ParamType[timedelta]):
    """A duration in days, weeks, months of 30 or years of 365 days, as in ISO 8601."""

    name = "period"

    def convert(self, value: Any, param: Any, ctx: Any) -> timedelta:
        """Read it."""
        found = PERIOD.fullmatch(str(value))
        if found is None:
            self.fail("Write a period such as P180D, P26W, P6M or P1Y.", param, ctx)
        parts = zip(found.groups(), DAYS, strict=True)
        return timedelta(days=sum(int(part) * days for part, days in parts if part))


@click.command()
@click.option("--older-than", "period", type=Period(), required=True, metavar="P180D")
@click.option(
    "--export",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Keep what goes in this folder: one JSON document a ticket, and its files.",
)
@click.option("--dry-run", is_flag=True, help="Only say how many tickets would go.")
@with_appcontext
def prune(period: timedelta, folder: Path | None, *, dry_run: bool) -> None:
    """Delete tickets that ended longer ago, with their files; old sessions, drafts.

    It works in small steps, so people may go on meanwhile, and may be stopped and
    started again.
    """
    if dry_run:
        with looking() as now:
            found = pruning.count(before=now - period)
        click.echo(f"{found} tickets would go.")
        return
    tickets, last_id = 0, 0
    hashes: set[str] = set()
    while True:
        with writing() as now, _export(folder, now) as keep:
            done = pruning.tickets(before=now - period, after_id=last_id, keep=keep)
        tickets += done.tickets
        hashes |= done.files
        if done.last_id is None:
            break
        last_id = done.last_id
    with writing() as now:
        rows, unnamed = pruning.leftovers(before=now - period, now=now)
    if folder is not None:
        _keep_files(hashes, folder)
    files = pruning.drop_files(hashes | unnamed)
    click.echo(f"{tickets} tickets, {files} files and {rows} other rows are gone.")


class _export:
    """A file that takes documents; it is on disk before anything is deleted."""

    def __init__(self, folder: Path | None, now: datetime) -> None:
        self.folder, self.now = folder, now
        self.documents: list[Any] = []

    def __enter__(self) -> Callable[[Any], None] | None:
        return None if self.folder is None else self._keep

    def _keep(self, document: Any) -> None:
        self.documents.append(document)

    def __exit__(self, kind: Any, *_rest: Any) -> None:
        if kind is not None or self.folder is None or not self.documents:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"tickets-{self.now:%Y%m%d}.jsonl"
        with path.open("a", encoding="utf-8") as file:
            for document in self.documents:
                file.write(json.dumps(document, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


def _keep_files(hashes: set[str], folder: Path) -> None:
    for sha256 in sorted(hashes):
        source = pruning.place_of(sha256)
        if source.exists():
            (folder / "files").mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, folder / "files" / sha256)


COMMANDS = (prune,)
