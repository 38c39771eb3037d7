"""The token game of BPMN in small: what must be passed, and what must wait.

Written from the specification for trees of blocks, without a look at the engine: no
graph, no arrows, no XML. What follows a block is a function that is called when the
block is done; a scope that is closed forgets what waits in it, so nothing more is ever
called. What an event starts is queued until everybody who is to hear of it has heard.
"""

from collections import deque
from collections.abc import Iterator
from itertools import count

from tests.engine.model.blocks import (
    Activity,
    Edge,
    Event,
    Handler,
    Many,
    Scope,
    end_of,
    join_of,
    start_of,
)
from tests.engine.model.frames import (
    ARMED,
    Frame,
    Run,
    Then,
    Wait,
    is_in,
    pick,
    times,
)
from tests.engine.model.walking import Walking


class Game(Walking):
    """Plays one process."""

    def __init__(self, scope: Scope, variables: dict[str, int]) -> None:
        self.numbers = count()
        self.queue: deque[tuple[Frame, Then]] = deque()
        self.passed: list[str] = []
        self.thrown: list[tuple[str, str]] = []
        self.top = Frame(scope, dict(variables), None, 0)
        self.begin(self.top, "p")
        self.drain()

    # --- from outside -----------------------------------------------------------------

    def waiting(self) -> list[Wait]:
        """Everything that waits, the oldest first; conditions are not shown."""
        found = [w for w in self._waits(self.top) if w.kind != "conditional"]
        return sorted(found, key=lambda wait: wait.number)

    def happen(self, wait: Wait, variables: dict[str, int]) -> None:
        """Let what is waited for happen; then whatever follows."""
        wait.frame.env.update(variables)
        self.occur(wait)
        self.drain()

    def fail(self, wait: Wait, code: str) -> None:
        """A service answers with a BPMN error."""
        run = next(
            r for r in wait.frame.live if isinstance(r, Run) and wait in r.inside
        )
        found = self.catcher("error", code, wait.frame, run)
        if found is None:
            wait.kind = "incident"
        else:
            self.catch(found)
        self.drain()

    def correct(self, variables: dict[str, int]) -> None:
        """Somebody changes variables of the process."""
        self.top.env.update(variables)
        for wait in list(self._waits(self.top)):
            if wait.kind == "conditional" and self._is_live(wait):
                self.look(wait)
        self.drain()

    @property
    def ended(self) -> bool:
        return not self.top.open

    def _waits(self, frame: Frame) -> Iterator[Wait]:
        for item in frame.live:
            if isinstance(item, Wait):
                yield item
                continue
            yield from item.armed
            for inner in item.inside:
                if isinstance(inner, Wait):
                    yield inner
                else:
                    yield from self._waits(inner)

    def _is_live(self, wait: Wait) -> bool:
        return any(wait is other for other in self._waits(self.top))

    def drain(self) -> None:
        while self.queue:
            frame, then = self.queue.popleft()
            if frame.open:
                then()

    # --- scopes -----------------------------------------------------------------------

    def begin(self, frame: Frame, name: str) -> None:
        """Open a scope: its handlers wait before anything is done in it."""
        for handler in frame.scope.handlers:
            if frame.open and not frame.interrupted:
                self.arm_handler(frame, handler)
        if frame.open and not frame.interrupted:
            frame.flows += 1
            self.queue.append((frame, lambda: self.first(frame, name)))

    def first(self, frame: Frame, name: str) -> None:
        if frame.interrupted:
            return
        self.passed.append(start_of(name))
        self.enter(frame.scope.body, frame, lambda: self.last(frame, name))

    def last(self, frame: Frame, name: str) -> None:
        self.passed.append(end_of(name))
        self.flow_done(frame)

    def flow_done(self, frame: Frame) -> None:
        """A token has ended; with the last one ends the scope."""
        frame.flows -= 1
        if frame.flows == 0:
            self.finish(frame)

    def finish(self, frame: Frame) -> None:
        self.close(frame)
        if frame.host is not None:
            self.instance_done(frame.host, frame)

    def close(self, frame: Frame) -> None:
        """Nothing in a closed scope ever happens again."""
        self.clear(frame)
        frame.open = False

    def clear(self, frame: Frame) -> None:
        for item in list(frame.live):
            if isinstance(item, Run):
                self.cancel(item)
        frame.live.clear()
        self.queue = deque(pair for pair in self.queue if pair[0] is not frame)

    def arm_handler(self, frame: Frame, handler: Handler) -> None:
        if handler.event.kind in ARMED:
            wait = self.wait_for(
                frame, handler.event, lambda: self.handle(frame, handler)
            )
            wait.interrupts = handler.interrupting
            if not handler.interrupting:
                wait.left = times(handler.event)
            frame.live.append(wait)
            self.look_first(wait)

    def handle(self, frame: Frame, handler: Handler) -> None:
        """Begin an event sub-process."""
        if handler.interrupting:
            self.clear(frame)
            frame.flows, frame.interrupted = 0, True
        frame.flows += 1
        run = Run(handler, frame, lambda: self.flow_done(frame))
        frame.live.append(run)
        self.open_inside(run, Scope(handler.body))

    # --- activities -------------------------------------------------------------------

    def do(self, block: Activity, frame: Frame, then: Then) -> None:
        run = Run(block, frame, then)
        many = block.many or Many(1, False)
        frame.live.append(run)
        if many.count == 0:
            self.passed.append(block.name)
            self.leave(run)
            return
        for edge in block.edges:
            if run in frame.live:
                self.arm_edge(run, edge)
        for _ in range(1 if many.sequential else many.count):
            if run in frame.live:
                self.instance(run)

    def arm_edge(self, run: Run, edge: Edge) -> None:
        if edge.event.kind not in ARMED:
            return
        wait = self.wait_for(run.frame, edge.event, lambda: self.leave_by(run, edge))
        wait.interrupts = edge.interrupting
        if not edge.interrupting:
            wait.left = times(edge.event)
        run.armed.append(wait)
        self.look_first(wait)

    def leave_by(self, run: Run, edge: Edge) -> None:
        """A boundary event has happened."""
        frame, name = run.frame, edge.event.name
        if edge.interrupting:
            self.cancel(run)
            frame.live.remove(run)

            def then() -> None:
                self.passed.append(join_of(run.block.name))
                run.then()

        else:
            frame.flows += 1

            def then() -> None:
                self.passed.append(end_of(name))
                self.flow_done(frame)

        self.passed.append(name)
        self.queue.append((frame, lambda: self.enter(edge.body, frame, then)))

    def instance(self, run: Run) -> None:
        """Begin one instance of an activity."""
        run.begun += 1
        block = run.block
        assert isinstance(block, Activity)
        if block.scope is not None:
            self.open_inside(run, block.scope)
            return
        wait = Wait(next(self.numbers), block.kind, block.name, run.frame, lambda: None)
        wait.happened = lambda: self.instance_done(run, wait)
        run.inside.append(wait)

    def open_inside(self, run: Run, scope: Scope) -> None:
        outer = run.frame
        called = isinstance(run.block, Activity) and run.block.kind == "callActivity"
        env = dict(outer.env) if called else outer.env
        frame = Frame(scope, env, run, outer.depth + 1)
        run.inside.append(frame)
        self.begin(frame, run.block.name)

    def instance_done(self, run: Run, inner: "Frame | Wait") -> None:
        run.inside.remove(inner)
        run.done += 1
        self.passed.append(run.block.name)
        if isinstance(inner, Frame):
            run.frame.env["n"] = inner.env["n"]  # all that a called process gives back
        many = None if isinstance(run.block, Handler) else run.block.many
        if many is not None and run.done == many.enough:
            self.stop_inside(run)
        elif many is not None and run.begun < many.count:
            self.instance(run)
        if not run.inside:
            self.leave(run)

    def leave(self, run: Run) -> None:
        """An activity is done, and what waits on its edge is forgotten."""
        run.frame.live.remove(run)
        if any(edge.interrupting for edge in run.edges):
            self.passed.append(join_of(run.block.name))
        run.then()

    def cancel(self, run: Run) -> None:
        self.stop_inside(run)
        run.armed.clear()

    def stop_inside(self, run: Run) -> None:
        for inner in run.inside:
            if isinstance(inner, Frame):
                self.close(inner)
        run.inside.clear()

    # --- events -----------------------------------------------------------------------

    def wait_for(self, frame: Frame, event: Event, happened: Then) -> Wait:
        return Wait(next(self.numbers), event.kind, event.name, frame, happened, event)

    def occur(self, wait: Wait) -> None:
        """It has happened; what can happen again goes on waiting, behind the others."""
        if wait.event is None or wait.left in (0, 1):
            self.forget(wait)
        else:
            wait.left -= 1
            wait.number = next(self.numbers)
        wait.happened()

    def forget(self, wait: Wait) -> None:
        places = [wait.frame.live]
        places += [run.armed for run in wait.frame.live if isinstance(run, Run)]
        for place in places:
            if wait in place:
                place.remove(wait)

    def look_first(self, wait: Wait) -> None:
        if wait.kind == "conditional":
            self.look(wait)

    def look(self, wait: Wait) -> None:
        """A conditional event happens when its condition becomes true."""
        before, wait.held = wait.held, wait.frame.env[wait.name] == 1
        if wait.held and not before:
            self.occur(wait)

    def signal(self, name: str) -> None:
        """Everything that waits now has it; whoever interrupts comes first."""
        found = [
            wait
            for wait in self._waits(self.top)
            if wait.kind == "signal" and wait.event.code == name
        ]
        for wait in sorted(
            found, key=lambda w: (not w.interrupts, w.frame.depth, w.number)
        ):
            if self._is_live(wait):
                self.occur(wait)

    # --- what is thrown ---------------------------------------------------------------

    def catcher(
        self, kind: str, code: str, frame: Frame, run: Run | None
    ) -> tuple[Frame, Run | None, Edge | Handler] | None:
        """Who catches: the innermost, and of those the one that names the code."""
        while True:
            if run is not None:
                edge = pick(run.edges, kind, code)
                if edge is not None:
                    return frame, run, edge
            if not frame.interrupted:
                around = [h for h in frame.scope.handlers if not is_in(run, h)]
                handler = pick(around, kind, code)
                if handler is not None:
                    return frame, None, handler
            run = frame.host
            if run is None:
                return None
            frame = run.frame

    def catch(self, found: tuple[Frame, Run | None, Edge | Handler]) -> None:
        frame, run, by = found
        if isinstance(by, Handler):
            self.handle(frame, by)
        else:
            self.leave_by(run, by)

    def error(self, frame: Frame, code: str, name: str, kind: str = "error") -> None:
        """Exactly one catches; without one the element keeps its token."""
        found = self.catcher(kind, code, frame, None)
        if found is None:
            number = next(self.numbers)
            frame.live.append(Wait(number, "incident", name, frame, lambda: None))
        else:
            self.passed.append(name)
            self.catch(found)
