"""Refusals become RFC 9457 problems: one table, in the caller's language."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from flask import Flask, Response, current_app, request
from werkzeug.exceptions import HTTPException

from app import errors
from app.api.words import reason, say
from app.domain.findings import RULES
from app.domain.process import Finding
from app.errors import N_, FieldError, Reason, Refusal

MEDIA_TYPE = "application/problem+json"

# Families to statuses; never 5xx because of what the sender sent. A fault of the engine
# is 422: nothing was changed, and the same request will meet the same fault again.
STATUS: Mapping[type[Refusal], int] = {
    errors.Malformed: 400,
    errors.Unauthenticated: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.StaleVersion: 412,
    errors.TooLarge: 413,
    errors.UnsupportedType: 415,
    errors.Invalid: 422,
    errors.EngineFault: 422,
    errors.TooMany: 429,
    errors.Unavailable: 503,
    Refusal: 409,
}
TITLES = {
    400: N_("This cannot be read"),
    401: N_("Sign in first"),
    403: N_("Not allowed"),
    404: N_("Not found"),
    405: N_("Not a verb of this address"),
    409: N_("Not possible at the moment"),
    412: N_("Changed in the meantime"),
    413: N_("Too large"),
    415: N_("Not this content type"),
    422: N_("Some values are not right"),
    429: N_("Too many tries"),
    500: N_("A fault of ours"),
    503: N_("Busy"),
}
CODES = {
    400: "malformed",
    401: "unauthenticated",
    404: "not-found",
    405: "no-such-verb",
    413: "too-large",
    415: "unsupported-type",
    500: "internal",
}
NO_SUCH_ADDRESS = N_("There is nothing at this address.")
NO_SUCH_VERB = N_("This address does not know the verb %(verb)s.")
UNREADABLE = N_("The request cannot be read.")
OUR_FAULT = N_("Something went wrong on our side. Nothing was changed.")
DETAILS = {
    404: NO_SUCH_ADDRESS,
    405: NO_SUCH_VERB,
    413: N_("The body is larger than allowed."),
    500: OUR_FAULT,
}


def of_refusal(refusal: Refusal) -> Response:
    """Make the answer to a wish that is not granted.

    Args:
        refusal: what the hall said.

    Source:
        RFC 9457, "Problem Details for HTTP APIs", section 3.
    """
    status = next(STATUS[kind] for kind in type(refusal).__mro__ if kind in STATUS)
    body = _frame(status, refusal.code, say(refusal.sentence, refusal.facts))
    for name, value in refusal.facts.items():
        # A fact of a problem's own member's name is told as the present state's.
        body[f"present_{name}" if name in body else name] = _plain(value)
    if isinstance(refusal, errors.Invalid):
        body["errors"] = [_field_error(error) for error in refusal.errors]
    if isinstance(refusal, errors.DeploymentRefused):
        body["findings"] = findings_json(refusal.findings)
    return _answer(status, body)


def of_http(error: HTTPException) -> Response:
    """Make the answer to what Flask itself refuses: no such address, verb, body.

    Args:
        error: as Flask or Werkzeug raised it.
    """
    status = error.code or 500
    if status not in TITLES:
        status = 400
    detail = say(DETAILS.get(status, UNREADABLE), {"verb": request.method})
    body = _frame(status, CODES.get(status, "malformed"), detail)
    answer = _answer(status, body)
    allow = getattr(error, "valid_methods", None)
    if allow:
        answer.headers["Allow"] = ", ".join(sorted(allow))
    return answer


def findings_json(found: Iterable[Finding]) -> list[dict[str, Any]]:
    """Write what the linter says, in the caller's language.

    Args:
        found: findings of the engine's linter.
    """
    return [
        {
            "rule": finding.rule,
            "severity": finding.severity,
            "message": _finding_words(finding),
            "help": _finding_help(finding),
            "file": finding.file,
            "element_id": finding.element_id,
            "element_name": finding.element_name,
        }
        for finding in found
    ]


def _finding_words(finding: Finding) -> str:
    rule = RULES.get(finding.rule)
    return say(rule.sentence, finding.facts) if rule else finding.rule


def _finding_help(finding: Finding) -> str | None:
    rule = RULES.get(finding.rule)
    return say(rule.help, finding.facts) if rule else None


def set_up(app: Flask) -> None:
    """Answer addresses and verbs that do not exist below ``/api`` with problems."""

    @app.before_request
    def refuse_unknown_addresses() -> Response | None:
        error = request.routing_exception
        ours = request.path == "/api" or request.path.startswith("/api/")
        if ours and error is not None and error.code in (404, 405):
            return of_http(error)
        return None


def _frame(status: int, code: str, detail: str) -> dict[str, Any]:
    return {
        "type": f"urn:problem:{code}",
        "title": say(TITLES[status]),
        "status": status,
        "detail": detail,
        "code": code,
    }


def _field_error(error: FieldError) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "pointer": error.pointer,
        "message": say(error.sentence, error.facts),
    }
    if error.rule is not None:
        entry["rule"] = error.rule
    if error.element_id is not None:
        entry["element_id"] = error.element_id
    return entry


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    return reason(value) if isinstance(value, Reason) else str(value)


def _answer(status: int, body: Mapping[str, Any]) -> Response:
    text = json.dumps(body, ensure_ascii=False)
    answer = current_app.response_class(text, status, mimetype=MEDIA_TYPE)
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer realm="gongdan"'
    if status in (429, 503):
        answer.headers["Retry-After"] = str(body.get("seconds", 2))
    return answer
