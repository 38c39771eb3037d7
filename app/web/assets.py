"""Styles, scripts, fonts: their addresses for templates, and the route that sends them.

An address changes whenever its file does (a library has its version in the path, our
own files a fingerprint in the query), so browsers may keep a file for ever.
"""

import json
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, request, send_file, url_for
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

STATIC = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
ENCODINGS = {"br": ".br", "gzip": ".gz"}  # the better one first
# Named here because Python asks the machine, and machines disagree.
TYPES = {
    ".css": "text/css",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}


def init_app(app: Flask) -> None:
    """Send the files below ``/static/`` and give templates ``asset(name)``.

    Args:
        app: made with ``static_folder=None``, since this route takes its place.
    """
    app.add_url_rule("/static/<path:filename>", "static", send)
    app.jinja_env.globals["asset"] = asset


def asset(name: str) -> str:
    """Return the address under which a browser finds a file.

    Args:
        name: a path below ``app/web/static`` ("app.css"), or a file of a browser
            library as ``assets.json`` names it ("htmx.org/dist/htmx.min.js").

    Raises:
        LookupError: there is no such file; a library's is missing when the package
            was not built (``scripts/run`` builds it).
    """
    library = _libraries().get(name)
    if library is not None:
        return url_for("static", filename=library)
    path = STATIC / name
    if not path.is_file():
        raise LookupError(f"no asset {name}")
    return url_for("static", filename=name, v=_print(path, path.stat().st_mtime_ns))


def send(filename: str) -> Response:
    """Send one file, compressed as the browser likes it best.

    Args:
        filename: path below ``app/web/static``.

    Raises:
        NotFound: there is no such file.
    """
    path = Path(safe_join(str(STATIC), filename) or STATIC)
    if not path.is_file():
        raise NotFound
    encoding = _best_encoding(path)
    sent = Path(f"{path}{ENCODINGS[encoding]}") if encoding else path
    kind = TYPES.get(path.suffix, "application/octet-stream")
    response = send_file(sent, mimetype=kind)
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.vary.add("Accept-Encoding")
    lasting = filename.startswith("vendor/") or "v" in request.args
    response.headers["Cache-Control"] = FOR_EVER if lasting else "no-cache"
    return response


def _best_encoding(path: Path) -> str | None:
    """Return the encoding the build made and the browser takes, if there is one."""
    for encoding, suffix in ENCODINGS.items():
        taken = request.accept_encodings.quality(encoding) > 0
        if taken and Path(f"{path}{suffix}").is_file():
            return encoding
    return None


@cache
def _libraries() -> dict[str, str]:
    """Return the path of every library file below ``static``, by its name."""
    manifest = STATIC / "vendor/manifest.json"
    if not manifest.is_file():
        return {}
    files = json.loads(manifest.read_text("utf-8"))["files"]
    return {name: entry["path"] for name, entry in files.items()}


@lru_cache(maxsize=256)
def _print(path: Path, _changed_at_ns: int) -> str:
    """Return a fingerprint of a file, reckoned again only when it changed."""
    return sha256(path.read_bytes()).hexdigest()[:12]
