"""/process-definitions: what can be started, in which versions, with which form."""

from typing import Any

from flask import Response, g

from app.api import answers, examples
from app.api.blueprint import Blueprint, Gives, Takes
from app.api.deployments import download
from app.api.fields import Flag
from app.api.paging import Searched, page, whole
from app.api.work_items import form
from app.usecases import deployments, forms

blueprint = Blueprint("process-definitions", "BPMN processes and their versions.")
KEY = "/<string(maxlength=255):key>"
VERSION = f"{KEY}/versions/<int(min=1, max=2147483647):version>"
ONE = Gives(shape=answers.ProcessDefinition, example=examples.DEFINITION)
MANY = Gives(
    shape=answers.listed(answers.ProcessDefinition), example=examples.DEFINITIONS
)
FORM = Gives(shape=answers.Form, example=examples.FORM)


class Wanted(Searched):
    """Which processes to list."""

    startable = Flag(
        load_default=False,
        metadata={"description": "Only those you may start; all on one page."},
    )


@blueprint.operation("GET", "", MANY, Takes(query=Wanted))
def list_process_definitions(query: dict[str, Any]) -> Any:
    """List processes, each in its latest version."""
    if query.pop("startable"):
        return whole(deployments.catalogue(actor=g.actor))
    return page(deployments.list_definitions(actor=g.actor, **query))


@blueprint.operation("GET", KEY, ONE)
def get_process_definition(key: str) -> Any:
    """Read a process, in the version that is in force."""
    return deployments.get_definition(key, actor=g.actor)


@blueprint.operation("GET", f"{KEY}/start-form", FORM)
def get_start_form(key: str) -> Any:
    """Read the form that starts a ticket, of the version in force."""
    return form(forms.form_for_start(key, actor=g.actor)[1])


@blueprint.operation("GET", f"{KEY}/versions", MANY)
def list_versions(key: str) -> Any:
    """List the versions of a process, newest first."""
    return whole(deployments.versions(key, actor=g.actor))


@blueprint.operation("GET", VERSION, ONE)
def get_version(key: str, version: int) -> Any:
    """Read a version of a process."""
    return deployments.get_definition(key, version, actor=g.actor)


@blueprint.operation("GET", f"{VERSION}/xml", Gives(shape="application/xml"))
def get_version_xml(key: str, version: int) -> Response:
    """Download the diagram of a version, byte for byte as it came."""
    data = deployments.diagram(key, version, actor=g.actor)
    return download(data, "application/xml")


@blueprint.operation("GET", f"{VERSION}/diagram.svg", Gives(shape="image/svg+xml"))
def get_version_picture(key: str, version: int) -> Response:
    """Look at the diagram of a version as a picture."""
    data = deployments.picture(key, version, actor=g.actor)
    return download(data, "image/svg+xml")


@blueprint.operation("GET", f"{VERSION}/start-form", FORM)
def get_version_start_form(key: str, version: int) -> Any:
    """Read the form that starts a ticket of a version."""
    return form(forms.form_for_start(key, actor=g.actor, version=version)[1])


@blueprint.operation("POST", f"{VERSION}/activate", ONE)
def activate_version(key: str, version: int) -> Any:
    """Let tickets be started from a version again."""
    return deployments.activate(key, version, actor=g.actor, now=g.now)


@blueprint.operation("POST", f"{VERSION}/retire", ONE)
def retire_version(key: str, version: int) -> Any:
    """Let no more tickets be started from a version; those that run go on."""
    return deployments.retire(key, version, actor=g.actor, now=g.now)
