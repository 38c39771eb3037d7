"""Functions of dates, and of the present instant.

``now()`` and ``today()`` are the instant the caller gave.

Source:
    DMN 1.3, Table 77 "Date and time functions" and 10.3.4.6; Camunda 8 FEEL (``last day
    of month``); ISO 8601-1:2019, week numbers.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from app.engine.feel import operations, temporal
from app.engine.feel.frames import Run
from app.engine.feel.functions.registry import builtin


@builtin("now", "")
def _now(run: Run) -> datetime:
    return run.now


@builtin("today", "")
def _today(run: Run) -> date:
    return run.now.date()


@builtin("day of year", "date: date|moment")
def _day_of_year(run: Run, day: date) -> Decimal:
    return Decimal(day.timetuple().tm_yday)


@builtin("day of week", "date: date|moment")
def _day_of_week(run: Run, day: date) -> str:
    return _DAYS[day.weekday()]


@builtin("month of year", "date: date|moment")
def _month_of_year(run: Run, day: date) -> str:
    return _MONTHS[day.month - 1]


@builtin("week of year", "date: date|moment")
def _week_of_year(run: Run, day: date) -> Decimal:
    return Decimal(day.isocalendar().week)


@builtin("last day of month", "date: date|moment")
def _last_day_of_month(run: Run, day: date) -> date:
    last = temporal.days_in_month(day.year, day.month)
    return date(day.year, day.month, last)


@builtin("is", "value1: any, value2: any")
def _is_same(run: Run, one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, datetime) and one.utcoffset() != other.utcoffset():
        return False
    return operations.equal(one, other, run) is True


# The standard's answers are English words, whatever the server speaks.
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
