"""What a process definition means: its model, its forms, who may start it.

Every wish about a ticket asks here. A version never changes, so what was once read is
kept, by content: the second question costs no SQL.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType

from app import engine
from app.domain.permissions import Actor, allowed
from app.domain.process import JSONDict
from app.domain.work_items import OutcomeChoice, outcomes
from app.engine import dmn
from app.errors import NotAllowed, NotFound, ProcessRetired
from app.store import deployments as store
from app.store.deployments import ProcessDefinition


def content_hash(diagram_sha256: str, forms: Mapping[str, str]) -> str:
    """Return the hash of a diagram together with the forms it is pinned to.

    Args:
        diagram_sha256: hash of the diagram's bytes, lower-case hexadecimal.
        forms: hash of each form's bytes, by form key.
    """
    plain = json.dumps([diagram_sha256, sorted(forms.items())], separators=(",", ":"))
    return sha256(plain.encode()).hexdigest()


def form_name(form_key: str) -> str:
    """Return the key under which a form is deployed, however a diagram writes it.

    Args:
        form_key: "refund_start" or, as SpiffWorkflow's editor writes it,
            "refund_start.json".
    """
    return form_key.removesuffix(".json")


def model_of(definition: ProcessDefinition) -> engine.Model:
    """Return the executable model of a version.

    Args:
        definition: which.

    Returns:
        The same object for the same content, as long as it is used often enough.
    """
    return _model(definition.sha256, definition.key)


@lru_cache(maxsize=256)
def _model(diagram_sha256: str, key: str) -> engine.Model:
    return engine.model(diagram(diagram_sha256), key)


@lru_cache(maxsize=256)
def decisions(file_sha256: str) -> dmn.Decisions:
    """Return the decisions of a deployed file.

    Args:
        file_sha256: ``sha256`` of a decision definition.
    """
    return dmn.read(diagram(file_sha256))[0]


def diagram(diagram_sha256: str) -> bytes:
    """Return the bytes of a diagram, or of a file of decisions.

    Args:
        diagram_sha256: ``sha256`` of a process definition.
    """
    data = store.content(diagram_sha256)
    if data is None:
        raise NotFound
    return data


def drawing(diagram_sha256: str) -> bytes:
    """Return a diagram that can be drawn: with a layout, if it was uploaded without.

    Args:
        diagram_sha256: ``sha256`` of a process definition.
    """
    return engine.laid_out(diagram(diagram_sha256))


def form_of(definition: ProcessDefinition, form_key: str | None) -> JSONDict | None:
    """Return the edition of a form that a version is pinned to, or has drawn itself.

    Args:
        definition: which version.
        form_key: as the diagram names it; None for an element without a form.

    Returns:
        The JSON schema, shared with everybody else and so not to be changed; None
        when the version has no such form.
    """
    if form_key is None:
        return None
    pinned = _Pinned(definition.content_hash, definition.id)
    form = _forms(pinned).get(form_name(form_key))
    return form or model_of(definition).generated_forms.get(form_key)


def forms_of(definition: ProcessDefinition) -> Mapping[str, JSONDict]:
    """Return all forms that a version is pinned to.

    Args:
        definition: which version.

    Returns:
        Form key to JSON schema, shared with everybody else and so not to be changed.
    """
    return _forms(_Pinned(definition.content_hash, definition.id))


@dataclass(frozen=True, slots=True)
class _Pinned:
    """The forms of a definition. Equal content has equal forms, whatever its id."""

    content_hash: str
    definition_id: int = field(compare=False)


@lru_cache(maxsize=512)
def _forms(pinned: _Pinned) -> Mapping[str, JSONDict]:
    rows = store.pinned_forms(pinned.definition_id)
    return MappingProxyType({form.key: form.schema for form in rows})


def outcome_of(
    definition: ProcessDefinition, element_id: str, name: str
) -> OutcomeChoice | None:
    """Return an outcome as the diagram words it.

    Args:
        definition: which version.
        element_id: the user task.
        name: of the outcome that was chosen.

    Returns:
        None when the element declares no such outcome.
    """
    element = model_of(definition).elements.get(element_id)
    choices = outcomes(element.properties) if element else ()
    return next((choice for choice in choices if choice.name == name), None)


def relations(definition: ProcessDefinition, actor: Actor) -> frozenset[str]:
    """Return which relations of the permission table hold to a definition.

    Args:
        definition: which.
        actor: who asks.

    Returns:
        {"starter"} when nobody is named in the diagram, or the actor is in one of the
        groups named; else nothing.
    """
    named = definition.starter_groups
    may_start = not named or not actor.groups.isdisjoint(named)
    return frozenset({"starter"}) if may_start else frozenset()


def may_start(definition: ProcessDefinition, actor: Actor) -> bool:
    """Say whether the actor may start tickets of a definition.

    Args:
        definition: which.
        actor: who asks.
    """
    return allowed("ticket.start", actor, relations(definition, actor))


def is_offered(definition: ProcessDefinition) -> bool:
    """Say whether people find a definition among what they may start by hand.

    Args:
        definition: which.

    Returns:
        False where the diagram says so, or where only messages, signals or clocks
        begin it.
    """
    model = model_of(definition)
    kinds = {point.kind for point in model.starts}
    return model.startable and (not kinds or "none" in kinds)


def startable(
    key: str, *, actor: Actor, version: int | None = None
) -> ProcessDefinition:
    """Return the version from which the actor may start a ticket.

    Args:
        key: the process's id in the diagram.
        actor: who wishes to start.
        version: 1 or more; None for the latest active one.

    Raises:
        NotFound: no such process or version that the actor may know of.
        NotAllowed: he may read it, not start it.
        ProcessRetired: the version, or every version, is retired.
    """
    if version is None:
        definition = store.in_force(key) or store.latest(key)
    else:
        definition = store.definition(key, version)
    if definition is None:
        raise NotFound
    if not may_start(definition, actor):
        known = allowed("definition.read", actor, relations(definition, actor))
        raise NotAllowed if known else NotFound
    if not definition.active:
        raise ProcessRetired(name=definition.name)
    return definition
