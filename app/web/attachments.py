"""Files of tickets: put on, taken out."""

from flask import (
    Blueprint,
    current_app,
    flash,
    g,
    redirect,
    request,
    send_file,
    url_for,
)
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from app.errors import Conflict, Invalid, TooLarge, UnsupportedType
from app.usecases import attachments
from app.usecases.unit_of_work import reading, unit_of_work
from app.web import refusals, visits

routes = Blueprint("attachments", __name__)
# What a browser shows by itself without running anything of it.
SHOWN = {"image/png", "image/jpeg", "image/gif", "image/webp"}


@routes.get("/attachments/<attachment_id>")
def download(attachment_id: str) -> Answer:
    """Send a file; pictures open in the browser, all else is saved."""
    with reading():
        file, path = attachments.open_(attachment_id, actor=visits.actor())
        answer = send_file(
            path,
            mimetype=file.content_type,
            as_attachment=file.content_type not in SHOWN,
            download_name=file.name,
            etag=file.sha256,
            max_age=3600,
        )
    answer.headers["Cache-Control"] = "private, max-age=3600"
    # A file is data: nothing in it may run or load here.
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@routes.post("/tickets/<number>/attachments")
def attach(number: str) -> Answer:
    """Put files on a ticket."""
    limit = current_app.config["SETTINGS"].attachment_limit_bytes
    kept = 0
    for file in request.files.getlist("file"):
        if not file.filename:
            continue
        try:
            with unit_of_work():
                attachments.attach(
                    number,
                    file.filename,
                    file.stream,
                    actor=visits.actor(),
                    limit_bytes=limit,
                    now=g.now,
                )
        except (TooLarge, UnsupportedType, Invalid, Conflict) as refusal:
            texts = refusals.field_errors(refusal).values()
            why = "; ".join(texts) or refusals.sentence(refusal)
            flash(f"{file.filename}: {why}", "bad")
        else:
            kept += 1
    if not request.files.getlist("file") or not any(
        file.filename for file in request.files.getlist("file")
    ):
        flash(gettext("Choose a file first."), "warn")
    elif kept:
        flash(gettext("Attached."), "ok")
    return redirect(url_for("web.tickets.show", number=number), 303)
