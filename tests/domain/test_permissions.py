"""Who may do what is one table; these are the sentences one reads off it."""

import pytest

from app.domain.permissions import MAY, RELATIONS, ROLES, Actor, allowed, require
from app.errors import NotAllowed

READING = {"ticket.read", "work-item.read", "deployment.read", "definition.read"}
READING |= {"user.read", "user.list", "group.read", "incident.read", "message.read"}


def test_the_table_names_only_roles_and_relations_that_exist():
    words = set().union(*MAY.values())
    assert words <= {f"role:{role}" for role in ROLES} | set(RELATIONS)
    assert set(RELATIONS) <= words


def test_a_stranger_may_do_only_what_everybody_may():
    stranger = Actor("trudy")
    assert {action for action in MAY if allowed(action, stranger)} == {
        "attachment.upload",
        "name.read",
        "session.own",
        "token.own",
    }


def test_an_auditor_reads_everything_and_changes_nothing():
    auditor = Actor("henry", frozenset({"auditor"}))
    everybody = {action for action in MAY if allowed(action, Actor("trudy"))}
    assert {action for action in MAY if allowed(action, auditor)} - everybody == READING


@pytest.mark.parametrize("relation", ["assignee", "candidate"])
def test_only_who_holds_or_may_claim_a_work_item_completes_it(relation):
    assert allowed("work-item.complete", Actor("bob"), [relation])
    assert not allowed("work-item.complete", Actor("dave", frozenset({"admin"})))
    assert not allowed("work-item.complete", Actor("alice"), ["initiator"])


def test_who_asked_may_read_and_cancel_but_not_suspend_his_ticket():
    alice, hers = Actor("alice"), ["initiator"]
    assert allowed("ticket.read", alice, hers)
    assert allowed("ticket.cancel", alice, hers)
    assert not allowed("ticket.suspend", alice, hers)
    assert not allowed("ticket.change-variables", alice, hers)


def test_only_analysts_and_administrators_deploy():
    may = {role for role in ROLES if allowed("deployment.create", one(role))}
    assert may == {"analyst", "admin"}


def test_only_administrators_change_people_and_the_clock():
    actions = ("user.create", "user.update", "group.change-members", "clock.control")
    for action in actions:
        assert {role for role in ROLES if allowed(action, one(role))} == {"admin"}


def test_a_role_nobody_knows_gives_nothing():
    actor = Actor("mallory", frozenset({"root"}))
    assert not any(allowed(a, actor) for a in MAY if not allowed(a, Actor("trudy")))


def test_what_is_not_allowed_is_refused():
    require("token.own", Actor("trudy"))
    with pytest.raises(NotAllowed):
        require("token.any", Actor("trudy"))


def one(role):
    return Actor("one", frozenset({role}))
