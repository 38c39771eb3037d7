"""/clock: set the platform's time, to try timers without waiting."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import g

from app.api import answers, examples
from app.api.blueprint import Blueprint, Gives, Takes
from app.api.fields import Body, Pattern, Text, Time
from app.usecases import clock

blueprint = Blueprint(
    "clock",
    "The platform's time; for administrators, where GONGDAN_CONTROLLED_CLOCK is on.",
)
CLOCK = Gives(shape=answers.Clock, example=examples.CLOCK)
# ISO 8601 durations of a fixed length; months and years have none.
DURATION = re.compile(
    r"P(?=.)(?:(?P<weeks>\d{1,6})W)?(?:(?P<days>\d{1,6})D)?"
    r"(?:T(?=.)(?:(?P<hours>\d{1,8})H)?(?:(?P<minutes>\d{1,8})M)?"
    r"(?:(?P<seconds>\d{1,10})S)?)?"
)


class NewTime(Body):
    """The time to stop at."""

    now = Time(required=True)


class Step(Body):
    """How far to go."""

    by = Text(
        required=True,
        validate=Pattern(re.compile(f"^{DURATION.pattern}$")),
        metadata={"description": "ISO 8601 weeks, days, hours, minutes, seconds."},
    )


@blueprint.operation("GET", "", CLOCK)
def get_clock() -> Any:
    """Read the time."""
    now, pinned = clock.state(actor=g.actor)
    return {"now": now, "pinned": pinned}


@blueprint.operation("PUT", "", CLOCK, Takes(body=NewTime, example=examples.NEW_TIME))
def pin_clock(body: dict[str, Any]) -> Any:
    """Stop the clock at a time."""
    return {"now": clock.pin(body["now"], actor=g.actor), "pinned": True}


@blueprint.operation("POST", "/advance", CLOCK, Takes(body=Step, example=examples.STEP))
def advance_clock(body: dict[str, Any]) -> Any:
    """Move the clock forward and stop it there.

    Timers that become due are run by the job runner; `jobs_due` of `/readyz` tells when
    it is done with them.
    """
    match = DURATION.fullmatch(body["by"])
    parts = match.groupdict(default="0") if match else {}
    by = timedelta(**{name: int(number) for name, number in parts.items()})
    return {"now": clock.advance(by, actor=g.actor), "pinned": True}


@blueprint.operation("POST", "/reset", CLOCK)
def reset_clock() -> Any:
    """Let the clock run again with the real time."""
    clock.reset(actor=g.actor)
    return {"now": datetime.now(UTC), "pinned": False}
