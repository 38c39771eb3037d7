"""What requests and answers look like: one refund ticket, told by the documentation."""

from typing import Any

AT = "2026-11-20T09:30:00Z"
LATER = "2026-11-20T09:42:10Z"
DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


def listed(*items: Any, more: str | None = None) -> dict[str, Any]:
    """Make the example of one page of a list."""
    return {"items": list(items), "next": more}


REFUND = {"order_no": "SO-1001", "refund_amount": "8450.00", "evidence": ["att_7"]}
NEW_TICKET = {
    "process_key": "refund",
    "business_key": "SO-1001",
    "variables": REFUND,
}
CURRENT = {
    "element_id": "sales",
    "name": "Sales review",
    "assignee": None,
    "candidate_groups": ["sales"],
    "due_at": None,
}
TICKET_LINE = {
    "number": "REF-2026-000123",
    "process_key": "refund",
    "version": 1,
    "title": "Refund SO-1001",
    "business_key": "SO-1001",
    "status": "open",
    "result": "none",
    "execution": "none",
    "priority": 50,
    "initiator": "alice",
    "owner": None,
    "current": [CURRENT],
    "created_at": AT,
    "updated_at": AT,
    "closed_at": None,
}
TICKET = {**TICKET_LINE, "variables": REFUND}
TICKETS = listed(TICKET_LINE, more="W3siYXQiOiIyMDI2In0sN10")
VARIABLES = {"variables": REFUND}
CORRECTION = {
    "variables": {"order_no": "SO-1002"},
    "reason": "The customer named another order.",
}
REASON = {"reason": "The customer keeps the goods."}
NEW_COMMENT = {"text": "The parcel has arrived."}
COMMENT = {
    "id": 31,
    "at": LATER,
    "actor": "bob",
    "kind": "comment-added",
    "element_id": None,
    "work_item_id": None,
    "facts": {"text": "The parcel has arrived."},
}
STARTED = {
    "id": 28,
    "at": AT,
    "actor": "alice",
    "kind": "ticket-started",
    "element_id": None,
    "work_item_id": None,
    "facts": {},
}
HISTORY = listed(COMMENT, STARTED)
PROGRESS = {
    "completed": [{"element_id": "start", "name": "Refund wanted", "count": 1}],
    "active": [{"element_id": "sales", "name": "Sales review", "count": 1}],
    "failed": [],
}
WORK_ITEM_LINE = {
    "id": 7,
    "ticket": {
        "number": "REF-2026-000123",
        "title": "Refund SO-1001",
        "process_key": "refund",
    },
    "element_id": "sales",
    "name": "Sales review",
    "status": "open",
    "assignee": None,
    "candidate_groups": ["sales"],
    "candidate_users": [],
    "due_at": None,
    "priority": 50,
    "form_key": "refund_review",
    "created_at": AT,
    "claimed_at": None,
    "closed_at": None,
    "closed_by": None,
    "outcome": None,
}
WORK_ITEM = {
    **WORK_ITEM_LINE,
    "outcomes": [
        {"name": "approve", "label": "Approve", "form_required": True},
        {"name": "reject", "label": "Reject", "form_required": False},
    ],
    "actions": ["claim", "complete", "save-draft"],
}
WORK_ITEMS = listed(WORK_ITEM_LINE)
COMPLETION = {"variables": {}, "outcome": "approve", "comment": "Goods received."}
DONE = {
    **WORK_ITEM_LINE,
    "status": "completed",
    "assignee": "bob",
    "candidate_groups": [],
    "claimed_at": LATER,
    "closed_at": LATER,
    "closed_by": "bob",
    "outcome": "approve",
}
DRAFT = {"variables": {"checked": True}}
FORM = {
    "element_id": "sales",
    "schema": {
        "type": "object",
        "properties": {"order_no": {"type": "string", "title": "Order number"}},
    },
    "value": {"order_no": "SO-1001"},
    "access": {"/order_no": "read"},
    "drafted": False,
}
ATTACHMENT = {
    "id": "att_7",
    "name": "receipt.pdf",
    "content_type": "application/pdf",
    "size_bytes": 18230,
    "sha256": DIGEST,
    "uploaded_by": "alice",
    "created_at": AT,
}
ATTACHMENTS = listed(ATTACHMENT)
FINDING = {
    "rule": "no-default",
    "severity": "warning",
    "message": "The gateway has no default flow.",
    "help": "Without one the ticket is stuck when no condition holds.",
    "file": "refund.bpmn",
    "element_id": "how",
    "element_name": "Approved?",
}
REF = {"key": "refund", "version": 1, "name": "Refund"}
DEPLOYED = {"id": 3, "process_definitions": [REF], "findings": [FINDING]}
FILE = {"name": "refund.bpmn", "size_bytes": 9120, "sha256": DIGEST}
DEPLOYMENT_LINE = {
    "id": 3,
    "source": "rest",
    "created_by": "frank",
    "created_at": AT,
    "files": [FILE],
}
DEPLOYMENT = {**DEPLOYMENT_LINE, "process_definitions": [REF]}
DEPLOYMENTS = listed(DEPLOYMENT_LINE)
DEFINITION = {
    **REF,
    "description": "Money back for an order.",
    "active": True,
    "starter_groups": [],
    "start_form_key": "refund_start",
    "deployment_id": 3,
    "sha256": DIGEST,
    "created_at": AT,
}
DEFINITIONS = listed(DEFINITION)
USER = {
    "username": "bob",
    "display_name": "Bob",
    "email": "bob@example.org",
    "roles": ["agent"],
    "groups": ["sales"],
    "language": None,
    "active": True,
    "created_at": AT,
}
USERS = listed(USER)
NEW_USER = {
    "username": "bob",
    "display_name": "Bob",
    "email": "bob@example.org",
    "roles": ["agent"],
    "groups": ["sales"],
    "password": "a good long sentence",
}
USER_CHANGES = {"groups": ["sales", "service"]}
ERASING = {"texts": True}
ERASURE = {"pseudonym": "erased-5f2a9c01", "done": True}
NEW_PASSWORD = {
    "password": "a better long sentence",
    "old_password": "a good long sentence",
}
GROUP = {"key": "sales", "name": "业务", "created_at": AT}
GROUPS = listed(GROUP)
NEW_GROUP = {"key": "sales", "name": "业务"}
NEW_NAME = {"name": "业务部"}
MEMBERS = listed({"username": "bob", "display_name": "Bob"})
TOKEN = {
    "id": 5,
    "username": "alice",
    "name": "shop",
    "created_at": AT,
    "expires_at": None,
    "last_used_at": None,
    "revoked_at": None,
}
TOKENS = listed(TOKEN)
NEW_TOKEN = {"name": "shop"}
MADE_TOKEN = {**TOKEN, "token": "gdt_(shown only in this answer)"}
CLOCK = {"now": AT, "pinned": True}
NEW_TIME = {"now": AT}
STEP = {"by": "PT5M"}
READINESS = {"ready": True, "jobs_due": 0}
NEW_MESSAGE = {
    "name": "payment-received",
    "business_key": "SO-1001",
    "variables": {"paid_amount": "8450.00"},
    "time_to_live_seconds": 3600,
    "message_id": "bank-20261120-0042",
}
MESSAGE = {
    "id": 12,
    "name": "payment-received",
    "status": "delivered",
    "correlation": {},
    "business_key": "SO-1001",
    "message_id": "bank-20261120-0042",
    "ticket": "REF-2026-000123",
    "element_id": "until_paid",
    "started": False,
    "sent_by": "shop",
    "created_at": LATER,
    "expires_at": "2026-11-20T10:42:10Z",
    "delivered_at": LATER,
}
MESSAGES = listed(MESSAGE)
NEW_SIGNAL = {"name": "warehouse-closed", "variables": {"until": "2026-11-23"}}
SIGNAL = {"name": "warehouse-closed", "waiting": 3, "starting": 0}
FETCH = {"worker_id": "billing-1", "topics": ["charge-card"], "max_tasks": 10}
EXTERNAL_TASK = {
    "id": 44,
    "ticket": "REF-2026-000123",
    "process_key": "refund",
    "business_key": "SO-1001",
    "element_id": "charge",
    "topic": "charge-card",
    "status": "offered",
    "priority": 50,
    "retries": None,
    "worker_id": "billing-1",
    "locked_until": "2026-11-20T09:47:10Z",
    "variables": {"amount": "8450.00"},
}
FETCHED = {"items": [EXTERNAL_TASK]}
EXTERNAL_TASKS = listed(EXTERNAL_TASK)
ANSWER = {"worker_id": "billing-1", "variables": {"receipt": "R-77"}}
FAILURE = {"worker_id": "billing-1", "message": "The bank does not answer."}
BPMN_ERROR = {"worker_id": "billing-1", "code": "NO_FUNDS", "message": "No money."}
EXTENSION = {"worker_id": "billing-1", "lock_seconds": 300}
NOTE = {"note": "The bank is told; try again at noon."}
INCIDENT = {
    "id": 9,
    "ticket": "REF-2026-000123",
    "process_key": "refund",
    "element_id": "charge",
    "code": "no-retries-left",
    "why": "The bank does not answer.",
    "note": None,
    "status": "open",
    "created_at": LATER,
    "resolved_at": None,
    "resolved_by": None,
}
INCIDENTS = listed(INCIDENT)
TRIGGER = {"element_id": "until_paid", "reason": "Paid in cash.", "variables": {}}
