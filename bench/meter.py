"""What is measured with: CPU of processes, machine load, medians and spread."""

import os
import statistics
import time
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROC = Path("/proc")


def cpu_seconds(pids: Collection[int]) -> float:
    """Return the CPU that processes have used, in seconds, all their threads counted.

    Args:
        pids: those that are gone count nothing.
    """
    total = 0
    for pid in pids:
        for thread in (PROC / str(pid) / "task").glob("*"):
            try:
                total += int((thread / "schedstat").read_bytes().split()[0])
            except (OSError, IndexError):
                continue
    return total / 1e9


def cpu_seconds_of_all(pids: Collection[int]) -> float:
    """Return the CPU that processes have used, threads that have ended included.

    Coarser than ``cpu_seconds``: in hundredths of a second.

    Args:
        pids: those that are gone count nothing.
    """
    total = 0
    for pid in pids:
        try:
            words = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += int(words[11]) + int(words[12])
    return total / os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """Return a process and all that it has started.

    Args:
        pid: of the first.
    """
    found, queue = [], [pid]
    while queue:
        one = queue.pop()
        found.append(one)
        for listed in (PROC / str(one) / "task").glob("*/children"):
            try:
                queue += [int(word) for word in listed.read_text().split()]
            except OSError:
                continue
    return found


def resident_megabytes(pid: int) -> float:
    """Return the memory that a process holds, in MB.

    Args:
        pid: of the process.
    """
    for line in (PROC / str(pid) / "status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def yardstick() -> float:
    """Return the milliseconds of a fixed pure-Python loop: how busy the machine is."""
    best = 9e9
    for _ in range(3):
        begun, total = time.perf_counter(), 0
        for number in range(300_000):
            total += number * number
        best = min(best, time.perf_counter() - begun)
    return round(best * 1e3, 1)


def machine() -> dict[str, Any]:
    """Describe the machine and what else it does at this moment."""
    names = [
        line.partition(":")[2].strip()
        for line in (PROC / "cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return {
        "cpu": names[0] if names else "unknown",
        "cores": os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()],
        "yardstick_ms": yardstick(),
    }


@dataclass(frozen=True, slots=True)
class Spread:
    """A series in milliseconds.

    Attributes:
        median: of all.
        low: the tenth percentile.
        p95: the ninety-fifth percentile.
        count: how many.
    """

    median: float
    low: float
    p95: float
    count: int

    @classmethod
    def of_seconds(cls, series: Iterable[float]) -> "Spread":
        """Sum a series of seconds up.

        Args:
            series: at least one.
        """
        found = sorted(one * 1e3 for one in series)
        return cls(
            median=round(statistics.median(found), 3),
            low=round(percentile(found, 0.1), 3),
            p95=round(percentile(found, 0.95), 3),
            count=len(found),
        )


def percentile(ordered: Sequence[float], part: float) -> float:
    """Return the value below which a part of an ordered series lies.

    Args:
        ordered: ascending, at least one.
        part: 0 to 1.
    """
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]
