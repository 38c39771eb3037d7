"""Draws a tree of blocks as BPMN."""

from dataclasses import dataclass, field
from itertools import pairwise

from tests.engine.model.blocks import (
    CYCLES,
    Activity,
    And,
    Block,
    Catch,
    Edge,
    Event,
    Exit,
    Gate,
    Handler,
    Loop,
    Many,
    Or,
    Scope,
    Script,
    Seq,
    Task,
    Throw,
    Xor,
    also,
    end_of,
    join_of,
    out_of,
    split_of,
    start_of,
)
from tests.engine.model.pens import Node, Pen, Style, node


@dataclass
class Part:
    """What is drawn for a block, and where flows arrive and leave."""

    first: str
    last: str
    nodes: list[Node] = field(default_factory=list)


class Drawing:
    """A process and what it calls, as BPMN files.

    Attributes:
        choices: variable to the number of its values, for conditions in the flow.
        flags: variables of conditional events.
        called: key to scope of the called processes.
    """

    def __init__(self, scope: Scope) -> None:
        self.choices: dict[str, int] = {}
        self.flags: list[str] = []
        self.called: dict[str, Node] = {}
        self.codes: set[tuple[str, str]] = set()
        self.count = 0
        self.process = self.process_of("p", scope)

    def xml(self, style: Style, key: str = "p") -> bytes:
        """Return the file with one of the processes."""
        process = self.process if key == "p" else self.called[key]
        root = node("definitions", targetNamespace="http://example.org")
        for kind, code in sorted(self.codes):
            named = {"name": code}
            if kind in ("error", "escalation"):
                named[f"{kind}Code"] = code
            root.children.append(Node(kind, {"id": f"{kind}_{code}", **named}, []))
        root.children.append(process)
        return Pen(style).write(root).encode()

    # --- scopes -----------------------------------------------------------------------

    def process_of(self, key: str, scope: Scope) -> Node:
        inside = self.scope(key, scope)
        return Node("process", {"id": key, "isExecutable": "true"}, [*inside])

    def scope(self, name: str, scope: Scope, start: Node | None = None) -> list[Node]:
        begin = start or node("startEvent", id=start_of(name))
        body = self.draw(scope.body)
        handlers = [self.handler(handler) for handler in scope.handlers]
        return [
            begin,
            *body.nodes,
            node("endEvent", id=end_of(name)),
            self.flow(start_of(name), body.first),
            self.flow(body.last, end_of(name)),
            *handlers,
        ]

    def handler(self, handler: Handler) -> Node:
        start = node("startEvent", self.definition(handler.event))
        start.attributes = {"id": start_of(handler.name)}
        start.attributes["isInterrupting"] = yes(handler.interrupting)
        inside = self.scope(handler.name, Scope(handler.body), start)
        attributes = {"id": handler.name, "triggeredByEvent": "true"}
        return Node("subProcess", attributes, [*inside])

    def flow(self, source: str, target: str, condition: str = "") -> Node:
        self.count += 1
        made = node("sequenceFlow", id=f"flow{self.count}")
        made.attributes |= {"sourceRef": source, "targetRef": target}
        if condition:
            made.children.append(node("conditionExpression", condition))
        return made

    # --- events -----------------------------------------------------------------------

    def definition(self, event: Event) -> Node:
        made = node(f"{KINDS.get(event.kind, event.kind)}EventDefinition")
        if event.kind == "timer":
            made.children.append(node("timeDuration", "PT1H"))
        elif event.kind == "cycle":
            made.children.append(node("timeCycle", f"R{CYCLES}/PT1H"))
        elif event.kind == "conditional":
            self.flags.append(event.name)
            made.children.append(node("condition", f"${{{event.name} == 1}}"))
        elif event.code is not None:
            made.attributes[f"{event.kind}Ref"] = self.named(event.kind, event.code)
        return made

    def named(self, kind: str, code: str) -> str:
        self.codes.add((kind, code))
        return f"{kind}_{code}"

    def reference(self, kind: str, code: str) -> Node:
        made = node(f"{kind}EventDefinition")
        made.attributes[f"{kind}Ref"] = self.named(kind, code)
        return made

    def edge(self, host: str, edge: Edge) -> Part:
        """Draw a boundary event; an interrupting one leads back into the flow."""
        name = edge.event.name
        event = node("boundaryEvent", self.definition(edge.event), id=name)
        event.attributes["attachedToRef"] = host
        event.attributes["cancelActivity"] = yes(edge.interrupting)
        body = self.draw(edge.body)
        nodes = [event, *body.nodes, self.flow(name, body.first)]
        if edge.interrupting:
            nodes.append(self.flow(body.last, join_of(host)))
        else:
            nodes.append(node("endEvent", id=end_of(name)))
            nodes.append(self.flow(body.last, end_of(name)))
        return Part(name, body.last, nodes)

    # --- blocks -----------------------------------------------------------------------

    def draw(self, block: Block) -> Part:
        """Draw a block."""
        drawn: Part = getattr(self, f"draw_{type(block).__name__.lower()}")(block)
        return drawn

    def draw_task(self, block: Task) -> Part:
        return one(block.name, node("userTask", id=block.name))

    def draw_script(self, block: Script) -> Part:
        script = node("script", "n = n + 1")
        return one(
            block.name, node("scriptTask", script, id=block.name, scriptFormat="python")
        )

    def draw_catch(self, block: Catch) -> Part:
        definition = self.definition(block.event)
        return one(
            block.name, node("intermediateCatchEvent", definition, id=block.name)
        )

    def draw_throw(self, block: Throw) -> Part:
        definition = self.reference(block.kind, block.code)
        return one(
            block.name, node("intermediateThrowEvent", definition, id=block.name)
        )

    def draw_exit(self, block: Exit) -> Part:
        split, join, end = split_of(block.name), join_of(block.name), end_of(block.name)
        self.choices[block.name] = 2
        leave = (
            self.reference("error", block.code)
            if block.kind == "error"
            else node(f"{block.kind}EventDefinition")
        )
        return Part(
            split,
            join,
            [
                node("exclusiveGateway", id=split),
                node("endEvent", leave, id=end),
                node("task", id=join),
                self.flow(split, end, f"${{{block.name} == 1}}"),
                self.flow(split, join, f"${{{block.name} != 1}}"),
            ],
        )

    def draw_seq(self, block: Seq) -> Part:
        parts = [self.draw(part) for part in block.parts]
        nodes = [each for part in parts for each in part.nodes]
        nodes += [self.flow(a.last, b.first) for a, b in pairwise(parts)]
        return Part(parts[0].first, parts[-1].last, nodes)

    def draw_xor(self, block: Xor) -> Part:
        self.choices[block.name] = len(block.parts)
        conditions = [f"${{{block.name} == {n}}}" for n in range(len(block.parts))]
        return self.fork("exclusiveGateway", block.name, block.parts, conditions)

    def draw_and(self, block: And) -> Part:
        return self.fork(
            "parallelGateway", block.name, block.parts, [""] * len(block.parts)
        )

    def draw_or(self, block: Or) -> Part:
        name, more, ways = block.name, also(block.name), len(block.parts)
        self.choices[name] = self.choices[more] = ways
        conditions = [f"${{{name} == {n} || {more} == {n}}}" for n in range(ways)]
        return self.fork("inclusiveGateway", name, block.parts, conditions)

    def fork(
        self, kind: str, name: str, blocks: tuple[Block, ...], conditions: list[str]
    ) -> Part:
        split, join = split_of(name), join_of(name)
        part = Part(split, join, [node(kind, id=split), node(kind, id=join)])
        for block, condition in zip(blocks, conditions, strict=True):
            inner = self.draw(block)
            part.nodes += [
                *inner.nodes,
                self.flow(split, inner.first, condition),
                self.flow(inner.last, join),
            ]
        return part

    def draw_loop(self, block: Loop) -> Part:
        enter, leave, out = (
            split_of(block.name),
            join_of(block.name),
            out_of(block.name),
        )
        self.choices[block.name] = 2
        body = self.draw(block.body)
        return Part(
            enter,
            out,
            [
                node("exclusiveGateway", id=enter),
                *body.nodes,
                node("exclusiveGateway", id=leave),
                node("task", id=out),
                self.flow(enter, body.first),
                self.flow(body.last, leave),
                self.flow(leave, enter, f"${{{block.name} == 1}}"),
                self.flow(leave, out, f"${{{block.name} != 1}}"),
            ],
        )

    def draw_gate(self, block: Gate) -> Part:
        split, join = split_of(block.name), join_of(block.name)
        part = Part(split, join)
        part.nodes = [node("eventBasedGateway", id=split)]
        part.nodes.append(node("exclusiveGateway", id=join))
        for event, way in block.ways:
            catch = node("intermediateCatchEvent", self.definition(event))
            catch.attributes["id"] = event.name
            inner = self.draw(way)
            part.nodes += [
                catch,
                *inner.nodes,
                self.flow(split, event.name),
                self.flow(event.name, inner.first),
                self.flow(inner.last, join),
            ]
        return part

    def draw_activity(self, block: Activity) -> Part:
        name = block.name
        made = Node(block.kind, {"id": name}, [])
        if block.many is not None:
            made.children.append(marker(block.many))
        getattr(self, f"fill_{block.kind}")(made, block)
        part = one(name, made)
        for edge in block.edges:
            part.nodes += self.edge(name, edge).nodes
        if any(edge.interrupting for edge in block.edges):
            part.last = join_of(name)
            part.nodes.append(node("exclusiveGateway", id=part.last))
            part.nodes.append(self.flow(name, part.last))
        return part

    def fill_userTask(self, made: Node, block: Activity) -> None:
        """Nothing more."""

    def fill_serviceTask(self, made: Node, block: Activity) -> None:
        made.attributes |= {"camunda:type": "external", "camunda:topic": "work"}

    def fill_receiveTask(self, made: Node, block: Activity) -> None:
        made.attributes["messageRef"] = self.named("message", f"to_{block.name}")

    def fill_subProcess(self, made: Node, block: Activity) -> None:
        assert block.scope is not None
        made.children += self.scope(block.name, block.scope)

    fill_transaction = fill_subProcess

    def fill_callActivity(self, made: Node, block: Activity) -> None:
        assert block.scope is not None
        key = f"{block.name}_process"
        inside = self.scope(block.name, block.scope)
        self.called[key] = Node(
            "process", {"id": key, "isExecutable": "true"}, [*inside]
        )
        made.attributes["calledElement"] = key
        extensions = node("extensionElements")
        extensions.children.append(node("camunda:in", variables="all"))
        extensions.children.append(node("camunda:out", source="n", target="n"))
        made.children.insert(0, extensions)


KINDS = {"cycle": "timer"}


def yes(value: bool) -> str:
    return "true" if value else "false"


def one(name: str, made: Node) -> Part:
    return Part(name, name, [made])


def marker(many: Many) -> Node:
    if many.loop:
        made = node("standardLoopCharacteristics", loopMaximum=str(many.count))
        if many.enough is not None:
            condition = f"${{loopCounter < {many.enough}}}"
            made.children.append(node("loopCondition", condition))
        return made
    made = node("multiInstanceLoopCharacteristics")
    made.attributes["isSequential"] = yes(many.sequential)
    made.children.append(node("loopCardinality", str(many.count)))
    if many.enough is not None:
        enough = f"${{nrOfCompletedInstances >= {many.enough}}}"
        made.children.append(node("completionCondition", enough))
    return made
