"""Random structured diagrams do what a few lines of plain recursion say they do.

The oracle keeps what is left of a block after each step; the engine must have the same
elements waiting after every step, kept in memory and restored from bytes alike.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.conftest import Play

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
MAX_STEPS = 25


@dataclass(frozen=True)
class Block:
    kind: str
    parts: tuple["Block", ...] = ()


TASK = Block("task")
BLOCKS = st.recursive(
    st.just(TASK),
    lambda inner: st.one_of(
        st.builds(
            Block,
            st.sampled_from(["seq", "xor", "and", "or"]),
            st.lists(inner, min_size=2, max_size=3).map(tuple),
        ),
        st.builds(Block, st.sampled_from(["loop", "sub"]), st.tuples(inner)),
        st.builds(Block, st.just("timer"), st.tuples(inner, inner)),
    ),
    max_leaves=8,
)

# --- the diagram ----------------------------------------------------------------------


class Drawing:
    """Draws a block as BPMN and names its elements."""

    def __init__(self, block: Block) -> None:
        self.count = 0
        self.named: list[str] = []
        self.choices: dict[str, int] = {}  # variable -> number of ways
        self.tree: Any = None
        first, last, body, self.tree = self.draw(block)
        body += self.node("startEvent", "begin") + self.node("endEvent", "done")
        body += self.flow("begin", first) + self.flow(last, "done")
        process = f'<process id="p">{body}</process>'
        self.xml = f'<definitions xmlns="{MODEL}">{process}</definitions>'

    def name(self, kind: str) -> str:
        self.count += 1
        return f"{kind}{self.count}"

    def node(self, kind: str, element_id: str, inside: str = "", more: str = "") -> str:
        return f'<{kind} id="{element_id}" {more}>{inside}</{kind}>'

    def flow(self, source: str, target: str, condition: str = "") -> str:
        if condition:
            condition = f"<conditionExpression>{condition}</conditionExpression>"
        ends = f'sourceRef="{source}" targetRef="{target}"'
        return f'<sequenceFlow id="{self.name("f")}" {ends}>{condition}</sequenceFlow>'

    def draw(self, block: Block) -> tuple[str, str, str, Any]:
        """Return (first element, last element, XML, the block with its names)."""
        return getattr(self, f"draw_{block.kind}")(block)

    def draw_task(self, _block: Block) -> tuple[str, str, str, Any]:
        task = self.name("t")
        return task, task, self.node("userTask", task), ("task", task)

    def draw_seq(self, block: Block) -> tuple[str, str, str, Any]:
        parts = [self.draw(part) for part in block.parts]
        body = "".join(part[2] for part in parts)
        for before, after in pairwise(parts):
            body += self.flow(before[1], after[0])
        return parts[0][0], parts[-1][1], body, ("seq", [p[3] for p in parts])

    def split(self, kind: str, block: Block, condition: Any) -> Any:
        split, join = self.name("split"), self.name("join")
        body = self.node(kind, split) + self.node(kind, join)
        tree = []
        for number, part in enumerate(block.parts):
            first, last, inside, named = self.draw(part)
            body += inside + self.flow(split, first, condition(split, number))
            body += self.flow(last, join)
            tree.append(named)
        return split, join, body, tree

    def draw_xor(self, block: Block) -> tuple[str, str, str, Any]:
        split, join, body, tree = self.split(
            "exclusiveGateway", block, lambda split, n: f"${{{split} == {n}}}"
        )
        self.choices[split] = len(tree)
        return split, join, body, ("xor", split, tree)

    def draw_and(self, block: Block) -> tuple[str, str, str, Any]:
        split, join, body, tree = self.split("parallelGateway", block, lambda *_: "")
        return split, join, body, ("and", tree)

    def draw_or(self, block: Block) -> tuple[str, str, str, Any]:
        # one way always holds, so that the gateway has a way out
        split, join, body, tree = self.split(
            "inclusiveGateway",
            block,
            lambda split, n: f"${{{split} == {n} || {split}_too == {n}}}",
        )
        self.choices[split] = self.choices[f"{split}_too"] = len(tree)
        return split, join, body, ("or", split, tree)

    def draw_loop(self, block: Block) -> tuple[str, str, str, Any]:
        enter, leave = self.name("enter"), self.name("leave")
        first, last, body, tree = self.draw(block.parts[0])
        out = self.name("out")
        body += self.node("exclusiveGateway", enter) + self.flow(enter, first)
        body += self.node("exclusiveGateway", leave) + self.flow(last, leave)
        body += self.node("task", out)
        body += self.flow(leave, enter, f"${{{leave} == 1}}")
        body += self.flow(leave, out, f"${{{leave} == 0}}")
        self.choices[leave] = 2
        return enter, out, body, ("loop", leave, tree)

    def draw_sub(self, block: Block) -> tuple[str, str, str, Any]:
        sub, begin, end = self.name("sub"), self.name("begin"), self.name("end")
        first, last, body, tree = self.draw(block.parts[0])
        body += self.node("startEvent", begin) + self.flow(begin, first)
        body += self.node("endEvent", end) + self.flow(last, end)
        return sub, sub, self.node("subProcess", sub, body), tree

    def draw_timer(self, block: Block) -> tuple[str, str, str, Any]:
        sub, _, body, tree = self.draw_sub(Block("sub", block.parts[:1]))
        timer, merge = self.name("timer"), self.name("merge")
        first, last, late, late_tree = self.draw(block.parts[1])
        due = "<timeDuration>PT1H</timeDuration>"
        body += late + self.node(
            "boundaryEvent",
            timer,
            f"<timerEventDefinition>{due}</timerEventDefinition>",
            f'attachedToRef="{sub}"',
        )
        body += self.node("exclusiveGateway", merge) + self.flow(timer, first)
        body += self.flow(last, merge) + self.flow(sub, merge)
        return sub, merge, body, ("timer", timer, tree, late_tree)


# --- the oracle: what is left of a block ----------------------------------------------


def enter(tree: Any, chosen: dict[str, int]) -> Any:
    match tree:
        case ("task", name):
            return ("task", name)
        case ("seq", parts):
            return ("then", enter(parts[0], chosen), parts[1:])
        case ("xor", split, parts):
            return enter(parts[chosen[split]], chosen)
        case ("and", parts):
            return ("all", [enter(part, chosen) for part in parts])
        case ("or", split, parts):
            taken = sorted({chosen[split], chosen[f"{split}_too"]})
            return ("all", [enter(parts[n], chosen) for n in taken])
        case ("loop", leave, body):
            return ("again", leave, enter(body, chosen), body)
        case ("timer", timer, body, late):
            return ("until", timer, enter(body, chosen), late)


def waiting(left: Any) -> list[str]:
    match left:
        case None:
            return []
        case ("task", name):
            return [name]
        case ("then", now, _):
            return waiting(now)
        case ("all", parts):
            return [name for part in parts for name in waiting(part)]
        case ("again", _, now, _):
            return waiting(now)
        case ("until", timer, now, _):
            return [timer, *waiting(now)]
    raise AssertionError(left)


def after(left: Any, name: str, chosen: dict[str, int]) -> Any:
    """Return what is left when ``name`` is done; None when nothing is."""
    if left is None or name not in waiting(left):
        return left
    return {
        "task": lambda *_: None,
        "then": after_then,
        "all": after_all,
        "again": after_again,
        "until": after_until,
    }[left[0]](left, name, chosen)


def after_then(left: Any, name: str, chosen: dict[str, int]) -> Any:
    _, now, rest = left
    now = after(now, name, chosen)
    if now is None and rest:
        return ("then", enter(rest[0], chosen), rest[1:])
    return now and ("then", now, rest)


def after_all(left: Any, name: str, chosen: dict[str, int]) -> Any:
    parts = [after(part, name, chosen) for part in left[1]]
    return ("all", parts) if any(parts) else None


def after_again(left: Any, name: str, chosen: dict[str, int]) -> Any:
    _, leave, now, body = left
    now = after(now, name, chosen)
    if now is None and chosen[leave]:
        return ("again", leave, enter(body, chosen), body)
    return now and ("again", leave, now, body)


def after_until(left: Any, name: str, chosen: dict[str, int]) -> Any:
    _, timer, now, late = left
    if timer == name:
        return enter(late, chosen)
    now = after(now, name, chosen)
    return now and ("until", timer, now, late)


# --- the law --------------------------------------------------------------------------


def choose(data: st.DataObject, choices: dict[str, int]) -> dict[str, int]:
    return {
        name: data.draw(st.integers(0, ways - 1), label=name)
        for name, ways in choices.items()
    }


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(block=BLOCKS, data=st.data())
def test_a_structured_diagram_does_what_recursion_says(block, data):
    drawing = Drawing(block)
    chosen = choose(data, drawing.choices)
    source = drawing.xml.encode()
    live = Play(source, live=True).begin(dict(chosen))
    saved = Play(source, live=False).begin(dict(chosen))
    left = enter(drawing.tree, chosen)
    for _ in range(MAX_STEPS):
        assert live.waiting == saved.waiting == sorted(waiting(left))
        assert live.passed == saved.passed
        assert live.outcome.ended is saved.outcome.ended is (left is None)
        if left is None:
            break
        name = data.draw(st.sampled_from(sorted(waiting(left))), label="next")
        chosen = choose(data, drawing.choices)
        for ticket in (live, saved):
            if name.startswith("timer"):
                ticket.correct(**chosen).fire(name)
            else:
                ticket.complete(name, **chosen)
        left = after(left, name, chosen)
    assert live.variables == saved.variables
