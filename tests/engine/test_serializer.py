"""The state's bytes: a named format, small, and refused when they are not ours."""

from datetime import UTC, datetime

import pytest

from app import engine
from app.domain.process import Snapshot, VariablesChanged
from app.engine import serializer
from app.errors import EngineFault

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def begin(source, **variables):
    model = engine.model(source, "process")
    return model, engine.start(model, variables, context={}, now=NOW)


def test_the_state_begins_with_its_format_and_does_not_hold_diagram_or_variables(
    diagram,
):
    _, outcome = begin(diagram("parallel_gateway"), secret="x" * 5000)
    state = outcome.snapshot.state
    assert state.startswith(serializer.FORMAT)
    assert b"secret" not in state
    assert len(state) < 150


def test_a_large_state_is_compressed_and_read_again(diagram):
    model, outcome = begin(
        diagram("staffing"),
        helpers=[f"user{n:04}" for n in range(500)],
        group="g",
        urgent=False,
        deadline="2026-04-01",
    )
    assert len(outcome.snapshot.state) < 3000
    again = engine.resume(
        model, outcome.snapshot, VariablesChanged(variables={}), context={}, now=NOW
    )
    assert again.user_tasks == outcome.user_tasks
    assert again.snapshot == outcome.snapshot


@pytest.mark.parametrize(
    "state", [b"", b"GD2", b"GD9j{}", b"pickle", b"GD3z" + b"0" * 9]
)
def test_a_state_of_another_format_is_refused(diagram, state):
    model, _ = begin(diagram("parallel_gateway"))
    with pytest.raises(EngineFault):
        engine.resume(
            model,
            Snapshot(state=state, variables={}),
            VariablesChanged(variables={}),
            context={},
            now=NOW,
        )


def test_a_state_of_another_diagram_is_refused(diagram):
    _, outcome = begin(diagram("parallel_gateway"))
    other, _ = begin(diagram("default_flow"), amount=1)
    with pytest.raises(EngineFault):
        engine.resume(
            other, outcome.snapshot, VariablesChanged(variables={}), context={}, now=NOW
        )
