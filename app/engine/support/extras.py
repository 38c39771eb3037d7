"""Lines of the table for what vendors add to BPMN.

Whatever has no line is refused, for nobody knows what it would change.
"""

from dataclasses import dataclass

from app.engine.support.rows import EXECUTED, REFUSED, WARNED, Frame, Row, State


@dataclass(frozen=True, slots=True)
class Extra:
    """An attribute or element of a vendor.

    Attributes:
        row: what becomes of it.
        on: the BPMN elements it is read on; empty for any. Elsewhere it is refused.
        harmless: the value that even its vendor takes for nothing, or None.
    """

    row: Row
    on: frozenset[str] = frozenset()
    harmless: str | None = None


_HOSTS = {
    "userTask": '<userTask id="x" camunda:assignee="ann" {}>[]</userTask>',
    "startEvent": '<startEvent id="x" {}>[]</startEvent>',
    "serviceTask": '<serviceTask id="x" {}>[]</serviceTask>',
    "external": '<serviceTask id="x" camunda:type="external" camunda:topic="t" {}>[]'
    "</serviceTask>",
    "class": '<serviceTask id="x" camunda:class="org.example.Pay" {}>[]</serviceTask>',
    "decision": '<businessRuleTask id="x" camunda:decisionRef="limit" {}>[]'
    "</businessRuleTask>",
    "bare businessRuleTask": '<businessRuleTask id="x" {}>[]</businessRuleTask>',
    "scriptTask": '<scriptTask id="x" scriptFormat="python" {}>[]'
    "<script>1 + 1</script></scriptTask>",
    "bare scriptTask": '<scriptTask id="x" {}>[]</scriptTask>',
    "callActivity": '<callActivity id="x" calledElement="p" {}>[]</callActivity>',
    "bare callActivity": '<callActivity id="x" {}>[]</callActivity>',
    "task": '<task id="x" {}>[]</task>',
    "bare userTask": '<userTask id="x" {}>[]</userTask>',
    "bare serviceTask": '<serviceTask id="x" {}>[]</serviceTask>',
    "pay": '<serviceTask id="x" camunda:topic="pay" {}>[]</serviceTask>',
    "external type": '<serviceTask id="x" camunda:type="external" {}>[]</serviceTask>',
    "each": '<userTask id="x" camunda:assignee="ann"><multiInstanceLoopCharacteristics '
    "{}>[]<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
    "</userTask>",
    "bare each": '<userTask id="x" camunda:assignee="ann">'
    "<multiInstanceLoopCharacteristics {}>[]</multiInstanceLoopCharacteristics>"
    "</userTask>",
    "error": '<boundaryEvent id="x" attachedToRef="host"><errorEventDefinition '
    'errorRef="r" {}/></boundaryEvent>',
    "escalation": '<boundaryEvent id="x" attachedToRef="host">'
    '<escalationEventDefinition escalationRef="l" {}/></boundaryEvent>',
    "conditional": '<intermediateCatchEvent id="x"><conditionalEventDefinition {}>'
    "<condition>${a}</condition></conditionalEventDefinition></intermediateCatchEvent>",
    "throw": '<intermediateThrowEvent id="x"><signalEventDefinition signalRef="g">[]'
    "</signalEventDefinition></intermediateThrowEvent>",
    "message": '<message id="x" name="shipped">[]</message>',
}
_FRAMES: dict[str, Frame] = {
    "startEvent": "start",
    "error": "beside",
    "escalation": "beside",
    "message": "definitions",
}
SERVICES = frozenset(
    {"serviceTask", "sendTask", "businessRuleTask", "messageEventDefinition"}
)
WITH_FORM = frozenset({"userTask", "startEvent"})
MARKER = frozenset({"multiInstanceLoopCharacteristics"})


def attribute(
    name: str,
    host: str,
    value: str,
    on: frozenset[str] | str = frozenset(),
    *,
    state: State = EXECUTED,
    rule: str = "",
    harmless: str | None = None,
    note: str = "",
) -> Extra:
    """Return the line of a ``camunda:`` attribute, shown on a host."""
    example = _HOSTS[host].replace("{}", f'camunda:{name}="{value}"').replace("[]", "")
    row = Row(
        f"camunda:{name}",
        state,
        example.replace(" >", ">"),
        _FRAMES.get(host, "node"),
        rule
        or {WARNED: "ignored-extension", REFUSED: "unsupported-extension"}.get(
            state, ""
        ),
        note,
    )
    places = frozenset({on}) if isinstance(on, str) else on
    return Extra(row, places, harmless)


def element(
    name: str,
    host: str,
    xml: str,
    on: frozenset[str] | str = frozenset(),
    *,
    state: State = EXECUTED,
    rule: str = "",
    note: str = "",
) -> Extra:
    """Return the line of an extension element, shown on a host."""
    inside = f"<extensionElements>{xml}</extensionElements>"
    example = _HOSTS[host].replace(" {}", "").replace("[]", inside)
    default = {WARNED: "ignored-extension", REFUSED: "unsupported-extension"}
    places = frozenset({on}) if isinstance(on, str) else on
    row = Row(
        name,
        state,
        example,
        _FRAMES.get(host, "node"),
        rule or default.get(state, ""),
        note,
    )
    return Extra(row, places)


def named(*extras: Extra) -> dict[str, Extra]:
    """Return lines by their names without the prefix."""
    return {extra.row.name.partition(":")[2]: extra for extra in extras}
