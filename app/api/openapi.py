"""The OpenAPI document: what flask-smorest cannot know is added here."""

import json
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask
from flask_smorest import Api

from app.api import answers, examples
from app.api.problem import MEDIA_TYPE, TITLES

STORED = "gongdan-openapi"
VERSION = "1.0"
INTRODUCTION = """Start tickets, follow them, and do the work they need.

Show who you are with `Authorization: Bearer <token>`. Times are RFC 3339 in UTC, money
is text, lists are `{"items": [...], "next": ...}`. Whatever is refused is answered with
an RFC 9457 problem whose `code` never changes its meaning. A POST with an
`Idempotency-Key` may be repeated for a day: it is done once, and answered the same.
"""
READING = (400, 401, 403, 404, 422, 503)
WRITING = (400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503)
CODES = {
    400: "malformed",
    401: "unauthenticated",
    403: "not-allowed",
    404: "not-found",
    409: "already-closed",
    412: "stale-version",
    413: "too-large",
    415: "unsupported-type",
    422: "form-invalid",
    429: "too-many",
    503: "unavailable",
}
DETAILS = {
    409: "bob closed this at 2026-11-20T09:42:10Z; it is completed.",
    422: "Some fields need another look.",
}
KEY_HEADER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "description": "Makes the request repeatable for a day; a new one each time.",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
    "example": "order-SO-1001-refund",
}
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": False,
    "description": "ETag you decided on; 412 when there is a newer one.",
    "schema": {"type": "string", "maxLength": 200},
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "ETag you have; 304 when it is still the present one.",
    "schema": {"type": "string", "maxLength": 200},
}
ETAG = {"description": "Of the answer.", "schema": {"type": "string"}}
PLACE = {"description": "Where the new thing is.", "schema": {"type": "string"}}
REPLAYED = {
    "description": "`true` when this is the answer to an earlier request.",
    "schema": {"type": "string", "enum": ["true"]},
}
OPEN_PATHS = {
    "/healthz": ("healthz", "Say that the process lives.", "Health"),
    "/readyz": ("readyz", "Say how many jobs are due and unfinished.", "Readiness"),
}


class RestApi(Api):  # type: ignore[misc]
    """flask-smorest without its own error handlers; problems are ours."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def _register_error_handlers(self) -> None:
        """Leave errors to ``problem``."""


def make(app: Flask) -> Any:
    """Make the collector of operations for an application.

    Args:
        app: the application.
    """
    api = RestApi(
        app,
        spec_kwargs={
            "title": "Gongdan",
            "version": VERSION,
            "openapi_version": "3.1.0",
            "info": {"description": INTRODUCTION, "license": {"name": "Apache-2.0"}},
        },
    )
    api.spec.components.schema("Problem", schema=answers.Problem)
    api.spec.components.schema("Health", schema=answers.Health)
    api.spec.components.schema("Readiness", schema=answers.Readiness)
    app.extensions[STORED] = {"api": api}
    return api


def document(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document of an application.

    Args:
        app: on which ``make`` was called and the resources are registered.
    """
    kept: dict[str, Any] = app.extensions[STORED]
    if "document" not in kept:
        kept["document"] = _document(kept["api"].spec.to_dict())
    found: dict[str, Any] = kept["document"]
    return found


def text(app: Flask) -> str:
    """Return the OpenAPI document as JSON text.

    Args:
        app: as for ``document``.
    """
    return json.dumps(document(app), ensure_ascii=False, indent=1)


def told(app: Flask) -> dict[str, Any]:
    """Return what the page for people shows: the document, by resource.

    Args:
        app: as for ``document``.
    """
    whole = document(app)
    resources: dict[str, Any] = {
        tag["name"]: {"description": tag.get("description", ""), "operations": []}
        for tag in whole["tags"]
    }
    for path, verb, operation in _operations(whole):
        entry = {"path": path, "verb": verb.upper(), **operation}
        resources[operation["tags"][0]]["operations"].append(entry)
    return {"info": whole["info"], "resources": resources, "schemas": _shapes(whole)}


