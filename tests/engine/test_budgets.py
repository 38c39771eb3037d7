"""A diagram that runs away is stopped, with the element's id; nothing is changed."""

import time
from datetime import UTC, datetime

import pytest

from app import engine
from app.engine import budget
from app.errors import EngineFault

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
    '<process id="p" isExecutable="true">'
)
TAIL = "</process></definitions>"


def start(body: str) -> None:
    upload = engine.read({"p.bpmn": (HEAD + body + TAIL).encode()}, form_keys=())
    assert [f for f in upload.findings if f.severity == "error"] == []
    engine.start(upload.models[0], {}, context={}, now=datetime(2026, 1, 1, tzinfo=UTC))


def flow(source: str, target: str) -> str:
    ends = f'sourceRef="{source}" targetRef="{target}"'
    return f'<sequenceFlow id="{source}_{target}" {ends}/>'


def test_a_loop_that_never_waits_is_stopped(play):
    ticket = play("endless_loop")
    began = time.process_time()
    with pytest.raises(EngineFault) as refusal:
        ticket.complete("ask", stop=False)
    assert refusal.value.facts["element_id"] in ("round", "step")
    assert time.process_time() - began < 5


def test_a_flood_of_branches_is_stopped():
    body = '<startEvent id="s"/>' + flow("s", "g0")
    for level in range(22):
        body += f'<parallelGateway id="g{level}"/>'
        for way in "ab":
            there = f"x{level}{way}"
            body += f'<exclusiveGateway id="{there}"/>' + flow(f"g{level}", there)
            body += flow(there, f"m{level}")
        body += f'<exclusiveGateway id="m{level}"/>' + flow(
            f"m{level}", f"g{level + 1}"
        )
    body += '<endEvent id="g22"/>'
    with pytest.raises(EngineFault):
        start(body)


def test_sub_processes_may_lie_in_one_another_only_so_deep():
    depth = budget.MAX_DEPTH + 1
    body = ""
    for level in range(depth):
        body += f'<startEvent id="s{level}"/>' + flow(f"s{level}", f"b{level}")
        body += f'<subProcess id="b{level}">'
    body += '<startEvent id="last"/>' + "</subProcess>" * depth
    data = (HEAD + body + TAIL).encode()
    found = engine.read({"a.bpmn": data}, form_keys=()).findings
    refused = [(f.rule, f.element_id) for f in found if f.severity == "error"]
    assert refused == [("sub-processes-too-deep", f"b{depth - 1}")]


def test_a_thousand_elements_in_a_row_are_one_step():
    body = '<startEvent id="t0"/>'
    for number in range(1, 1000):
        body += f'<task id="t{number}"/>' + flow(f"t{number - 1}", f"t{number}")
    start(body)


def test_a_join_that_can_never_fire_is_told_at_once(play):
    with pytest.raises(EngineFault) as refusal:
        play("dead_join").complete("ask", b=False)
    assert refusal.value.facts["element_id"] == "join"
