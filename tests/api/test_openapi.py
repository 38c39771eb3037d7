"""The OpenAPI document tells everything the door does, and its examples are true."""

import json
import re

import pytest
from jsonschema_rs import Draft202012Validator

from app.api import RESOURCES

NO_CONTENT = {"204", "304"}


@pytest.fixture
def document(client):
    return client.get("/api/v1/openapi.json").json


def operations(document):
    for path, item in document["paths"].items():
        for verb, operation in item.items():
            if verb != "parameters":
                yield f"{verb.upper()} {path}", operation


def resolved(document, part):
    while "$ref" in part:
        found = document
        for name in part["$ref"].removeprefix("#/").split("/"):
            found = found[name]
        part = found
    return part


def test_every_route_below_api_v1_is_in_the_document(client, house, document):
    told = {name for name, _ in operations(document)}
    known = set()
    for rule in house.url_map.iter_rules():
        path = re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule.rule)
        if path.startswith("/api/v1/") and path != "/api/v1/openapi.json":
            verbs = rule.methods - {"HEAD", "OPTIONS"}
            known |= {f"{verb} {path}" for verb in verbs}
    assert known | {"GET /healthz", "GET /readyz"} == told
    assert len(RESOURCES) == len({name.split("/")[3] for name in known})


def test_every_operation_has_shapes_and_examples_that_fit_them(document):
    checked = 0
    for name, operation in operations(document):
        bodies = [("body", operation.get("requestBody", {}))]
        bodies += list(operation["responses"].items())
        for status, part in bodies:
            part = resolved(document, part)
            if status not in NO_CONTENT and status != "body":
                assert part.get("content"), f"{name} {status} has no content"
            for media, body in part.get("content", {}).items():
                schema = {**body["schema"], "components": document["components"]}
                if media.endswith("json"):
                    assert "example" in body, f"{name} {status}"
                    faults = Draft202012Validator(schema).iter_errors(body["example"])
                    assert not list(faults), f"{name} {status}"
                    checked += 1
    assert checked > 300


def test_every_operation_says_what_it_does_and_is_called_like_no_other(document):
    names = [operation["operationId"] for _, operation in operations(document)]
    assert len(names) == len(set(names))
    for name, operation in operations(document):
        assert operation["summary"].endswith("."), name
        assert operation["tags"], name


def test_every_post_may_be_repeated(document):
    for name, operation in operations(document):
        headers = [one["name"] for one in operation.get("parameters", [])]
        assert ("Idempotency-Key" in headers) == name.startswith("POST "), name


def test_the_document_is_openapi_3_1(document):
    assert document["openapi"] == "3.1.0"
    assert document["security"] == [{"bearer": []}, {"session": []}]
    assert json.dumps(document)


def test_people_read_the_document_on_a_page_without_scripts(client, document):
    answer = client.get("/api/docs")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    page = answer.text
    assert "<script" not in page
    assert "style=" not in page
    assert "//" not in re.sub(r"<!--.*?-->|urn:|https?://[^\"<]*json-schema", "", page)
    for _, operation in operations(document):
        assert f'id="{operation["operationId"]}"' in page
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    style = re.search(r'<link rel="stylesheet" href="([^"]+)"', page)[1]
    sheet = client.get(style)
    assert (sheet.status_code, sheet.mimetype) == (200, "text/css")
    sheet.close()


def test_the_page_links_every_shape_it_names(client):
    page = client.get("/api/docs").text
    ids = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= ids


def test_a_reader_who_has_the_document_does_not_get_it_again(client):
    tag = client.get("/api/v1/openapi.json").headers["ETag"]
    again = client.get("/api/v1/openapi.json", headers={"If-None-Match": tag})
    assert again.status_code == 304
