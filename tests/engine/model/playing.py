"""Plays a drawn process beside its model: in memory, and saved at every step."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from app import engine
from app.domain.process import (
    ErrorRaised,
    MessageReceived,
    ServiceAnswered,
    SignalReceived,
    Stimulus,
    TimerDue,
    WorkCompleted,
)
from app.errors import StaleToken
from tests.engine.conftest import Play, read_model
from tests.engine.model.blocks import Scope
from tests.engine.model.drawing import Drawing
from tests.engine.model.frames import Wait
from tests.engine.model.game import Game
from tests.engine.model.growing import CODES, Number
from tests.engine.model.pens import Style

PLAIN = Style()
Variables = dict[str, int]
Note = Callable[[str], None]
MAX_STEPS = 25
LATE = 8  # how many that wait no more are asked for again


class Called:
    """The library of processes that a drawing calls; read anew for every play."""

    def __init__(self, drawing: Drawing, style: Style) -> None:
        self.models = {k: read_model(drawing.xml(style, k)) for k in drawing.called}

    def process(self, key: str, binding: str, version: str | None) -> str:
        return f"{key}:1"

    def pinned_process(self, reference: str) -> engine.Model:
        return self.models[reference.removesuffix(":1")]


class Table:
    """A model and two engines, side by side.

    Args:
        scope: what is played.
        style: of the diagram that the saved ticket is drawn in.
        variables: to begin with.
    """

    def __init__(self, drawing: Drawing, scope: Scope, style: Style) -> None:
        self.drawing = drawing
        begin = dict.fromkeys(("n", *drawing.choices, *drawing.flags), 0)
        self.game = Game(scope, begin)
        self.plays = [
            Play(drawing.xml(PLAIN), live=True, library=Called(drawing, PLAIN)),
            Play(drawing.xml(style), live=False, library=Called(drawing, style)),
        ]
        for play in self.plays:
            play.begin(begin)
        self.heard = [0, 0]
        self.seen: dict[str, Stimulus] = {}  # by token, what would let it go on
        self.compare()

    # --- steps ------------------------------------------------------------------------

    def happen(self, wait: Wait, variables: Variables) -> None:
        """Let what is waited for happen, in all of them."""
        place = self.place(wait)
        for play in self.plays:
            if wait.kind in ("timer", "cycle"):
                play.correct(**variables)
            token = self.token(play, *place)
            if wait.kind in ("timer", "cycle"):
                timer = next(t for t in play.outcome.timers if t.token == token)
                play.now = max(play.now, timer.due_at)
            play.step(stimulus(wait.kind, token, variables))
        if wait.kind in ("timer", "cycle"):
            self.game.correct(variables)
            self.game.happen(wait, {})
        else:
            self.game.happen(wait, variables)
        self.compare()

    def fail(self, wait: Wait, code: str) -> None:
        """Let work end with a BPMN error."""
        place = self.place(wait)
        for play in self.plays:
            token = self.token(play, *place)
            play.step(ErrorRaised(token=token, code=code, message="", variables={}))
        self.game.fail(wait, code)
        self.compare()

    def correct(self, variables: Variables) -> None:
        """Change variables of the process."""
        for play in self.plays:
            play.correct(**variables)
        self.game.correct(variables)
        self.compare()

    def place(self, wait: Wait) -> tuple[str, int]:
        """The element, and which of those that wait there is meant."""
        same = [w for w in self.game.waiting() if w.name == wait.name]
        return wait.name, same.index(wait)

    def token(self, play: Play, name: str, at: int) -> str:
        found = sorted((w for w in play.waits if w.element_id == name), key=age)
        token: str = found[at].token
        return token

    # --- the law ----------------------------------------------------------------------

    def compare(self) -> None:
        """Path, waits, variables and what was thrown are the same everywhere."""
        game, (live, saved) = self.game, self.plays
        expected = sorted(wait.name for wait in game.waiting())
        assert live.waiting == saved.waiting == expected
        assert live.passed[self.heard[0] :] == saved.passed[self.heard[1] :]
        self.heard = [len(play.passed) for play in self.plays]
        assert Counter(live.path) == Counter(game.passed)
        thrown = [(thrown.kind, thrown.name) for thrown in live.thrown]
        assert Counter(thrown) == Counter(game.thrown)
        assert live.variables == saved.variables == game.top.env
        assert live.outcome.ended is saved.outcome.ended is game.ended
        self.remember()

    def remember(self) -> None:
        """Keep what waits now, to ask for it again when it waits no more."""
        for wait in self.game.waiting():
            if wait.kind != "incident":
                token = self.token(self.plays[1], *self.place(wait))
                self.seen[token] = stimulus(wait.kind, token, {})

    def nothing_happens_twice(self) -> None:
        """What waits no more is refused, and nothing changes by it."""
        saved = self.plays[1]
        before = saved.outcome
        waiting = {wait.token for wait in saved.waits}
        for token, late in list(self.seen.items())[-LATE:]:
            if token not in waiting:
                with pytest.raises(StaleToken):
                    saved.step(late)
        assert saved.outcome is before


def style(number: Number) -> Style:
    """Draw a modeler's hand."""
    prefix = ("bpmn", "bpmn2", "semantic", "")[number(0, 3)]
    return Style(prefix, *(bool(number(0, 1)) for _ in range(4)))


def play(
    drawing: Drawing, scope: Scope, hand: Style, number: Number, note: Note
) -> None:
    """Play a process until it ends, or long enough.

    Args:
        drawing: of the scope.
        scope: the process.
        hand: whose drawing the saved ticket reads.
        number: draws what happens.
        note: hears what happens.
    """
    table = Table(drawing, scope, hand)
    for _ in range(MAX_STEPS):
        waits = [w for w in table.game.waiting() if w.kind != "incident"]
        if table.game.ended or not (waits or drawing.flags):
            break
        _step(table, waits, number, note)
    table.nothing_happens_twice()


def _step(table: Table, waits: list[Wait], number: Number, note: Note) -> None:
    flags = table.drawing.flags
    at = number(0, len(waits) + len(flags) - 1)
    if at >= len(waits):
        flag, value = flags[at - len(waits)], min(1, number(0, 2))
        note(f"{flag} = {value}")
        table.correct({flag: value})
        return
    wait = waits[at]
    if wait.kind in ("userTask", "serviceTask") and number(0, 3) == 3:
        code = CODES[number(0, 1)]
        note(f"{wait.name} fails: {code}")
        table.fail(wait, code)
        return
    chosen = {n: number(0, w - 1) for n, w in table.drawing.choices.items()}
    note(f"{wait.name} happens: {chosen}")
    table.happen(wait, chosen)


def age(wait: Any) -> int:
    return int(wait.token[1:].partition(".")[0])


def stimulus(kind: str, token: str, variables: Variables) -> Stimulus:
    match kind:
        case "userTask":
            return WorkCompleted(token=token, variables=variables)
        case "serviceTask":
            return ServiceAnswered(token=token, variables=variables)
        case "receiveTask" | "message":
            return MessageReceived(token=token, variables=variables)
        case "signal":
            return SignalReceived(token=token, variables=variables)
        case "timer" | "cycle":
            return TimerDue(token=token)
    raise AssertionError(kind)
