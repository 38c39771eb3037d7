"""The platform's time: the real one, or one that an administrator has set."""

from datetime import UTC, datetime, timedelta

import pytest

from app import create_app
from app.errors import ClockNotControlled, Invalid, NotAllowed
from app.store.db import db, on_statement
from app.usecases import clock
from app.usecases.unit_of_work import unit_of_work


def test_a_pinned_clock_stands_still(cast, now):
    with unit_of_work():
        assert clock.pin(now, actor=cast.dave) == now
    assert clock.now() == clock.now() == now
    assert clock.state(actor=cast.dave) == (now, True)


def test_advancing_moves_it_and_reset_lets_it_run(cast, now):
    with unit_of_work():
        clock.pin(now, actor=cast.dave)
    with unit_of_work():
        clock.advance(timedelta(minutes=5), actor=cast.dave)
    assert clock.now() == now + timedelta(minutes=5)
    with unit_of_work():
        clock.reset(actor=cast.dave)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=10)
    assert not clock.state(actor=cast.dave)[1]


def test_a_time_without_zone_or_out_of_bounds_is_refused(cast, now):
    for bad in (now.replace(tzinfo=None), now.replace(year=9500)):
        with pytest.raises(Invalid), unit_of_work():
            clock.pin(bad, actor=cast.dave)
    for bad in (timedelta(seconds=-1), timedelta.max):
        with pytest.raises(Invalid), unit_of_work():
            clock.advance(bad, actor=cast.dave)


def test_only_an_administrator_sets_the_time(cast, now):
    for actor in (cast.alice, cast.grace, cast.henry, cast.frank):
        with pytest.raises(NotAllowed), unit_of_work():
            clock.pin(now, actor=actor)
        with pytest.raises(NotAllowed):
            clock.state(actor=actor)


def test_asking_for_the_time_begins_no_transaction(cast, now):
    clock.now()
    assert not db.session().in_transaction()


def test_where_it_is_not_controlled_time_costs_no_statement(cast, settings, now):
    with create_app(settings).app_context():
        statements = []
        stop = on_statement(db.engine, statements.append)
        clock.now()
        stop()
        assert statements == []
        with pytest.raises(ClockNotControlled):
            clock.pin(now, actor=cast.dave)
        db.engine.dispose()
