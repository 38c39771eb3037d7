"""A person is erased: nothing speaks of the name, and that it was done stays."""

import pytest
from sqlalchemy import Text, select
from sqlalchemy import cast as as_type

from app.errors import NotAllowed, NotFound, StillActive
from app.store import erasure as places
from app.store.db import Base, db
from app.usecases import identity, tickets
from app.usecases.unit_of_work import reading, unit_of_work
from tests.conftest import NOW


@pytest.fixture
def done(ticket, cast, complete, item_of):
    """bob reviewed alice's ticket, commented, and has left."""
    item = item_of(cast.bob)
    complete(item, cast.bob, {"limit": "1.00"}, "approve", comment="bob was here")
    with unit_of_work():
        tickets.comment(ticket.number, "and again", actor=cast.bob, now=NOW)
    with unit_of_work():
        identity.update_user("bob", actor=cast.dave, active=False, now=NOW)
    return ticket


def erase(actor, username="bob", **more):
    for _ in range(100):
        with unit_of_work():
            row = identity.erase(username, actor=actor, now=NOW, **more)
        if row.done_at is not None:
            return row
    raise AssertionError("it does not end")


def mentions(name):
    """Say in which tables and columns a name stands as a whole value."""
    found = set()
    with reading():
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                words = as_type(column, Text)
                speaks = (words == name) | words.contains(f'"{name}"')
                if db.session.execute(select(table).where(speaks)).first():
                    found.add(f"{table.name}.{column.name}")
    return found


def test_nothing_speaks_of_an_erased_person(done, cast):
    assert {"history_entries.actor", "participants.key", "work_items.closed_by"} <= (
        mentions("bob")
    )
    row = erase(cast.dave)
    assert mentions("bob") == set()
    assert {"history_entries.actor", "participants.key", "work_items.closed_by"} <= (
        mentions(row.pseudonym)
    )


def test_others_and_the_ticket_stay_as_they_were(done, cast):
    with reading():
        before = len(tickets.history(done.number, actor=cast.alice).items)
    erase(cast.dave)
    with reading():
        view = tickets.get(done.number, actor=cast.alice)
        history = tickets.history(done.number, actor=cast.alice).items
    assert view.ticket.initiator == "alice"
    assert len(history) == before
    assert any((e.facts or {}).get("text") == "and again" for e in history)


def test_what_they_wrote_can_be_blanked_too(done, cast):
    erase(cast.dave, texts=True)
    with reading():
        history = tickets.history(done.number, actor=cast.alice).items
    told = repr([entry.facts for entry in history])
    assert "and again" not in told
    assert "bob was here" not in told


def test_that_it_was_done_stays_under_the_pseudonym_alone(done, cast):
    row = erase(cast.dave)
    with reading():
        (kept,) = identity.erasures(actor=cast.dave)
        with pytest.raises(NotFound):
            identity.get_user("bob", actor=cast.dave)
    assert (kept.pseudonym, kept.username) == (row.pseudonym, None)
    assert (kept.begun_by, kept.done_at) == ("dave", NOW)


def test_who_may_still_come_in_is_not_erased(cast):
    with pytest.raises(StillActive), unit_of_work():
        identity.erase("bob", actor=cast.dave, now=NOW)


def test_only_administrators_erase(done, cast):
    with pytest.raises(NotAllowed), unit_of_work():
        identity.erase("bob", actor=cast.grace, now=NOW)


def test_a_step_is_bounded_and_the_next_goes_on(done, cast, monkeypatch):
    monkeypatch.setattr(places, "STEP", 1)
    erase(cast.dave)
    assert mentions("bob") == set()
