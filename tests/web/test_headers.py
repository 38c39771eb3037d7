"""What every answer tells a browser."""

import gzip

import pytest

STRICT = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)


@pytest.mark.parametrize(
    "path",
    ["/sign-in", "/work", "/nowhere", "/static/css/tokens.css", "/static/nothing.js"],
)
def test_every_answer_carries_the_strict_policy(visit, path):
    with visit("bob").get(path) as answer:
        headers = answer.headers
    assert headers["Content-Security-Policy"] == STRICT
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_travel_compressed_and_are_for_their_reader_alone(visit):
    answer = visit("bob").get("/work", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"My work" in gzip.decompress(answer.data)
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Cookie" in answer.headers["Vary"]


def test_pages_have_no_inline_script_or_style(visit, ask):
    number = ask()
    for path in ("/sign-in", "/work", "/start/refund", f"/tickets/{number}", "/me"):
        html = visit("alice").get(path).text
        assert "<style" not in html
        assert " style=" not in html
        assert " onclick=" not in html
        assert "<script>" not in html
