"""Where the engine finds what a diagram calls."""

from typing import Any, Protocol


class Library(Protocol):
    """Where the engine finds what a diagram calls: processes and decisions."""

    def process(self, key: str, binding: str, version: str | None) -> str:
        """Choose the version of a process that a call activity means.

        Args:
            key: the called process.
            binding: "latest", "deployment", "version" or "versionTag".
            version: number or tag, for the last two.

        Returns:
            A reference to keep in the state.

        Raises:
            EngineFault: there is none.
        """

    def pinned_process(self, reference: str) -> Any:
        """Return the model behind a reference that ``process`` gave."""

    def decisions(self, decision_id: str, binding: str, version: str | None) -> Any:
        """Return the decisions that hold a decision; like ``process``."""
