"""/clock and /readyz: try timers without waiting."""

import pytest

from app.usecases import clock as platform
from app.usecases import jobs
from app.usecases.unit_of_work import unit_of_work


def run_due() -> None:
    """Do what the job runner does, once."""
    with unit_of_work():
        now = platform.now()
        due = jobs.due(now=now)
    for job_id in due:
        with unit_of_work():
            jobs.fire(job_id, now=now)


def test_a_timer_fires_when_the_clock_has_moved_past_it(call, client, ticket):
    assert client.get("/readyz").json == {"ready": True, "jobs_due": 0}
    moved = call("dave", "POST", "/clock/advance", json={"by": "PT20H1M"})
    assert (moved.status_code, moved.json["pinned"]) == (200, True)
    assert client.get("/readyz").json["jobs_due"] == 1
    run_due()
    assert client.get("/readyz").json["jobs_due"] == 0
    current = call("alice", "GET", f"/tickets/{ticket}").json["current"]
    assert {row["element_id"] for row in current} == {"sales", "urge"}


def test_the_time_is_set_moved_and_let_go(call):
    at = "2030-01-01T00:00:00Z"
    assert call("dave", "PUT", "/clock", json={"now": at}).json == {
        "now": at,
        "pinned": True,
    }
    step = call("dave", "POST", "/clock/advance", json={"by": "P1DT2H"})
    assert step.json["now"] == "2030-01-02T02:00:00Z"
    assert call("dave", "GET", "/clock").json["now"] == "2030-01-02T02:00:00Z"
    assert call("dave", "POST", "/clock/reset").json["pinned"] is False
    assert call("dave", "GET", "/clock").json["now"] < at


@pytest.mark.parametrize("by", ["", "P", "PT", "-PT5M", "P1M", "P1Y", "5 minutes"])
def test_only_steps_of_a_known_length_forward_are_taken(call, by):
    answer = call("dave", "POST", "/clock/advance", json={"by": by})
    assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, "/by")


def test_a_step_beyond_the_calendar_is_refused(call):
    answer = call("dave", "POST", "/clock/advance", json={"by": "P999999W"})
    assert answer.status_code == 422


@pytest.mark.parametrize("who", ["alice", "bob", "frank", "grace", "henry", "ivan"])
def test_the_clock_is_the_administrators(call, who):
    assert call(who, "GET", "/clock").status_code == 403
    assert call(who, "POST", "/clock/advance", json={"by": "PT1M"}).status_code == 403


def test_the_process_says_that_it_lives(client):
    assert client.get("/healthz").json == {"status": "ok"}
