"""One step of a ticket: what moves, who moved it, and when."""

from dataclasses import dataclass, field
from datetime import datetime

from app.domain.permissions import Actor
from app.store import participation
from app.store.tickets import InstanceState, Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What moves, who moved it, and when.

    Attributes:
        ticket: locked, with its definition.
        instance: its state.
        actor: who caused the step; None for the clock.
        now: when.
        parties: who is asked or acts in it; ``advance`` writes them down at the end.
    """

    ticket: Ticket
    instance: InstanceState
    actor: Actor | None
    now: datetime
    parties: list[participation.Party] = field(default_factory=list)
