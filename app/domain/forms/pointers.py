"""JSON pointers: how a place in a value is named, on pages and in answers."""

from collections.abc import Iterable

Names = tuple[str, ...]


def pointer(parts: Iterable[str | int]) -> str:
    """Name a place by the steps that lead to it.

    Args:
        parts: property names and array indexes from the root on.

    Returns:
        The RFC 6901 pointer; "" for no steps.

    Source:
        RFC 6901, "JavaScript Object Notation (JSON) Pointer", section 3.
    """
    return "".join(
        "/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts
    )


def steps(text: str) -> Names:
    """Read a pointer back into its steps.

    Args:
        text: an RFC 6901 pointer; a missing first "/" is forgiven.

    Returns:
        The steps as texts, indexes included; () for the root.
    """
    if text in ("", "/"):
        return ()
    return tuple(
        part.replace("~1", "/").replace("~0", "~")
        for part in text.removeprefix("/").split("/")
    )


def fields(parts: Iterable[str | int]) -> Names:
    """Return the property names among the steps: a field, whatever its row.

    Args:
        parts: property names and array indexes from the root on. Property names are
            identifiers (checked at deployment), so digits are always an index.
    """
    return tuple(str(part) for part in parts if not str(part).isdecimal())
