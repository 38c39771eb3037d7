"""Coming in and going out."""

import pytest
from flask import request

from app import create_app
from app.config import Settings
from app.web.visits import safe_path
from tests.conftest import PASSWORD
from tests.web.conftest import csrf_of


def sign_in(visitor, username, password, **more):
    token = csrf_of(visitor.get("/sign-in"))
    sent = {"username": username, "password": password, "csrf_token": token} | more
    return visitor.send("POST", "/sign-in", data=sent)


def test_a_stranger_is_led_to_the_sign_in_page_and_back(visit):
    stranger = visit(None)
    answer = stranger.get("/tickets?status=open")
    assert (answer.status_code, answer.location) == (
        303,
        "/sign-in?next=/tickets?status%3Dopen",
    )
    back = sign_in(stranger, "bob", PASSWORD, next="/tickets?status=open")
    assert (back.status_code, back.location) == (303, "/tickets?status=open")
    assert stranger.get("/tickets").status_code == 200


def test_a_wrong_password_says_so_and_keeps_the_name(visit):
    answer = sign_in(visit(None), "bob", "not his")
    assert answer.status_code == 401
    assert "The name or the password is wrong." in answer.text
    assert 'value="bob"' in answer.text


def test_asking_for_the_head_of_the_sign_in_page_is_no_attempt(visit):
    assert visit(None).send("HEAD", "/sign-in").status_code == 200


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visit):
    cookies = sign_in(visit(None), "bob", PASSWORD).headers.getlist("Set-Cookie")
    mine = next(one for one in cookies if one.startswith("gongdan="))
    assert "HttpOnly" in mine
    assert "SameSite=Lax" in mine


def test_in_production_the_cookie_is_bound_to_this_host(tmp_path):
    app = create_app(
        Settings(home=tmp_path, secret_key="quite-a-secret-of-ours", production=True)
    )
    assert app.config["SIGN_IN_COOKIE"] == "__Host-gongdan"
    assert app.config["SESSION_COOKIE_NAME"].startswith("__Host-")
    page = app.test_client().get("/sign-in")
    assert "Secure" in page.headers["Set-Cookie"]
    assert "max-age" in page.headers["Strict-Transport-Security"]
    assert "Trying it out" not in page.text


def test_signing_out_ends_the_session_everywhere(visit):
    bob = visit("bob")
    kept = bob.client.get_cookie("gongdan").value
    answer = bob.post("/sign-out")
    assert answer.location == "/sign-in"
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    bob.client.set_cookie("gongdan", kept)
    assert bob.get("/work").status_code == 303


def test_guessing_is_slowed_down_for_one_account_and_not_for_others(visit, house):
    stranger = visit(None)
    answers = [sign_in(stranger, "carol", "guess").status_code for _ in range(11)]
    assert answers == [401] * 10 + [429]
    assert sign_in(stranger, "carol", PASSWORD).status_code == 429
    assert sign_in(visit(None), "erin", PASSWORD).status_code == 303


@pytest.mark.parametrize(
    "hostile",
    [
        "//evil.example",
        "https://evil.example/work",
        "/\\evil.example",
        "javascript:alert(1)",
        "\t//evil.example",
        "///evil.example",
        "",
        None,
    ],
)
def test_nobody_is_sent_to_another_site(hostile):
    assert not safe_path(hostile).startswith("//")
    assert safe_path(hostile).startswith("/")
    assert "evil.example" not in safe_path(hostile).split("/")[0]


def test_a_post_without_its_token_changes_nothing(visit):
    bob = visit("bob")
    answer = bob.send("POST", "/sign-out")
    assert answer.status_code == 400
    assert "out of date" in answer.text
    assert bob.get("/work").status_code == 200


def test_behind_a_proxy_the_visitors_own_address_is_noted(tmp_path):
    settings = Settings(home=tmp_path, secret_key="quite-a-secret", trusted_proxies=1)
    app = create_app(settings)
    app.add_url_rule("/api/who", "who", lambda: request.remote_addr or "")
    forwarded = {"X-Forwarded-For": "6.6.6.6, 203.0.113.7"}
    assert app.test_client().get("/api/who", headers=forwarded).text == "203.0.113.7"
