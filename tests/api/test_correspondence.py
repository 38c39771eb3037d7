"""Other systems begin tickets, tell them things, do their work, see what is stuck."""

from pathlib import Path

import pytest

DIAGRAM = Path(__file__).parents[1] / "usecases/correspondence.bpmn"


@pytest.fixture
def deployed(deploy):
    deploy(**{"correspondence.bpmn": DIAGRAM.read_bytes()})


@pytest.fixture
def begin(call, deployed):
    def begun(key, business_key=None):
        body = {"process_key": key, "business_key": business_key}
        answer = call("alice", "POST", "/tickets", json=body)
        assert answer.status_code == 201, answer.json
        return answer.json["number"]

    return begun


def test_a_message_advances_the_ticket_that_waits_for_it(call, begin):
    number = begin("bill", "SO-1")
    body = {"name": "paid", "business_key": "SO-1", "variables": {"amount": 5}}
    sent = call("ivan", "POST", "/messages", json=body)
    assert (sent.status_code, sent.json["status"]) == (200, "delivered")
    assert (sent.json["ticket"], sent.json["element_id"]) == (number, "wait")
    ticket = call("alice", "GET", f"/tickets/{number}").json
    assert (ticket["status"], ticket["variables"]) == ("closed", {"amount": 5})
    path = f"/messages/{sent.json['id']}"
    assert call("ivan", "GET", path).json == sent.json


def test_a_message_repeated_by_its_id_or_by_the_key_of_its_request_is_one(
    call, deployed
):
    body = {"name": "placed", "message_id": "order-1"}
    first = call("ivan", "POST", "/messages", json=body).json
    assert first["started"]
    assert call("ivan", "POST", "/messages", json=body).json == first
    body = {"name": "placed"}
    headers = {"Idempotency-Key": "order-2"}
    for _ in range(2):
        again = call("ivan", "POST", "/messages", json=body, headers=headers).json
    assert again["ticket"] != first["ticket"]
    path = "/tickets?process_key=intake"
    assert len(call("dave", "GET", path).json["items"]) == 2


def test_a_message_that_fits_several_is_refused_with_their_numbers(call, begin):
    numbers = [begin("bill", "SO-1"), begin("bill", "SO-1")]
    answer = call("ivan", "POST", "/messages", json={"name": "paid"})
    assert (answer.status_code, answer.json["code"]) == (409, "ambiguous-message")
    assert all(number in answer.json["detail"] for number in numbers)


def test_a_kept_message_is_listed_as_such(call, deployed):
    call("ivan", "POST", "/messages", json={"name": "paid", "business_key": "SO-9"})
    (row,) = call("henry", "GET", "/messages?status=kept&name=paid").json["items"]
    assert (row["status"], row["ticket"], row["sent_by"]) == ("kept", None, "ivan")


def test_a_signal_is_accepted_with_how_many_it_may_reach(call, begin):
    begin("worker")
    answer = call("ivan", "POST", "/signals", json={"name": "strike"})
    assert answer.status_code == 202
    assert answer.json == {"name": "strike", "waiting": 1, "starting": 1}


def test_a_worker_fetches_and_completes_a_task(call, begin):
    number = begin("shop", "SO-1")
    body = {"worker_id": "w1", "topics": ["charge"], "lock_seconds": 60}
    fetched = call("ivan", "POST", "/external-tasks/fetch-and-lock", json=body)
    (task,) = fetched.json["items"]
    assert (task["ticket"], task["business_key"]) == (number, "SO-1")
    path = f"/external-tasks/{task['id']}"
    other = {"worker_id": "w2", "variables": {}}
    refused = call("ivan", "POST", f"{path}/complete", json=other)
    assert (refused.status_code, refused.json["code"]) == (409, "not-locked")
    answer = {"worker_id": "w1", "variables": {"receipt": "R-1"}}
    done = call("ivan", "POST", f"{path}/complete", json=answer)
    assert (done.status_code, done.data) == (204, b"")
    assert call("alice", "GET", f"/tickets/{number}").json["status"] == "closed"
    assert call("ivan", "GET", path).status_code == 404


def test_a_task_without_retries_is_an_incident_until_it_is_tried_again(call, begin):
    number = begin("shop")
    body = {"worker_id": "w1", "topics": ["charge"]}
    fetch = "/external-tasks/fetch-and-lock"
    (task,) = call("ivan", "POST", fetch, json=body).json["items"]
    failure = {"worker_id": "w1", "message": "no answer", "retries": 0}
    call("ivan", "POST", f"/external-tasks/{task['id']}/failure", json=failure)
    (incident,) = call("dave", "GET", f"/incidents?ticket={number}").json["items"]
    assert (incident["element_id"], incident["why"]) == ("charge", "no answer")
    progress = call("alice", "GET", f"/tickets/{number}/progress").json
    assert [one["element_id"] for one in progress["failed"]] == ["charge"]
    path = f"/incidents/{incident['id']}"
    noted = call("dave", "PUT", f"{path}/note", json={"note": "told them"}).json
    assert noted["note"] == "told them"
    assert call("dave", "POST", f"{path}/retry").json["status"] == "resolved"
    assert call("dave", "POST", f"{path}/retry").status_code == 409
    assert call("ivan", "POST", fetch, json=body).json["items"]


def test_an_administrator_lets_a_receive_task_go_on(call, begin):
    number = begin("late")
    (item,) = call("bob", "GET", "/work-items?view=groups").json["items"]
    call("bob", "POST", f"/work-items/{item['id']}/complete", json={})
    body = {"element_id": "wait_late", "reason": "paid in cash"}
    path = f"/tickets/{number}/trigger"
    assert call("alice", "POST", path, json=body).status_code == 403
    assert call("dave", "POST", path, json=body).json["status"] == "closed"
