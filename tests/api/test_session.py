"""A page of ours may call the REST door with the browser's session; no other may."""

import pytest

from app.usecases import clock, identity
from app.usecases.unit_of_work import unit_of_work
from tests.conftest import PASSWORD

HERE = {"Sec-Fetch-Site": "same-origin"}
GROUP = {"key": "sales", "name": "Again"}


@pytest.fixture
def browser(client, house):
    """A browser in which dave is signed in."""
    with unit_of_work():
        text, _user = identity.sign_in(
            "dave",
            PASSWORD,
            address="127.0.0.1",
            user_agent="test",
            session_days=1,
            now=clock.now(),
        )
    client.set_cookie(house.config["SIGN_IN_COOKIE"], text)
    return client


def test_a_session_reads(browser):
    assert browser.get("/api/v1/me").json["username"] == "dave"


@pytest.mark.parametrize(
    "headers", [HERE, {"Origin": "http://localhost"}, {"Origin": "http://LOCALHOST"}]
)
def test_a_session_writes_from_our_own_page(browser, headers):
    answer = browser.post("/api/v1/groups", json=GROUP, headers=headers)
    assert answer.json["code"] == "already-exists"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
        {"Origin": "null"},
        {"Origin": "http://localhost.evil.example"},
        {"Origin": "http://localhost:81"},
    ],
)
def test_a_session_does_not_write_from_elsewhere(browser, headers):
    answer = browser.post("/api/v1/groups", json=GROUP, headers=headers)
    assert (answer.status_code, answer.json["code"]) == (403, "cross-site")


def test_a_wrong_token_is_not_made_good_by_a_cookie(browser):
    way_in = {"Authorization": "Bearer gdt_wrong"}
    assert browser.get("/api/v1/me", headers=way_in).status_code == 401


def test_a_token_needs_no_page(call):
    answer = call("dave", "POST", "/groups", json=GROUP)
    assert answer.json["code"] == "already-exists"
