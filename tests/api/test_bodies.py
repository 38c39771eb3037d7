"""Bodies and query strings are read strictly; nothing odd gets into the database."""

import json

import pytest

DEEP = "[" * 2000 + "]" * 2000


@pytest.mark.parametrize(
    "data",
    [
        "{",
        '{"key": "x", "name": NaN}',
        '{"key": "x", "name": 1e999}',
        '{"key": "x", "key": "y", "name": "z"}',
        '{"key": "x\\u0000", "name": "z"}',
        '{"key": "\\ud800", "name": "z"}',
        '{"key": 123456789012345678901234567890, "name": "z"}',
        f'{{"key": {DEEP}, "name": "z"}}',
        json.dumps({"key": "x", "name": "y"}).encode("utf-16"),
        b"\xff\xfe",
    ],
)
def test_what_is_not_strict_json_is_malformed(call, data):
    answer = call("dave", "POST", "/groups", data=data, content_type="application/json")
    assert (answer.status_code, answer.json["code"]) == (400, "malformed")


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", ""]
)
def test_a_body_that_is_not_called_json_is_refused(call, kind):
    answer = call("dave", "POST", "/groups", data='{"key":"x"}', content_type=kind)
    assert (answer.status_code, answer.json["code"]) == (415, "unsupported-type")


@pytest.mark.parametrize("body", ["[]", '"text"', "null", "7"])
def test_a_body_that_is_no_object_is_refused(call, body):
    answer = call("dave", "POST", "/groups", data=body, content_type="application/json")
    assert answer.status_code == 422


def test_an_unknown_field_is_pointed_at(call):
    body = {"key": "x", "name": "y", "colour": "red"}
    answer = call("dave", "POST", "/groups", json=body)
    assert answer.status_code == 422
    assert [(one["pointer"], one["rule"]) for one in answer.json["errors"]] == [
        ("/colour", "unknown")
    ]


@pytest.mark.parametrize("value", [1, True, None, ["x"], {}])
def test_text_is_text(call, value):
    answer = call("dave", "POST", "/groups", json={"key": "x", "name": value})
    assert answer.json["errors"][0]["pointer"] == "/name"


def test_true_is_not_a_word(call):
    answer = call("dave", "PATCH", "/users/alice", json={"active": "yes"})
    assert answer.json["errors"][0]["rule"] == "flag"


@pytest.mark.parametrize(
    "value", ["2026-03-31", "2026-03-31T09:00:00", "2026-02-30T00:00:00Z", "soon", 7]
)
def test_a_time_has_its_zone(call, value):
    answer = call("alice", "POST", "/tokens", json={"name": "x", "expires_at": value})
    assert (answer.status_code, answer.json["errors"][0]["rule"]) == (422, "time")


def test_a_time_of_another_zone_is_answered_in_utc(call):
    body = {"name": "x", "expires_at": "2100-01-01T00:00:00+08:00"}
    answer = call("alice", "POST", "/tokens", json=body)
    assert answer.json["expires_at"] == "2099-12-31T16:00:00Z"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("limit=0", 422),
        ("limit=201", 422),
        ("limit=ten", 422),
        ("limit=1_0", 422),
        ("limit=%EF%BC%95", 422),  # a full-width 5
        ("limit=5&limit=6", 422),
        ("colour=red", 422),
        ("status=odd", 422),
        ("created_after=yesterday", 422),
        ("cursor=nonsense", 422),
        ("cursor=WyJcdTAwMDAiXQ", 422),
        ("q=%00", 400),
        ("%00=1", 400),
        ("created_after=2026-01-01T00:00:00Z", 200),
        ("limit=200", 200),
    ],
)
def test_a_query_string_is_read_strictly(call, query, status):
    assert call("dave", "GET", f"/tickets?{query}").status_code == status


@pytest.mark.parametrize("cursor", ["WyJcdTAwMDAiXQ", "WyJcdWQ4MDAiXQ", "W251bGxd"])
@pytest.mark.parametrize("path", ["/users", "/groups", "/process-definitions"])
def test_a_forged_cursor_harms_nothing(call, path, cursor):
    assert call("dave", "GET", f"{path}?cursor={cursor}").status_code in (200, 422)


@pytest.mark.parametrize(
    "path",
    [
        "/tickets/%00",
        "/users/a%00b",
        "/work-items/99999999999999999999",
        "/work-items/0",
        "/attachments/att_99999999999999999999999",
        "/attachments/att_x",
        "/process-definitions/%F0%9F%98%80",
        "/process-definitions/x/versions/2147483648",
        "/deployments/9007199254740991",
    ],
)
def test_an_odd_name_in_the_address_is_not_found_or_malformed(call, path):
    assert call("dave", "GET", path).status_code in (400, 404)
