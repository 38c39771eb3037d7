"""Other engines on the same flow, in rounds that take turns; each is optional.

They are installed from their registries into an environment of their own that is
deleted afterwards, and run as programs of their own (``bench/engines``).
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ENGINES = Path(__file__).parent / "engines"
MINUTES = 3


@dataclass(frozen=True, slots=True)
class Peer:
    """An engine to compare with.

    Attributes:
        program: in ``bench/engines``.
        packages: for pip.
        says: what it does in a step, and what it leaves out.
    """

    program: str
    packages: tuple[str, ...]
    says: str


PEERS = {
    "SpiffWorkflow, raw": Peer(
        "raw_spiff.py",
        ("SpiffWorkflow==3.2.0",),
        "in process, whole state as JSON in a row of SQLite; no people, no history",
    ),
    "django-viewflow": Peer(
        "django_viewflow.py",
        ("django==5.2.*", "django-viewflow==2.4.0"),
        "in process, SQLite; people by permission, no forms, no HTTP",
    ),
}


def rounds(number: int, *, tell: Callable[[str], None]) -> dict[str, Any]:
    """Run every peer in turn, several times.

    Args:
        number: of rounds.
        tell: called with a line for each peer that is left out, and why.

    Returns:
        Peer to its series of medians; or to ``{"missing": why}``.
    """
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        ready: dict[str, Path] = {}
        for name, peer in PEERS.items():
            try:
                ready[name] = _install(Path(folder) / peer.program, peer)
                found[name] = {"says": peer.says, "rounds": []}
            except (OSError, subprocess.SubprocessError) as error:
                found[name] = {"missing": _why(error)}
                tell(f"{name} is left out: {found[name]['missing']}")
        for turn in range(number):
            for name, python in ready.items():
                try:
                    loops = turn == number - 1
                    one = _run(python, PEERS[name], Path(folder), loops=loops)
                    found[name]["rounds"].append(one)
                except (OSError, subprocess.SubprocessError, ValueError) as error:
                    found[name]["failed"] = _why(error)
    return found


def _install(place: Path, peer: Peer) -> Path:
    venv.create(place, with_pip=True)
    python = place / "bin" / "python"
    subprocess.run(
        [str(python), "-m", "pip", "install", "--quiet", *peer.packages],
        check=True,
        capture_output=True,
        timeout=MINUTES * 60,
    )
    return python


def _run(python: Path, peer: Peer, folder: Path, *, loops: bool) -> Any:
    environment = {**os.environ, "PYTHONPATH": str(ENGINES.parents[1])}
    done = subprocess.run(
        [str(python), str(ENGINES / peer.program), "loops" if loops else "short"],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
        timeout=MINUTES * 60,
    )
    return json.loads(done.stdout.splitlines()[-1])


def _why(error: Exception) -> str:
    said = getattr(error, "stderr", None) or str(error)
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return text.strip().splitlines()[-1][:300] if text.strip() else repr(error)


def rows(found: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Say how long a step takes each peer.

    Args:
        found: as ``rounds`` gave it.
    """
    lines: list[tuple[str, ...]] = [("peer", "start, CPU ms", "complete, CPU ms", "")]
    for name, one in found.items():
        series = one.get("rounds")
        if not series:
            lines.append((name, "-", "-", one.get("missing") or one.get("failed", "")))
            continue
        columns = [
            f"{statistics.median(values):.2f} ({min(values):.2f}-{max(values):.2f})"
            for key in ("start", "complete")
            for values in [[turn[key] for turn in series]]
        ]
        lines.append((name, *columns, one["says"]))
    return lines


def growth(found: Mapping[str, Any]) -> dict[str, dict[int, float]]:
    """Return how a step grows with the loops of one ticket, peer by peer.

    Args:
        found: all measurements.
    """
    drawn = {}
    for name, one in found.get("peers", {}).items():
        loops = (one.get("rounds") or [{}])[-1].get("loops")
        if loops:
            drawn[name] = {int(n): ms for n, ms in loops.items()}
    return drawn


if __name__ == "__main__":
    sys.stdout.write(json.dumps(rounds(1, tell=print)) + "\n")
