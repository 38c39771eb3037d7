"""Events: which symbol may stand where, and which of them are executed.

Source:
    BPMN 2.0.2, "Start Event", "Intermediate Event", "End Event": the tables of types of
    events and where each is allowed.
"""

from app.engine.support.rows import EXECUTED, REFUSED, Frame, Row

Place = str

# What an event definition is called in BPMN's XML, without "EventDefinition".
_IN_XML = {
    "message": '<messageEventDefinition messageRef="m"/>',
    "signal": '<signalEventDefinition signalRef="g"/>',
    "timer": "<timerEventDefinition><timeDuration>PT1H</timeDuration>"
    "</timerEventDefinition>",
    "conditional": "<conditionalEventDefinition><condition>${total > 9}</condition>"
    "</conditionalEventDefinition>",
    "error": '<errorEventDefinition errorRef="r"/>',
    "escalation": '<escalationEventDefinition escalationRef="l"/>',
    "compensate": "<compensateEventDefinition/>",
    "cancel": "<cancelEventDefinition/>",
    "terminate": "<terminateEventDefinition/>",
    "link": '<linkEventDefinition name="on"/>',
    "none": "",
}
_IN_XML["multiple"] = _IN_XML["message"] + _IN_XML["signal"]
_IN_XML["parallel multiple"] = _IN_XML["multiple"]

START = "startEvent"
EVENT_SUB_PROCESS = "startEvent of an event sub-process"
CATCH = "intermediateCatchEvent"
THROW = "intermediateThrowEvent"
BOUNDARY = "boundaryEvent"
NON_INTERRUPTING = "boundaryEvent, not interrupting"
NON_INTERRUPTING_SUB_PROCESS = "startEvent of an event sub-process, not interrupting"
END = "endEvent"

_TRIGGERS = ("message", "signal", "timer", "conditional")
_SEVERAL = ("multiple", "parallel multiple")
# What BPMN allows where; the symbols in the second tuple are not executed (yet).
_ALLOWED: dict[Place, tuple[tuple[str, ...], tuple[str, ...]]] = {
    START: (("none", *_TRIGGERS, "multiple"), ("parallel multiple",)),
    EVENT_SUB_PROCESS: (
        (*_TRIGGERS, "error", "escalation", "compensate", *_SEVERAL),
        (),
    ),
    NON_INTERRUPTING_SUB_PROCESS: ((*_TRIGGERS, "escalation", *_SEVERAL), ()),
    CATCH: ((*_TRIGGERS, *_SEVERAL), ()),
    THROW: (("none", "message", "signal", "escalation", "compensate", "multiple"), ()),
    BOUNDARY: (
        (*_TRIGGERS, "error", "escalation", "cancel", "compensate", *_SEVERAL),
        (),
    ),
    NON_INTERRUPTING: ((*_TRIGGERS, "escalation", *_SEVERAL), ()),
    END: (
        (
            "none",
            "terminate",
            "message",
            "signal",
            "error",
            "escalation",
            "cancel",
            "compensate",
            "multiple",
        ),
        (),
    ),
}
_RULES = {
    "multiple": "unsupported-several-events",
    "parallel multiple": "unsupported-several-events",
    "timer": "unsupported-timer-start",
    "compensate": "unsupported-compensation",
}
_FRAMES: dict[Place, Frame] = {
    START: "start",
    EVENT_SUB_PROCESS: "process",
    NON_INTERRUPTING_SUB_PROCESS: "process",
    CATCH: "node",
    THROW: "node",
    BOUNDARY: "beside",
    NON_INTERRUPTING: "beside",
    END: "end",
}


_WHOLE = ((END, "cancel"), (BOUNDARY, "compensate"))


