"""The shelf from which a running process takes what its diagram calls."""

from app import engine
from app.engine import dmn
from app.errors import N_, EngineFault, Reason
from app.store import decisions as ruled
from app.store import deployments as store
from app.store.decisions import DecisionDefinition
from app.store.deployments import ProcessDefinition
from app.usecases import definitions


class Shelf:
    """What is deployed, as a ticket's process may call it (``domain.process.Library``).

    Args:
        definition: the version that the ticket runs by; the binding "deployment" is
            about the uploads up to its own.
    """

    def __init__(self, definition: ProcessDefinition) -> None:
        self._definition = definition

    def process(self, key: str, binding: str, version: str | None) -> str:
        """Choose the version of a process that a call activity means.

        Args:
            key: the called process.
            binding: "latest", "deployment", "version" or "versionTag".
            version: number or tag, for the last two.

        Returns:
            "key:version".

        Raises:
            EngineFault: there is none.
        """
        found = self._chosen(key, binding, version)
        if found is None:
            wanted = f"{binding} {version or ''}".rstrip()
            sentence = N_("no process “%(key)s” is deployed (%(wanted)s)")
            why = Reason(sentence, {"key": key, "wanted": wanted})
            raise EngineFault(element_id=key, why=why)
        return f"{found.key}:{found.version}"

    def _chosen(
        self, key: str, binding: str, version: str | None
    ) -> ProcessDefinition | None:
        if binding == "version":
            digits = (version or "").strip()
            fits = digits.isascii() and digits.isdecimal()
            return store.definition(key, int(digits)) if fits else None
        if binding == "latest":
            return store.in_force(key)
        rows = store.versions(key)
        if binding == "deployment":
            own = self._definition.deployment_id
            return next((row for row in rows if row.deployment_id <= own), None)
        tagged = (row for row in rows if _tag(row) == (version or "").strip())
        return next(tagged, None)

    def pinned_process(self, reference: str) -> engine.Model:
        """Return the model behind a reference that ``process`` gave.

        Args:
            reference: "key:version".

        Raises:
            EngineFault: there is none.
        """
        return definitions.model_of(pinned(reference))

    def decisions(
        self, decision_id: str, binding: str, version: str | None
    ) -> dmn.Decisions:
        """Return the decisions that hold a decision; like ``process``.

        Args:
            decision_id: of the decision.
            binding: as for ``process``; no decision has a tag.
            version: its number, for "version".

        Raises:
            EngineFault: there is none.
        """
        found = self._ruled(decision_id, binding, version)
        if found is None:
            sentence = N_("no decision “%(key)s” is deployed")
            why = Reason(sentence, {"key": decision_id})
            raise EngineFault(element_id=decision_id, why=why)
        return definitions.decisions(found.sha256)

    def _ruled(
        self, decision_id: str, binding: str, version: str | None
    ) -> DecisionDefinition | None:
        if binding == "latest":
            return ruled.latest([decision_id]).get(decision_id)
        rows = ruled.versions(decision_id)
        if binding == "deployment":
            own = self._definition.deployment_id
            return next((row for row in rows if row.deployment_id <= own), None)
        number = (version or "").strip()
        return next((row for row in rows if str(row.version) == number), None)


def _tag(definition: ProcessDefinition) -> str | None:
    return definitions.model_of(definition).version_tag


def pinned(reference: str) -> ProcessDefinition:
    """Return the version behind a reference that ``Shelf.process`` gave.

    Args:
        reference: "key:version".

    Raises:
        EngineFault: there is none.
    """
    key, _, digits = reference.rpartition(":")
    found = store.definition(key, int(digits)) if digits.isdecimal() else None
    if found is None:
        why = Reason(N_("“%(key)s” is not deployed"), {"key": reference})
        raise EngineFault(element_id=key, why=why)
    return found
