"""Writes XML in the hand of one modeler or another."""

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
CAMUNDA = "http://camunda.org/schema/1.0/bpmn"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LEADING = ("extensionElements", "incoming", "outgoing")


@dataclass(frozen=True)
class Style:
    """How a modeler writes what is all the same."""

    prefix: str = ""
    backwards: bool = False  # attributes in the other order
    incoming: bool = False  # flows named again in what they connect
    explicit: bool = False  # defaults written out, typed expressions, CDATA
    flows_first: bool = False


@dataclass
class Node:
    tag: str
    attributes: dict[str, str]
    children: "list[Node | str]"


def node(tag: str, *children: "Node | str", **attributes: str) -> Node:
    named = {key.rstrip("_").replace("__", ":"): v for key, v in attributes.items()}
    return Node(tag, named, list(children))


class Pen:
    """Writes nodes in one style."""

    def __init__(self, style: Style) -> None:
        self.style = style

    def write(self, root: Node) -> str:
        prefix = self.style.prefix
        root.attributes |= {
            f"xmlns:{prefix}" if prefix else "xmlns": MODEL,
            "xmlns:camunda": CAMUNDA,
            "xmlns:xsi": XSI,
        }
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + self.element(root)

    def element(self, made: Node) -> str:
        name = self.name(made.tag)
        attributes = dict(made.attributes)
        if self.style.explicit:
            self.spell_out(made.tag, attributes)
        pairs = list(attributes.items())
        if self.style.backwards:
            pairs.reverse()
        written = "".join(f" {key}={quoteattr(value)}" for key, value in pairs)
        return f"<{name}{written}>{self.inside(made)}</{name}>"

    def inside(self, made: Node) -> str:
        children = made.children
        flows = [c for c in children if isinstance(c, Node) and c.tag == "sequenceFlow"]
        if self.style.flows_first and flows:
            others = [c for c in children if c not in flows]
            lead = [c for c in others if isinstance(c, Node) and c.tag in LEADING]
            children = [*lead, *flows, *(c for c in others if c not in lead)]
        written = [self.child(made, child, flows) for child in children]
        return "".join(written)

    def child(self, made: Node, child: "Node | str", flows: list[Node]) -> str:
        if isinstance(child, str):
            return f"\n<![CDATA[{child}]]>\n" if self.style.explicit else escape(child)
        if not (self.style.incoming and flows and "id" in child.attributes):
            return self.element(child)
        return self.element(self.connected(child, flows))

    def connected(self, child: Node, flows: list[Node]) -> Node:
        own, named = child.attributes["id"], []
        for tag, end in (("incoming", "targetRef"), ("outgoing", "sourceRef")):
            named += [
                node(tag, flow.attributes["id"])
                for flow in flows
                if flow.attributes[end] == own
            ]
        at = sum(isinstance(c, Node) and c.tag in LEADING for c in child.children)
        children = [*child.children[:at], *named, *child.children[at:]]
        return Node(child.tag, child.attributes, children)

    def name(self, tag: str) -> str:
        return (
            tag if ":" in tag or not self.style.prefix else f"{self.style.prefix}:{tag}"
        )

    def spell_out(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in ("conditionExpression", "condition", "timeDuration", "timeCycle"):
            attributes["xsi:type"] = self.name("tFormalExpression")
        if tag in ("userTask", "scriptTask", "subProcess", "task"):
            attributes.setdefault("name", attributes["id"])
            attributes.setdefault("startQuantity", "1")
            attributes.setdefault("completionQuantity", "1")
