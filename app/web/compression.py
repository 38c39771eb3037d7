"""Answers travel compressed: pages, JSON and our own styles and scripts."""

import gzip

from flask import Flask, Response, request

COMPRESSIBLE = {
    "application/json",
    "application/problem+json",
    "image/svg+xml",
    "text/css",
    "text/csv",
    "text/html",
    "text/javascript",
    "text/plain",
    "application/xml",
    "text/xml",
}
LEAST_BYTES = 500  # below that one packet carries it anyway
MOST_BYTES = 5_000_000  # above that a request would hold a core for too long
LEVEL = 5  # within 5 % of the smallest at a third of the time


def init_app(app: Flask) -> None:
    """Compress what is worth it in every answer of the application."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Gzip an answer when its reader takes that and it pays.

    Entity tags stay as they are: callers of the REST door send them back in
    ``If-Match`` and must find them equal however the answer travelled.

    Args:
        response: any answer; one that is encoded already or partial is left alone.

    Returns:
        The same answer.
    """
    if response.mimetype not in COMPRESSIBLE or response.status_code == 206:
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") <= 0:
        return response
    if "Content-Encoding" in response.headers:
        return response
    if not LEAST_BYTES <= (response.content_length or 0) <= MOST_BYTES:
        return response
    response.direct_passthrough = False
    response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    return response
