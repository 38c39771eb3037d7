"""ETags: read again only what has changed, decide only on what you have read."""

from tests.api.conftest import SALES

WHY = {"reason": "The customer is away."}


def test_what_has_not_changed_is_not_sent_again(call, ticket, item):
    for who, path in (("alice", f"/tickets/{ticket}"), ("bob", f"/work-items/{item}")):
        tag = call(who, "GET", path).headers["ETag"]
        same = call(who, "GET", path, headers={"If-None-Match": tag})
        assert (same.status_code, same.data) == (304, b"")
        other = call(who, "GET", path, headers={"If-None-Match": '"1-00"'})
        assert other.status_code == 200


def test_a_decision_on_an_older_ticket_is_refused(call, ticket):
    tag = call("dave", "GET", f"/tickets/{ticket}").headers["ETag"]
    call("alice", "POST", f"/tickets/{ticket}/comments", json={"text": "Hurry!"})
    call("dave", "POST", f"/tickets/{ticket}/suspend", json=WHY)
    old = {"If-Match": tag}
    answer = call("dave", "POST", f"/tickets/{ticket}/resume", json=WHY, headers=old)
    assert (answer.status_code, answer.json["code"]) == (412, "stale-version")


def test_a_decision_on_the_present_ticket_is_done(call, ticket):
    tag = call("dave", "GET", f"/tickets/{ticket}").headers["ETag"]
    now = {"If-Match": tag}
    answer = call("dave", "POST", f"/tickets/{ticket}/suspend", json=WHY, headers=now)
    assert answer.status_code == 200
    assert answer.headers["ETag"] != tag


def test_the_tag_of_an_answer_is_the_tag_of_the_next_look(call, ticket):
    done = call("dave", "POST", f"/tickets/{ticket}/suspend", json=WHY)
    seen = call("dave", "GET", f"/tickets/{ticket}")
    assert done.headers["ETag"] == seen.headers["ETag"]


def test_a_decision_on_an_older_work_item_is_refused(call, item):
    tag = call("bob", "GET", f"/work-items/{item}").headers["ETag"]
    call("bob", "POST", f"/work-items/{item}/claim")
    answer = call(
        "bob",
        "POST",
        f"/work-items/{item}/complete",
        json=SALES,
        headers={"If-Match": tag},
    )
    assert answer.status_code == 412


def test_if_match_heeds_lists_stars_and_nonsense(call, ticket):
    path = f"/tickets/{ticket}/suspend"
    tag = call("dave", "GET", f"/tickets/{ticket}").headers["ETag"]
    for value, status in (
        ("nonsense", 412),
        ('"99-aa"', 412),
        (f'"0-aa", {tag}', 200),
        ("*", 409),  # suspended already
    ):
        answer = call("dave", "POST", path, json=WHY, headers={"If-Match": value})
        assert answer.status_code == status, value
