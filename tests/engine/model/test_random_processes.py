"""Random processes do what the token game says, step by step.

Every process is played three times: by the model, by the engine in memory, and by the
engine saved and restored at every step from a diagram that another modeler drew.
``scripts/soak`` plays many more.
"""

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from tests.engine.model.blocks import Loop, Scope, Seq, Task
from tests.engine.model.drawing import Drawing
from tests.engine.model.growing import Growing
from tests.engine.model.playing import PLAIN, Table, play, style

ROUNDS = 15
quietly = settings(
    deadline=None,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)


def numbers(data: st.DataObject):
    return lambda least, most: data.draw(st.integers(least, most))


@settings(quietly, max_examples=80)
@given(data=st.data())
def test_a_random_process_does_what_the_token_game_says(data):
    number = numbers(data)
    scope = Growing(number).grow_scope(0)
    drawing = Drawing(scope)
    note(drawing.xml(PLAIN).decode())
    play(drawing, scope, style(number), number, note)


@settings(quietly, max_examples=15)
@given(data=st.data())
def test_a_process_that_repeats_itself_does_not_grow(data):
    """The same work done round after round leaves the state as large as it was."""
    growing = Growing(numbers(data), size=5)
    body = Seq("round", (Task("first"), growing.block(2)))
    drawing = Drawing(Scope(Loop("rounds", body)))
    note(drawing.xml(PLAIN).decode())
    table = Table(drawing, Scope(Loop("rounds", body)), PLAIN)
    again = dict.fromkeys(drawing.choices, 0) | {"rounds": 1}
    sizes = []
    for _ in range(40 * ROUNDS):
        waits = table.game.waiting()
        if [wait.name for wait in waits] == ["first"]:
            sizes.append(len(table.plays[1].outcome.snapshot.state))
        oldest = next((w for w in waits if w.kind not in ("incident", "cycle")), None)
        if oldest is None or len(sizes) == ROUNDS:
            break  # or it waits for a condition
        table.happen(oldest, again)
    if len(sizes) > 2:
        assert max(sizes[2:]) <= sizes[1] + 10  # tokens' numbers have more digits
