"""Activities on the workbench, with a shelf of what they may call beside them."""

from pathlib import Path
from typing import Any

import pytest

from app.domain.process import ElementTriggered, ServiceAnswered
from app.engine import dmn
from app.errors import EngineFault
from tests.engine.conftest import Play, read_model

HERE = Path(__file__).parent
PROCESSES = {
    "check": "called_check.bpmn",
    "loop": "call_nothing.bpmn",
    "waits": "called_waits.bpmn",
    "mail": "called_by_message.bpmn",
}


class Shelf:
    """Holds the called processes and decisions of these tests."""

    def process(self, key: str, binding: str, version: str | None) -> str:
        if key not in PROCESSES:
            raise EngineFault(element_id=key, why=f"no process “{key}” is deployed")
        return f"{key}:{version or 1}"

    def pinned_process(self, reference: str) -> Any:
        return read_model((HERE / PROCESSES[reference.partition(":")[0]]).read_bytes())

    def decisions(self, decision_id: str, binding: str, version: str | None) -> Any:
        if decision_id == "nowhere":
            raise EngineFault(element_id=decision_id, why="no decision is deployed")
        return dmn.read((HERE / "grade.dmn").read_bytes())[0]


class Work(Play):
    """A process whose services answer and whose choices are made."""

    def answer(self, element_id: str, **variables: Any) -> "Work":
        token = self.service(element_id).token
        self.step(ServiceAnswered(token=token, variables=variables))
        return self

    def service(self, element_id: str) -> Any:
        return next(s for s in self.outcome.services if s.element_id == element_id)

    def trigger(
        self, at: str, element_id: str | None = None, **variables: Any
    ) -> "Work":
        token = self.token(at)
        self.step(
            ElementTriggered(token=token, element_id=element_id, variables=variables)
        )
        return self

    @property
    def choices(self) -> list[str]:
        return [name for name, _ in self.outcome.choices[0].choices]

    def people(self, element_id: str) -> list[str]:
        """Who is asked at an element."""
        found = self.outcome.user_tasks
        return [t.assignee or "" for t in found if t.element_id == element_id]


@pytest.fixture(params=["live", "saved"])
def changed(request):
    """Start a diagram with some words of it changed."""

    def begin(name: str, words: dict[str, str], /, **variables: Any) -> Work:
        text = (HERE / f"{name}.bpmn").read_text()
        for word, other in words.items():
            assert word in text
            text = text.replace(word, other)
        work = Work(text.encode(), request.param == "live", library=Shelf())
        work.begin(variables)
        return work

    return begin


@pytest.fixture
def play(request, changed):
    """Start the diagram that lies beside the test, with the shelf."""

    def begin(name: str | None = None, /, **variables: Any) -> Work:
        stem = name or request.path.stem.removeprefix("test_")
        return changed(stem, {}, **variables)

    return begin
