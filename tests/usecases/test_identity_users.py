"""Users: who lets them in, what they are called, and how they leave."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.permissions import Actor
from app.errors import AlreadyExists, Invalid, LastAdministrator, NotAllowed, NotFound
from app.store.db import db
from app.store.identity import User, active_usernames
from app.usecases import identity
from app.usecases.identity import names
from app.usecases.unit_of_work import reading, unit_of_work
from tests.conftest import PASSWORD


@pytest.fixture
def create(cast, now):
    def one(username, actor=cast.dave, **more):
        with unit_of_work():
            return identity.create_user(username, actor=actor, now=now, **more)

    return one


@pytest.fixture
def change(cast, now):
    def one(username, actor=cast.dave, **more):
        with unit_of_work():
            return identity.update_user(username, actor=actor, now=now, **more)

    return one


def session_of(username, now, password=PASSWORD):
    with unit_of_work():
        text, _user = identity.sign_in(
            username, password, address="", user_agent="", session_days=1, now=now
        )
    return text


def is_in(text, now):
    with reading():
        return identity.actor_of_session(text, now=now) is not None


def test_a_new_user_signs_in_with_roles_and_groups(create, now):
    create("henk", password="a-good-one", roles=["agent"], groups=["sales", "service"])
    text = session_of("henk", now, "a-good-one")
    with reading():
        actor = identity.actor_of_session(text, now=now).actor
    assert (actor.roles, actor.groups) == ({"agent"}, {"sales", "service"})


@pytest.mark.parametrize(
    ("pointer", "said"),
    [
        ("/username", {"username": "two words"}),
        ("/username", {"username": ""}),
        ("/username", {"username": "x" * 65}),
        ("/username", {"username": "a\x00b"}),
        ("/password", {"password": "short"}),
        ("/password", {"password": "x" * 1025}),
        ("/display_name", {"display_name": "  "}),
        ("/display_name", {"display_name": "a\nb"}),
        ("/email", {"email": "nowhere"}),
        ("/roles", {"roles": ["king"]}),
        ("/groups", {"groups": ["nowhere"]}),
        ("/groups", {"groups": ["\x00"]}),
        ("/language", {"language": "../etc"}),
    ],
)
def test_what_cannot_be_used_is_refused_at_its_place(create, pointer, said):
    with pytest.raises(Invalid) as refusal:
        create(**{"username": "henk", "password": "long-enough"} | said)
    assert refusal.value.errors[0].pointer == pointer


def test_a_name_is_given_once(create):
    create("张三")
    with pytest.raises(AlreadyExists):
        create("张三")


def test_only_an_administrator_lets_people_in_and_changes_them(create, change, cast):
    with pytest.raises(NotAllowed):
        create("henk", actor=cast.henry)
    with pytest.raises(NotAllowed):
        change("alice", actor=cast.alice, roles=["admin"])


def test_a_change_leaves_what_it_does_not_name(change):
    change("bob", display_name="Robert")
    with reading():
        bob = db.session.get(User, "bob")
        groups = identity.groups_of(["bob"])["bob"]
        assert (bob.display_name, bob.roles, groups) == (
            "Robert",
            ["agent"],
            ("sales",),
        )


def test_groups_of_a_change_are_all_the_groups_there_are(change, now):
    text = session_of("bob", now)
    change("bob", groups=["finance"])
    with reading():
        assert identity.actor_of_session(text, now=now).actor.groups == {"finance"}


def test_a_deactivated_user_is_out_at_once_and_stays_out(change, cast, now):
    text = session_of("bob", now)
    with unit_of_work():
        _token, bearer = identity.create_token("script", actor=cast.bob, now=now)
    change("bob", active=False)
    change("bob", active=True)
    assert not is_in(text, now)
    with reading():
        assert identity.actor_of_token(bearer, now=now) is None


def test_work_can_be_given_to_active_users_only(change):
    change("bob", active=False)
    with reading():
        assert active_usernames(["alice", "bob", "nobody"]) == {"alice"}


def test_the_last_administrator_stays_one(create, change):
    for what in ({"active": False}, {"roles": ["agent"]}):
        with pytest.raises(LastAdministrator):
            change("dave", **what)
    create("olga", roles=["admin"])
    change("dave", roles=[])
    with pytest.raises(LastAdministrator):
        change("olga", active=False)


def test_two_administrators_who_demote_each_other_at_once_leave_one(
    house, create, cast, now
):
    create("olga", roles=["admin"])
    together = Barrier(2)

    def demote(victim, actor):
        with house.app_context():
            together.wait()
            try:
                with unit_of_work():
                    identity.update_user(victim, actor=actor, now=now, roles=[])
            except LastAdministrator:
                return False
            return True

    olga = Actor("olga", frozenset({"admin"}))
    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(demote, ("olga", "dave"), (cast.dave, olga)))
    with reading():
        users = db.session.query(User).all()
        assert sum("admin" in user.roles for user in users) == 1
    assert sorted(done) == [False, True]


def test_a_deactivated_administrator_does_not_count(create, change):
    create("olga", roles=["admin"], active=False)
    with pytest.raises(LastAdministrator):
        change("dave", active=False)


def test_the_own_password_needs_the_old_one_and_ends_other_sessions(cast, now):
    here, elsewhere = session_of("bob", now), session_of("bob", now)

    def set_it(old):
        with unit_of_work():
            identity.set_password(
                "bob",
                "new-password",
                actor=cast.bob,
                old_password=old,
                keep_session=here,
            )

    for wrong in (None, "", "wrong-password"):
        with pytest.raises(Invalid):
            set_it(wrong)
    set_it(PASSWORD)
    assert (is_in(here, now), is_in(elsewhere, now)) == (True, False)
    assert session_of("bob", now, "new-password")


def test_only_an_administrator_sets_the_password_of_others(cast, now):
    text = session_of("bob", now)
    with pytest.raises(NotAllowed), unit_of_work():
        identity.set_password("bob", "new-password", actor=cast.alice)
    with unit_of_work():
        identity.set_password("bob", "new-password", actor=cast.dave)
    assert not is_in(text, now)


def test_users_are_found_by_part_of_a_name_in_pages(cast):
    with reading():
        first = identity.list_users(actor=cast.henry, limit=4)
        rest = identity.list_users(actor=cast.henry, limit=200, cursor=first.next)
        listed = [user.username for user in (*first.items, *rest.items)]
        found = identity.list_users(actor=cast.dave, q="AR")
        nothing = identity.list_users(actor=cast.dave, q="%")
        assert listed == sorted(actor.username for actor in cast)
        assert [user.username for user in found.items] == ["carol"]
        assert nothing.items == []
        assert len(identity.list_users(actor=cast.dave, q="\x00").items) == 10


def test_people_read_themselves_and_auditors_everybody(cast):
    with reading():
        assert identity.get_user("alice", actor=cast.alice).username == "alice"
        assert identity.get_user("alice", actor=cast.henry).username == "alice"
        with pytest.raises(NotAllowed):
            identity.get_user("alice", actor=cast.bob)
        with pytest.raises(NotAllowed):
            identity.list_users(actor=cast.alice)
        with pytest.raises(NotFound):
            identity.get_user("nobody\x00", actor=cast.dave)


def test_display_names_cost_one_statement(cast, counted):
    with counted() as statements, reading():
        found = identity.display_names(["alice", "bob", "nobody"])
    assert found == {"alice": "Alice", "bob": "Bob", "nobody": "nobody"}
    assert len(statements) == 1


def test_everybody_chooses_his_language(cast):
    with unit_of_work():
        identity.set_language("zh_Hans_CN", actor=cast.alice)
    with reading():
        assert db.session.get(User, "alice").language == "zh_Hans_CN"
    with pytest.raises(Invalid), unit_of_work():
        identity.set_language("<script>", actor=cast.alice)


@given(st.text(max_size=80))
def test_no_name_that_passes_holds_space_slash_or_control(text):
    if names.is_username(text):
        assert len(text) <= 64
        assert not any(c.isspace() or c in "/,\x00" for c in text)
        assert text.isprintable()
