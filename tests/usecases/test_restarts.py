"""Every step in a process of its own: what a ticket is lies in the database alone.

Each round of steps is taken by a program that is started for it and knows nothing; a
ticket in memory takes the same steps beside it, and must stand at the same place.
"""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.engine.crossing.conftest import Beside, Crossing

ROOT = Path(__file__).parents[2]
DIAGRAMS = ROOT / "tests" / "engine" / "crossing"
HOUR = timedelta(hours=1)
# What happens to each ticket, round by round.
STEPS = {
    "everything_interrupted": [
        ["start", {}],
        ["complete", "w", {}],
        ["answer", "t"],
        ["clock"],
        ["message", "stop"],
        ["complete", "tidy", {}],
    ],
    "undone_in_order": [
        ["start", {"undone": [], "more": False, "how": ""}],
        ["complete", "book", {}],
        ["complete", "pay", {}],
        ["complete", "pay", {}],
        ["complete", "ship", {}],
        ["complete", "ask", {"how": "undo"}],
    ],
    "joins_in_a_loop": [
        ["start", {"n": 0, "rounds": 1}],
        ["complete", "d", {}],
        ["complete", "a", {}],
        ["complete", "c", {}],
        ["complete", "b", {"n": 1}],
    ],
    "inclusive_in_a_loop": [
        ["start", {"takes": ["a", "b"], "redo": False, "more": False}],
        ["complete", "b", {"redo": True}],
        ["complete", "a_work", {}],
        ["complete", "back", {}],
        ["complete", "b", {"redo": False}],
    ],
    "watched": [
        ["start", {"total": 0, "how": "call"}],
        ["complete", "c", {"total": 3}],
        ["complete", "last", {}],
        ["complete", "reached", {}],
    ],
}
AT_REST = {  # when all of it is over
    "everything_interrupted": ("closed", []),
    "undone_in_order": ("open", ["after"]),
    "joins_in_a_loop": ("closed", []),
    "inclusive_in_a_loop": ("closed", []),
    "watched": ("closed", []),
}


def source_of(key: str) -> str:
    """The diagram, with the process named after its file and all work for Dave."""
    text = (DIAGRAMS / f"{key}.bpmn").read_text()
    text = text.replace("<userTask ", '<userTask camunda:assignee="dave" ')
    return text.replace('<process id="p"', f'<process id="{key}"')


def in_a_fresh_process(asked: dict) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.usecases.fresh_process"],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return json.loads(done.stdout)


def in_memory(ticket: Crossing, step: list) -> None:
    match step:
        case ["start", variables]:
            ticket.begin(variables)
        case ["complete", element_id, variables]:
            ticket.complete(element_id, **variables)
        case ["answer", _]:
            ticket.answer("machine")
        case ["message", _]:
            ticket.message("stop_begin")
        case ["clock"]:
            due = [t for t in ticket.outcome.timers if t.due_at <= ticket.now]
            for timer in due:
                ticket.fire(timer.element_id)


@pytest.mark.slow
@pytest.mark.timeout(300)  # every round is a program that begins
def test_a_ticket_goes_on_in_whatever_process_finds_it(
    house, cast, database_url, tmp_path
):
    memory = {}
    for key in STEPS:
        source = source_of(key).encode()
        memory[key] = Crossing(source, live=True, library=Beside(source))
    asked = {
        "home": str(tmp_path),
        "database_url": database_url,
        "processes": list(STEPS),
        "deploy": {f"{key}.bpmn": source_of(key) for key in STEPS},
    }
    for number in range(max(map(len, STEPS.values()))):
        now = NOW + number * HOUR
        steps = [(k, s[number]) for k, s in STEPS.items() if number < len(s)]
        found = in_a_fresh_process(asked | {"now": now.isoformat(), "steps": steps})
        asked["deploy"] = {}
        for key, step in steps:
            memory[key].now = now
            in_memory(memory[key], step)
        for key, ticket in memory.items():
            assert found[key]["waiting"] == ticket.waiting
            assert found[key]["variables"] == ticket.variables
            assert (found[key]["status"] == "closed") is ticket.outcome.ended
    assert {k: (f["status"], f["waiting"]) for k, f in found.items()} == AT_REST
    undone = found["undone_in_order"]["variables"]["undone"]
    assert undone == ["ship", "pay1", "pay0", "book"]
