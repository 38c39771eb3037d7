"""How much one step may do before it counts as run away."""

import time

from app.errors import N_, EngineFault

MAX_STEPS = 2_000
MAX_TOKENS = 5_000
MAX_DEPTH = 20
MAX_INSTANCES = 1_000
MAX_CALLS = 10
MAX_SECONDS = 10.0


class Budget:
    """What is left of one step's allowance.

    Elapsed time is measured on the monotonic clock and decides nothing but when to
    give up; the time a process sees is always the caller's.
    """

    def __init__(self) -> None:
        self._steps = MAX_STEPS
        self._tokens = MAX_TOKENS
        self._until = time.monotonic() + MAX_SECONDS

    def step(self, element_id: str) -> None:
        """Count an element that acts.

        Raises:
            EngineFault: too many in one step, or it takes too long.
        """
        self._steps -= 1
        if self._steps < 0:
            why = N_("the process goes round and round without a person or a timer")
            raise EngineFault(element_id=element_id, why=why)
        if time.monotonic() > self._until:
            why = N_("the step takes too long without reaching a person or a timer")
            raise EngineFault(element_id=element_id, why=why)

    def create(self, element_id: str) -> None:
        """Count a token.

        Raises:
            EngineFault: too many in one step.
        """
        self._tokens -= 1
        if self._tokens < 0:
            why = N_("too many branches start at once")
            raise EngineFault(element_id=element_id, why=why)

    def enter(self, depth: int, element_id: str) -> None:
        """Go into a sub-process.

        Args:
            depth: 1 for a sub-process of the process itself.
            element_id: the sub-process.

        Raises:
            EngineFault: too many lie in one another.
        """
        if depth > MAX_DEPTH:
            why = N_("too many sub-processes lie in one another")
            raise EngineFault(element_id=element_id, why=why)
