"""The library that holds nothing, for processes that call nothing."""

from typing import Any

from app.errors import N_, EngineFault


class EmptyLibrary:
    """Knows no process and no decision."""

    def process(self, key: str, binding: str, version: str | None) -> str:
        """Refuse: there is no process.

        Raises:
            EngineFault: always.
        """
        raise _missing()

    def pinned_process(self, reference: str) -> Any:
        """Refuse: there is no process.

        Raises:
            EngineFault: always.
        """
        raise _missing()

    def decisions(self, decision_id: str, binding: str, version: str | None) -> Any:
        """Refuse: there is no decision.

        Raises:
            EngineFault: always.
        """
        raise _missing()


def _missing() -> EngineFault:
    return EngineFault(element_id="", why=N_("what it calls is not deployed"))


NOTHING = EmptyLibrary()
