"""Cron expressions mean the times that Quartz, or Unix, says."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.engine import cron, timers

SATURDAY = datetime(2026, 3, 28, 23, 0, tzinfo=UTC)


def times(text, count=3, *, now=SATURDAY):
    armed = timers.first("cycle", text, now=now)
    found = [armed.due_at]
    while len(found) < count:
        armed = timers.following(armed, now=armed.due_at)
        found.append(armed.due_at)
    return [moment.strftime("%y-%m-%d %H:%M:%S") for moment in found]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("0 0 9 ? * MON-FRI", "26-03-30 09:00:00"),
        ("0 0 9 ? * 2-6", "26-03-30 09:00:00"),
        ("0 9 * * 1-5", "26-03-30 09:00:00"),
        ("0 9 * * 7", "26-03-29 09:00:00"),
        ("0 0 9 ? * 1", "26-03-29 09:00:00"),
        ("*/5 * * * *", "26-03-28 23:05:00"),
        ("0/20 * * * * ?", "26-03-28 23:00:20"),
        ("0 0 22-2 * * ?", "26-03-29 00:00:00"),
        ("0 0 0 L * ?", "26-03-31 00:00:00"),
        ("0 0 0 L-3 * ?", "26-04-27 00:00:00"),
        ("0 0 0 LW 5 ?", "26-05-29 00:00:00"),
        ("0 0 0 15W 8 ?", "26-08-14 00:00:00"),
        ("0 0 0 1W 8 ?", "26-08-03 00:00:00"),
        ("0 0 12 ? * 6#3", "26-04-17 12:00:00"),
        ("0 0 12 ? * FRIL", "26-04-24 12:00:00"),
        ("0 0 12 ? * L", "26-04-04 12:00:00"),
        ("0 0 12 1 JAN ? 2030", "30-01-01 12:00:00"),
        ("0 0 13 1,15 * *", "26-04-01 13:00:00"),
        ("0 12 13 * 5", "26-04-03 12:00:00"),
        ("@daily", "26-03-29 00:00:00"),
        ("@hourly", "26-03-29 00:00:00"),
        ("0 0 0 29 2 ?", "28-02-29 00:00:00"),
    ],
)
def test_an_expression_means_its_first_time(text, first):
    assert times(text, 1) == [first]


def test_a_day_of_month_or_a_day_of_week_is_enough_for_unix():
    assert times("0 12 13 * 5", 4) == [
        "26-04-03 12:00:00",
        "26-04-10 12:00:00",
        "26-04-13 12:00:00",
        "26-04-17 12:00:00",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "0 0 9 * *  ? 2020",
        "0 0 0 31 2 ?",
        "61 * * * *",
        "0 0 25 * * ?",
        "0 0 9 1 * MON",
        "0 0 9 ? * 0",
        "0 0 9 ? * MOON",
        "a b c d e",
        "* * * *",
        "1 2 3 4 5 6 7 8",
        "*/0 * * * *",
        "TZ=Mars/Phobos 0 9 * * *",
        "TZ=../../etc/passwd 0 9 * * *",
        "@never",
    ],
)
def test_what_means_no_time_is_refused(text):
    with pytest.raises(timers.TimerFault):
        timers.first("cycle", text, now=SATURDAY)


def test_a_zone_has_its_own_clocks_in_summer_and_winter():
    text = "TZ=Europe/Berlin 0 0 9 * * ?"
    assert times(text, 2, now=SATURDAY - timedelta(days=1)) == [
        "26-03-28 08:00:00",
        "26-03-29 07:00:00",
    ]


def test_a_time_that_is_left_out_in_spring_comes_an_hour_later_that_day():
    assert times("TZ=Europe/Berlin 0 30 2 * * ?", 2) == [
        "26-03-29 01:30:00",  # 3:30 by their clocks
        "26-03-30 00:30:00",
    ]


def test_a_time_that_comes_twice_in_autumn_is_meant_once():
    night = datetime(2026, 10, 24, 22, 0, tzinfo=UTC)
    assert times("TZ=Europe/Berlin 0 30 2 * * ?", 2, now=night) == [
        "26-10-25 00:30:00",
        "26-10-26 01:30:00",
    ]


def test_every_half_hour_goes_on_while_clocks_are_put_back():
    night = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)
    assert times("TZ=Europe/Berlin 0 0/30 * * * ?", 6, now=night) == [
        "26-10-24 23:30:00",
        "26-10-25 00:00:00",
        "26-10-25 00:30:00",
        "26-10-25 01:00:00",
        "26-10-25 01:30:00",
        "26-10-25 02:00:00",
    ]


def test_the_zone_of_the_process_is_meant_without_one_in_the_text():
    armed = timers.first("cycle", "0 9 * * *", now=SATURDAY, zone="Asia/Shanghai")
    assert armed.due_at == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert timers.following(armed, now=armed.due_at).due_at == datetime(
        2026, 3, 30, 1, 0, tzinfo=UTC
    )


def test_missed_times_are_not_made_up_for():
    armed = timers.first("cycle", "0 9 * * *", now=SATURDAY)
    later = SATURDAY + timedelta(days=10, hours=11)
    assert timers.following(armed, now=later).due_at == datetime(
        2026, 4, 9, 9, 0, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("text", "zone", "due"),
    [
        ("2026-07-01T09:00:00", "Europe/Berlin", "2026-07-01T07:00:00"),
        ("2026-07-01T09:00:00[Asia/Shanghai]", None, "2026-07-01T01:00:00"),
        ("2026-07-01T09:00:00+02:00[Asia/Shanghai]", None, "2026-07-01T07:00:00"),
        ("2026-07-01T09:00:00Z", "Europe/Berlin", "2026-07-01T09:00:00"),
    ],
)
def test_a_date_means_the_clocks_of_its_zone(text, zone, due):
    armed = timers.first("date", text, now=SATURDAY, zone=zone)
    assert armed.due_at == datetime.fromisoformat(due + "+00:00")


@settings(max_examples=60, deadline=None)
@given(
    st.tuples(
        st.sampled_from(["0", "*/10", "5,35"]),
        st.sampled_from(["0", "*/7", "59", "*"]),
        st.sampled_from(["*", "2", "0/3", "22-1"]),
        st.sampled_from(["?", "1", "L", "15W", "*/9"]),
        st.sampled_from(["*", "2", "3-10/2"]),
        st.just("?"),
    ),
    st.sampled_from(
        ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]
    ),
    st.integers(0, 40 * 365 * 24 * 60),
)
def test_times_lie_after_the_moment_and_none_between_is_left_out(fields, zone, minutes):
    expression = cron.read(" ".join(fields), zone)
    now = datetime(2000, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    due = expression.after(now)
    assert due > now
    between = now + (due - now) / 2
    if between < due:
        assert expression.after(between) == due
