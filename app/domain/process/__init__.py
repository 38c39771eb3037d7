"""How hall and engine talk: models, stimuli and outcomes, as plain values.

The engine is pure: the same (model, snapshot, stimulus, now) gives the same outcome.
Nothing here knows SpiffWorkflow, and nothing in the hall knows more of the engine than
this module.
"""

from app.domain.process.diagrams import (
    Element,
    Finding,
    StartPoint,
    shortened,
)
from app.domain.process.library import (
    Library,
)
from app.domain.process.outcomes import (
    DecisionMade,
    Outcome,
    Passed,
    Snapshot,
    Thrown,
)
from app.domain.process.stimuli import (
    ElementTriggered,
    ErrorRaised,
    EscalationRaised,
    IncidentRetried,
    MessageReceived,
    ServiceAnswered,
    SignalReceived,
    Stimulus,
    TimerDue,
    VariablesChanged,
    WorkCompleted,
)
from app.domain.process.values import JSONDict
from app.domain.process.waiting import (
    Incident,
    WaitingChoice,
    WaitingMessage,
    WaitingService,
    WaitingSignal,
    WaitingTimer,
    WaitingUserTask,
)

__all__ = [
    "DecisionMade",
    "Element",
    "ElementTriggered",
    "ErrorRaised",
    "EscalationRaised",
    "Finding",
    "Incident",
    "IncidentRetried",
    "JSONDict",
    "Library",
    "MessageReceived",
    "Outcome",
    "Passed",
    "ServiceAnswered",
    "SignalReceived",
    "Snapshot",
    "StartPoint",
    "Stimulus",
    "Thrown",
    "TimerDue",
    "VariablesChanged",
    "WaitingChoice",
    "WaitingMessage",
    "WaitingService",
    "WaitingSignal",
    "WaitingTimer",
    "WaitingUserTask",
    "WorkCompleted",
    "shortened",
]
