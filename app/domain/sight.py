"""What a person sees of a ticket's variables, through the elements they took part in.

A variable is seen when at least one of those elements does not hide it. Whoever took
part in nothing sees nothing; who reads everything is the permission table's business.
"""

from collections.abc import Sequence
from typing import Any

from app.domain.forms.permissions import Access, Permissions
from app.domain.forms.pointers import Names, pointer
from app.domain.process import JSONDict

_ABSENT = object()


def seen(variables: JSONDict, views: Sequence[Permissions]) -> JSONDict:
    """Leave out what every view hides.

    Args:
        variables: of the process scope.
        views: the field permissions of each element the person took part in.

    Returns:
        A copy where something is hidden; {} without any view.
    """
    if not views:
        return {}
    if any(Access.HIDDEN not in view.values() for view in views):
        return variables
    found = _seen(variables, (), views)
    return found if isinstance(found, dict) else {}


def sees(name: str, views: Sequence[Permissions]) -> bool:
    """Say whether a top-level variable is seen as a whole.

    Args:
        name: of the variable.
        views: as for ``seen``.
    """
    return any(
        not any(
            access is Access.HIDDEN
            for path, access in view.items()
            if path == f"/{name}" or path.startswith(f"/{name}/")
        )
        and not _hides(view, (name,))
        for view in views
    )


def _seen(value: Any, names: Names, views: Sequence[Permissions]) -> Any:
    shown = any(not _hides(view, names) for view in views)
    if isinstance(value, dict):
        inner = {
            name: found
            for name, child in value.items()
            if (found := _seen(child, (*names, name), views)) is not _ABSENT
        }
        return inner if inner or shown else _ABSENT
    if isinstance(value, list) and value:
        rows = [_seen(row, names, views) for row in value]
        rows = [row for row in rows if row is not _ABSENT]
        return rows if rows or shown else _ABSENT
    return value if shown else _ABSENT


def _hides(view: Permissions, names: Names) -> bool:
    for length in range(len(names), -1, -1):
        access = view.get(pointer(names[:length]))
        if access is not None:
            return access is Access.HIDDEN
    return False
