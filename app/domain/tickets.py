"""Ticket states and what each permits."""

from app.errors import N_, TicketNotRunning

OPEN, SUSPENDED, CLOSED, CANCELLED = "open", "suspended", "closed", "cancelled"

# What becomes of a ticket's status; a pair that is missing is refused.
AFTER = {
    (OPEN, "cancel"): CANCELLED,
    (SUSPENDED, "cancel"): CANCELLED,
    (OPEN, "suspend"): SUSPENDED,
    (SUSPENDED, "resume"): OPEN,
    (OPEN, "end"): CLOSED,
    (OPEN, "step"): OPEN,
    (OPEN, "trigger"): OPEN,
    (OPEN, "change-variables"): OPEN,
    (SUSPENDED, "change-variables"): SUSPENDED,
    (OPEN, "comment"): OPEN,
    (SUSPENDED, "comment"): SUSPENDED,
    (CLOSED, "comment"): CLOSED,
    (CANCELLED, "comment"): CANCELLED,
    (OPEN, "attach"): OPEN,
    (SUSPENDED, "attach"): SUSPENDED,
}

STATUS_LABELS = {
    OPEN: N_("Open"),
    SUSPENDED: N_("Suspended"),
    CLOSED: N_("Closed"),
    CANCELLED: N_("Cancelled"),
}
RESULTS = ("approved", "rejected", "solved", "unsolved", "none")
RESULT_LABELS = {
    "approved": N_("Approved"),
    "rejected": N_("Rejected"),
    "solved": N_("Solved"),
    "unsolved": N_("Unsolved"),
    "none": N_("No result"),
}


def after(status: str, action: str) -> str:
    """Give the status a ticket has after an action.

    Args:
        status: its present one.
        action: a verb of the table above.

    Raises:
        TicketNotRunning: the present status does not permit the action.
    """
    try:
        return AFTER[status, action]
    except KeyError:
        raise TicketNotRunning(status=status) from None


def permitted(status: str, action: str) -> bool:
    """Say whether a status permits an action.

    Args:
        status: a ticket's present one.
        action: a verb of the table above.
    """
    return (status, action) in AFTER
