"""Two people and one work item: a definite answer for each."""

from tests.api.conftest import SALES


def test_a_claimed_work_item_is_refused_to_anyone_else(call, item):
    call("bob", "POST", f"/work-items/{item}/claim")
    answer = call("grace", "POST", f"/work-items/{item}/claim")
    assert (answer.status_code, answer.json["code"]) == (409, "already-claimed")
    assert answer.json["assignee"] == "bob"


def test_completing_what_another_has_completed_says_who_it_was(call, item):
    call("bob", "POST", f"/work-items/{item}/complete", json=SALES)
    answer = call("grace", "POST", f"/work-items/{item}/complete", json=SALES)
    assert (answer.status_code, answer.json["code"]) == (409, "already-closed")
    assert answer.json["closed_by"] == "bob"
    assert answer.json["present_status"] == "completed"


def test_a_released_work_item_may_be_claimed_again(call, item):
    call("bob", "POST", f"/work-items/{item}/claim")
    put_back = call("bob", "POST", f"/work-items/{item}/release")
    assert (put_back.json["status"], put_back.json["assignee"]) == ("open", None)
    taken = call("grace", "POST", f"/work-items/{item}/claim")
    assert (taken.status_code, taken.json["assignee"]) == (200, "grace")


def test_an_outcome_the_diagram_does_not_know_is_refused(call, item):
    body = {**SALES, "outcome": "shrug"}
    answer = call("bob", "POST", f"/work-items/{item}/complete", json=body)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == "/outcome"


def test_a_stranger_hears_that_there_is_no_such_work_item(call, item):
    for verb in ("claim", "release", "complete"):
        body = SALES if verb == "complete" else {}
        answer = call("trudy", "POST", f"/work-items/{item}/{verb}", json=body)
        assert answer.status_code == 404


def test_a_draft_is_given_back_in_the_form_and_to_its_writer_alone(call, item):
    draft = {"variables": {"opinion": "Looks fine so far"}}
    kept = call("bob", "POST", f"/work-items/{item}/save-draft", json=draft)
    assert kept.status_code == 200
    mine = call("bob", "GET", f"/work-items/{item}/form").json
    others = call("grace", "GET", f"/work-items/{item}/form").json
    assert (mine["drafted"], mine["value"].get("opinion")) == (
        True,
        "Looks fine so far",
    )
    assert (others["drafted"], others["value"].get("opinion")) == (False, None)


def test_a_suspended_ticket_lets_nobody_complete_until_it_is_resumed(
    call, ticket, item
):
    why = {"reason": "The customer is away."}
    assert (
        call("dave", "POST", f"/tickets/{ticket}/suspend", json=why).status_code == 200
    )
    answer = call("bob", "POST", f"/work-items/{item}/complete", json=SALES)
    assert (answer.status_code, answer.json["code"]) == (409, "ticket-not-running")
    call("dave", "POST", f"/tickets/{ticket}/resume", json=why)
    answer = call("bob", "POST", f"/work-items/{item}/complete", json=SALES)
    assert answer.status_code == 200


def test_outcomes_are_called_by_their_names_in_the_callers_language(call, item):
    chinese = {"Accept-Language": "zh-CN,zh;q=0.9"}
    answer = call("bob", "GET", f"/work-items/{item}", headers=chinese)
    labels = {one["name"]: one["label"] for one in answer.json["outcomes"]}
    assert labels["correct"] == "退回补正"
    assert set(answer.json["actions"]) == {"claim", "complete", "save-draft"}
