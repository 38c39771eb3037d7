"""List, read, activate and retire versions; what an actor may start."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from app import engine
from app.domain.paging import LIMIT, MOST, Page, cut, decode
from app.domain.permissions import Actor, allowed, require
from app.domain.process import JSONDict
from app.errors import NotFound
from app.store import deployments as store
from app.store.deployments import Deployment, ProcessDefinition
from app.usecases import definitions, starts


def list_deployments(
    *, actor: Actor, cursor: str | None = None, limit: int = LIMIT
) -> Page[Deployment]:
    """List uploads, newest first.

    Args:
        actor: an analyst, auditor or administrator.
        cursor: ``next`` of the page before, None for the first.
        limit: uploads a page, 1 to 200.

    Raises:
        NotAllowed: the actor may not read uploads.
        Invalid: the cursor is not one of this list.
    """
    require("deployment.read", actor)
    before = decode(cursor, kinds=(int,))[0] if cursor else None
    limit = min(max(limit, 1), MOST)
    rows = store.page_of_deployments(before, limit + 1)
    return cut(rows, limit, lambda row: [row.id])


def get_deployment(deployment_id: int, *, actor: Actor) -> Deployment:
    """Return one upload with its files.

    Args:
        deployment_id: its id.
        actor: an analyst, auditor or administrator.

    Raises:
        NotAllowed: the actor may not read uploads.
        NotFound: there is no such upload.
    """
    require("deployment.read", actor)
    deployment = store.deployment(deployment_id)
    if deployment is None:
        raise NotFound
    return deployment


def definitions_of(deployment_id: int, *, actor: Actor) -> Sequence[ProcessDefinition]:
    """Return the versions that an upload made, by key.

    Args:
        deployment_id: its id.
        actor: an analyst, auditor or administrator.

    Raises:
        NotAllowed: the actor may not read uploads.
    """
    require("deployment.read", actor)
    return store.of_deployment(deployment_id)


def deployment_file(deployment_id: int, name: str, *, actor: Actor) -> bytes:
    """Return a file of an upload, as it came.

    Args:
        deployment_id: id of the upload.
        name: name of the file.
        actor: an analyst, auditor or administrator.

    Raises:
        NotAllowed: the actor may not read uploads.
        NotFound: there is no such upload or file.
    """
    files = get_deployment(deployment_id, actor=actor).files
    digest = next((file.sha256 for file in files if file.name == name), None)
    data = store.content(digest) if digest else None
    if data is None:
        raise NotFound
    return data


def list_definitions(
    *,
    actor: Actor,
    q: str | None = None,
    cursor: str | None = None,
    limit: int = LIMIT,
) -> Page[ProcessDefinition]:
    """List the processes the actor may read, each in its latest version, by key.

    Args:
        actor: who asks.
        q: part of the key or the name, in any case; None for all.
        cursor: ``next`` of the page before, None for the first.
        limit: processes a page, 1 to 200.

    Raises:
        Invalid: the cursor is not one of this list.
    """
    after = decode(cursor, kinds=(str,))[0] if cursor else None
    limit = min(max(limit, 1), MOST)
    found = (row for row in _by_key(q, after) if _readable(row, actor))
    return cut(list(islice(found, limit + 1)), limit, lambda row: [row.key])


def _by_key(q: str | None, after: str | None) -> Iterator[ProcessDefinition]:
    while rows := store.page_of_definitions(q, after, MOST):
        yield from rows
        after = rows[-1].key


def _readable(definition: ProcessDefinition, actor: Actor) -> bool:
    relations = definitions.relations(definition, actor)
    return allowed("definition.read", actor, relations)


def get_definition(
    key: str, version: int | None = None, *, actor: Actor
) -> ProcessDefinition:
    """Return a version of a process.

    Args:
        key: the process's id in the diagram.
        version: 1 or more; None for the one in force, or the latest when all are
            retired.
        actor: who asks.

    Raises:
        NotFound: there is none that the actor may know of.
    """
    if version is None:
        definition = store.in_force(key) or store.latest(key)
    else:
        definition = store.definition(key, version)
    if definition is None or not _readable(definition, actor):
        raise NotFound
    return definition


def versions(key: str, *, actor: Actor) -> Sequence[ProcessDefinition]:
    """Return the versions of a process that the actor may read, newest first.

    Args:
        key: the process's id in the diagram.
        actor: who asks.

    Raises:
        NotFound: there is none that the actor may know of.
    """
    rows = [row for row in store.versions(key) if _readable(row, actor)]
    if not rows:
        raise NotFound
    return rows


def diagram(key: str, version: int | None = None, *, actor: Actor) -> bytes:
    """Return the BPMN XML of a version, byte for byte as it was uploaded.

    Args:
        key: the process's id in the diagram.
        version: 1 or more; None as in ``get_definition``.
        actor: who asks.

    Raises:
        NotFound: there is none that the actor may know of.
    """
    return definitions.diagram(get_definition(key, version, actor=actor).sha256)


def drawing(key: str, version: int | None = None, *, actor: Actor) -> bytes:
    """Return the BPMN XML of a version for a viewer, laid out if need be.

    Args:
        key: the process's id in the diagram.
        version: 1 or more; None as in ``get_definition``.
        actor: who asks.

    Raises:
        NotFound: there is none that the actor may know of.
    """
    return definitions.drawing(get_definition(key, version, actor=actor).sha256)


def picture(key: str, version: int | None = None, *, actor: Actor) -> bytes:
    """Return a version's diagram as SVG.

    Args:
        key: the process's id in the diagram.
        version: 1 or more; None as in ``get_definition``.
        actor: who asks.

    Raises:
        NotFound: there is none that the actor may know of.
    """
    return engine.picture(diagram(key, version, actor=actor))


def catalogue(*, actor: Actor) -> list[ProcessDefinition]:
    """Return what the actor may start: the version in force of each process, by name.

    Args:
        actor: who wishes to start something.
    """
    rows = store.all_in_force()
    return [
        row
        for row in rows
        if definitions.may_start(row, actor) and definitions.is_offered(row)
    ]


def start_form(
    key: str, *, actor: Actor, version: int | None = None
) -> tuple[ProcessDefinition, JSONDict | None]:
    """Return what the actor would start, and the form to fill in for it.

    Args:
        key: the process's id in the diagram.
        actor: who wishes to start.
        version: 1 or more; None for the one in force.

    Returns:
        The version, and its start form; None when it has none.

    Raises:
        NotFound: there is no such process that the actor may know of.
        NotAllowed: he may read it, not start it.
        ProcessRetired: it is not offered any more.
    """
    definition = definitions.startable(key, actor=actor, version=version)
    form = definitions.form_of(definition, definition.start_form_key)
    return definition, form


def activate(
    key: str, version: int, *, actor: Actor, now: datetime
) -> ProcessDefinition:
    """Offer a version again.

    Args:
        key: the process's id in the diagram.
        version: 1 or more; offered to starters when no higher one is active.
        actor: an analyst or an administrator.
        now: when; clocks of its start events run from then.

    Raises:
        NotAllowed: the actor may not decide this.
        NotFound: there is no such version.
    """
    require("definition.activate", actor)
    return _switch(key, version, active=True, now=now)


def retire(key: str, version: int, *, actor: Actor, now: datetime) -> ProcessDefinition:
    """Stop offering a version; tickets that run on it go on.

    Args:
        key: the process's id in the diagram.
        version: 1 or more; the next lower active one is then offered, if any.
        actor: an analyst or an administrator.
        now: when; clocks of the start events then in force run from then.

    Raises:
        NotAllowed: the actor may not decide this.
        NotFound: there is no such version.
    """
    require("definition.retire", actor)
    return _switch(key, version, active=False, now=now)


def _switch(
    key: str, version: int, *, active: bool, now: datetime
) -> ProcessDefinition:
    definition = store.definition(key, version)
    if definition is None:
        raise NotFound
    if definition.active is not active:
        definition.active = active
        store.add([])  # the change is sent before it is asked who is in force
        starts.follow(key, now=now)
    return definition
