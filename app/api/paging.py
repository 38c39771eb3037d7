"""Lists are read in pages: ``limit`` and ``cursor`` in, ``items`` and ``next`` out."""

from collections.abc import Callable
from typing import Any

from app.api.fields import Body, Length, Range, Text, Whole
from app.domain.paging import LIMIT, MOST, Page


class Paged(Body):
    """The query string of every list."""

    limit = Whole(
        load_default=LIMIT,
        validate=Range(min=1, max=MOST),
        metadata={"description": "Rows a page.", "example": 50},
    )
    cursor = Text(
        validate=Length(min=1, max=1000),
        metadata={"description": "`next` of the page before."},
    )


class Searched(Paged):
    """The query string of a list that can be searched."""

    q = Text(
        validate=Length(max=200),
        metadata={"description": "Part of a name or number."},
    )


def page(rows: Page[Any], render: Callable[[Any], Any] | None = None) -> dict[str, Any]:
    """Write one page.

    Args:
        rows: as the hall gave them.
        render: turns a row into what is answered; None leaves it as it is.
    """
    items = list(rows.items) if render is None else [render(row) for row in rows.items]
    return {"items": items, "next": rows.next}


def whole(rows: Any) -> dict[str, Any]:
    """Write a list that is always answered in one piece.

    Args:
        rows: all of it.
    """
    return {"items": list(rows), "next": None}
