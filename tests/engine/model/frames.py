"""What the token game keeps: scopes, activities, and whatever waits in them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from tests.engine.model.blocks import CYCLES, Activity, Edge, Event, Handler, Scope

Then = Callable[[], None]
ARMED = ("timer", "cycle", "message", "signal", "conditional")


@dataclass(eq=False)
class Wait:
    """Something that must happen outside for the process to go on."""

    number: int
    kind: str  # userTask, receiveTask, serviceTask, incident, or the event's kind
    name: str
    frame: "Frame"
    happened: Then
    event: Event | None = None
    interrupts: bool = False
    left: int = 1  # how often it can still happen; -1 for ever
    held: bool = False  # a condition that has been true and must become false first


@dataclass(eq=False)
class Frame:
    """A scope that is open."""

    scope: Scope
    env: dict[str, int]
    host: "Run | None"
    depth: int
    flows: int = 0
    open: bool = True
    interrupted: bool = False
    live: list["Wait | Run"] = field(default_factory=list)


@dataclass(eq=False)
class Run:
    """An activity, or event sub-process, that is being done."""

    block: Activity | Handler
    frame: Frame
    then: Then
    begun: int = 0
    done: int = 0
    inside: list["Frame | Wait"] = field(default_factory=list)
    armed: list[Wait] = field(default_factory=list)

    @property
    def edges(self) -> tuple[Edge, ...]:
        return () if isinstance(self.block, Handler) else self.block.edges


def times(event: Event) -> int:
    """How often a non-interrupting event can happen."""
    return {"timer": 1, "cycle": CYCLES}.get(event.kind, -1)


def is_in(run: Run | None, handler: Handler) -> bool:
    return run is not None and run.block is handler


def pick(
    found: Sequence[Edge | Handler], kind: str, code: str
) -> Edge | Handler | None:
    """Who catches: who names the code goes before who catches any."""
    matching = [h for h in found if h.event.kind == kind]
    exact = [h for h in matching if h.event.code == code]
    general = [h for h in matching if h.event.code is None]
    return next(iter(exact or general), None)
