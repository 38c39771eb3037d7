"""What each BPMN element does with a token: SpiffWorkflow's specs, made lean.

SpiffWorkflow keeps a tree of everything that was and may be; its gateways search that
tree, so a loop makes every step slower, and a join inside a loop counts branches of the
previous round. Here a token knows only its element and the flow it came along: nothing
is predicted, what is finished is forgotten, and a join counts the tokens that wait at
it. Specs are shared by all threads and never change after parsing.

A token's life in SpiffWorkflow's words: ``_update_hook`` it arrives (True: go on at
once), ``_run_hook`` the element acts, ``_on_complete`` it leaves along the flows.
"""

from app.engine.specs.activities import (
    PassThrough,
    ScriptTask,
    SubProcess,
    UserTask,
)
from app.engine.specs.base import Arrow, Inner, Lean, ScopeSpec
from app.engine.specs.events import (
    INTERRUPTS,
    BoundaryEvent,
    EndEvent,
    EventSubProcess,
    IntermediateCatchEvent,
    StartEvent,
)
from app.engine.specs.events.definitions import TimerDefinition
from app.engine.specs.gateways import (
    ComplexGateway,
    EventBasedGateway,
    ExclusiveGateway,
    InclusiveGateway,
    ParallelGateway,
)

__all__ = [
    "INTERRUPTS",
    "Arrow",
    "BoundaryEvent",
    "ComplexGateway",
    "EndEvent",
    "EventBasedGateway",
    "EventSubProcess",
    "ExclusiveGateway",
    "InclusiveGateway",
    "Inner",
    "IntermediateCatchEvent",
    "Lean",
    "ParallelGateway",
    "PassThrough",
    "ScopeSpec",
    "ScriptTask",
    "StartEvent",
    "SubProcess",
    "TimerDefinition",
    "UserTask",
]
