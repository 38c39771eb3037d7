"""A POST that is sent twice is done once."""

import io
from datetime import timedelta

from app.store.db import db
from app.store.idempotency import IdempotencyKey
from app.usecases.unit_of_work import unit_of_work
from tests.api.conftest import PDF, refund_variables

KEY = {"Idempotency-Key": "order-SO-1001"}


def start(call, **more):
    body = {"process_key": "refund", "variables": refund_variables()}
    return call("alice", "POST", "/tickets", json=body, **more)


def test_the_first_answer_is_given_again(call, refund):
    first, second = start(call, headers=KEY), start(call, headers=KEY)
    assert (first.status_code, second.status_code) == (201, 201)
    assert second.json == first.json
    assert second.headers["Location"] == first.headers["Location"]
    assert second.headers["ETag"] == first.headers["ETag"]
    assert second.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers
    assert len(call("alice", "GET", "/tickets").json["items"]) == 1


def test_without_a_key_two_requests_make_two_tickets(call, refund):
    assert start(call).json["number"] != start(call).json["number"]


def test_a_key_of_another_request_is_refused(call, refund):
    start(call, headers=KEY)
    body = {"process_key": "refund", "variables": refund_variables(order_no="SO-2")}
    answer = call("alice", "POST", "/tickets", json=body, headers=KEY)
    assert answer.status_code == 422
    assert answer.json["code"] == "idempotency-key-reused"


def test_everybody_has_keys_of_their_own(call, refund):
    first = start(call, headers=KEY)
    body = {"process_key": "refund", "variables": refund_variables()}
    other = call("bob", "POST", "/tickets", json=body, headers=KEY)
    assert other.json["number"] != first.json["number"]


def test_a_refused_request_leaves_its_key_free(call, refund):
    body = {"process_key": "refund", "variables": {}}
    refused = call("alice", "POST", "/tickets", json=body, headers=KEY)
    assert refused.status_code == 422
    assert start(call, headers=KEY).status_code == 201


def test_an_upload_is_the_same_however_the_client_draws_its_boundary(call):
    def send(name, data):
        file = {"file": (io.BytesIO(data), name)}
        return call("alice", "POST", "/attachments", data=file, headers=KEY)

    first, again = send("a.pdf", PDF), send("a.pdf", PDF)
    assert (first.status_code, again.json) == (201, first.json)
    assert send("a.pdf", PDF + b" ").json["code"] == "idempotency-key-reused"


def test_a_claim_may_be_repeated_too(call, item):
    first = call("bob", "POST", f"/work-items/{item}/claim", headers=KEY)
    again = call("bob", "POST", f"/work-items/{item}/claim", headers=KEY)
    assert again.json == first.json
    assert again.headers["Idempotency-Replayed"] == "true"


def test_the_secret_of_a_token_is_not_kept_for_replays(call):
    body = {"name": "shop"}
    first = call("alice", "POST", "/tokens", json=body, headers=KEY)
    again = call("alice", "POST", "/tokens", json=body, headers=KEY)
    secret = first.json["token"]
    assert secret
    assert again.json == {**first.json, "token": None}
    (row,) = db.session.query(IdempotencyKey).all()
    assert secret.encode() not in row.body


def test_keys_are_forgotten_after_a_day(call, refund):
    first = start(call, headers=KEY)
    with unit_of_work():
        for row in db.session.query(IdempotencyKey):
            row.created_at -= timedelta(days=1, seconds=1)
    assert start(call, headers=KEY).json["number"] != first.json["number"]
    assert db.session.query(IdempotencyKey).count() == 1


def test_a_key_that_is_no_key_is_refused(call, refund):
    for key in ("", "two words", "x" * 256):
        answer = start(call, headers={"Idempotency-Key": key})
        assert answer.status_code == 422, key
