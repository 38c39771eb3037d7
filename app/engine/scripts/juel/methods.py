"""The methods of Java's texts, lists and maps that conditions really use."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from app.engine.scripts import functions, operations
from app.engine.scripts.juel import coercions
from app.engine.scripts.operations import Beyond


class Method(NamedTuple):
    """A method: how many arguments it takes, and what it does."""

    arguments: int
    call: Callable[..., Any]


ALIASES: Final = {"dateTime": "now"}


def _on_text(function: Callable[..., Any], absent: Any) -> Callable[..., Any]:
    """Make a method of texts; on nothing it answers ``absent``."""

    def call(owner: Any, *args: Any) -> Any:
        if owner is None:
            return absent
        given = [coercions.text(arg) for arg in args]
        return function(coercions.text(owner), *given)

    return call


def _contains(owner: Any, item: Any) -> bool:
    if owner is None:
        return False
    if isinstance(owner, str):
        return operations.contains(owner, coercions.text(item))
    if isinstance(owner, dict):
        return coercions.text(item) in owner
    return any(coercions.same(item, each) for each in operations.items_of(owner))


def _size(owner: Any) -> int:
    if owner is None:
        return 0
    if isinstance(owner, str | list | tuple | dict):
        return len(owner)
    raise Beyond(functions.NO_LENGTH, found=operations.word_for(owner))


def _whole(owner: Any) -> int | None:
    return None if owner is None else int(coercions.number(owner))


def _decimal(owner: Any) -> Any:
    return None if owner is None else float(coercions.number(owner))


METHODS: Final[dict[str, Method]] = {
    "booleanValue": Method(0, coercions.truth),
    "contains": Method(1, _contains),
    "containsKey": Method(1, _contains),
    "doubleValue": Method(0, _decimal),
    "endsWith": Method(1, _on_text(str.endswith, absent=False)),
    "equals": Method(1, coercions.same),
    "equalsIgnoreCase": Method(
        1, _on_text(lambda one, other: one.lower() == other.lower(), absent=False)
    ),
    "get": Method(1, coercions.member),
    "intValue": Method(0, _whole),
    "isEmpty": Method(0, coercions.empty),
    "length": Method(0, _size),
    "longValue": Method(0, _whole),
    "size": Method(0, _size),
    "startsWith": Method(1, _on_text(str.startswith, absent=False)),
    "toLowerCase": Method(0, _on_text(str.lower, absent=None)),
    "toString": Method(0, coercions.text),
    "toUpperCase": Method(0, _on_text(str.upper, absent=None)),
    "trim": Method(0, _on_text(str.strip, absent=None)),
}
