"""Passwords: argon2id, a few at a time, and as slow for strangers as for friends.

Source: OWASP Password Storage Cheat Sheet, "Argon2id" (19 MiB, two passes, one lane);
NIST SP 800-63B, "Password Verifiers" (at least eight characters, no other rule).
"""

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.errors import N_, FieldError, Invalid

SHORTEST, LONGEST = 8, 1024
AT_ONCE = 4  # each holds its memory and a core for as long as it takes

_turn = BoundedSemaphore(AT_ONCE)
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def set_cost(*, memory_kib: int, passes: int) -> None:
    """Choose how much work a hash is; tests make it cheap.

    Args:
        memory_kib: memory of one hash in KiB, at least 8.
        passes: passes over that memory, at least 1.
    """
    global _hasher
    _hasher = PasswordHasher(time_cost=passes, memory_cost=memory_kib, parallelism=1)
    _dummy_hash.cache_clear()


def hashed(password: str, *, pointer: str = "/password") -> str:
    """Hash a new password.

    Args:
        password: 8 to 1,024 characters.
        pointer: where it was sent, for the refusal.

    Raises:
        Invalid: it is too short or too long, or holds what cannot be text.
    """
    _require_usable(password, pointer)
    with _turn:
        return _hasher.hash(password)


def matches(password: str, password_hash: str | None) -> bool:
    """Tell whether a password is right, in the same time whether there is one or not.

    Args:
        password: as typed; longer ones than 1,024 characters are never right.
        password_hash: as kept, or None when there is no such user or password.
    """
    if len(password) > LONGEST or not _is_text(password):
        return False
    with _turn:
        try:
            _hasher.verify(password_hash or _dummy_hash(), password)
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Tell whether a hash was made with other costs than today's."""
    return _hasher.check_needs_rehash(password_hash)


@cache
def _dummy_hash() -> str:
    return _hasher.hash("nobody has this password")


def _require_usable(password: str, pointer: str) -> None:
    if SHORTEST <= len(password) <= LONGEST and _is_text(password):
        return
    raise Invalid(
        [
            FieldError(
                pointer=pointer,
                sentence=N_("A password has %(shortest)s to %(longest)s characters."),
                facts={"shortest": SHORTEST, "longest": LONGEST},
                rule="password",
            )
        ]
    )


def _is_text(password: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in password)
