"""Outside /api/v1: is the platform alive and ready, and how is it called."""

from flask import Blueprint, Response, current_app, jsonify, render_template, request

from app.api import answers, openapi, problem
from app.errors import Refusal, Unavailable
from app.usecases import clock, jobs
from app.usecases.unit_of_work import reading

blueprint = Blueprint(
    "operations",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/api/docs/static",
)
blueprint.register_error_handler(Refusal, problem.of_refusal)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Say that the process lives; asks nobody else."""
    return jsonify(answers.Health().dump({"status": "ok"}))


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Say whether the database answers, and how many jobs are due and unfinished."""
    try:
        with reading():
            due = jobs.count_due(now=clock.now())
    except Unavailable:
        return jsonify({"ready": False, "jobs_due": 0}), 503
    return jsonify(answers.Readiness().dump({"ready": True, "jobs_due": due})), 200


@blueprint.get("/api/v1/openapi.json")
def openapi_json() -> Response:
    """Answer the OpenAPI document."""
    answer = current_app.response_class(
        openapi.text(current_app), mimetype="application/json"
    )
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@blueprint.get("/api/docs")
def docs() -> str:
    """Show the OpenAPI document to people."""
    return render_template("rest_docs.html", **openapi.told(current_app))
