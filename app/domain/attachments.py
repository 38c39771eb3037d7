"""Which files may be attached, by name and by what they begin with."""

import re

from app.errors import N_, FieldError, Invalid, UnsupportedType

OFFICE_ZIP, OFFICE_OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OOXML = "application/vnd.openxmlformats-officedocument"

# ending -> (content type, what the bytes begin with; () for text without a sign)
TYPES: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "gif": ("image/gif", (b"GIF87a", b"GIF89a")),
    "webp": ("image/webp", (b"RIFF",)),
    "zip": ("application/zip", (OFFICE_ZIP, b"PK\x05\x06")),
    "docx": (f"{OOXML}.wordprocessingml.document", (OFFICE_ZIP,)),
    "xlsx": (f"{OOXML}.spreadsheetml.sheet", (OFFICE_ZIP,)),
    "pptx": (f"{OOXML}.presentationml.presentation", (OFFICE_ZIP,)),
    "odt": ("application/vnd.oasis.opendocument.text", (OFFICE_ZIP,)),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", (OFFICE_ZIP,)),
    "doc": ("application/msword", (OFFICE_OLD,)),
    "xls": ("application/vnd.ms-excel", (OFFICE_OLD,)),
    "ppt": ("application/vnd.ms-powerpoint", (OFFICE_OLD,)),
    "mp4": ("video/mp4", ()),
    "mp3": ("audio/mpeg", ()),
    "txt": ("text/plain", ()),
    "log": ("text/plain", ()),
    "md": ("text/markdown", ()),
    "csv": ("text/csv", ()),
    "json": ("application/json", ()),
    "eml": ("message/rfc822", ()),
}
ACTIVE = (b"<!doctype html", b"<html", b"<svg", b"<script", b"<?xml", b"mz", b"\x7felf")
NAME_LIMIT = 200


def clean_name(name: str) -> str:
    """Give the name under which a file is kept: its last part, without controls.

    Args:
        name: as the sender gave it, path and all.

    Raises:
        Invalid: nothing is left of it, or it has more than 200 characters.
    """
    last = re.split(r"[\\/]", name)[-1]
    plain = re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", last).strip(" .")
    if plain and len(plain) <= NAME_LIMIT:
        return plain
    raise Invalid(
        [
            FieldError(
                pointer="/file",
                sentence=N_("A file needs a name of 1 to %(limit)s characters."),
                facts={"limit": NAME_LIMIT},
                rule="file-name",
            )
        ]
    )


def content_type(name: str, head: bytes) -> str:
    """Give the content type of a file whose ending and beginning agree.

    Args:
        name: with its ending.
        head: the first bytes, 512 or all.

    Raises:
        UnsupportedType: the ending is none of the allowed ones, or the bytes are
            something else, or a page or program hides in them.
    """
    ending = name.rpartition(".")[2].lower()
    kind, signs = TYPES.get(ending, ("", ()))
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not kind or (signs and not head.startswith(signs)):
        raise UnsupportedType(content_type=kind or f".{ending[:20]}")
    if not signs and start.startswith(ACTIVE):
        raise UnsupportedType(content_type=kind)
    return kind
