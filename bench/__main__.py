"""Measure all bars and print them beside what they were set at."""

import json
import sys
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from bench import counted, lists, load, meter, peers, report, steps
from bench.house import House as HouseType
from bench.house import database, furnish, house

OUT = Path("bench-results")


@click.command()
@click.option("--quick", is_flag=True, help="Small numbers; three minutes.")
@click.option("--sqlite", is_flag=True, help="Measure SQLite as well.")
@click.option("--no-peers", is_flag=True, help="Leave the other engines out.")
@click.option("--rows", default=0, help="Open work items in the lists.")
@click.option("--out", default=OUT, type=click.Path(path_type=Path))
def main(*, quick: bool, sqlite: bool, no_peers: bool, rows: int, out: Path) -> None:
    """Measure what a step costs, how it grows, and how peers do."""
    out.mkdir(parents=True, exist_ok=True)
    found: dict[str, Any] = {"before": meter.machine()}
    for kind in ("postgresql", *(("sqlite",) if sqlite else ())):
        found[kind] = measured(kind, quick=quick, rows=rows)
        click.echo(f"\n{kind}")
        click.echo(
            report.table([("what", "bar", "measured"), *report.rows(found[kind])])
        )
    if not no_peers:
        found["peers"] = peers.rounds(2 if quick else 4, tell=click.echo)
        click.echo(f"\n{report.table(peers.rows(found['peers']))}")
    found["after"] = meter.machine()
    click.echo(f"\nmachine: {found['before']}, in the end {found['after']}")
    (out / "bench.json").write_text(json.dumps(found, indent=1) + "\n")
    loops = found["postgresql"]["loops"]
    series = {
        name: {n: one["cpu_ms"] for n, one in series.items()}
        for name, series in loops.items()
    }
    (out / "growth.svg").write_text(report.curve(series | peers.growth(found)))
    click.echo(f"{out}/bench.json, {out}/growth.svg")


def measured(kind: str, *, quick: bool, rows: int) -> dict[str, Any]:
    """Measure one database.

    Args:
        kind: "postgresql" or "sqlite".
        quick: small numbers.
        rows: open work items in the lists; 0 for as many as the mode has.
    """
    rounds, marks = (25, [1, 10, 100]) if quick else (100, [1, 10, 100, 1_000, 10_000])
    found: dict[str, Any] = {}
    with _house(kind) as built:
        _tell(f"{kind}: steps")
        found["counted"] = counted.count(built)
        found["steps"] = steps.reference(built, rounds)
        found["sizes"] = {
            "1 KB": steps.heavy(built, 1_000, rounds),
            "200 elements": steps.row_along(built, rounds),
            "100 KB": steps.heavy(built, 100_000, rounds),
            "1 MB": steps.heavy(built, 1_000_000, rounds),
        }
        _tell(f"{kind}: loops")
        found["loops"] = {
            key: steps.looping(built, key, marks, sample=rounds)
            for key in ("approval", "parallel_loop")
        }
        _tell(f"{kind}: load, idle, memory")
        seconds = 4 if quick else 10
        found["load"] = [load.throughput(built, n, seconds) for n in (1, 4, 16)]
        found["idle"] = load.idle(built, seconds, 50)
        definitions, requests = (20, 1_000) if quick else (100, 10_000)
        found["memory"] = load.memory(built, definitions, requests)
    _tell(f"{kind}: lists")
    number = rows or (50_000 if quick else 1_000_000)
    found["lists"] = _on_its_own(kind, lambda it: lists.measure(it, number, rounds))
    if kind == "postgresql":
        found["stored"] = _on_its_own(kind, lambda it: lists.stored(it, 10_000))
    return found


@contextmanager
def _house(kind: str) -> Any:
    with tempfile.TemporaryDirectory() as home, house(kind, Path(home)) as built:
        yield built


def _on_its_own(kind: str, wish: Callable[[HouseType], Any]) -> Any:
    with tempfile.TemporaryDirectory() as folder, database(kind, Path(folder)) as url:
        return wish(furnish(HouseType(kind=kind, url=url, home=Path(folder))))


def _tell(line: str) -> None:
    click.echo(f"... {line}", err=True)


if __name__ == "__main__":
    sys.exit(main())
