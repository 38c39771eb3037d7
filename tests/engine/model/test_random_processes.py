"""Random processes do what the token game says, step by step.

Every process is played three times: by the model, by the engine in memory, and by the
engine saved and restored at every step from a diagram that another modeler drew.
``scripts/soak`` plays many more.
"""

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from tests.engine.model.drawing import Drawing
from tests.engine.model.growing import Growing
from tests.engine.model.playing import PLAIN, play, style


@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)
@given(data=st.data())
def test_a_random_process_does_what_the_token_game_says(data):
    def number(least: int, most: int) -> int:
        return data.draw(st.integers(least, most))

    scope = Growing(number).grow_scope(0)
    drawing = Drawing(scope)
    note(drawing.xml(PLAIN).decode())
    play(drawing, scope, style(number), number, note)
