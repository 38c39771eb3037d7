"""Lists are read in pages, by an opaque cursor that names the last row shown."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from app.errors import N_, FieldError, Invalid

T = TypeVar("T")
LIMIT, MOST = 50, 200


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list.

    Attributes:
        items: the rows, in the order of the list.
        next: cursor of the following page, or None when this is the last.
    """

    items: Sequence[T]
    next: str | None


def encode(values: Sequence[Any]) -> str:
    """Make the cursor that stands for a row.

    Args:
        values: the row's sort columns, most significant first; datetimes, text, whole
            numbers or None.
    """
    plain = [
        {"at": value.isoformat()} if isinstance(value, datetime) else value
        for value in values
    ]
    text = json.dumps(plain, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str, *, kinds: Sequence[type]) -> tuple[Any, ...]:
    """Read a cursor back.

    Args:
        cursor: what ``encode`` gave.
        kinds: the type of each value, in order.

    Raises:
        Invalid: it is not a cursor of this list.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        plain = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        values = tuple(
            datetime.fromisoformat(value["at"]) if isinstance(value, dict) else value
            for value in plain
        )
        fits = len(values) == len(kinds) and all(map(isinstance, values, kinds))
        fits = fits and all(
            value.tzinfo is not None for value in values if isinstance(value, datetime)
        )
        fits = fits and all(
            abs(value) < 2**62 for value in values if isinstance(value, int)
        )
        fits = fits and all(
            value.isprintable() for value in values if isinstance(value, str)
        )
    except (ValueError, KeyError, TypeError, RecursionError, binascii.Error):
        fits, values = False, ()
    if not fits:
        raise Invalid(
            [
                FieldError(
                    pointer="/cursor",
                    sentence=N_("This cursor is not one of this list. Begin without."),
                    rule="cursor",
                )
            ]
        )
    return values


def cut(rows: Sequence[T], limit: int, key: Any) -> Page[T]:
    """Make a page of ``limit`` rows out of up to ``limit + 1``.

    Args:
        rows: the rows read, one more than wanted where there are more.
        limit: rows a page.
        key: gives a row's sort columns.
    """
    if len(rows) <= limit:
        return Page(rows, None)
    return Page(rows[:limit], encode(key(rows[limit - 1])))
