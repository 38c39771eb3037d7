"""ISO 8601 as people write it into timers."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine import timers

NOW = datetime(2026, 1, 31, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("PT90S", "2026-01-31T12:01:30"),
        ("PT1.5S", "2026-01-31T12:00:01.500000"),
        ("P1M", "2026-02-28T12:00:00"),
        ("P1Y2M3DT4H", "2027-04-03T16:00:00"),
        ("P2W", "2026-02-14T12:00:00"),
        ("PT0S", "2026-01-31T12:00:00"),
    ],
)
def test_durations_count_from_now(text, due):
    assert timers.first("duration", text, now=NOW).due_at == datetime.fromisoformat(
        due + "+00:00"
    )


@pytest.mark.parametrize(
    ("value", "due"),
    [
        ("2026-02-01T08:00:00+08:00", datetime(2026, 2, 1, 0, tzinfo=UTC)),
        ("2026-02-01", datetime(2026, 2, 1, tzinfo=UTC)),
        (date(2026, 2, 1), datetime(2026, 2, 1, tzinfo=UTC)),
        (NOW, NOW),
    ],
)
def test_dates_are_points_in_time(value, due):
    assert timers.first("date", value, now=NOW).due_at == due


@pytest.mark.parametrize(
    "text",
    ["", "P", "PT", "5 minutes", "P-1D", "PT1H30", "P1H", "P101Y", "p1d", "P\u0661D"],
)
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(timers.TimerFault):
        timers.parse_duration(text)


@pytest.mark.parametrize("value", [None, 5, True, [], {}, "soon", timedelta(9**5)])
@pytest.mark.parametrize("kind", ["date", "duration", "cycle"])
def test_values_that_mean_no_time_are_refused(kind, value):
    with pytest.raises(timers.TimerFault):
        timers.first(kind, value, now=NOW)


def test_a_cycle_fires_as_often_as_it_says():
    armed = timers.first("cycle", "R3/P1D", now=NOW)
    seen = []
    while armed is not None:
        seen.append(armed.due_at)
        armed = timers.following(armed, now=armed.due_at)
    assert seen == [NOW + timedelta(days=n) for n in (1, 2, 3)]


def test_a_cycle_may_name_its_first_time():
    armed = timers.first("cycle", "R/2026-05-01T00:00:00Z/PT1H", now=NOW)
    assert armed.due_at == datetime(2026, 5, 1, tzinfo=UTC)
    assert armed.left == timers.ENDLESS


@given(
    period=st.timedeltas(timedelta(seconds=1), timedelta(days=400)),
    late=st.timedeltas(timedelta(0), timedelta(days=4000)),
)
def test_the_next_time_lies_ahead_and_in_step_with_the_first(period, late):
    seconds = int(period.total_seconds())
    armed = timers.first("cycle", f"R/PT{seconds}S", now=NOW)
    now = armed.due_at + late
    following = timers.following(armed, now=now)
    assert following is not None
    assert following.due_at > now
    assert (following.due_at - armed.due_at) % timedelta(seconds=seconds) == timedelta(
        0
    )
