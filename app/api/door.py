"""How a request passes the door: one unit of work, one actor, one answer.

Every operation is marked ``reads`` or ``writes``. The mark opens the unit of work,
finds out who asks, lets the operation parse, wish and render, and commits once. It also
does what every operation has in common: ETags, and the replay of repeated POSTs.
"""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import IO, Any, TypeVar

from flask import Response, current_app, g, make_response, request

from app.api import auth
from app.errors import N_, FieldError, Invalid, StaleVersion
from app.usecases import idempotency
from app.usecases.unit_of_work import reading, unit_of_work

View = TypeVar("View", bound=Callable[..., Any])
REVISION = re.compile(r'^\s*(?:W/)?"(\d{1,15})(?:-[0-9a-f]+)?"\s*$')
KEY = re.compile(r"[\x21-\x7e]{1,255}")


def reads(view: View) -> View:
    """Mark an operation that changes nothing.

    Args:
        view: called inside a transaction that only reads, with ``g.actor`` and
            ``g.now``.
    """

    @wraps(view)
    def door(*args: Any, **kwargs: Any) -> Response:
        auth.refuse_anonymous()
        with reading():
            auth.sign_in()
            answer = _finished(view(*args, **kwargs))
        answer.vary.update(("Authorization", "Cookie", "Accept-Language"))
        answer.headers.setdefault("Cache-Control", "private, no-cache")
        if answer.status_code == 200 and "ETag" in answer.headers:
            answer.make_conditional(request)
        return answer

    return door  # type: ignore[return-value]


def writes(view: View) -> View:
    """Mark an operation that changes something.

    Args:
        view: called inside a unit of work that commits when it returns, with
            ``g.actor`` and ``g.now``. A POST with an ``Idempotency-Key`` is done once;
            ``g.keep`` may hold a body that is kept in place of the one answered.
    """

    @wraps(view)
    def door(*args: Any, **kwargs: Any) -> Response:
        auth.refuse_anonymous()
        _read_body()
        key = _idempotency_key()
        g.keep = None
        with unit_of_work():
            auth.sign_in()
            if key is None:
                answer = _finished(view(*args, **kwargs))
            else:
                answer = _once(key, lambda: _finished(view(*args, **kwargs)))
        answer.headers.setdefault("Cache-Control", "no-store")
        return answer

    return door  # type: ignore[return-value]


def mark(revision: int) -> None:
    """Say which revision of a thing the answer shows; it becomes the ETag.

    Args:
        revision: of the row.
    """
    g.revision = revision


def if_revision() -> int | None:
    """Return the revision that the caller insists on, None where he does not.

    Raises:
        StaleVersion: ``If-Match`` holds nothing that was ever an ETag of ours.

    Source:
        RFC 9110, section 13.1.1. A revision only grows, so of several the highest is
        the only one that can still be the present one.
    """
    header = request.headers.get("If-Match")
    if header is None or header.strip() == "*":
        return None
    found = [REVISION.match(part) for part in header.split(",")]
    revisions = [int(match[1]) for match in found if match]
    if not revisions:
        raise StaleVersion
    return max(revisions)


def _finished(rendered: Any) -> Response:
    answer = make_response(rendered)
    revision = g.pop("revision", None)
    if revision is not None and answer.status_code < 300:
        # The digest tells apart what the revision alone cannot: who may do what now.
        digest = hashlib.sha256(answer.get_data()).hexdigest()[:16]
        answer.headers["ETag"] = f'"{revision}-{digest}"'
    return answer


def _read_body() -> None:
    # Before the unit of work: whoever sends slowly must not hold SQLite's write lock.
    if request.mimetype == "multipart/form-data":
        _ = request.files
    else:
        request.get_data(cache=True)


def _idempotency_key() -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None or request.method != "POST":
        return None
    if not KEY.fullmatch(key):
        raise Invalid(
            [
                FieldError(
                    pointer="/Idempotency-Key",
                    sentence=N_("This has to have 1 to 255 visible ASCII characters."),
                    rule="pattern",
                )
            ]
        )
    return key


def _once(key: str, act: Callable[[], Response]) -> Response:
    found = idempotency.take(
        key, actor=auth.actor(), request_hash=_request_hash(), now=g.now
    )
    if found is not None:
        replay = current_app.response_class(
            found.body, found.status, headers=dict(found.headers)
        )
        replay.headers["Idempotency-Replayed"] = "true"
        return replay
    answer = act()
    kept = idempotency.Answer(
        status=answer.status_code,
        headers={
            name: answer.headers[name]
            for name in ("Content-Type", "Location", "ETag")
            if name in answer.headers
        },
        body=g.keep or answer.get_data(),
    )
    idempotency.keep(key, kept, actor=auth.actor())
    return answer


def _content_hash(stream: IO[bytes]) -> bytes:
    digest = hashlib.sha256()
    while block := stream.read(1_000_000):
        digest.update(block)
    stream.seek(0)
    return digest.digest()


def _request_hash() -> str:
    digest = hashlib.sha256()
    for part in (request.method, request.full_path):
        digest.update(part.encode() + b"\0")
    if request.mimetype != "multipart/form-data":
        digest.update(request.get_data(cache=True))
        return digest.hexdigest()
    # A repeated upload has another boundary, so the parts are hashed, not the bytes.
    for name, value in sorted(request.form.items(multi=True)):
        digest.update(f"{name}\0{value}\0".encode())
    for name, file in request.files.items(multi=True):
        digest.update(f"{name}\0{file.filename}\0".encode())
        digest.update(_content_hash(file.stream))
    return digest.hexdigest()
