"""Deploy diagrams and forms; list, read, activate and retire their versions.

An upload is one whole: a fault in one file refuses all of them. The rules of versions:

- What is already in force makes no new version, so deploying the same folder at every
  start of a server changes nothing. Nor does it bring a retired version back.
- A version is a diagram together with the editions of its forms. A form in the same
  upload wins; a form that is not in it is taken in its latest edition.
- An upload of forms alone makes a new version of every process in force that uses one
  of them, so that a corrected label is seen by the next ticket.
- Content that was in force once and is uploaded again becomes a new version: this is
  how one goes back.
"""

from app.usecases.deployments.checking import check
from app.usecases.deployments.deploying import Deployed, deploy
from app.usecases.deployments.reading import (
    activate,
    catalogue,
    definitions_of,
    deployment_file,
    diagram,
    drawing,
    get_definition,
    get_deployment,
    list_definitions,
    list_deployments,
    picture,
    retire,
    start_form,
    versions,
)

__all__ = [
    "Deployed",
    "activate",
    "catalogue",
    "check",
    "definitions_of",
    "deploy",
    "deployment_file",
    "diagram",
    "drawing",
    "get_definition",
    "get_deployment",
    "list_definitions",
    "list_deployments",
    "picture",
    "retire",
    "start_form",
    "versions",
]
