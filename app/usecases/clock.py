"""What time it is: the real one, or one that an administrator has set to try timers."""

from datetime import UTC, datetime, timedelta

from app.domain.permissions import Actor, require
from app.errors import N_, ClockNotControlled, FieldError, Invalid
from app.store import clock as store

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)  # room for due times after it


def set_up(*, controlled: bool) -> None:
    """Say, while the application is built, whether its clock may be set.

    Args:
        controlled: the setting ``controlled_clock``.
    """
    if controlled:
        store.permit_control()


def now() -> datetime:
    """Tell the time, aware and in UTC; costs no SQL unless the clock may be set."""
    pinned = store.pinned() if store.is_controlled() else None
    return pinned or datetime.now(UTC)


def state(*, actor: Actor) -> tuple[datetime, bool]:
    """Tell the time, and whether it stands still.

    Args:
        actor: an administrator.

    Raises:
        ClockNotControlled: the setting is off.
        NotAllowed: the actor does not run the platform.
    """
    _require_control("clock.read", actor)
    pinned = store.pinned()
    return pinned or now(), pinned is not None


def pin(to: datetime, *, actor: Actor) -> datetime:
    """Stop the clock at a time.

    Args:
        to: aware, from 1970 to 9000; it may lie in the past.
        actor: an administrator.

    Raises:
        ClockNotControlled: the setting is off.
        NotAllowed: the actor does not run the platform.
        Invalid: the time has no zone or is out of bounds.
    """
    _require_control("clock.control", actor)
    if to.tzinfo is None or not EARLIEST <= to <= LATEST:
        raise _no_such_time("/now")
    store.pin(to)
    return to.astimezone(UTC)


def advance(by: timedelta, *, actor: Actor) -> datetime:
    """Move the clock forward and stop it there.

    Args:
        by: not negative.
        actor: an administrator.

    Raises:
        ClockNotControlled: the setting is off.
        NotAllowed: the actor does not run the platform.
        Invalid: backward, or past the year 9000.
    """
    _require_control("clock.control", actor)
    present = now()
    if not timedelta(0) <= by <= LATEST - present:
        raise _no_such_time("/by")
    store.pin(present + by)
    return present + by


def reset(*, actor: Actor) -> None:
    """Let the clock run with the real time again.

    Args:
        actor: an administrator.

    Raises:
        ClockNotControlled: the setting is off.
        NotAllowed: the actor does not run the platform.
    """
    _require_control("clock.control", actor)
    store.reset()


def _require_control(action: str, actor: Actor) -> None:
    if not store.is_controlled():
        raise ClockNotControlled
    require(action, actor)


def _no_such_time(pointer: str) -> Invalid:
    sentence = N_("Give a time with its zone, from 1970 to 9000, not backward.")
    return Invalid([FieldError(pointer=pointer, sentence=sentence, rule="clock")])
