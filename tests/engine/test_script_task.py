"""Scripts read and write the scope's variables, wholly or not at all."""

import pytest

from app.errors import EngineFault

ROWS = [{"price": 2}, {"price": 3}]


def test_a_script_sets_changes_and_removes_variables(play):
    rows = [dict(row) for row in ROWS]
    ticket = play(rows=rows, scrap=1).complete("ask")
    assert ticket.variables == {"rows": [*ROWS, {"price": 0}], "total": 5}
    assert rows == ROWS  # what the caller gave is the caller's
    assert ticket.waiting == ["after"]


def test_a_failing_script_names_its_element_and_changes_nothing(play):
    ticket = play(rows=[{"cost": 2}], scrap=1)
    before = ticket.outcome.snapshot
    with pytest.raises(EngineFault) as refusal:
        ticket.complete("ask", more=1)
    assert refusal.value.facts["element_id"] == "work"
    if not ticket.live:
        assert ticket.outcome.snapshot == before
        assert before.variables == {"rows": [{"cost": 2}], "scrap": 1}
        assert ticket.complete("ask", rows=ROWS).waiting == ["after"]


def test_a_script_cannot_pose_as_the_initiator(play):
    ticket = play("script_initiator")
    with pytest.raises(EngineFault) as refusal:
        ticket.complete("ask")
    assert refusal.value.facts["element_id"] == "pose"
