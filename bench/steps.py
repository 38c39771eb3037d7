"""Steps over HTTP, one client: CPU of server and database, and wall time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from bench import flows, meter
from bench.house import House

SETTLE_SECONDS = 0.003  # what a server does after it has answered counts as well
ACTORS = {"apply": "staff1", "manager": "manager1", "finance": "finance1"}


@dataclass
class Series:
    """Steps of one kind.

    Attributes:
        cpu: seconds of each.
        wall: seconds of each.
    """

    cpu: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def summary(self) -> dict[str, Any]:
        """Sum the series up, in milliseconds."""
        cpu, wall = (
            meter.Spread.of_seconds(self.cpu),
            meter.Spread.of_seconds(self.wall),
        )
        return {
            "cpu_ms": cpu.median,
            "cpu_ms_low": cpu.low,
            "cpu_ms_p95": cpu.p95,
            "wall_ms": wall.median,
            "count": cpu.count,
        }


class Stopwatch:
    """Measures requests to a house.

    Args:
        house: served.
    """

    def __init__(self, house: House) -> None:
        self.house = house
        self.pids = house.pids()

    @contextmanager
    def on(self, series: Series) -> Iterator[None]:
        """Add what happens inside to a series.

        Args:
            series: longer by one in the end.
        """
        before, begun = meter.cpu_seconds(self.pids), time.perf_counter()
        yield
        ended = time.perf_counter()
        time.sleep(SETTLE_SECONDS)
        series.cpu.append(meter.cpu_seconds(self.pids) - before)
        series.wall.append(ended - begun)


def start(
    house: House, key: str, variables: dict[str, Any], who: str = "staff1"
) -> str:
    """Start a ticket; return its number."""
    body = {"process_key": key, "variables": variables}
    status, answer = house.call(who, "POST", "/tickets", body)
    if status != 201:
        raise RuntimeError(f"{status}: {answer}")
    number: str = answer["number"]
    return number


def complete(house: House, who: str, item: int, body: dict[str, Any]) -> None:
    """Complete a work item."""
    status, answer = house.call(who, "POST", f"/work-items/{item}/complete", body)
    if status != 200:
        raise RuntimeError(f"{status}: {answer}")


def waiting(house: House, number: str) -> tuple[int, str]:
    """Return the newest open work item of a ticket: its id and element."""
    ((item, element),) = house.rows(
        "SELECT w.id, w.element_id FROM work_items w JOIN tickets t "
        f"ON t.id = w.ticket_id WHERE t.number = '{number}' "
        "AND w.closed_at IS NULL ORDER BY w.id DESC LIMIT 1"
    )
    return item, element


def reference(house: House, rounds: int) -> dict[str, Any]:
    """Measure the reference flow: start, and three completions.

    Args:
        house: served.
        rounds: whole flows; one in ten more to warm up.
    """
    for seed in range(max(3, rounds // 10)):
        _flow(Stopwatch(house), Series(), Series(), seed)
    watch, starts, completions = Stopwatch(house), Series(), Series()
    for seed in range(rounds):
        _flow(watch, starts, completions, seed)
    return {"start": starts.summary(), "complete": completions.summary()}


def _flow(watch: Stopwatch, starts: Series, completions: Series, seed: int) -> None:
    house = watch.house
    with watch.on(starts):
        number = start(house, "approval", {})
    for name in ("apply", "manager", "finance"):
        item, element = waiting(house, number)
        if element != name:
            raise RuntimeError(f"{number} waits at {element}, not at {name}")
        with watch.on(completions):
            complete(house, ACTORS[name], item, {"variables": flows.form(seed=seed)})


def looping(
    house: House, key: str, marks: list[int], *, sample: int = 20
) -> dict[int, dict[str, Any]]:
    """Send one ticket back again and again, and measure around some rounds.

    Args:
        house: served.
        key: of a process in which "rework" returns to ``apply``.
        marks: after how many rounds.
        sample: completions measured at each mark.
    """
    number = start(house, key, {})
    body = {"variables": flows.form(decision="rework")}
    found, done = {}, 0
    for mark in sorted(marks):
        while done < mark:
            _again(house, number, body, None, Series())
            done += 1
        watch, series = Stopwatch(house), Series()
        for _ in range(sample):
            _again(house, number, body, watch, series)
        done += sample
        found[mark] = series.summary()
    return found


def _again(
    house: House,
    number: str,
    body: dict[str, Any],
    watch: Stopwatch | None,
    series: Series,
) -> None:
    # The newest one: in the parallel flow another stays open.
    item, _element = waiting(house, number)
    if watch is None:
        complete(house, "everyone", item, body)
        return
    with watch.on(series):
        complete(house, "everyone", item, body)


def row_along(house: House, rounds: int) -> dict[str, Any]:
    """Measure completions in the middle of a diagram of 200 elements.

    Args:
        house: served.
        rounds: completions that are measured.
    """
    watch, series, number, left = Stopwatch(house), Series(), "", 0
    for _ in range(rounds):
        if not left:
            number, left = start(house, "chain", {}), 90
        item, _element = waiting(house, number)
        with watch.on(series):
            complete(house, "staff1", item, {"variables": flows.form()})
        left -= 1
    return series.summary()


def heavy(house: House, size_bytes: int, rounds: int) -> dict[str, Any]:
    """Measure completions of a ticket that carries a large variable.

    Args:
        house: served.
        size_bytes: of the variable's JSON, about.
        rounds: completions that are measured.
    """
    line = {"sku": "A-100", "name": "shoe, left and right", "price": "84.50", "qty": 1}
    lines = [{**line, "no": k} for k in range(size_bytes // 82)]
    number = start(house, "free", {"lines": lines})
    watch, series = Stopwatch(house), Series()
    for seed in range(rounds + 3):
        # Other values each time, or nothing would have to be written.
        body = {"variables": flows.form(decision="rework", seed=seed)}
        _again(house, number, body, watch if seed >= 3 else None, series)
    return series.summary()
