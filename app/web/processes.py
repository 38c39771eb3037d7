"""Processes: versions, diagrams, uploads with what the linter found."""

from collections.abc import Sequence

from flask import Blueprint, Response, flash, g, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from app.domain import findings as rules
from app.domain.process import Finding
from app.errors import DeploymentRefused, Invalid, NotFound
from app.usecases import deployments
from app.usecases.deployments import Deployed
from app.usecases.unit_of_work import reading, unit_of_work
from app.web import refusals, visits, words
from app.web.rendering import page

routes = Blueprint("processes", __name__, url_prefix="/processes")
LAST_VERSION = 2**31 - 1
VERSION = f"/<key>/versions/<int(max={LAST_VERSION}):version>"
FOR_EVER = "private, max-age=31536000, immutable"


@routes.get("")
def index() -> Answer:
    """List the processes I may read."""
    q, cursor = request.args.get("q"), request.args.get("cursor")
    with reading():
        found = deployments.list_definitions(actor=visits.actor(), q=q, cursor=cursor)
        return page("processes/index.html", definitions=found, q=q, cursor=cursor)


@routes.get("/upload")
def upload_form() -> Answer:
    """Show where files are dropped, and what was uploaded before."""
    with reading():
        return _upload_page(())


@routes.post("/upload")
def upload() -> Answer:
    """Deploy diagrams and forms, or only check them; say what was found."""
    actor = visits.actor()
    files = {
        file.filename: file.stream.read()
        for file in request.files.getlist("file")
        if file.filename
    }
    if not files:
        flash(gettext("Choose one or more files first."), "warn")
        return redirect(url_for(".upload_form"), 303)
    if "check" in request.form:
        with reading():
            found = deployments.check(files, actor=actor)
            return _upload_page(found, files=list(files), checked=True)
    try:
        with unit_of_work():
            deployed = deployments.deploy(files, actor=actor, source="page", now=g.now)
            return _upload_page(deployed.findings, files=list(files), deployed=deployed)
    except DeploymentRefused as refusal:
        with reading():
            return _upload_page(
                refusal.findings,
                files=list(files),
                why=refusals.sentence(refusal),
                status=422,
            )
    except Invalid as refusal:
        texts = refusals.field_errors(refusal).values()
        why = "; ".join(texts) or refusals.sentence(refusal)
        with reading():
            return _upload_page((), files=list(files), why=why, status=422)


@routes.get("/<key>")
def show(key: str) -> Answer:
    """Show a process: its diagram in one version, and all versions."""
    actor, version = visits.actor(), request.args.get("version", type=int)
    if version is not None and not 0 < version <= LAST_VERSION:
        raise NotFound
    with reading():
        definition = deployments.get_definition(key, version, actor=actor)
        return page(
            "processes/show.html",
            definition=definition,
            versions=deployments.versions(key, actor=actor),
        )


@routes.get(f"{VERSION}/diagram.bpmn")
def diagram(key: str, version: int) -> Answer:
    """Send the diagram of a version; it never changes."""
    with reading():
        wanted = deployments.diagram if "save" in request.args else deployments.drawing
        xml = wanted(key, version, actor=visits.actor())
    answer = Response(xml, mimetype="application/xml")
    answer.headers["Cache-Control"] = FOR_EVER
    if "save" in request.args:
        answer.headers.set(
            "Content-Disposition", "attachment", filename=f"{key}-v{version}.bpmn"
        )
    return answer


@routes.post(f"{VERSION}/activate")
def activate(key: str, version: int) -> Answer:
    """Offer a version again."""
    with unit_of_work():
        deployments.activate(key, version, actor=visits.actor(), now=g.now)
    flash(gettext("Version %(version)s is offered now.", version=version), "ok")
    return redirect(url_for(".show", key=key), 303)


@routes.post(f"{VERSION}/retire")
def retire(key: str, version: int) -> Answer:
    """Stop offering a version; its tickets go on."""
    with unit_of_work():
        deployments.retire(key, version, actor=visits.actor(), now=g.now)
    flash(
        gettext("Version %(version)s is retired; its tickets go on.", version=version),
        "ok",
    )
    return redirect(url_for(".show", key=key), 303)


def _upload_page(
    found: Sequence[Finding],
    *,
    files: Sequence[str] = (),
    deployed: Deployed | None = None,
    checked: bool = False,
    why: str = "",
    status: int = 200,
) -> Answer:
    # Refuses whoever may not deploy, before anything is shown.
    recent = deployments.list_deployments(actor=visits.actor(), limit=10)
    words.introduce([one.created_by for one in recent.items])
    return page(
        "processes/upload.html",
        status=status,
        findings=[_spoken(finding) for finding in found],
        files=files,
        deployed=deployed,
        checked=checked,
        why=why,
        recent=recent.items,
    )


def _spoken(finding: Finding) -> dict[str, str | None]:
    rule = rules.RULES.get(finding.rule)
    return {
        "severity": finding.severity,
        "rule": finding.rule,
        "file": finding.file,
        "element_id": finding.element_id,
        "element_name": finding.element_name,
        "text": refusals.fill(rules.sentence(finding.rule), finding.facts),
        "help": refusals.fill(rule.help, finding.facts) if rule else None,
    }
