"""Claim, release, complete, drafts: who may, when, and what is said otherwise."""

import pytest

from app.errors import (
    AlreadyClaimed,
    AlreadyClosed,
    FormInvalid,
    Invalid,
    NotAllowed,
    NotClaimed,
    NotFound,
    StaleVersion,
)
from app.usecases import forms, tickets, work_items
from app.usecases.unit_of_work import reading, unit_of_work
from tests.conftest import NOW


def act(name, work_item_id, actor, **more):
    with unit_of_work():
        return getattr(work_items, name)(work_item_id, actor=actor, now=NOW, **more)


def test_a_group_member_claims_and_puts_back(ticket, bob, item_of):
    item_id = item_of(bob)
    assert act("claim", item_id, bob).assignee == "bob"
    assert act("release", item_id, bob).assignee is None


def test_claiming_ones_own_again_changes_nothing(ticket, bob, item_of):
    item_id = item_of(bob)
    first = act("claim", item_id, bob).revision
    assert act("claim", item_id, bob).revision == first


def test_a_claimed_work_item_is_refused_to_another_candidate(
    ticket, cast, bob, item_of
):
    item_id = item_of(bob)
    act("claim", item_id, bob)
    for name, more in (("claim", {}), ("complete", {"variables": {}})):
        with pytest.raises(AlreadyClaimed) as refusal:
            act(name, item_id, cast.grace, **more)
        assert refusal.value.facts == {"assignee": "bob"}


def test_a_stranger_does_not_learn_that_it_exists(ticket, cast, bob, item_of):
    item_id = item_of(bob)
    for name, more in (("claim", {}), ("release", {}), ("complete", {"variables": {}})):
        with pytest.raises(NotFound):
            act(name, item_id, cast.trudy, **more)


def test_what_nobody_holds_cannot_be_put_back(ticket, bob, item_of):
    with pytest.raises(NotClaimed):
        act("release", item_of(bob), bob)


def test_whoever_comes_second_is_told_who_came_first(
    ticket, cast, bob, item_of, complete
):
    item_id = item_of(bob)
    complete(item_id, bob, {"limit": "500.00"}, "approve")
    with pytest.raises(AlreadyClosed) as refusal:
        complete(item_id, cast.grace, {"limit": "1.00"}, "reject")
    assert refusal.value.facts["closed_by"] == "bob"
    assert refusal.value.facts["status"] == "completed"


def test_a_decision_needs_one_of_its_outcomes(ticket, bob, item_of, complete):
    for outcome in (None, "burn"):
        with pytest.raises(Invalid) as refusal:
            complete(item_of(bob), bob, {"limit": "500.00"}, outcome)
        assert refusal.value.errors[0].pointer == "/outcome"


def test_a_work_item_that_is_no_decision_takes_no_outcome(
    ticket, alice, bob, item_of, complete
):
    complete(item_of(bob), bob, {"limit": "1.00"}, "correct")
    with pytest.raises(Invalid):
        complete(item_of(alice), alice, {}, "approve")


def test_a_failed_completion_leaves_the_work_item_open(ticket, bob, item_of, complete):
    item_id = item_of(bob)
    with pytest.raises(FormInvalid) as refusal:
        complete(item_id, bob, {"limit": "500.00", "note": "x" * 21}, "approve")
    assert refusal.value.errors[0].pointer == "/variables/note"
    assert item_of(bob) == item_id


@pytest.mark.parametrize("field", ["card", "city", "colour"])
def test_hidden_read_only_and_undeclared_fields_do_not_come_in(
    ticket, alice, bob, item_of, complete, field
):
    sent = {"limit": "500.00", field: "forged"}
    with pytest.raises(FormInvalid) as refusal:
        complete(item_of(bob), bob, sent, "approve")
    assert [e.pointer for e in refusal.value.errors] == [f"/variables/{field}"]
    complete(item_of(bob), bob, sent, "approve", strict=False)
    with reading():
        variables = tickets.variables(ticket.number, actor=alice)
    assert variables.get(field) != "forged"


def test_hidden_values_do_not_leave(ticket, alice, bob, item_of):
    with reading():
        seen = work_items.get(item_of(bob), actor=bob)
        form = forms.form_for_work_item(item_of(bob), actor=bob)
        for_bob = tickets.get(ticket.number, actor=bob).variables
        for_alice = tickets.get(ticket.number, actor=alice).variables
    assert "card" not in seen.variables
    assert "card" not in form.value
    assert "card" not in for_bob
    assert for_alice["card"] == "6222"


def test_key_data_and_outcomes_come_from_the_diagram(ticket, bob, item_of):
    with reading():
        seen = work_items.get(item_of(bob), actor=bob)
    assert [(d.path, d.value, d.format) for d in seen.key_data] == [
        ("city", "Shanghai", ""),
        ("cost", "300.00", "money"),
    ]
    assert [(o.name, o.label) for o in seen.outcomes] == [
        ("approve", "Approve"),
        ("reject", "Reject"),
        ("correct", "Send back"),
    ]


def test_a_draft_is_its_writers_alone_and_goes_with_completion(
    ticket, cast, bob, item_of, complete
):
    item_id = item_of(bob)
    with unit_of_work():
        work_items.save_draft(item_id, {"note": "half"}, actor=bob, now=NOW)
    with reading():
        mine = forms.form_for_work_item(item_id, actor=bob)
        hers = forms.form_for_work_item(item_id, actor=cast.grace)
    assert (mine.value.get("note"), hers.value.get("note")) == ("half", None)
    complete(item_id, bob, {"limit": "1.00"}, "correct")
    with reading():
        assert not forms.form_for_work_item(item_id, actor=bob).drafted


def test_two_at_once_are_both_needed(ticket, cast, bob, carol, item_of, complete):
    complete(item_of(bob), bob, {"limit": "500.00"}, "approve")
    complete(item_of(carol), carol, {"paid": True})
    with reading():
        half = tickets.get(ticket.number, actor=carol)
    assert (half.ticket.status, [w.element_id for w in half.current]) == (
        "open",
        ["book"],
    )
    complete(item_of(cast.erin), cast.erin, {"seat": "12A"})
    with reading():
        done = tickets.get(ticket.number, actor=cast.dave)
    assert (done.ticket.status, done.ticket.result) == ("closed", "approved")
    assert (done.variables["paid"], done.variables["seat"]) == (True, "12A")


def test_membership_counts_at_the_moment_of_asking(ticket, cast, bob, item_of):
    item_id = item_of(bob)
    outside = type(bob)("bob", bob.roles, frozenset())
    with pytest.raises(NotFound):
        act("claim", item_id, outside)


def test_a_decision_on_an_older_edition_is_refused(ticket, bob, item_of):
    item_id = item_of(bob)
    revision = act("claim", item_id, bob).revision
    act("release", item_id, bob)
    with pytest.raises(StaleVersion):
        act("claim", item_id, bob, if_revision=revision)


def test_who_only_took_part_cannot_complete_what_others_hold(
    ticket, cast, alice, bob, item_of, complete
):
    complete(item_of(bob), bob, {"limit": "1.00"}, "correct")
    item_id = item_of(alice)
    for other in (bob, cast.dave):
        with pytest.raises((NotAllowed, NotFound, AlreadyClaimed)):
            complete(item_id, other)
