"""Every fact that can be told of a ticket."""

from typing import Any

from app.domain.process import JSONDict

TICKET_STARTED = "ticket-started"
TICKET_ENDED = "ticket-ended"
TICKET_CANCELLED = "ticket-cancelled"
TICKET_SUSPENDED = "ticket-suspended"
TICKET_RESUMED = "ticket-resumed"
VARIABLES_CHANGED = "variables-changed"
WORK_ITEM_OPENED = "work-item-opened"
WORK_ITEM_CLAIMED = "work-item-claimed"
WORK_ITEM_RELEASED = "work-item-released"
WORK_ITEM_COMPLETED = "work-item-completed"
WORK_ITEM_CANCELLED = "work-item-cancelled"
TIMER_FIRED = "timer-fired"
TIMER_FAILED = "timer-failed"
MESSAGE_RECEIVED = "message-received"
MESSAGE_SENT = "message-sent"
SIGNAL_RECEIVED = "signal-received"
SIGNAL_SENT = "signal-sent"
SERVICE_COMPLETED = "service-completed"
SERVICE_FAILED = "service-failed"
ELEMENT_TRIGGERED = "element-triggered"
DECISION_MADE = "decision-made"
INCIDENT_OPENED = "incident-opened"
INCIDENT_RETRIED = "incident-retried"
INCIDENT_RESOLVED = "incident-resolved"
COMMENT_ADDED = "comment-added"
ATTACHMENT_ADDED = "attachment-added"

KINDS = (
    TICKET_STARTED,
    TICKET_ENDED,
    TICKET_CANCELLED,
    TICKET_SUSPENDED,
    TICKET_RESUMED,
    VARIABLES_CHANGED,
    WORK_ITEM_OPENED,
    WORK_ITEM_CLAIMED,
    WORK_ITEM_RELEASED,
    WORK_ITEM_COMPLETED,
    WORK_ITEM_CANCELLED,
    TIMER_FIRED,
    TIMER_FAILED,
    MESSAGE_RECEIVED,
    MESSAGE_SENT,
    SIGNAL_RECEIVED,
    SIGNAL_SENT,
    SERVICE_COMPLETED,
    SERVICE_FAILED,
    ELEMENT_TRIGGERED,
    DECISION_MADE,
    INCIDENT_OPENED,
    INCIDENT_RETRIED,
    INCIDENT_RESOLVED,
    COMMENT_ADDED,
    ATTACHMENT_ADDED,
)


def changes(before: JSONDict, after: JSONDict) -> list[dict[str, Any]]:
    """Say which variables a step changed.

    Args:
        before: the variables as they were.
        after: the variables that were set; names that are missing did not change.

    Returns:
        ``{name, old, new}`` for each top-level name whose value differs; ``old`` is
        missing where there was none.
    """
    found = []
    for name, new in after.items():
        if name not in before:
            found.append({"name": name, "new": new})
        elif before[name] != new:
            found.append({"name": name, "old": before[name], "new": new})
    return found
