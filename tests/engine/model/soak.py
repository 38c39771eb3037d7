"""Play many random processes against the token game that the tests know.

The suite plays some; this plays as many as asked for, from a seed that is printed, and
shows the diagram and the steps of each that went wrong.
"""

import argparse
import random
import sys
import traceback
from secrets import randbelow

from tests.engine.model.drawing import Drawing
from tests.engine.model.growing import Growing
from tests.engine.model.playing import PLAIN, play, style


def soak(seed: int, *, size: int) -> str:
    """Play one process.

    Args:
        seed: of everything random.
        size: about how many blocks it has.

    Returns:
        What went wrong, or "".
    """
    number = random.Random(seed).randint  # noqa: S311 (no secret)
    notes: list[str] = []
    scope = Growing(number, size).grow_scope(0)
    drawing = Drawing(scope)
    try:
        play(drawing, scope, style(number), number, notes.append)
    except Exception:  # noqa: BLE001 (whatever it is, it is to be shown)
        files = [file_of(drawing, key) for key in ("p", *drawing.called)]
        return "\n".join([*files, *notes, traceback.format_exc()])
    return ""


def file_of(drawing: Drawing, key: str) -> str:
    """Return one of the diagrams of a drawing."""
    return drawing.xml(PLAIN, key).decode()


def main() -> int:
    """Play, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("examples", type=int, nargs="?", default=1_000)
    parser.add_argument("--seed", type=int, default=randbelow(10**9))
    parser.add_argument("--size", type=int, default=9, help="blocks of a process")
    parser.add_argument("--keep-going", action="store_true")
    asked = parser.parse_args()
    sys.stdout.write(f"seed {asked.seed}\n")
    failed = 0
    for seed in range(asked.seed, asked.seed + asked.examples):
        why = soak(seed, size=asked.size)
        if why:
            failed += 1
            sys.stdout.write(f"--- seed {seed}\n{why}\n")
            if not asked.keep_going:
                break
    sys.stdout.write(f"{failed} went wrong\n")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
