"""Make versions of what was uploaded."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from app.domain.permissions import Actor, require
from app.domain.process import Finding
from app.engine import Model
from app.errors import DeploymentRefused
from app.store import decisions as decisions_store
from app.store import deployments as store
from app.store.decisions import DecisionDefinition
from app.store.deployments import (
    Content,
    DefinitionForm,
    Deployment,
    DeploymentFile,
    FormVersion,
    ProcessDefinition,
)
from app.usecases import definitions, starts
from app.usecases.deployments.checking import Checked, check_files, faults

Source = Literal["page", "rest", "cli"]
LONGEST_DESCRIPTION = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployed:
    """What became of an upload.

    Attributes:
        deployment: the new one, or the one that had put the same content in force.
        definitions: the version in which each process concerned is now found, new or
            unchanged, by key.
        findings: warnings; errors would have refused the upload.
        created: False when everything was in force already.
    """

    deployment: Deployment
    definitions: Sequence[ProcessDefinition]
    findings: tuple[Finding, ...]
    created: bool


@dataclass(frozen=True, slots=True)
class _Draft:
    """A version that is wanted, with its forms; perhaps it exists already."""

    row: ProcessDefinition
    forms: Mapping[str, FormVersion]


def deploy(
    files: Mapping[str, bytes], *, actor: Actor, source: Source, now: datetime
) -> Deployed:
    """Put diagrams and forms in force, all of them or none.

    Args:
        files: bytes by file name: ``.bpmn``, ``.dmn`` and ``.json``, at most 50 files
            and 10 MB; a form's key is its name without ``.json``.
        actor: an analyst or an administrator.
        source: by which door they came.
        now: aware UTC.

    Raises:
        NotAllowed: the actor may not deploy.
        DeploymentRefused: a file has a fault; ``findings`` says where.
        Conflict: somebody deployed the same process at the same moment.
    """
    require("deployment.create", actor)
    checked = check_files(files)
    if errors := faults(checked.findings):
        raise DeploymentRefused(errors, checked.findings)
    forms, new_forms = _editions(checked, now)
    drafts = [*_drawn(checked, forms, now), *_following(checked, forms, now)]
    drafts.sort(key=lambda draft: draft.row.key)
    rows = [_existing(draft) or draft.row for draft in drafts]
    new = [draft for draft, row in zip(drafts, rows, strict=True) if row is draft.row]
    decisions, new_decisions = _decided(checked, now)
    if not new and not new_forms and not new_decisions:
        deployment = _deployment_of(files, [*rows, *forms.values(), *decisions])
        return Deployed(
            deployment=deployment,
            definitions=rows,
            findings=checked.findings,
            created=False,
        )
    deployment = Deployment(
        source=source,
        created_by=actor.username,
        created_at=now,
        content_hash=_hash_of_files(files),
    )
    _write(deployment, files, new, [*new_forms, *new_decisions])
    for draft in new:
        starts.follow(draft.row.key, now=now)
    return Deployed(
        deployment=deployment,
        definitions=rows,
        findings=checked.findings,
        created=True,
    )


def _editions(
    checked: Checked, now: datetime
) -> tuple[dict[str, FormVersion], list[FormVersion]]:
    """Return the edition of each form that the upload brings or uses, and new ones."""
    used = {name for drawn in checked.diagrams for name in _form_names(drawn.model)}
    forms = store.latest_forms(used | checked.forms.keys())
    new: list[FormVersion] = []
    for key, form in checked.forms.items():
        present = forms.get(key)
        if present is None or present.sha256 != form.sha256:
            forms[key] = FormVersion(
                key=key,
                version=present.version + 1 if present else 1,
                sha256=form.sha256,
                schema=form.schema,
                created_at=now,
            )
            new.append(forms[key])
    return forms, new


def _decided(
    checked: Checked, now: datetime
) -> tuple[list[DecisionDefinition], list[DecisionDefinition]]:
    """Return the version of each uploaded decision that is in force, and new ones."""
    known = decisions_store.latest(checked.decisions.keys())
    new: list[DecisionDefinition] = []
    for key, ruled in checked.decisions.items():
        present = known.get(key)
        if present is None or present.sha256 != ruled.sha256:
            known[key] = DecisionDefinition(
                key=key,
                version=present.version + 1 if present else 1,
                name=ruled.name,
                file_name=ruled.file,
                sha256=ruled.sha256,
                created_at=now,
            )
            new.append(known[key])
    return list(known.values()), new


def _form_names(model: Model) -> set[str]:
    keys = {element.form_key for element in model.elements.values()}
    return {definitions.form_name(key) for key in {*keys, model.start_form_key} if key}


def _drawn(
    checked: Checked, forms: Mapping[str, FormVersion], now: datetime
) -> Iterable[_Draft]:
    """Yield a version for each process in the uploaded diagrams."""
    for drawn in checked.diagrams:
        model = drawn.model
        row = ProcessDefinition(
            key=model.key,
            name=model.name,
            description=_description(model),
            file_name=drawn.file,
            sha256=drawn.sha256,
            starter_groups=list(model.start_groups),
            start_form_key=model.start_form_key,
            active=True,
            created_at=now,
        )
        used = _form_names(model) & forms.keys()
        yield _Draft(row, {key: forms[key] for key in sorted(used)})


def _description(model: Model) -> str:
    text = model.properties.get("ticket.description", "")
    return text[:LONGEST_DESCRIPTION]


def _following(
    checked: Checked, forms: Mapping[str, FormVersion], now: datetime
) -> Iterable[_Draft]:
    """Yield a version for each other process in force that uses an uploaded form."""
    drawn = {diagram.model.key for diagram in checked.diagrams}
    others = [row for row in store.all_in_force() if row.key not in drawn]
    users = store.definitions_using([row.id for row in others], checked.forms.keys())
    for row in others:
        if row.id not in users:
            continue
        pinned = {form.key: form for form in store.pinned_forms(row.id)}
        brought = {key: forms[key] for key in checked.forms.keys() & pinned.keys()}
        successor = ProcessDefinition(
            key=row.key,
            name=row.name,
            description=row.description,
            file_name=row.file_name,
            sha256=row.sha256,
            starter_groups=row.starter_groups,
            start_form_key=row.start_form_key,
            active=True,
            created_at=now,
        )
        yield _Draft(successor, {**pinned, **brought})


def _existing(draft: _Draft) -> ProcessDefinition | None:
    """Give a draft its hash and number; return the version that is just like it."""
    row, latest = draft.row, store.latest(draft.row.key)
    row.content_hash = definitions.content_hash(
        row.sha256, {key: form.sha256 for key, form in draft.forms.items()}
    )
    row.version = latest.version + 1 if latest else 1
    candidates = (store.in_force(row.key), latest)
    return next(
        (one for one in candidates if one and one.content_hash == row.content_hash),
        None,
    )


def _deployment_of(
    files: Mapping[str, bytes],
    rows: Sequence[ProcessDefinition | FormVersion | DecisionDefinition],
) -> Deployment:
    """Return the deployment that had put the same content in force."""
    same = store.newest_with_content(_hash_of_files(files))
    if same is not None:
        return same
    deployment = store.deployment(max(row.deployment_id for row in rows))
    assert deployment is not None  # noqa: S101 (a foreign key says so)
    return deployment


def _hash_of_files(files: Mapping[str, bytes]) -> str:
    hashes = [[name, sha256(data).hexdigest()] for name, data in sorted(files.items())]
    return sha256(json.dumps(hashes).encode()).hexdigest()


def _write(
    deployment: Deployment,
    files: Mapping[str, bytes],
    drafts: Sequence[_Draft],
    parts: Sequence[FormVersion | DecisionDefinition],
) -> None:
    """Write an upload in the order in which its rows refer to each other.

    Two uploads at once that make the same version of a process meet at the unique
    (key, version); the later one is refused whole.
    """
    contents = {sha256(data).hexdigest(): data for data in files.values()}
    known = store.known_contents(contents.keys())
    store.add(
        [
            Content(sha256=digest, data=data)
            for digest, data in sorted(contents.items())
            if digest not in known
        ]
    )
    deployment.files = [
        DeploymentFile(name=name, sha256=sha256(data).hexdigest(), size_bytes=len(data))
        for name, data in sorted(files.items())
    ]
    store.add([deployment])
    rows = [draft.row for draft in drafts]
    for part in (*parts, *rows):
        part.deployment_id = deployment.id
    store.add([*parts, *rows])
    store.add(
        [
            DefinitionForm(definition_id=draft.row.id, form_id=form.id)
            for draft in drafts
            for form in draft.forms.values()
        ]
    )
