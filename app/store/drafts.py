"""Drafts: what somebody has typed without sending it."""

from datetime import datetime

from sqlalchemy import delete

from app.domain.process import JSONDict
from app.store.db import db
from app.store.work_items import Draft


def get(work_item_id: int, username: str) -> Draft | None:
    """Read a person's draft of a work item's form.

    Args:
        work_item_id: of the work item.
        username: of the person.
    """
    return db.session.get(Draft, (work_item_id, username))


def put(work_item_id: int, username: str, variables: JSONDict, now: datetime) -> None:
    """Write a person's draft; the one before is gone.

    Args:
        work_item_id: of the work item.
        username: of the person.
        variables: the form's value as typed.
        now: when.
    """
    draft = get(work_item_id, username)
    if draft is None:
        draft = Draft(work_item_id=work_item_id, username=username)
        db.session.add(draft)
    draft.variables, draft.updated_at = variables, now


def drop(work_item_id: int) -> None:
    """Delete every draft of a work item.

    Args:
        work_item_id: of the work item.
    """
    db.session.execute(delete(Draft).where(Draft.work_item_id == work_item_id))
