"""Groups: founded, named, filled and emptied by administrators, at once."""

import pytest

from app.errors import AlreadyExists, Invalid, NotAllowed, NotFound
from app.usecases import identity
from app.usecases.unit_of_work import reading, unit_of_work


def test_a_group_is_founded_once(cast, now):
    with unit_of_work():
        identity.create_group("Sales Nord", actor=cast.dave, name="北方销售", now=now)
    with pytest.raises(AlreadyExists), unit_of_work():
        identity.create_group("Sales Nord", actor=cast.dave, name="again", now=now)


@pytest.mark.parametrize("key", ["", " a", "a,b", "a/b", "a\x00", "x" * 65, "\ud800"])
def test_a_key_that_diagrams_cannot_use_is_refused(cast, now, key):
    with pytest.raises(Invalid), unit_of_work():
        identity.create_group(key, actor=cast.dave, name="x", now=now)


def test_membership_acts_at_once(cast, now):
    with unit_of_work():
        _token, bearer = identity.create_token("script", actor=cast.alice, now=now)
    with unit_of_work():
        identity.add_member("sales", "alice", actor=cast.dave, now=now)
        identity.add_member("sales", "alice", actor=cast.dave, now=now)
    with reading():
        assert identity.actor_of_token(bearer, now=now).actor.groups == {"sales"}
    with unit_of_work():
        identity.remove_member("sales", "alice", actor=cast.dave, now=now)
        identity.remove_member("sales", "alice", actor=cast.dave, now=now)
    with reading():
        assert identity.actor_of_token(bearer, now=now).actor.groups == set()


def test_members_and_their_number_are_read(cast):
    with reading():
        page = identity.members("sales", actor=cast.henry)
        counts = identity.member_counts(["sales", "service"], actor=cast.henry)
        assert [user.username for user in page.items] == ["bob", "grace"]
        assert counts == {"sales": 2}


def test_groups_are_listed_and_renamed(cast):
    with unit_of_work():
        identity.rename_group("sales", actor=cast.dave, name="Sales")
    with reading():
        page = identity.list_groups(actor=cast.dave, limit=2)
        rest = identity.list_groups(actor=cast.dave, limit=2, cursor=page.next)
        keys = [group.key for group in (*page.items, *rest.items)]
        assert keys == ["cashier", "finance", "sales", "service"]
        assert identity.list_groups(actor=cast.dave, q="Sal").items[0].name == "Sales"


def test_only_administrators_change_groups(cast, now):
    for actor in (cast.alice, cast.grace, cast.henry):
        with pytest.raises(NotAllowed), unit_of_work():
            identity.add_member("sales", "alice", actor=actor, now=now)
        with pytest.raises(NotAllowed), unit_of_work():
            identity.create_group("new", actor=actor, name="New", now=now)
        with pytest.raises(NotAllowed), unit_of_work():
            identity.rename_group("sales", actor=actor, name="New")
    with pytest.raises(NotAllowed), reading():
        identity.list_groups(actor=cast.grace)


def test_what_is_not_there_is_not_found(cast, now):
    for group_key, username in (("none", "alice"), ("sales", "none"), ("\x00", "\x00")):
        with pytest.raises(NotFound), unit_of_work():
            identity.add_member(group_key, username, actor=cast.dave, now=now)
