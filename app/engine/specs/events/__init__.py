"""Events: where a scope begins and ends, and what happens to it meanwhile."""

from app.engine.specs.events.catching import (
    BoundaryEvent,
    Catching,
    IntermediateCatchEvent,
    win,
)
from app.engine.specs.events.definitions import (
    CaughtCancel,
    CaughtCompensation,
    CaughtError,
    CaughtEscalation,
    ConditionalDefinition,
    Definition,
    MessageDefinition,
    SignalDefinition,
    TimerDefinition,
)
from app.engine.specs.events.handlers import (
    INTERRUPTS,
    EventSubProcess,
    HandlerStart,
)
from app.engine.specs.events.starts import StartEvent
from app.engine.specs.events.throwing import (
    EndEvent,
    Terminate,
    Throw,
    ThrowError,
    ThrowEscalation,
    ThrowEvent,
    ThrowMessage,
    ThrowSignal,
    payload_of,
)

__all__ = [
    "INTERRUPTS",
    "BoundaryEvent",
    "Catching",
    "CaughtCancel",
    "CaughtCompensation",
    "CaughtError",
    "CaughtEscalation",
    "ConditionalDefinition",
    "Definition",
    "EndEvent",
    "EventSubProcess",
    "HandlerStart",
    "IntermediateCatchEvent",
    "MessageDefinition",
    "SignalDefinition",
    "StartEvent",
    "Terminate",
    "Throw",
    "ThrowError",
    "ThrowEscalation",
    "ThrowEvent",
    "ThrowMessage",
    "ThrowSignal",
    "TimerDefinition",
    "payload_of",
    "win",
]
