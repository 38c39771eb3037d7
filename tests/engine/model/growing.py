"""Grows random processes, and keeps out of them what BPMN leaves open.

Where two tokens could race, the specification allows several outcomes and a comparison
means nothing. So whatever throws comes right after work that is waited for, and what a
signal or condition may start at several places at once begins with such work.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

from tests.engine.model.blocks import (
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
    start_of,
)

Number = Callable[[int, int], int]  # draws from the least to the most

CODES = ("red", "blue")
AWAITED = ("timer", "message", "signal", "conditional")
ON_EDGES = (*AWAITED, "error", "escalation")
AT_ONCE = ("signal", "conditional", "escalation")  # may start several flows at once
WORK = (
    "userTask",
    "serviceTask",
    "receiveTask",
    "subProcess",
    "callActivity",
    "transaction",
)
KINDS = (
    *("task", "task", "script", "catch", "throw", "exit"),
    *("seq", "xor", "and", "or", "loop", "gate"),
    *("activity",) * 8,
)
LEAVES = 6  # of KINDS
DEEPEST = 4


class Growing:
    """Draws one process.

    Args:
        number: draws one.
        size: about how many blocks it has.
    """

    def __init__(self, number: Number, size: int = 9) -> None:
        self.number = number
        self.left = size
        self.in_or = False  # between an inclusive split and its join, in one scope
        self.in_transaction = False  # in its very scope
        self.overlaps = False  # tokens of several rounds may be here, in one scope
        self.numbers = count(1)

    def name(self, kind: str) -> str:
        return f"{kind}{next(self.numbers)}"

    def pick(self, *options: Any) -> Any:
        return options[self.number(0, len(options) - 1)]

    # --- blocks -----------------------------------------------------------------------

    def block(self, depth: int = 0) -> Block:
        self.left -= 1
        only_leaves = self.left <= 0 or depth >= DEEPEST
        kind = self.pick(*(KINDS[:LEAVES] if only_leaves else KINDS))
        if self.overlaps and kind in ("and", "or"):
            kind = "xor"  # a join would pair tokens of different rounds, and rightly
        made: Block = getattr(self, f"grow_{kind}")(depth + 1)
        return made

    def grow_task(self, depth: int = 0) -> Task:
        return Task(self.name("task"))

    def grow_script(self, depth: int) -> Script:
        return Script(self.name("script"))

    def then(self, block: Block) -> Seq:
        """Wait for somebody before something."""
        return Seq(self.name("seq"), (self.grow_task(), block))

    def grow_throw(self, depth: int) -> Block:
        kind = self.pick("signal", "message", "escalation")
        return self.then(Throw(self.name("throw"), kind, self.pick(*CODES)))

    def grow_exit(self, depth: int) -> Block:
        # An error that nobody catches stays at its end event, and no join waits for it.
        kind = "terminate" if self.in_or else self.pick("error", "error", "terminate")
        if self.in_transaction and self.pick(True, False):
            kind = "cancel"
        return self.then(Exit(self.name("exit"), kind, self.pick(*CODES)))

    def grow_catch(self, depth: int) -> Block:
        event = self.event("catch", AWAITED)
        return self.guarded(event, Catch(event.name, event), before=False)

    def parts(self, depth: int) -> tuple[Block, ...]:
        return tuple(self.block(depth) for _ in range(self.pick(2, 2, 3)))

    def grow_seq(self, depth: int) -> Block:
        return Seq(self.name("seq"), self.parts(depth))

    def grow_xor(self, depth: int) -> Block:
        return Xor(self.name("xor"), self.parts(depth))

    def grow_and(self, depth: int) -> Block:
        return And(self.name("and"), self.parts(depth))

    def grow_or(self, depth: int) -> Block:
        around, self.in_or = self.in_or, True
        made = Or(self.name("or"), self.parts(depth))
        self.in_or = around
        return made

    def grow_loop(self, depth: int) -> Block:
        return Loop(self.name("loop"), self.then(self.block(depth)))

    def grow_gate(self, depth: int) -> Block:
        events = self.events("gate", AWAITED, 2, 3)
        ways = [(event, self.guarded(event, self.block(depth))) for event in events]
        return Gate(self.name("gate"), tuple(ways))

    # --- activities -------------------------------------------------------------------

    def grow_activity(self, depth: int) -> Block:
        kind = self.pick(*WORK)
        many = self.many() if self.pick(False, False, True) else None
        scope = None
        if kind in ("subProcess", "callActivity", "transaction"):
            scope = self.grow_scope(depth, transaction=kind == "transaction")
            if many is not None or kind == "callActivity":
                scope = replace(scope, body=self.then(scope.body))
        edges = tuple(
            Edge(event, interrupting, self.behind(event, interrupting, depth))
            for event, interrupting in self.handled("edge", ON_EDGES)
        )
        if kind == "transaction":
            event = Event(self.name("edge_cancel"), "cancel")
            edges += (Edge(event, True, self.block(depth)),)
        made = Activity(self.name(kind), kind, scope, edges, many)
        return self.then(made) if kind == "callActivity" else made

    def behind(self, event: Event, interrupting: bool, depth: int) -> Block:
        """What follows a boundary event; it may begin again before it has ended."""
        around = self.in_or, self.overlaps
        if not interrupting:
            self.in_or, self.overlaps = False, True
        made = self.guarded(event, self.block(depth))
        self.in_or, self.overlaps = around
        return made

    def many(self) -> Many:
        count, sequential = self.pick(2, 3, 1, 0), self.pick(False, True)
        loop = sequential and self.pick(False, True)
        return Many(count, sequential, self.pick(None, None, 1, 2), loop)

    def grow_scope(self, depth: int, *, transaction: bool = False) -> Scope:
        around = self.in_or, self.overlaps, self.in_transaction
        self.in_or, self.overlaps, self.in_transaction = False, False, transaction
        body = self.block(depth) if depth else self.grow_seq(1)
        self.in_transaction = False
        handlers = []
        # Those of the process often end everything before it becomes interesting.
        rare = depth == 0 and self.pick(True, True, False)
        for event, interrupting in () if rare else self.handled("event", ON_EDGES):
            name = self.name("handler")
            named = replace(event, name=start_of(name))  # drawn as its start event
            inside = self.guarded(event, self.block(depth))
            handlers.append(Handler(name, named, interrupting, inside))
        self.in_or, self.overlaps, self.in_transaction = around
        return Scope(body, tuple(handlers))

    # --- events -----------------------------------------------------------------------

    def event(self, role: str, kinds: tuple[str, ...]) -> Event:
        kind = self.pick(*kinds)
        code = self.pick(*CODES) if kind not in ("timer", "conditional") else None
        if kind in ("error", "escalation") and self.pick(False, False, True):
            code = None
        return Event(self.name(f"{role}_{kind}"), kind, code)

    def events(
        self, role: str, kinds: tuple[str, ...], least: int, most: int
    ) -> list[Event]:
        """Draw events that cannot be mistaken for each other."""
        found: dict[Any, Event] = {}
        for _ in range(self.number(least, most)):
            event = self.event(role, kinds)
            found.setdefault((event.kind, event.code), event)
            if len(found) < least:
                other = replace(event, name=self.name(role), kind="timer", code=None)
                found.setdefault(("timer", None), other)
        return list(found.values())

    def handled(self, role: str, kinds: tuple[str, ...]) -> list[tuple[Event, bool]]:
        """Draw events for an edge or a scope; errors always interrupt."""
        found = []
        if self.pick(False, True):
            for event in self.events(role, kinds, 1, 2):
                interrupting = event.kind == "error" or self.pick(True, False)
                cycle = event.kind == "timer" and not interrupting
                kind = self.pick("timer", "cycle") if cycle else event.kind
                found.append((replace(event, kind=kind), interrupting))
        return found

    def guarded(self, event: Event, block: Block, *, before: bool = True) -> Block:
        if event.kind not in AT_ONCE:
            return block
        if before:
            return self.then(block)
        return Seq(self.name("seq"), (block, self.grow_task()))
