"""How a token walks through blocks that are no activities."""

from collections import deque

from tests.engine.model.blocks import (
    Activity,
    And,
    Block,
    Catch,
    Event,
    Exit,
    Gate,
    Loop,
    Or,
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
)
from tests.engine.model.frames import Frame, Then, Wait


class Walking:
    """What each kind of block does with a token; ``Game`` has the rest."""

    queue: deque[tuple[Frame, Then]]
    passed: list[str]
    thrown: list[tuple[str, str]]

    # --- blocks -----------------------------------------------------------------------

    def enter(self, block: Block, frame: Frame, then: Then) -> None:
        """A token arrives at a block."""
        if frame.open:
            getattr(self, f"enter_{type(block).__name__.lower()}")(block, frame, then)

    def enter_task(self, block: Task, frame: Frame, then: Then) -> None:
        self.do(Activity(block.name, "userTask"), frame, then)

    def enter_activity(self, block: Activity, frame: Frame, then: Then) -> None:
        self.do(block, frame, then)

    def enter_script(self, block: Script, frame: Frame, then: Then) -> None:
        frame.env["n"] += 1
        self.passed.append(block.name)
        then()

    def enter_seq(self, block: Seq, frame: Frame, then: Then) -> None:
        def go_on(at: int) -> None:
            if at == len(block.parts):
                then()
            else:
                self.enter(block.parts[at], frame, lambda: go_on(at + 1))

        go_on(0)

    def enter_xor(self, block: Xor, frame: Frame, then: Then) -> None:
        self.fork(block, [block.parts[frame.env[block.name]]], frame, then)

    def enter_and(self, block: And, frame: Frame, then: Then) -> None:
        self.fork(block, list(block.parts), frame, then)

    def enter_or(self, block: Or, frame: Frame, then: Then) -> None:
        taken = {frame.env[block.name], frame.env[also(block.name)]}
        self.fork(block, [block.parts[n] for n in sorted(taken)], frame, then)

    def fork(self, block: Block, parts: list[Block], frame: Frame, then: Then) -> None:
        self.passed.append(split_of(block.name))
        left = [len(parts)]

        def arrive() -> None:
            left[0] -= 1
            if left[0] == 0:
                self.passed.append(join_of(block.name))
                then()

        for part in parts:
            self.enter(part, frame, arrive)

    def enter_loop(self, block: Loop, frame: Frame, then: Then) -> None:
        def again() -> None:
            self.passed.append(split_of(block.name))
            self.enter(block.body, frame, decide)

        def decide() -> None:
            self.passed.append(join_of(block.name))
            if frame.env[block.name] == 1:
                again()
            else:
                self.passed.append(out_of(block.name))
                then()

        again()

    def enter_catch(self, block: Catch, frame: Frame, then: Then) -> None:
        def go_on() -> None:
            self.passed.append(block.name)
            self.queue.append((frame, then))

        wait = self.wait_for(frame, block.event, go_on)
        frame.live.append(wait)
        self.look_first(wait)

    def enter_gate(self, block: Gate, frame: Frame, then: Then) -> None:
        waits: list[Wait] = []

        def decided(event: Event, way: Block) -> None:
            for other in waits:
                if other in frame.live:
                    frame.live.remove(other)
            self.passed.extend([split_of(block.name), event.name])
            self.queue.append((frame, lambda: self.enter(way, frame, merged)))

        def merged() -> None:
            self.passed.append(join_of(block.name))
            then()

        for event, way in block.ways:
            wait = self.wait_for(frame, event, lambda e=event, w=way: decided(e, w))
            waits.append(wait)
        frame.live.extend(waits)
        for wait in waits:
            if wait in frame.live:
                self.look_first(wait)

    def enter_throw(self, block: Throw, frame: Frame, then: Then) -> None:
        self.passed.append(block.name)
        self.queue.append((frame, then))  # an interruption takes it away again
        if block.kind == "escalation":
            found = self.catcher("escalation", block.code, frame, None)
            if found is not None:
                self.catch(found)
            return
        self.thrown.append((block.kind, block.code))
        if block.kind == "signal":
            self.signal(block.code)

    def enter_exit(self, block: Exit, frame: Frame, then: Then) -> None:
        self.passed.append(split_of(block.name))
        if frame.env[block.name] != 1:
            self.passed.append(join_of(block.name))
            then()
        elif block.kind == "error":
            self.error(frame, block.code, end_of(block.name))
        elif block.kind == "cancel":
            self.error(frame, "", end_of(block.name), kind="cancel")
        else:
            self.passed.append(end_of(block.name))
            self.finish(frame)
