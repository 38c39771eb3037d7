"""What one line of the table of constructs says."""

from dataclasses import dataclass
from typing import Literal

State = Literal["executed", "warned", "refused"]
Frame = Literal["node", "start", "end", "process", "definitions", "beside"]

EXECUTED: State = "executed"
WARNED: State = "warned"
REFUSED: State = "refused"


@dataclass(frozen=True, slots=True)
class Row:
    """One construct and what becomes of it.

    Attributes:
        name: how readers find it: an element, an attribute, an event and its symbol.
        state: executed as BPMN says; warned: deployed, and said to mean nothing here;
            refused: not deployed.
        example: XML that uses it, on an element with the id ``x``.
        frame: where in a diagram the example stands.
        rule: of the finding when it is not executed.
        note: a sentence for readers of the documentation; "" when the name says it all.
    """

    name: str
    state: State
    example: str
    frame: Frame = "node"
    rule: str = ""
    note: str = ""


_NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'targetNamespace="urn:example"'
)
_BESIDE = """
  <message id="m" name="paid"/>
  <signal id="g" name="stop"/>
  <error id="r" name="refused" errorCode="refused"/>
  <escalation id="l" name="late" escalationCode="late"/>
"""
_START = '<startEvent id="s"/>'
_END = '<endEvent id="e"/>'


def _flow(source: str, target: str) -> str:
    ends = f'sourceRef="{source}" targetRef="{target}"'
    return f'<sequenceFlow id="{source}-{target}" {ends}/>'


_FRAMES: dict[Frame, str] = {
    "node": _START + "{}" + _END + _flow("s", "x") + _flow("x", "e"),
    "start": "{}" + _END + _flow("x", "e"),
    "end": _START + "{}" + _flow("s", "x"),
    "process": _START + _END + _flow("s", "e") + "{}",
    "beside": _START
    + '<userTask id="host" camunda:assignee="ann"/>'
    + "{}"
    + '<endEvent id="after"/>'
    + _END
    + _flow("s", "host")
    + _flow("host", "e")
    + _flow("x", "after"),
    "definitions": _START + _END + _flow("s", "e"),
}


def document(row: Row) -> str:
    """Return a whole diagram around a row's example."""
    is_root = row.frame == "definitions"
    body = _FRAMES[row.frame].replace("{}", "" if is_root else row.example)
    beside = _BESIDE + (row.example if is_root else "")
    process = f'<process id="p" isExecutable="true">{body}</process>'
    return f"<definitions {_NAMESPACES}>{beside}{process}</definitions>"
