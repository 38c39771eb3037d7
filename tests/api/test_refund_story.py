"""A refund by REST alone: asked for with evidence, reviewed, corrected, paid."""

import io

from tests.api.conftest import (
    CASHIER,
    FINANCE,
    PDF,
    SALES,
    as_upload,
    refund_files,
    refund_variables,
    waiting,
)


def test_a_refund_goes_from_the_upload_of_its_diagram_to_the_money(call):
    made = call("frank", "POST", "/deployments", data=as_upload(refund_files()))
    assert made.status_code == 201
    assert [
        (one["key"], one["version"]) for one in made.json["process_definitions"]
    ] == [("refund", 1)]

    file = {"file": (io.BytesIO(PDF), "收据.pdf")}
    evidence = call("alice", "POST", "/attachments", data=file)
    assert (evidence.status_code, evidence.json["name"]) == (201, "收据.pdf")

    body = {
        "process_key": "refund",
        "business_key": "SO-1001",
        "variables": refund_variables(evidence=[evidence.json["id"]]),
    }
    started = call("alice", "POST", "/tickets", json=body)
    assert started.status_code == 201
    number = started.json["number"]
    assert started.headers["Location"] == f"/api/v1/tickets/{number}"
    assert number.startswith("REF-")
    assert started.json["title"] == "李雷 退款 8450.00 元（SO-1001）"
    assert started.json["status"] == "open"
    (current,) = started.json["current"]
    assert (current["element_id"], current["candidate_groups"]) == ("sales", ["sales"])

    return_for_correction(call)
    for who, body in (("bob", SALES), ("carol", FINANCE), ("erin", CASHIER)):
        answer = call(
            who, "POST", f"/work-items/{waiting(call, who)}/complete", json=body
        )
        assert (answer.status_code, answer.json.get("closed_by")) == (200, who)

    ended = call("alice", "GET", f"/tickets/{number}").json
    assert (ended["status"], ended["result"]) == ("closed", "approved")
    assert (ended["current"], ended["closed_at"] is not None) == ([], True)
    look_back(call, number)


def return_for_correction(call):
    first = waiting(call, "bob")
    assert call("bob", "POST", f"/work-items/{first}/claim").json["assignee"] == "bob"
    back = {**SALES, "outcome": "correct", "comment": "Which size?"}
    done = call("bob", "POST", f"/work-items/{first}/complete", json=back)
    assert (done.status_code, done.json["outcome"]) == (200, "correct")

    (mine,) = call("alice", "GET", "/work-items").json["items"]
    assert (mine["element_id"], mine["assignee"]) == ("correct", "alice")
    form = call("alice", "GET", f"/work-items/{mine['id']}/form").json
    assert form["access"]["/order_no"] == "read"
    fixed = {"variables": {"reason": "wrong_item"}}
    sent = call("alice", "POST", f"/work-items/{mine['id']}/complete", json=fixed)
    assert sent.status_code == 200, sent.json


def look_back(call, number):
    """What happened is told by the history and counted by the progress."""
    history = call("alice", "GET", f"/tickets/{number}/history").json["items"]
    assert [entry["kind"] for entry in history if entry["actor"]][::-1][:2] == [
        "ticket-started",
        "work-item-claimed",
    ]
    assert history[0]["kind"] == "ticket-ended"
    progress = call("alice", "GET", f"/tickets/{number}/progress").json
    counts = {one["element_id"]: one["count"] for one in progress["completed"]}
    assert (counts["sales"], counts["correct"], counts["cashier"]) == (2, 1, 1)
    assert (progress["active"], progress["failed"]) == ([], [])


def test_what_a_form_hides_does_not_leave_by_rest(call, ticket, item):
    shown = call("bob", "GET", f"/work-items/{item}/variables").json["variables"]
    assert "payee" not in shown
    assert shown["order_no"] == "SO-1001"
    form = call("bob", "GET", f"/work-items/{item}/form").json
    assert "payee" not in form["value"]
    assert "payee" not in call("bob", "GET", f"/tickets/{ticket}").json["variables"]


def test_what_a_form_shows_read_only_does_not_come_in_by_rest(call, item):
    body = {
        "variables": {"goods_state": "intact", "refund_amount": "1.00"},
        "outcome": "approve",
    }
    answer = call("bob", "POST", f"/work-items/{item}/complete", json=body)
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json["errors"]] == [
        "/variables/refund_amount"
    ]
