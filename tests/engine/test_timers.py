"""Timer events in the flow fire when the caller says that their time has come."""

from datetime import UTC, datetime

DEADLINE = "2026-04-01T00:00:00Z"


def test_each_timer_tells_when_it_is_due(play):
    ticket = play(deadline=DEADLINE)
    assert {t.element_id: t.due_at for t in ticket.outcome.timers} == {
        "at_date": datetime(2026, 12, 31, 10, tzinfo=UTC),
        "after_duration": datetime(2026, 4, 2, 12, tzinfo=UTC),
        "by_expression": datetime(2026, 4, 1, tzinfo=UTC),
    }


def test_a_timer_passes_once_it_fires(play):
    ticket = play(deadline=DEADLINE).fire("by_expression")
    assert ticket.waiting == ["after_duration", "at_date"]
    assert ticket.outcome.passed[0].token == "t5"
    ticket.fire("after_duration").fire("at_date")
    assert ticket.outcome.ended


def test_armed_timers_keep_their_time_whatever_happens_beside_them(play):
    ticket = play(deadline=DEADLINE)
    before = ticket.outcome.timers
    ticket.later(days=3).correct(deadline="2027-01-01T00:00:00Z")
    assert ticket.outcome.timers == before
