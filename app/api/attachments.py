"""/attachments: files, sent before or after there is a ticket."""

from typing import Any

from flask import Response, current_app, g, request, send_file

from app.api import answers, examples
from app.api.blueprint import Blueprint, Gives, Takes
from app.errors import N_, FieldError, NothingSent
from app.usecases import attachments

blueprint = Blueprint("attachments", "Files that came in.")
UPLOAD = {
    "type": "object",
    "properties": {"file": {"type": "string", "format": "binary"}},
    "required": ["file"],
}


@blueprint.operation(
    "POST",
    "",
    Gives(shape=answers.Attachment, example=examples.ATTACHMENT, status=201),
    Takes(upload=UPLOAD),
)
def upload_attachment() -> Any:
    """Send a file that a form of a ticket to come will name by its id."""
    rendered = attachment(attachments.upload(**uploaded(), actor=g.actor, now=g.now))
    return rendered, 201, {"Location": f"/api/v1/attachments/{rendered['id']}"}


@blueprint.operation(
    "GET",
    "/<string(maxlength=32):attachment_id>",
    Gives(shape="application/octet-stream"),
)
def get_attachment(attachment_id: str) -> Response:
    """Download a file you may see."""
    row, path = attachments.open_(attachment_id, actor=g.actor)
    answer = send_file(
        path,
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=row.name,
        etag=row.sha256,
        conditional=False,
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def uploaded() -> dict[str, Any]:
    """Read the one file of a request.

    Returns:
        What the hall's uploads are called with.

    Raises:
        NothingSent: there is no part called ``file``.
    """
    file = request.files.get("file")
    if file is None or not file.filename:
        raise NothingSent(
            [FieldError(pointer="/file", sentence=N_("Send a file."), rule="required")]
        )
    return {
        "name": file.filename,
        "stream": file.stream,
        "limit_bytes": current_app.config["SETTINGS"].attachment_limit_bytes,
    }


def attachment(row: Any) -> dict[str, Any]:
    """Write an attachment.

    Args:
        row: of the store.
    """
    names = [name for name in answers.Attachment().fields if name != "id"]
    return {"id": row.public_id, **{name: getattr(row, name) for name in names}}
