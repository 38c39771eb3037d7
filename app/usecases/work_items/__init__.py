"""The inbox; claim, release, complete, save a draft."""

from app.usecases.work_items.acting import claim, complete, release, save_draft
from app.usecases.work_items.reading import (
    InboxCounts,
    View,
    WorkItemView,
    counts,
    get,
    inbox,
    variables,
)

__all__ = [
    "InboxCounts",
    "View",
    "WorkItemView",
    "claim",
    "complete",
    "counts",
    "get",
    "inbox",
    "release",
    "save_draft",
    "variables",
]
