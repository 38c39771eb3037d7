"""At once: many requests, one definite answer each, nothing lost and nothing twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.api.conftest import SALES, refund_variables
from tests.conftest import token_for

Request = tuple[str, str, str, dict[str, object]]


@pytest.fixture
def at_once(house: Flask, cast: object) -> Callable[..., list[TestResponse]]:
    """Send requests at the same moment, each from a thread of its own."""

    def send(*requests: Request) -> list[TestResponse]:
        bearers = [token_for(who) for who, *_ in requests]
        start = Barrier(len(requests))

        def one(request: Request, bearer: str) -> TestResponse:
            _who, method, path, more = request
            way_in = {"Authorization": f"Bearer {bearer}"}
            more = {**more, "headers": {**more.get("headers", {}), **way_in}}
            start.wait(timeout=10)
            return house.test_client().open(f"/api/v1{path}", method=method, **more)

        with ThreadPoolExecutor(len(requests)) as threads:
            return list(threads.map(one, requests, bearers))

    return send


def test_of_two_who_complete_the_same_item_one_does_and_the_other_hears_who(
    call, at_once, item
):
    path = f"/work-items/{item}/complete"
    first, second = at_once(
        ("bob", "POST", path, {"json": SALES}), ("grace", "POST", path, {"json": SALES})
    )
    assert sorted([first.status_code, second.status_code]) == [200, 409]
    done, refused = (first, second) if first.status_code == 200 else (second, first)
    assert refused.json["closed_by"] == done.json["closed_by"]
    (open_now,) = call("carol", "GET", "/work-items?view=groups").json["items"]
    assert open_now["element_id"] == "finance"


def test_of_eight_who_claim_the_same_item_one_has_it(call, at_once, item):
    path = f"/work-items/{item}/claim"
    answers = at_once(*[(who, "POST", path, {}) for who in ("bob", "grace") * 4])
    winners = {answer.json["assignee"] for answer in answers}
    assert len(winners) == 1
    assert {answer.status_code for answer in answers} == {200, 409}


def test_four_who_complete_four_parallel_items_of_one_ticket_all_succeed(
    call, at_once, deploy
):
    deploy("four.bpmn")
    started = call("alice", "POST", "/tickets", json={"process_key": "four"})
    assert started.status_code == 201, started.json
    number = started.json["number"]
    rows = call("alice", "GET", f"/tickets/{number}/work-items").json["items"]
    assert len(rows) == 4
    answers = at_once(
        *[
            (
                row["candidate_users"][0],
                "POST",
                f"/work-items/{row['id']}/complete",
                {"json": {"variables": {row["element_id"]: row["id"]}}},
            )
            for row in rows
        ]
    )
    assert [answer.status_code for answer in answers] == [200] * 4
    ticket = call("alice", "GET", f"/tickets/{number}").json
    assert ticket["status"] == "closed"
    variables = call("dave", "GET", f"/tickets/{number}/variables").json["variables"]
    assert variables == {row["element_id"]: row["id"] for row in rows}


def test_one_key_eight_times_at_once_makes_one_ticket(call, at_once, refund):
    body = {"process_key": "refund", "variables": refund_variables()}
    request = {"json": body, "headers": {"Idempotency-Key": "order-1"}}
    answers = at_once(*[("alice", "POST", "/tickets", request)] * 8)
    assert {answer.status_code for answer in answers} <= {201, 409}
    numbers = {answer.json["number"] for answer in answers if answer.status_code == 201}
    assert len(numbers) == 1
    replayed = [one for one in answers if "Idempotency-Replayed" in one.headers]
    assert len(replayed) == 7
    assert len(call("alice", "GET", "/tickets").json["items"]) == 1


def test_eight_tickets_at_once_have_eight_numbers(call, at_once, refund):
    body = {"process_key": "refund", "variables": refund_variables()}
    answers = at_once(*[("alice", "POST", "/tickets", {"json": body})] * 8)
    assert len({answer.json["number"] for answer in answers}) == 8
