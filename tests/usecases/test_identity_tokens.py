"""API tokens: shown once, revocable, of a user."""

from datetime import timedelta

import pytest

from app.errors import Invalid, NotAllowed, NotFound
from app.store.db import db
from app.store.identity import Token
from app.usecases import identity
from app.usecases.unit_of_work import reading, unit_of_work


@pytest.fixture
def make(cast, now):
    def one(actor, **more):
        with unit_of_work():
            return identity.create_token("script", actor=actor, now=now, **more)

    return one


def who(bearer, at):
    with reading():
        return identity.actor_of_token(bearer, now=at)


def test_a_program_with_a_token_acts_as_its_user(make, cast, now):
    _token, text = make(cast.bob)
    assert text.startswith("gdt_")
    assert who(text, now).actor == cast.bob


def test_who_a_program_is_costs_one_statement(make, cast, counted, now):
    _token, text = make(cast.bob)
    with counted() as statements:
        who(text, now)
    assert len(statements) == 1


def test_only_the_hash_of_a_token_is_kept(make, cast):
    _token, text = make(cast.bob)
    with reading():
        assert text not in str(vars(db.session.query(Token).one()))


def test_a_token_stops_when_it_is_revoked(make, cast, now):
    token, text = make(cast.bob)
    with unit_of_work():
        identity.revoke_token(token.id, actor=cast.bob, now=now)
    assert who(text, now) is None
    with reading():
        assert identity.list_tokens(actor=cast.bob).items == []


def test_a_token_stops_when_it_expires(make, cast, now):
    _token, text = make(cast.bob, expires_at=now + timedelta(hours=1))
    assert who(text, now + timedelta(minutes=59))
    assert who(text, now + timedelta(hours=1)) is None


def test_a_token_that_has_expired_is_not_made(make, cast, now):
    with pytest.raises(Invalid):
        make(cast.bob, expires_at=now)


def test_only_an_administrator_makes_and_lists_tokens_of_others(make, cast, now):
    _token, text = make(cast.dave, for_user="bob")
    assert who(text, now).actor == cast.bob
    with pytest.raises(NotAllowed):
        make(cast.alice, for_user="bob")
    with pytest.raises(NotAllowed), reading():
        identity.list_tokens(actor=cast.alice, for_user="bob")
    with reading():
        assert len(identity.list_tokens(actor=cast.dave, for_user="bob").items) == 1


def test_a_token_of_others_cannot_be_revoked_nor_known_of(make, cast, now):
    token, text = make(cast.bob)
    with pytest.raises(NotFound), unit_of_work():
        identity.revoke_token(token.id, actor=cast.alice, now=now)
    assert who(text, now)
    with pytest.raises(NotFound), unit_of_work():
        identity.revoke_token(10**30, actor=cast.dave, now=now)


def test_tokens_are_listed_in_pages_newest_first(make, cast):
    ids = [make(cast.bob)[0].id for _ in range(3)]
    with reading():
        first = identity.list_tokens(actor=cast.bob, limit=2)
        rest = identity.list_tokens(actor=cast.bob, limit=2, cursor=first.next)
        found = [row.id for row in (*first.items, *rest.items)]
    assert (found, rest.next) == (ids[::-1], None)


def test_the_last_use_of_a_token_is_written_every_ten_minutes(make, cast, now):
    _token, text = make(cast.bob)
    signed = who(text, now)
    assert signed.touch_due
    with unit_of_work():
        identity.touch(signed, now=now)
    assert not who(text, now + timedelta(minutes=9)).touch_due
    assert who(text, now + timedelta(minutes=10)).touch_due


@pytest.mark.parametrize("forged", ["", "gdt_", "gdt_\x00", "gdt_\ud800", "bob"])
def test_a_forged_token_is_nobody(cast, now, forged):
    assert who(forged, now) is None
