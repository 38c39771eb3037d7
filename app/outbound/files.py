"""Attachments on disk, under the hash of their content."""

import hashlib
import os
import secrets
import time
from pathlib import Path
from typing import IO

from app.errors import TooLarge

CHUNK_BYTES = 1 << 16
HEAD_BYTES = 512
_folder: list[Path] = []


def set_up(folder: Path) -> None:
    """Say where the files lie; called once while the house is wired.

    Args:
        folder: created when the first file comes.
    """
    _folder[:] = [folder]


def path_of(sha256: str) -> Path:
    """Give the place of a content.

    Args:
        sha256: 64 hexadecimal digits.
    """
    return _folder[0] / sha256[:2] / sha256


def save(stream: IO[bytes], *, limit_bytes: int) -> tuple[str, int, bytes]:
    """Write a stream to its place; the same content is kept once.

    The file is complete and on disk before its name exists, so a crash leaves at most
    an unnamed remainder.

    Args:
        stream: read to its end, in pieces.
        limit_bytes: more than that is refused and nothing is kept.

    Returns:
        The SHA-256 in hexadecimal, the size in bytes, and the first 512 bytes.

    Raises:
        TooLarge: the stream has more than ``limit_bytes`` bytes.
    """
    _folder[0].mkdir(parents=True, exist_ok=True)
    part = _folder[0] / f".{secrets.token_hex(16)}.part"
    digest, size, head = hashlib.sha256(), 0, b""
    try:
        with part.open("xb") as file:
            while piece := stream.read(CHUNK_BYTES):
                size += len(piece)
                if size > limit_bytes:
                    raise TooLarge(limit=f"{limit_bytes // 1_000_000} MB")
                head = head or piece[:HEAD_BYTES]
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        place = path_of(digest.hexdigest())
        place.parent.mkdir(exist_ok=True)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    return digest.hexdigest(), size, head


def drop(sha256: str, *, younger_seconds: float = 3_600) -> bool:
    """Delete a content that nothing names any more.

    Args:
        sha256: 64 hexadecimal digits.
        younger_seconds: what was written within this time stays: somebody may be
            naming the same content at this moment.

    Returns:
        Whether it was deleted.
    """
    place = path_of(sha256)
    try:
        if time.time() - place.stat().st_mtime < younger_seconds:
            return False
        place.unlink()
    except FileNotFoundError:
        return False
    return True
