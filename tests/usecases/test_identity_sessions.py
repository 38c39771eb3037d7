"""Coming in by password, staying in by session, and going out."""

from datetime import timedelta

import pytest

from app.domain.permissions import Actor
from app.errors import NotFound, WrongCredentials
from app.store.db import db
from app.store.identity import Session, User
from app.usecases import identity
from app.usecases.identity import passwords
from app.usecases.unit_of_work import reading, unit_of_work
from tests.conftest import PASSWORD


@pytest.fixture
def sign_in(cast, now):
    def one(username="bob", password=PASSWORD, at=now):
        with unit_of_work():
            text, _user = identity.sign_in(
                username,
                password,
                address="127.0.0.1",
                user_agent="tests",
                session_days=14,
                now=at,
            )
        return text

    return one


def who(session_token, at):
    with reading():
        return identity.actor_of_session(session_token, now=at)


def test_whoever_signs_in_is_known_with_roles_and_groups(sign_in, cast, now):
    signed = who(sign_in(), now)
    assert signed.actor == cast.bob
    assert signed.user.display_name == "Bob"


def test_who_somebody_is_costs_one_statement(sign_in, counted, now):
    text = sign_in()
    with counted() as statements:
        who(text, now)
    assert len(statements) == 1


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("bob", "wrong-password"),
        ("nobody", PASSWORD),
        ("bob", ""),
        ("", ""),
        ("bob\x00", PASSWORD),
        ("bob", PASSWORD + "\ud800"),
        ("bob", "x" * 1_000_000),
        ("bob' OR '1'='1", PASSWORD),
    ],
)
def test_a_wrong_name_and_a_wrong_password_are_refused_alike(
    sign_in, username, password
):
    with pytest.raises(WrongCredentials):
        sign_in(username, password)


def test_an_unknown_name_costs_as_many_hashes_as_a_wrong_password(sign_in, monkeypatch):
    verified = []
    hasher = passwords._hasher

    class Counting:
        def verify(self, kept, typed):
            verified.append(kept)
            return hasher.verify(kept, typed)

        hash = hasher.hash

    monkeypatch.setattr(passwords, "_hasher", Counting())
    for username in ("bob", "nobody"):
        with pytest.raises(WrongCredentials):
            sign_in(username, "wrong-password")
    assert len(verified) == 2
    assert all(kept.startswith("$argon2id$") for kept in verified)


def test_only_the_hash_of_a_session_is_kept(sign_in):
    text = sign_in()
    with reading():
        row = db.session.query(Session).one()
        assert text not in str(vars(row))
        assert len(text) >= 43


def test_two_sign_ins_are_two_sessions(sign_in):
    assert sign_in() != sign_in()


def test_whoever_signs_out_is_nobody(sign_in, now):
    text, other = sign_in(), sign_in()
    with unit_of_work():
        identity.sign_out(text)
    assert who(text, now) is None
    assert who(other, now) is not None


def test_a_session_ends_when_it_is_not_used_for_its_days(sign_in, now):
    text = sign_in()
    assert who(text, now + timedelta(days=14, seconds=-1))
    assert who(text, now + timedelta(days=14)) is None


def test_use_keeps_a_session_and_is_written_every_ten_minutes_only(sign_in, now):
    text = sign_in()
    assert not who(text, now + timedelta(minutes=9)).touch_due
    later = now + timedelta(days=10)
    signed = who(text, later)
    assert signed.touch_due
    with unit_of_work():
        identity.touch(signed, now=later)
    assert not who(text, later).touch_due
    assert who(text, now + timedelta(days=23))


@pytest.mark.parametrize("forged", ["", "x", "\ud800", "a" * 10_000, "\x00"])
def test_a_forged_session_is_nobody(cast, now, forged):
    assert who(forged, now) is None


def test_sessions_are_listed_and_ended_by_their_owner_alone(sign_in, cast, now):
    text, _other = sign_in(), sign_in("alice")
    with reading():
        (row,) = identity.list_sessions(actor=cast.bob, now=now)
        session_id = row.token_hash
    for stranger in (cast.alice, Actor("trudy")):
        with pytest.raises(NotFound), unit_of_work():
            identity.revoke_session(session_id, actor=stranger, now=now)
    with unit_of_work():
        identity.revoke_session(session_id, actor=cast.bob, now=now)
    assert who(text, now) is None


def test_a_cheap_hash_is_renewed_at_the_next_sign_in(sign_in, cast, now):
    passwords.set_cost(memory_kib=16, passes=1)
    try:
        sign_in()
        with reading():
            assert "m=16," in db.session.get(User, "bob").password_hash
        sign_in()
    finally:
        passwords.set_cost(memory_kib=8, passes=1)


def test_a_password_changed_meanwhile_ends_the_proof(cast, now):
    with reading():
        proof = identity.prove("bob", PASSWORD)
    with unit_of_work():
        identity.set_password("bob", "another-password", actor=cast.dave)
    with pytest.raises(WrongCredentials), unit_of_work():
        identity.open_session(proof, address="", user_agent="", session_days=1, now=now)