def _example(place: Place, symbol: str) -> str:
    kind = place.partition(" ")[0].rstrip(",")
    more = ' parallelMultiple="true"' if symbol == "parallel multiple" else ""
    if kind == "boundaryEvent":
        more += ' attachedToRef="host"'
    if place == NON_INTERRUPTING:
        more += ' cancelActivity="false"'
    if place == NON_INTERRUPTING_SUB_PROCESS:
        more += ' isInterrupting="false"'
    event = f'<{kind} id="x"{more}>{_IN_XML[symbol]}</{kind}>'
    if symbol == "cancel":
        return _in_transaction(event, kind)
    if (place, symbol) == (BOUNDARY, "compensate"):
        return _with_handler(event)
    if _FRAMES[place] != "process":
        return event
    flow = '<sequenceFlow id="f" sourceRef="x" targetRef="y"/>'
    inside = f'{event}<endEvent id="y"/>{flow}'
    handler = f'<subProcess id="sub" triggeredByEvent="true">{inside}</subProcess>'
    if symbol != "compensate":
        return handler
    begin = '<startEvent id="in"/>'  # a whole process is never undone
    return f'<subProcess id="around">{begin}{handler}</subProcess>'


_CAUGHT = (
    '<boundaryEvent id="caught" attachedToRef="t"><cancelEventDefinition/>'
    '</boundaryEvent><endEvent id="undone"/>'
    '<sequenceFlow id="g" sourceRef="caught" targetRef="undone"/>'
)


def _with_handler(event: str) -> str:
    """Return the example of a compensation event on the edge of a task."""
    return (
        '<userTask id="host" camunda:assignee="ann"/>'
        f'{event}<task id="undo" isForCompensation="true"/>'
        '<association id="a" sourceRef="x" targetRef="undo"/>'
    )


def _in_transaction(event: str, kind: str) -> str:
    """Return a cancel event's example; the frame is that of a shape on the way."""
    if kind == END:
        flow = '<sequenceFlow id="in-x" sourceRef="in" targetRef="x"/>'
        inside = f'<startEvent id="in"/>{event}{flow}'
        return f'<transaction id="t">{inside}</transaction>{_CAUGHT}'
    inside = '<startEvent id="in"/>'
    return f'<transaction id="t">{inside}</transaction>' + event.replace("host", "t")


def _row(place: Place, symbol: str, *, executed: bool) -> Row:
    rule = _RULES.get(symbol, f"unsupported-{symbol}-event")
    return Row(
        f"{place}: {symbol}",
        EXECUTED if executed else REFUSED,
        _example(place, symbol),
        frame="process" if (place, symbol) in _WHOLE else _FRAMES[place],
        rule="" if executed else rule,
    )


EVENTS: dict[tuple[Place, str], Row] = {
    (place, symbol): _row(place, symbol, executed=executed)
    for place, lists in _ALLOWED.items()
    for executed, symbols in zip((True, False), lists, strict=True)
    for symbol in symbols
}
LINKS = (
    Row(
        "intermediateThrowEvent: link",
        EXECUTED,
        '<intermediateThrowEvent id="x"><linkEventDefinition name="on"/>'
        '</intermediateThrowEvent><intermediateCatchEvent id="y">'
        '<linkEventDefinition name="on"/></intermediateCatchEvent><endEvent id="z"/>'
        '<sequenceFlow id="f" sourceRef="y" targetRef="z"/>',
        frame="end",
        note="As the flow that it stands for, to the catch event of the same name.",
    ),
    Row(
        "intermediateCatchEvent: link",
        REFUSED,
        _example(CATCH, "link"),
        rule="link-dangling",
        note="Refused where no throw event leads to it, or a flow does.",
    ),
)


def place_of(kind: str, *, interrupting: bool, in_event_sub_process: bool) -> Place:
    """Return how the table calls an event's place.

    Args:
        kind: BPMN's local name of the event.
        interrupting: what ``cancelActivity`` or ``isInterrupting`` says.
        in_event_sub_process: it is the start event of one.
    """
    if kind == START and in_event_sub_process:
        return EVENT_SUB_PROCESS if interrupting else NON_INTERRUPTING_SUB_PROCESS
    if kind == BOUNDARY and not interrupting:
        return NON_INTERRUPTING
    return kind


def symbol_of(definitions: list[str], *, parallel: bool) -> str:
    """Return what the table calls an event's symbol.

    Args:
        definitions: local names of its event definitions.
        parallel: what ``parallelMultiple`` says.
    """
    if not definitions:
        return "none"
    if len(definitions) > 1:
        return "parallel multiple" if parallel else "multiple"
    return definitions[0].removesuffix("EventDefinition")
