"""Events that have something undone: compensation, and the end of a transaction."""

from dataclasses import dataclass
from typing import Any

from app.engine.dispatch import compensations
from app.engine.specs.events.throwing import Throw


@dataclass(frozen=True, slots=True)
class ThrowCompensation(Throw):
    """Undoes what has been done, and waits until it is undone.

    Attributes:
        activity: which; None for everything in the scope.
    """

    activity: str | None = None

    def act(self, token: Any) -> bool:
        """Begin to undo, or go on when it is undone."""
        return compensations.throw(token, self.activity)


class ThrowCancel(Throw):
    """Cancels the transaction: what it has done is undone, then it is left."""

    def act(self, token: Any) -> bool:
        """Begin to cancel it."""
        return compensations.cancel(token)
