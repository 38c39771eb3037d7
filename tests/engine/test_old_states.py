"""States that earlier editions wrote are read, and their tickets go on to their end."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import engine
from app.domain.process import Snapshot, TimerDue, VariablesChanged, WorkCompleted

STATES = Path(__file__).parent / "states"
NAMES = sorted(path.stem for path in STATES.glob("*.state"))
NOW = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)
WAITING = {
    "compressed": ["by_expression", "by_lane", "by_list", "by_name", "own_people"],
    "inclusive_join": ["b"],
    "inner_scope_and_timers": ["one", "too_late"],
    "repeating_timer": ["remind", "tell", "too_late", "work"],
    "tokens_at_a_join": ["b", "c"],
}


@pytest.mark.parametrize("name", NAMES)
def test_an_old_state_is_read_and_its_ticket_can_be_ended(name):
    told = json.loads((STATES / f"{name}.json").read_text())
    diagram = (STATES.parent / f"{told['diagram']}.bpmn").read_bytes()
    model = engine.model(diagram, "process")
    state = (STATES / f"{name}.state").read_bytes()
    assert state.startswith(b"GD1")
    snapshot = Snapshot(state=state, variables=told["variables"])

    def step(stimulus):
        return engine.resume(model, snapshot, stimulus, context={}, now=NOW)

    outcome = step(VariablesChanged(variables={"enough": True}))
    waits = [*outcome.user_tasks, *outcome.timers]
    assert sorted(wait.element_id for wait in waits) == WAITING[name]
    while not outcome.ended:
        snapshot = outcome.snapshot
        if outcome.user_tasks:
            token = outcome.user_tasks[0].token
            outcome = step(WorkCompleted(token=token, variables={}))
        else:
            outcome = step(TimerDue(token=outcome.timers[0].token))
