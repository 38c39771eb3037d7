"""A process may begin in several ways; each begins at its own start event."""

import pytest

from app import engine
from app.errors import EngineFault


def test_every_start_event_is_told(diagram):
    model = engine.model(diagram("several_starts"), "process")
    assert [(p.element_id, p.kind, p.name) for p in model.starts] == [
        ("by_hand", "none", ""),
        ("by_letter", "message", "order"),
        ("by_bell", "signal", "open"),
        ("each_day", "timer", ""),
        ("when", "conditional", ""),
    ]
    assert model.starts[3].timer == ("cycle", "0 0 9 * * ?")
    assert model.starts[4].condition == "${stock < 3}"
    assert model.start_element_id == "by_hand"


@pytest.mark.parametrize("at", ["by_letter", "by_bell", "each_day", "when"])
def test_it_begins_where_it_is_told_to(play, at):
    ticket = play("several_starts", at, order=7)
    assert ticket.path == [at, "merge"]
    assert ticket.variables == {"order": 7}


def test_people_begin_at_the_start_event_without_a_symbol(play):
    assert play("several_starts").path == ["by_hand", "merge"]


def test_it_begins_nowhere_else(play):
    with pytest.raises(EngineFault):
        play("several_starts", "work")
