"""What guards each route and verb of the whole application.

The table names each route, the line of ``domain/permissions.py`` that guards it,
and the thing it is about. What each person must hear follows from the permission table
and from how he stands to the thing; ``test_permissions.py`` tries it.
"""

from dataclasses import dataclass, field
from typing import Any

from tests.api.conftest import SALES, refund_variables
from tests.conftest import PASSWORD

# stranger, applicant, approver, analyst, administrator, and nobody
PEOPLE = ("trudy", "alice", "bob", "frank", "dave", None)
SIGNED_IN, OPEN = "signed in", "open"

# How people stand to the things of this test: alice has started a refund, attached a
# file to it and made a token; bob is in the group that reviews it.
RELATIONS: dict[str, dict[str, set[str]]] = {
    "ticket": {"alice": {"initiator"}, "bob": {"candidate"}},
    "item": {"bob": {"candidate"}},
    "claimed": {"bob": {"assignee"}},
    "alice": {"alice": {"self"}},
    "definition": {who: {"starter"} for who in PEOPLE if who},
    "nothing": {},
}
# Whoever may not do this with a thing must not even learn that it is there.
KNOWN_BY = {
    "ticket": "ticket.read",
    "item": "work-item.read",
    "claimed": "work-item.read",
}
STALE = {"headers": {"If-Match": '"999999-00"'}}  # allowed is answered 412: no change
WHY = {"json": {"reason": "a test"}}


@dataclass(frozen=True)
class Row:
    """A route: what guards it, what it is about, and a request to be granted."""

    action: str
    thing: str = "nothing"
    request: dict[str, Any] = field(default_factory=dict)
    owner: str | None = None  # the thing is his; "action" is about everybody else's


def api(rule: str) -> str:
    verb, path = rule.split(" ")
    return f"{verb} /api/v1{path}"


