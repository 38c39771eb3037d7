"""Whatever becomes of a diagram on its way: it is refused with findings, or it runs."""

import random
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import etree

from app import engine
from app.domain.process import TimerDue, WorkCompleted
from app.errors import EngineFault

HERE = Path(__file__).parent
SOURCES = sorted(HERE.glob("*.bpmn"))
NOW = datetime(2026, 3, 2, tzinfo=UTC)
CONTEXT = {"initiator": "alice"}
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
KINDS = (
    "task",
    "userTask",
    "subProcess",
    "process",
    "sequenceFlow",
    "startEvent",
    "endEvent",
    "boundaryEvent",
    "parallelGateway",
    "inclusiveGateway",
    "lane",
    "intermediateCatchEvent",
    "callActivity",
)
TEXTS = ("", "${", "PT1S", "x y", "${a.b == 1}", "true")
NAMES = ("default", "attachedToRef", "sourceRef", "targetRef", "isExecutable", "id")


def mutated(choose: random.Random) -> bytes:
    root = etree.fromstring(choose.choice(SOURCES).read_bytes())
    elements = list(root.iter())
    ids = [e.get("id") for e in elements if e.get("id")]
    for _ in range(choose.randint(1, 4)):
        element, other = choose.choice(elements), choose.choice(elements)
        kind = choose.randrange(6)
        if kind == 0 and element.getparent() is not None:
            element.getparent().remove(element)
        elif kind == 1 and element.attrib:
            element.attrib.pop(choose.choice(sorted(element.attrib)))
        elif kind == 2:
            element.set(choose.choice(NAMES), choose.choice([*ids, *TEXTS]))
        elif kind == 3:
            element.text = choose.choice(TEXTS)
        elif kind == 4:
            element.tag = BPMN + choose.choice(KINDS)
        else:
            other.append(etree.fromstring(etree.tostring(element)))
    return etree.tostring(root)


def run(model: engine.Model, choose: random.Random) -> None:
    outcome = engine.start(model, {"amount": 5}, context=CONTEXT, now=NOW)
    for _ in range(10):
        if outcome.ended:
            return
        waiting = choose.choice([*outcome.user_tasks, *outcome.timers])
        if waiting in outcome.timers:
            stimulus = TimerDue(token=waiting.token)
        else:
            stimulus = WorkCompleted(token=waiting.token, variables={})
        outcome = engine.resume(
            model, outcome.snapshot, stimulus, context=CONTEXT, now=NOW
        )


@pytest.mark.parametrize("hundred", range(4))
def test_a_mutated_diagram_is_refused_or_runs(hundred):
    accepted = 0
    for seed in range(hundred * 100, hundred * 100 + 100):
        choose = random.Random(seed)  # noqa: S311
        upload = engine.read({"a.bpmn": mutated(choose)}, form_keys=("refund",))
        refused = any(f.severity == "error" for f in upload.findings)
        assert refused or upload.models
        for model in upload.models:
            accepted += 1
            with suppress(EngineFault):
                run(model, choose)
    assert accepted > 10
