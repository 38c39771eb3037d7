"""Where constructs meet: diagrams that call the other processes of their own file."""

from typing import Any

import pytest

from app.domain.process import ServiceAnswered, Stimulus
from app.engine import parser
from app.engine.diagram import processes
from app.engine.xml import parse
from app.errors import StaleToken
from tests.engine.conftest import Play


class Beside:
    """The other processes of a file."""

    def __init__(self, source: bytes) -> None:
        found = processes(parse(source))
        self.models = {process.key: parser.build(process) for process in found}

    def process(self, key: str, binding: str, version: str | None) -> str:
        return f"{key}:1"

    def pinned_process(self, reference: str) -> Any:
        return self.models[reference.removesuffix(":1")]


class Crossing(Play):
    """A ticket in which several of the same may wait: they are counted from 0."""

    def nth(self, element_id: str, number: int) -> str:
        found = [w for w in self.waits if w.element_id == element_id]
        found.sort(key=lambda w: int(w.token[1:].partition(".")[0]))
        token: str = found[number].token
        return token

    def take(self, kind: type, element_id: str, number: int = 0, **variables: Any):
        """Let one of those that wait at an element have what it waits for."""
        told = {"variables": variables} if "variables" in kind.__slots__ else {}
        self.step(kind(token=self.nth(element_id, number), **told))
        return self

    def answer(self, element_id: str, **variables: Any):
        return self.take(ServiceAnswered, element_id, **variables)

    def refuses(self, stimulus: Stimulus) -> bool:
        """Whether a stimulus comes too late."""
        try:
            self.step(stimulus)
        except StaleToken:
            return True
        return False


@pytest.fixture(params=["live", "saved"])
def play(request):
    """Start a diagram that lies beside the test, in memory and saved at every step."""

    def begin(stem: str, /, **variables: Any) -> Crossing:
        source = (request.path.parent / f"{stem}.bpmn").read_bytes()
        ticket = Crossing(source, request.param == "live", library=Beside(source))
        ticket.begin(variables)
        return ticket

    return begin
