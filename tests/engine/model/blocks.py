"""A process as a tree: what both the drawing and the model are made from.

Every block has a name of its own; the elements drawn for it are named after it, so the
model can say by the same names what must have been passed and what must wait.
"""

from dataclasses import dataclass
from typing import Literal

EventKind = Literal[
    "timer",
    "cycle",
    "message",
    "signal",
    "conditional",
    "error",
    "escalation",
    "cancel",
]
CYCLES = 3  # how often a repeating timer fires


@dataclass(frozen=True)
class Event:
    """What a catching event waits for.

    ``code`` names the message, signal, error or escalation; None catches any error or
    escalation. A conditional event waits for the variable of its own name to be 1.
    """

    name: str
    kind: EventKind
    code: str | None = None


@dataclass(frozen=True)
class Block:
    name: str


@dataclass(frozen=True)
class Task(Block):
    """Work that is waited for, drawn alone: no edge, no marker."""


@dataclass(frozen=True)
class Script(Block):
    """Counts ``n`` up by one."""


@dataclass(frozen=True)
class Catch(Block):
    event: Event


@dataclass(frozen=True)
class Throw(Block):
    kind: Literal["signal", "message", "escalation"]
    code: str


@dataclass(frozen=True)
class Exit(Block):
    """When the variable of its name is 1 the token ends here, in this way."""

    kind: Literal["error", "terminate", "cancel"]
    code: str = ""


@dataclass(frozen=True)
class Seq(Block):
    parts: tuple[Block, ...]


@dataclass(frozen=True)
class Xor(Block):
    parts: tuple[Block, ...]


@dataclass(frozen=True)
class And(Block):
    parts: tuple[Block, ...]


@dataclass(frozen=True)
class Or(Block):
    """Takes the parts that two variables name."""

    parts: tuple[Block, ...]


@dataclass(frozen=True)
class Loop(Block):
    """Done again as long as the variable of its name is 1."""

    body: Block


@dataclass(frozen=True)
class Gate(Block):
    """An event-based gateway: the first event decides."""

    ways: tuple[tuple[Event, Block], ...]


@dataclass(frozen=True)
class Edge:
    """A boundary event and what follows it."""

    event: Event
    interrupting: bool
    body: Block


@dataclass(frozen=True)
class Handler(Block):
    """An event sub-process."""

    event: Event
    interrupting: bool
    body: Block


@dataclass(frozen=True)
class Scope:
    """What lies inside a process or sub-process."""

    body: Block
    handlers: tuple[Handler, ...] = ()


@dataclass(frozen=True)
class Many:
    """How often, and how many are enough (None: all).

    ``loop`` draws a sequence as a standard loop instead of multi-instance.
    """

    count: int
    sequential: bool
    enough: int | None = None
    loop: bool = False


@dataclass(frozen=True)
class Activity(Block):
    """Work with boundary events or a marker.

    ``kind`` is userTask, serviceTask, receiveTask, subProcess, transaction or
    callActivity; the last three have a scope.
    """

    kind: str
    scope: Scope | None = None
    edges: tuple[Edge, ...] = ()
    many: Many | None = None


def split_of(name: str) -> str:
    return f"{name}_split"


def join_of(name: str) -> str:
    return f"{name}_join"


def out_of(name: str) -> str:
    return f"{name}_out"


def start_of(name: str) -> str:
    return f"{name}_start"


def end_of(name: str) -> str:
    return f"{name}_end"


def also(name: str) -> str:
    """The second variable of an inclusive gateway."""
    return f"{name}_too"