TICKET, ITEM = "/tickets/{number}", "/work-items/{work_item_id}"
VERSION = "/process-definitions/{key}/versions/{version}"
TASK = "/external-tasks/{task_id}"
WORKER = {"worker_id": "w1"}
START = {"process_key": "refund", "variables": refund_variables()}
API: dict[str, Row] = {
    "GET /tickets": Row(SIGNED_IN),
    "POST /tickets": Row("ticket.start", "definition", {"json": START}),
    f"GET {TICKET}": Row("ticket.read", "ticket"),
    f"GET {TICKET}/variables": Row("ticket.read", "ticket"),
    f"PATCH {TICKET}/variables": Row(
        "ticket.change-variables",
        "ticket",
        {"json": {"variables": {"order_no": "SO-1001"}, "reason": "a test"}},
    ),
    f"GET {TICKET}/history": Row("ticket.read", "ticket"),
    f"GET {TICKET}/work-items": Row("ticket.read", "ticket"),
    f"GET {TICKET}/progress": Row("ticket.read", "ticket"),
    f"GET {TICKET}/attachments": Row("ticket.read", "ticket"),
    f"POST {TICKET}/attachments": Row("ticket.attach", "ticket", {"file": True}),
    f"POST {TICKET}/comments": Row(
        "ticket.comment", "ticket", {"json": {"text": "a test"}}
    ),
    f"POST {TICKET}/cancel": Row("ticket.cancel", "ticket", {**STALE, **WHY}),
    f"POST {TICKET}/suspend": Row("ticket.suspend", "ticket", {**STALE, **WHY}),
    f"POST {TICKET}/resume": Row("ticket.resume", "ticket", {**STALE, **WHY}),
    f"POST {TICKET}/trigger": Row(
        "ticket.trigger",
        "ticket",
        {"json": {"element_id": "nowhere", "reason": "a test"}},
    ),
    "POST /messages": Row("message.send", request={"json": {"name": "a test"}}),
    "GET /messages": Row("message.read"),
    "GET /messages/{message_id}": Row("message.read"),
    "POST /signals": Row("signal.send", request={"json": {"name": "a test"}}),
    "GET /incidents": Row("incident.read"),
    "GET /incidents/{incident_id}": Row("incident.read"),
    "PUT /incidents/{incident_id}/note": Row(
        "incident.mend", request={"json": {"note": "a test"}}
    ),
    "POST /incidents/{incident_id}/retry": Row("incident.mend"),
    "POST /incidents/{incident_id}/resolve": Row(
        "incident.mend", request={"json": {"note": "a test"}}
    ),
    "GET /external-tasks": Row("external-task.work"),
    "POST /external-tasks/fetch-and-lock": Row(
        "external-task.work", request={"json": {**WORKER, "topics": ["a test"]}}
    ),
    "GET /external-tasks/{task_id}": Row("external-task.work"),
    f"POST {TASK}/complete": Row("external-task.work", request={"json": WORKER}),
    f"POST {TASK}/failure": Row(
        "external-task.work", request={"json": {**WORKER, "message": "a test"}}
    ),
    f"POST {TASK}/bpmn-error": Row(
        "external-task.work", request={"json": {**WORKER, "code": "a test"}}
    ),
    f"POST {TASK}/extend-lock": Row(
        "external-task.work", request={"json": {**WORKER, "lock_seconds": 1}}
    ),
    f"POST {TASK}/unlock": Row("external-task.work"),
    "GET /work-items": Row(SIGNED_IN),
    f"GET {ITEM}": Row("work-item.read", "item"),
    f"GET {ITEM}/form": Row("work-item.read", "item"),
    f"GET {ITEM}/variables": Row("work-item.read", "item"),
    f"POST {ITEM}/claim": Row("work-item.claim", "item", STALE),
    f"POST {ITEM}/release": Row("work-item.release", "claimed", STALE),
    f"POST {ITEM}/complete": Row(
        "work-item.complete", "item", {**STALE, "json": SALES}
    ),
    f"POST {ITEM}/save-draft": Row(
        "work-item.save-draft", "item", {"json": {"variables": {}}}
    ),
    "POST /attachments": Row("attachment.upload", request={"file": True}),
    "GET /attachments/{attachment_id}": Row("ticket.read", "ticket"),
    "GET /process-definitions": Row(SIGNED_IN),
    "GET /process-definitions/{key}": Row("definition.read", "definition"),
    "GET /process-definitions/{key}/start-form": Row("ticket.start", "definition"),
    "GET /process-definitions/{key}/versions": Row("definition.read", "definition"),
    f"GET {VERSION}": Row("definition.read", "definition"),
    f"GET {VERSION}/xml": Row("definition.read", "definition"),
    f"GET {VERSION}/diagram.svg": Row("definition.read", "definition"),
    f"GET {VERSION}/start-form": Row("ticket.start", "definition"),
    f"POST {VERSION}/retire": Row("definition.retire"),
    f"POST {VERSION}/activate": Row("definition.activate"),
    "POST /deployments": Row("deployment.create", request={"deploy": True}),
    "GET /deployments": Row("deployment.read"),
    "GET /deployments/{deployment_id}": Row("deployment.read"),
    "GET /deployments/{deployment_id}/files/{name}": Row("deployment.read"),
    "GET /me": Row(SIGNED_IN),
    "GET /users": Row("user.list"),
    "POST /users": Row("user.create", request={"json": {"username": "alice"}}),
    "GET /users/{username}": Row("user.read", "alice"),
    "PATCH /users/{username}": Row("user.update", request={"json": {}}),
    "POST /users/{username}/erase": Row("user.erase", request={"json": {}}),
    "PUT /users/{username}/password": Row(
        "user.set-password",
        "alice",
        {"json": {"password": PASSWORD, "old_password": PASSWORD}},
    ),
    "GET /groups": Row("group.read"),
    "POST /groups": Row(
        "group.create", request={"json": {"key": "sales", "name": "Again"}}
    ),
    "GET /groups/{key}": Row("group.read"),
    "PATCH /groups/{key}": Row("group.update", request={"json": {"name": "业务"}}),
    "GET /groups/{key}/members": Row("group.read"),
    "PUT /groups/{key}/members/{username}": Row("group.change-members"),
    "DELETE /groups/{key}/members/{username}": Row("group.change-members"),
    "GET /tokens": Row("token.own"),
    "POST /tokens": Row("token.own", request={"json": {"name": "a test"}}),
    "DELETE /tokens/{token_id}": Row("token.any", owner="alice"),
    "GET /clock": Row("clock.read"),
    "PUT /clock": Row(
        "clock.control", request={"json": {"now": "2030-01-01T00:00:00Z"}}
    ),
    "POST /clock/advance": Row("clock.control", request={"json": {"by": "PT0S"}}),
    "POST /clock/reset": Row("clock.control"),
    "GET /openapi.json": Row(OPEN),
}
PAGES: dict[str, Row] = {
    "GET /": Row(SIGNED_IN),
    "GET /healthz": Row(OPEN),
    "GET /readyz": Row(OPEN),
    "GET /api/docs": Row(OPEN),
    "GET /api/docs/static/{filename}": Row(OPEN),
    "GET /static/{filename}": Row(OPEN),
    "GET /sign-in": Row(OPEN),
    "POST /sign-in": Row(OPEN, request={"data": {"username": "x", "password": "y"}}),
    "POST /language": Row(OPEN),
    "GET /attachments/{attachment_id}": Row("ticket.read", "ticket"),
    "GET /groups": Row("group.read"),
    "POST /groups": Row("group.create"),
    "GET /groups/{key}": Row("group.read"),
    "POST /groups/{key}": Row("group.update"),
    "POST /groups/{key}/members": Row("group.change-members"),
    "POST /groups/{key}/members/{username}/remove": Row("group.change-members"),
    "GET /me": Row(SIGNED_IN),
    "POST /me/password": Row(SIGNED_IN),
    "POST /me/sessions/{session_hash}/revoke": Row("session.any", owner="alice"),
    "POST /me/tokens": Row("token.own"),
    "POST /me/tokens/{token_id}/revoke": Row("token.any", owner="alice"),
    "GET /processes": Row(SIGNED_IN),
    "GET /processes/{key}": Row("definition.read", "definition"),
    "GET /processes/{key}/versions/{version}/diagram.bpmn": Row(
        "definition.read", "definition"
    ),
    "POST /processes/{key}/versions/{version}/retire": Row("definition.retire"),
    "POST /processes/{key}/versions/{version}/activate": Row("definition.activate"),
    "GET /processes/upload": Row("deployment.create"),
    "POST /processes/upload": Row("deployment.create", request={"deploy": True}),
    "GET /start": Row(SIGNED_IN),
    "GET /start/{key}": Row("ticket.start", "definition"),
    "POST /start/{key}": Row("ticket.start", "definition"),
    "POST /start/{key}/preview": Row("ticket.start", "definition"),
    "GET /tickets": Row(SIGNED_IN),
    f"GET {TICKET}": Row("ticket.read", "ticket"),
    f"GET {TICKET}/diagram.bpmn": Row("ticket.read", "ticket"),
    f"GET {TICKET}/progress.json": Row("ticket.read", "ticket"),
    f"POST {TICKET}/comments": Row(
        "ticket.comment", "ticket", {"data": {"text": "a test"}}
    ),
    f"POST {TICKET}/attachments": Row("ticket.attach", "ticket", {"file": True}),
    f"POST {TICKET}/{{act}}": Row(
        "ticket.suspend", "ticket", {"data": {"reason": "a test"}}
    ),
    "GET /users": Row("user.list"),
    "GET /users/new": Row("user.create"),
    "POST /users/new": Row("user.create"),
    "GET /users/{username}": Row("group.read"),  # it offers every group
    "POST /users/{username}": Row("user.update"),
    "POST /users/{username}/password": Row("user.set-password", "alice"),
    "GET /work": Row(SIGNED_IN),
    "GET /work/{work_item_id}": Row("work-item.read", "item"),
    "POST /work/{work_item_id}/claim": Row("work-item.claim", "item"),
    "POST /work/{work_item_id}/release": Row("work-item.release", "claimed"),
    "POST /work/{work_item_id}/complete": Row("work-item.complete", "item"),
    "POST /work/{work_item_id}/draft": Row("work-item.save-draft", "item"),
    "POST /work/{work_item_id}/preview": Row("work-item.read", "item"),
    "POST /sign-out": Row(SIGNED_IN),  # the last: it ends the session
}
# Pages first: a password set by REST ends the sessions of browsers.
TABLE = PAGES | {api(rule): row for rule, row in API.items()}
