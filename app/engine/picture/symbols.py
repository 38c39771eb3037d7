"""The marks inside shapes, as SVG paths around their own middle."""

from app.engine.picture.geometry import Box

_ENVELOPE = "M-8 -5 h16 v10 h-16 z M-8 -5 l8 6 l8 -6"
_CLOCK = "M0 -9 a9 9 0 1 0 0.01 0 M0 -5 v5 l4 2"

EVENTS = {
    "messageEventDefinition": _ENVELOPE,
    "timerEventDefinition": _CLOCK,
    "signalEventDefinition": "M0 -8 L8 6 L-8 6 z",
    "errorEventDefinition": "M-7 7 L-3 -6 L2 2 L7 -7 L3 6 L-2 -2 z",
    "escalationEventDefinition": "M0 -8 L6 8 L0 2 L-6 8 z",
    "conditionalEventDefinition": "M-6 -8 h12 v16 h-12 z M-4 -4 h8 M-4 0 h8 M-4 4 h8",
    "linkEventDefinition": "M-8 -3 h8 v-4 l8 7 l-8 7 v-4 h-8 z",
    "compensateEventDefinition": "M0 -6 v12 l-8 -6 z M8 -6 v12 l-8 -6 z",
    "cancelEventDefinition": "M-6 -6 L6 6 M6 -6 L-6 6",
    "terminateEventDefinition": "M0 -8 a8 8 0 1 0 0.01 0 M0 -4 a4 4 0 1 0 0.01 0",
}
GATEWAYS = {
    "exclusiveGateway": "M-7 -7 L7 7 M7 -7 L-7 7",
    "parallelGateway": "M0 -10 V10 M-10 0 H10",
    "inclusiveGateway": "M0 -9 a9 9 0 1 0 0.01 0",
    "complexGateway": "M0 -10 V10 M-10 0 H10 M-7 -7 L7 7 M7 -7 L-7 7",
    "eventBasedGateway": "M0 -10 a10 10 0 1 0 0.01 0 M0 -6 L6 -2 L4 5 H-4 L-6 -2 z",
}
TASKS = {
    "userTask": "M-6 7 v-4 a6 6 0 0 1 12 0 v4 z M0 -7 a4 4 0 1 0 0.01 0",
    "manualTask": "M-7 -2 h9 a2 2 0 0 1 0 4 h-4 h7 M-7 -2 v7 h11",
    "scriptTask": "M-5 -7 h10 l-3 7 l3 7 h-10 l-3 -7 z M-4 -3 h6 M-4 3 h6",
    "serviceTask": "M0 -7 a7 7 0 1 0 0.01 0 M0 -3 a3 3 0 1 0 0.01 0",
    "sendTask": _ENVELOPE,
    "receiveTask": _ENVELOPE,
    "businessRuleTask": "M-8 -6 h16 v12 h-16 z M-8 -2 h16 M-3 -6 v12",
}


def event_symbol(box: Box) -> str | None:
    """Return the mark of an event, or None for one without."""
    return EVENTS.get(box.definition)


def gateway_symbol(box: Box) -> str | None:
    """Return the mark of a gateway."""
    return GATEWAYS.get(box.kind)


def task_symbol(box: Box) -> str | None:
    """Return the mark of a task, or None for one without."""
    return TASKS.get(box.kind)
