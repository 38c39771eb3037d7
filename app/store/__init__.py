"""The memory: one module a noun, its tables and its queries.

Importing this names every table module, which registers the tables.
"""

from app.store import (
    attachments,
    clock,
    decisions,
    deployments,
    erasure,
    history,
    idempotency,
    identity,
    incidents,
    jobs,
    messages,
    subscriptions,
    tickets,
    work_items,
)
from app.store.db import db

__all__ = [
    "attachments",
    "clock",
    "db",
    "decisions",
    "deployments",
    "erasure",
    "history",
    "idempotency",
    "identity",
    "incidents",
    "jobs",
    "messages",
    "subscriptions",
    "tickets",
    "work_items",
]
