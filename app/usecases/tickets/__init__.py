"""Start, look at, cancel, suspend, resume, comment: what people do with tickets."""

from app.store.listing import TicketFilter
from app.usecases.tickets.acting import (
    cancel,
    change_variables,
    comment,
    resume,
    suspend,
)
from app.usecases.tickets.reading import (
    ElementCount,
    Progress,
    TicketView,
    current_work,
    diagram,
    get,
    history,
    list_tickets,
    progress,
    variables,
    work_items,
)
from app.usecases.tickets.starting import start
from app.usecases.tickets.triggering import trigger

__all__ = [
    "ElementCount",
    "Progress",
    "TicketFilter",
    "TicketView",
    "cancel",
    "change_variables",
    "comment",
    "current_work",
    "diagram",
    "get",
    "history",
    "list_tickets",
    "progress",
    "resume",
    "start",
    "suspend",
    "trigger",
    "variables",
    "work_items",
]