def _shapes(whole: Mapping[str, Any]) -> dict[str, Any]:
    shapes: dict[str, Any] = whole["components"]["schemas"]
    return dict(sorted(shapes.items()))


def _operations(whole: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, item in whole["paths"].items():
        for verb in ("get", "post", "put", "patch", "delete"):
            if verb in item:
                yield path, verb, item[verb]


def _document(whole: dict[str, Any]) -> dict[str, Any]:
    whole["security"] = [{"bearer": []}, {"session": []}]
    whole["servers"] = [{"url": "/"}]
    parts = whole["components"]
    for foreign in ("Error", "PaginationMetadata"):  # flask-smorest's, used nowhere
        parts["schemas"].pop(foreign, None)
    parts["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer"},
        "session": {"type": "apiKey", "in": "cookie", "name": "gongdan"},
    }
    parts["responses"] = {
        f"Problem{status}": _problem(status) for status in sorted({*READING, *WRITING})
    }
    for _path, verb, operation in _operations(whole):
        _complete(operation, verb)
    whole["tags"].append({"name": "operations", "description": "Alive and ready?"})
    for path, (name, summary, shape) in OPEN_PATHS.items():
        whole["paths"][path] = {"get": _open_operation(name, summary, shape)}
    return whole


def _complete(operation: dict[str, Any], verb: str) -> None:
    tagged = operation.pop("x-tagged", False)
    answered = operation["responses"]
    good = {code: one for code, one in answered.items() if str(code).startswith("2")}
    if operation["operationId"] == "deploy":
        good["200"] = {**good["201"], "description": "Nothing new; or a dry run."}
    for code, one in good.items():
        one["headers"] = _headers(code, verb, tagged=tagged)
    if tagged and verb == "get":
        good["304"] = {"description": "You have the present one."}
    refused = READING if verb == "get" else WRITING
    operation["responses"] = good | {
        str(status): {"$ref": f"#/components/responses/Problem{status}"}
        for status in refused
    }
    asked = operation.setdefault("parameters", [])
    if verb == "post":
        asked.append(KEY_HEADER)
    if tagged and "201" not in good:
        asked.append(IF_NONE_MATCH if verb == "get" else IF_MATCH)


def _headers(code: str, verb: str, *, tagged: bool) -> dict[str, Any]:
    told = {
        "ETag": (ETAG, tagged),
        "Idempotency-Replayed": (REPLAYED, verb == "post"),
        "Location": (PLACE, code == "201"),
    }
    return {name: header for name, (header, sent) in told.items() if sent}


def _problem(status: int) -> dict[str, Any]:
    code = CODES[status]
    example: dict[str, Any] = {
        "type": f"urn:problem:{code}",
        "title": TITLES[status],
        "status": status,
        "detail": DETAILS.get(status, TITLES[status]),
        "code": code,
    }
    if status == 409:
        example["closed_by"] = "bob"
    if status == 422:
        fault = {"pointer": "/variables/refund_amount", "message": "This is needed."}
        example["errors"] = [{**fault, "rule": "required"}]
    content = {
        MEDIA_TYPE: {
            "schema": {"$ref": "#/components/schemas/Problem"},
            "example": example,
        }
    }
    return {"description": HTTPStatus(status).phrase, "content": content}


def _open_operation(name: str, summary: str, shape: str) -> dict[str, Any]:
    example = {"status": "ok"} if name == "healthz" else examples.READINESS
    schema = {"$ref": f"#/components/schemas/{shape}"}
    content = {"application/json": {"schema": schema, "example": example}}
    good = {"description": "It does.", "content": content}
    responses: dict[str, Any] = {"200": good}
    if name == "readyz":
        responses["503"] = {**good, "description": "The database does not answer."}
    return {
        "operationId": name,
        "summary": summary,
        "tags": ["operations"],
        "security": [],
        "responses": responses,
    }
