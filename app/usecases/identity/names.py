"""What users and groups may be called."""

import re
from collections.abc import Collection, Iterable

from app.domain.paging import MOST
from app.domain.permissions import ROLES
from app.errors import N_, FieldError, Invalid

_USERNAME = re.compile(r"\w[\w.@+\-]{0,63}")
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,189}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8}){0,2}")


def is_username(text: str) -> bool:
    """Tell whether a user can be called so: letters, digits and . _ @ + - only."""
    return _USERNAME.fullmatch(text) is not None


def is_group_key(text: str) -> bool:
    """Tell whether a group can be called so; lanes are, so spaces are allowed."""
    printable = text.isprintable() and text == text.strip()
    return 1 <= len(text) <= 64 and printable and not set(text) & set(",/")


def is_line(text: str, most: int = 255) -> bool:
    """Tell whether it is one line of text, not empty, of at most so many characters."""
    return 1 <= len(text.strip()) <= len(text) <= most and text.isprintable()


def require_username(text: str) -> None:
    """Refuse a name no user can have.

    Raises:
        Invalid: it has other characters, or more than 64.
    """
    if not is_username(text):
        sentence = N_("Use letters, digits and . _ @ + - only, at most 64.")
        raise _fault("/username", sentence, "username")


def require_group_key(text: str) -> None:
    """Refuse a key no group can have.

    Raises:
        Invalid: it has commas, slashes or characters that do not print, or over 64.
    """
    if not is_group_key(text):
        sentence = N_("Use up to 64 characters on one line, without comma and slash.")
        raise _fault("/key", sentence, "group-key")


def require_line(text: str, pointer: str) -> None:
    """Refuse a name that is no line of text.

    Raises:
        Invalid: it is empty, has several lines, or over 255 characters.
    """
    if not is_line(text):
        sentence = N_("Write one line of at most 255 characters.")
        raise _fault(pointer, sentence, "line")


def require_email(text: str | None) -> None:
    """Refuse what cannot be an e-mail address.

    Raises:
        Invalid: there is not exactly one @ with something on both sides.
    """
    if text is not None and not (_EMAIL.fullmatch(text) and text.isprintable()):
        sentence = N_("This is not an e-mail address.")
        raise _fault("/email", sentence, "email")


def require_language(text: str | None) -> None:
    """Refuse what cannot be a language.

    Raises:
        Invalid: it is not a tag such as en or zh_Hans_CN.
    """
    if text is not None and not _LANGUAGE.fullmatch(text):
        sentence = N_("Name a language like en or zh_Hans_CN.")
        raise _fault("/language", sentence, "language")


def require_roles(roles: Iterable[str]) -> None:
    """Refuse roles that do not exist.

    Raises:
        Invalid: one of them is not among ``ROLES``.
    """
    unknown = sorted(set(roles) - set(ROLES))
    if unknown:
        sentence = N_("There is no role “%(role)s”. There are: %(roles)s.")
        facts = {"role": unknown[0], "roles": ", ".join(ROLES)}
        raise _fault("/roles", sentence, "role", facts)


def require_known_groups(keys: Collection[str], known: Collection[str]) -> None:
    """Refuse groups that do not exist.

    Raises:
        Invalid: one of ``keys`` is not among ``known``.
    """
    unknown = sorted(set(keys) - set(known))
    if unknown:
        sentence = N_("There is no group “%(group)s”.")
        raise _fault("/groups", sentence, "group", {"group": unknown[0]})


def bounded(limit: int) -> int:
    """Keep a page between 1 and 200 rows."""
    return min(max(limit, 1), MOST)


def searchable(q: str | None) -> str | None:
    """Make a search text safe for every database; None searches for nothing."""
    text = "".join(letter for letter in (q or "")[:100] if letter.isprintable())
    return text.strip() or None


def _fault(
    pointer: str, sentence: str, rule: str, facts: dict[str, str] | None = None
) -> Invalid:
    return Invalid(
        [FieldError(pointer=pointer, sentence=sentence, rule=rule, facts=facts or {})]
    )
