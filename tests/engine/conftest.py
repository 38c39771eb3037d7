"""A process on the workbench: drive it by the analyst's ids and see what became of it.

Every test that plays a diagram runs twice: kept in memory from start to end ("live"),
and saved and restored by bytes alone, diagram included, at every step ("saved").
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app import engine
from app.domain.process import (
    ErrorRaised,
    EscalationRaised,
    IncidentRetried,
    MessageReceived,
    Outcome,
    Passed,
    SignalReceived,
    Snapshot,
    Stimulus,
    Thrown,
    TimerDue,
    VariablesChanged,
    WorkCompleted,
)
from app.engine import parser, runner
from app.engine.budget import Budget
from app.engine.diagram import processes
from app.engine.instance import Instance
from app.engine.xml import parse

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FORMS = ("refund", "decision")


def read_model(source: bytes) -> engine.Model:
    """Parse anew, past the cache, so that every step gets specs of its own."""
    return parser.build(next(p for p in processes(parse(source)) if p.executable))


@dataclass
class Play:
    source: bytes
    live: bool
    now: datetime = NOON
    context: dict[str, Any] = field(default_factory=lambda: {"initiator": "alice"})
    passed: list[Passed] = field(default_factory=list)
    thrown: list[Thrown] = field(default_factory=list)
    library: Any = None
    outcome: Outcome = field(init=False)
    instance: Instance = field(init=False)

    def begin(self, variables: dict[str, Any], at: str | None = None) -> "Play":
        upload = engine.read({"diagram.bpmn": self.source}, form_keys=FORMS)
        errors = [f for f in upload.findings if f.severity == "error"]
        assert not errors, errors
        model = upload.models[0]
        if self.live:
            self.instance = Instance(
                model, variables, self.context, self.now, self.library
            )
            self.instance.begin(at)
            self.instance.run()
            self._take(runner.outcome_of(self.instance))
        else:
            self._take(
                engine.start(
                    model,
                    variables,
                    at=at,
                    context=self.context,
                    now=self.now,
                    library=self.library,
                )
            )
        return self

    def step(self, stimulus: Stimulus) -> "Play":
        if self.live:
            self.instance.now, self.instance.budget = self.now, Budget()
            for told in ("passed", "thrown", "decided"):
                getattr(self.instance, told).clear()
            runner.apply(self.instance, stimulus)
            self._take(runner.outcome_of(self.instance))
        else:
            kept = self.outcome.snapshot
            snapshot = Snapshot(state=bytes(kept.state), variables=kept.variables)
            self._take(
                engine.resume(
                    read_model(self.source),
                    snapshot,
                    stimulus,
                    context=self.context,
                    now=self.now,
                    library=self.library,
                )
            )
        return self

    def _take(self, outcome: Outcome) -> None:
        self.outcome = outcome
        self.passed += outcome.passed
        self.thrown += outcome.thrown

    def complete(self, element_id: str, **variables: Any) -> "Play":
        token = self.task(element_id).token
        return self.step(WorkCompleted(token=token, variables=variables))

    def fire(self, element_id: str) -> "Play":
        timer = next(t for t in self.outcome.timers if t.element_id == element_id)
        self.now = max(self.now, timer.due_at)
        return self.step(TimerDue(token=timer.token))

    def correct(self, **variables: Any) -> "Play":
        return self.step(VariablesChanged(variables=variables))

    def later(self, **length: int) -> "Play":
        self.now += timedelta(**length)
        return self

    def message(self, element_id: str, **variables: Any) -> "Play":
        """Let the message arrive that an element waits for."""
        found = next(m for m in self.outcome.messages if m.element_id == element_id)
        return self.step(MessageReceived(token=found.token, variables=variables))

    def signal(self, element_id: str, **variables: Any) -> "Play":
        """Let a signal of another ticket arrive at an element."""
        found = next(s for s in self.outcome.signals if s.element_id == element_id)
        return self.step(SignalReceived(token=found.token, variables=variables))

    def error(self, element_id: str, code: str, **variables: Any) -> "Play":
        """Let a user task's or service's work end with a BPMN error."""
        return self.step(
            ErrorRaised(
                token=self.token(element_id),
                code=code,
                message="It broke.",
                variables=variables,
            )
        )

    def escalate(self, element_id: str, code: str, **variables: Any) -> "Play":
        """Let somebody raise an escalation at an element that waits."""
        token = self.token(element_id)
        return self.step(EscalationRaised(token=token, code=code, variables=variables))

    def retry(self, element_id: str) -> "Play":
        """Let an incident's element act again."""
        found = next(i for i in self.outcome.incidents if i.element_id == element_id)
        return self.step(IncidentRetried(token=found.token))

    def token(self, element_id: str) -> str:
        """The handle of the one thing that waits at an element."""
        return next(w.token for w in self.waits if w.element_id == element_id)

    @property
    def waits(self) -> list[Any]:
        """Everything that waits, whatever for."""
        found = self.outcome
        return [
            *found.user_tasks,
            *found.timers,
            *found.messages,
            *found.signals,
            *found.services,
            *found.choices,
            *found.incidents,
        ]

    def task(self, element_id: str) -> Any:
        return next(t for t in self.outcome.user_tasks if t.element_id == element_id)

    @property
    def waiting(self) -> list[str]:
        return sorted(wait.element_id for wait in self.waits)

    @property
    def variables(self) -> dict[str, Any]:
        return self.outcome.snapshot.variables

    @property
    def path(self) -> list[str]:
        """Elements completed so far, flows left out."""
        return [
            p.element_id
            for p in self.passed
            if p.how == "completed" and p.kind != "sequenceFlow"
        ]

    @property
    def flows(self) -> list[str]:
        return [p.element_id for p in self.passed if p.kind == "sequenceFlow"]

    @property
    def cancelled(self) -> list[str]:
        return [p.element_id for p in self.passed if p.how == "cancelled"]


@pytest.fixture(params=["live", "saved"])
def play(request):
    """Start the diagram that lies beside the test: ``play("name", amount=3)``.

    After the name may come the element to begin at.
    """

    def begin(
        name: str | None = None, at: str | None = None, /, **variables: Any
    ) -> Play:
        stem = name or request.path.stem.removeprefix("test_")
        source = (request.path.parent / f"{stem}.bpmn").read_bytes()
        return Play(source, request.param == "live").begin(variables, at)

    return begin


@pytest.fixture
def diagram(request):
    """Return the bytes of a diagram that lies beside the test."""

    def load(name: str | None = None) -> bytes:
        stem = name or request.path.stem.removeprefix("test_")
        return (Path(request.path.parent) / f"{stem}.bpmn").read_bytes()

    return load
