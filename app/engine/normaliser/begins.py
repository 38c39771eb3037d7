"""Where processes and sub-processes begin.

Source:
    BPMN 2.0.2, "Start Event" and "Process Instantiation and Termination": without a
    start event everything begins that no flow leads to; receive tasks and event-based
    gateways can begin a process.
"""

from typing import Any

from app.engine.normaliser.notes import Notes
from app.engine.shapes import FLOW_NODES
from app.engine.xml import BPMN, local_name, namespace, tag

_TASK_ONLY = ("messageRef", "operationRef", "implementation", "instantiate")
_TARGETS = frozenset({"intermediateCatchEvent", "receiveTask"})


def _is(element: Any, name: str) -> bool:
    return (element.get(name) or "").strip() in ("true", "1")


def _nodes(scope: Any) -> list[Any]:
    return [
        child
        for child in scope
        if namespace(child.tag) == BPMN and local_name(child) in FLOW_NODES
    ]


def _arriving(scope: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for flow in scope.iterchildren(tag("sequenceFlow")):
        found.setdefault(flow.get("targetRef") or "", []).append(flow)
    return found


def rewrite_instantiating(scope: Any) -> None:
    """Make start events of what begins a process without being one.

    A receive task that instantiates becomes a message start event, an exclusive
    event-based gateway the start events of what follows it; both keep the ids that the
    analyst knows. A gateway that waits for all of its events is left to the linter.
    """
    if scope.tag != tag("process"):
        return
    nodes = _nodes(scope)
    arriving = _arriving(scope)
    hosts = {node.get("attachedToRef") for node in nodes}
    for node in nodes:
        if not _is(node, "instantiate") or node.get("id") in arriving:
            continue
        if node.tag == tag("receiveTask"):
            _to_start(node, hosts)
        elif node.tag == tag("eventBasedGateway"):
            _gateway_to_starts(scope, node, nodes, arriving, hosts)


def _to_start(node: Any, hosts: set[Any]) -> None:
    if not _may_start(node, hosts):
        return
    if node.tag == tag("receiveTask"):
        definition = node.makeelement(tag("messageEventDefinition"))
        for name in ("messageRef", "operationRef"):
            if node.get(name):
                definition.set(name, node.get(name))
        node.append(definition)
        for name in _TASK_ONLY:
            node.attrib.pop(name, None)
    node.tag = tag("startEvent")


def _may_start(node: Any, hosts: set[Any]) -> bool:
    loops = any(local_name(c).endswith("LoopCharacteristics") for c in node)
    return not loops and node.get("id") not in hosts


def _gateway_to_starts(
    scope: Any,
    gateway: Any,
    nodes: list[Any],
    arriving: dict[str, list[Any]],
    hosts: set[Any],
) -> None:
    if (gateway.get("eventGatewayType") or "Exclusive").strip() != "Exclusive":
        return
    mine = [
        flow
        for flow in scope.iterchildren(tag("sequenceFlow"))
        if flow.get("sourceRef") == gateway.get("id")
    ]
    ids = {flow.get("targetRef") for flow in mine}
    targets = [
        node
        for node in nodes
        if node.get("id") in ids
        and local_name(node) in _TARGETS
        and len(arriving[node.get("id")]) == 1
        and _may_start(node, hosts)
    ]
    if not mine or len(targets) != len(mine):
        return
    for node in targets:
        _to_start(node, hosts)
    for element in (*mine, gateway):
        scope.remove(element)


def give_start(scope: Any, notes: Notes) -> None:
    """Draw the start event that a scope implies.

    Event sub-processes begin by their event, ad-hoc ones by whoever works in them.
    """
    if scope.tag == tag("adHocSubProcess") or _is(scope, "triggeredByEvent"):
        return
    nodes = _nodes(scope)
    if any(node.tag == tag("startEvent") for node in nodes):
        return
    arriving = _arriving(scope)
    first = [node for node in nodes if _begins(node, arriving)]
    if not first and (nodes or scope.tag == tag("process")):
        return  # everything lies in a circle: the linter says that nothing begins
    start = scope.makeelement(tag("startEvent"))
    start.set("id", notes.make("start", scope.get("id")))
    scope.append(start)
    for node in first:
        flow = scope.makeelement(tag("sequenceFlow"))
        flow.set("id", notes.make("begin", node.get("id")))
        flow.set("sourceRef", start.get("id"))
        flow.set("targetRef", node.get("id"))
        scope.append(flow)


def _begins(node: Any, arriving: dict[str, list[Any]]) -> bool:
    return not (
        node.get("id") in arriving
        or node.tag == tag("boundaryEvent")
        or _is(node, "isForCompensation")
        or _is(node, "triggeredByEvent")
        or any(c.tag == tag("linkEventDefinition") for c in node)
    )
