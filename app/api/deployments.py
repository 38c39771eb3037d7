"""/deployments: upload diagrams and forms, see what was uploaded."""

from typing import Any

from flask import Response, current_app, g, request

from app.api import answers, examples
from app.api.blueprint import Blueprint, Gives, Takes
from app.api.fields import LARGEST_ID, Body, Flag
from app.api.paging import Paged, page
from app.api.problem import findings_json
from app.errors import N_, FieldError, NothingSent
from app.usecases import deployments

blueprint = Blueprint("deployments", "Uploads of diagrams and forms.")
ONE = f"/<int(max={LARGEST_ID}):deployment_id>"
FILES = {
    "type": "object",
    "properties": {
        "files": {
            "type": "array",
            "items": {"type": "string", "format": "binary"},
            "description": "`.bpmn` and `.json` files, under any field name.",
            "minItems": 1,
        }
    },
    "required": ["files"],
}


class HowToDeploy(Body):
    """Whether to deploy or only to look."""

    dry_run = Flag(
        load_default=False,
        metadata={"description": "Check only; nothing is deployed, the answer is 200."},
    )


@blueprint.operation(
    "POST",
    "",
    Gives(shape=answers.Deployed, example=examples.DEPLOYED, status=201),
    Takes(query=HowToDeploy, upload=FILES),
)
def deploy(query: dict[str, Any]) -> Any:
    """Deploy diagrams and forms together.

    The answer is 200 in place of 201 when the same content was deployed before, and for
    a dry run, which lists its findings without refusing anything.
    """
    files = {
        file.filename or "": file.stream.read()
        for _, file in request.files.items(multi=True)
    }
    if not files:
        raise NothingSent(
            [FieldError(pointer="", sentence=N_("Send at least one file."))]
        )
    if query["dry_run"]:
        found = deployments.check(files, actor=g.actor)
        checked: dict[str, Any] = {"id": None, "process_definitions": []}
        return {**checked, "findings": findings_json(found)}, 200
    done = deployments.deploy(files, actor=g.actor, source="rest", now=g.now)
    answer = {
        "id": done.deployment.id,
        "process_definitions": done.definitions,
        "findings": findings_json(done.findings),
    }
    place = {"Location": f"/api/v1/deployments/{done.deployment.id}"}
    return answer, 201 if done.created else 200, place


@blueprint.operation(
    "GET",
    "",
    Gives(shape=answers.listed(answers.Deployment), example=examples.DEPLOYMENTS),
    Takes(query=Paged),
)
def list_deployments(query: dict[str, Any]) -> Any:
    """List uploads, newest first."""
    return page(deployments.list_deployments(actor=g.actor, **query))


@blueprint.operation(
    "GET",
    ONE,
    Gives(shape=answers.DeploymentDetail, example=examples.DEPLOYMENT),
)
def get_deployment(deployment_id: int) -> Any:
    """Read an upload."""
    row = deployments.get_deployment(deployment_id, actor=g.actor)
    made = deployments.definitions_of(deployment_id, actor=g.actor)
    return {
        "id": row.id,
        "source": row.source,
        "created_by": row.created_by,
        "created_at": row.created_at,
        "files": row.files,
        "process_definitions": made,
    }


@blueprint.operation(
    "GET",
    f"{ONE}/files/<string(maxlength=255):name>",
    Gives(shape="application/octet-stream"),
)
def get_deployment_file(deployment_id: int, name: str) -> Response:
    """Download a file of an upload, byte for byte as it came."""
    data = deployments.deployment_file(deployment_id, name, actor=g.actor)
    return download(data, "application/octet-stream")


def download(data: bytes, content_type: str) -> Response:
    """Answer bytes that somebody uploaded, so that no browser shows them as a page.

    Args:
        data: the bytes.
        content_type: what they are.
    """
    answer = current_app.response_class(data, mimetype=content_type)
    answer.headers["Content-Disposition"] = "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
