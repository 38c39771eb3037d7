"""Let go of what is old: finished tickets, their files, sessions, drafts, answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from app.domain.process import JSONDict
from app.outbound import files
from app.store import pruning as store

BATCH = 200
UPLOADS_WAIT = timedelta(days=7)  # for the form that names them
ANSWERS_LIVE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Pruned:
    """What one batch let go of.

    Attributes:
        tickets: how many.
        last_id: where the next batch goes on; None when there is nothing left.
        files: hashes of contents that nothing names any more; ``drop_files`` deletes
            them once the unit of work is done.
    """

    tickets: int
    last_id: int | None
    files: set[str] = field(default_factory=set)


def count(*, before: datetime) -> int:
    """Count the tickets that ``tickets`` would let go of.

    Args:
        before: ended earlier than this.
    """
    return store.count_finished(before)


def tickets(
    *, before: datetime, after_id: int = 0, keep: Callable[[JSONDict], None] | None
) -> Pruned:
    """Delete one batch of finished tickets, with everything that hangs on them.

    Args:
        before: ended earlier than this.
        after_id: of the last batch, 0 for the first.
        keep: called with each ticket as one document before it is deleted, or None.
    """
    rows = store.finished(before, after_id=after_id, limit=BATCH)
    if not rows:
        return Pruned(0, None)
    ids = [row.id for row in rows]
    if keep is not None:
        _export(rows, keep)
    return Pruned(len(rows), ids[-1], store.delete_tickets(ids))


def _export(rows: list[Any], keep: Callable[[JSONDict], None]) -> None:
    hanging = store.rows_of([row.id for row in rows])
    for row in rows:
        columns = row.__table__.columns.keys()
        document = {name: _plain(getattr(row, name)) for name in columns}
        for table, found in hanging.items():
            document[table] = [
                {name: _plain(value) for name, value in one.items()}
                for one in found
                if one["ticket_id"] == row.id
            ]
        keep(document)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value


def leftovers(*, before: datetime, now: datetime) -> tuple[int, set[str]]:
    """Delete sessions that are over, old answers, drafts, and uploads nobody named.

    Args:
        before: drafts last touched earlier than this.
        now: present time.

    Returns:
        How many rows, and the hashes of files that nothing names any more.
    """
    rows = store.delete_leftovers(now=now, keys=now - ANSWERS_LIVE, drafts=before)
    uploads, hashes = store.delete_uploads(now - UPLOADS_WAIT, BATCH)
    return rows + uploads, hashes


def drop_files(hashes: set[str]) -> int:
    """Delete the contents of files that nothing names any more.

    Call it after the unit of work: until then its rows may come back.

    Args:
        hashes: as ``tickets`` and ``leftovers`` gave them.

    Returns:
        How many were deleted; what came in within the last hour stays, as somebody
        may be naming the same content at this moment.
    """
    return sum(files.drop(sha256) for sha256 in sorted(hashes))


def place_of(sha256: str) -> Path:
    """Say where a content lies.

    Args:
        sha256: 64 hexadecimal digits.
    """
    return files.path_of(sha256)
