"""A step is a function of what comes in: no clock, no chance, no shared state."""

import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import SpiffWorkflow.bpmn.specs.event_definitions.timer as spiff_timer
import SpiffWorkflow.task as spiff_task

from app import engine
from app.domain.process import WorkCompleted

NOW = datetime(2026, 3, 2, tzinfo=UTC)
CONTEXT = {"initiator": "alice"}


def forbidden(*_args, **_kwargs):
    raise AssertionError("the wall clock or chance was asked")


def test_neither_the_wall_clock_nor_chance_is_asked(diagram, monkeypatch):
    model = engine.model(diagram("boundary_timers"), "process")
    monkeypatch.setattr(spiff_task, "uuid4", forbidden)
    monkeypatch.setattr(spiff_timer, "datetime", None)
    monkeypatch.setattr(spiff_task, "time", None)
    monkeypatch.setattr(uuid, "uuid4", forbidden)
    monkeypatch.setattr(time, "time", forbidden)
    outcome = engine.start(model, {}, context=CONTEXT, now=NOW)
    token = outcome.user_tasks[0].token
    done = WorkCompleted(token=token, variables={})
    after = engine.resume(model, outcome.snapshot, done, context=CONTEXT, now=NOW)
    assert after.ended


def test_the_same_step_gives_the_same_outcome(diagram):
    source = diagram("boundary_timers")
    once, twice = (
        engine.start(engine.model(source, "process"), {}, context=CONTEXT, now=NOW)
        for _ in range(2)
    )
    assert once == twice


def test_a_model_is_parsed_once_and_shared(diagram):
    source = diagram("ten_elements")
    assert engine.model(source, "process") is engine.model(bytes(source), "process")


def test_threads_step_at_once_without_disturbing_each_other(diagram):
    source = diagram("ten_elements")
    barrier = threading.Barrier(8)

    def ticket(amount: int) -> tuple[str, object]:
        barrier.wait()
        model = engine.model(source, "process")
        outcome = engine.start(model, {"level": "gold"}, context=CONTEXT, now=NOW)
        for times in range(20):
            for variables in (
                {"amount": amount, "n": times},
                {"manager": {"result": "rejected"}},
            ):
                done = WorkCompleted(
                    token=outcome.user_tasks[0].token, variables=variables
                )
                outcome = engine.resume(
                    model, outcome.snapshot, done, context=CONTEXT, now=NOW
                )
        done = WorkCompleted(
            token=outcome.user_tasks[0].token, variables={"amount": amount}
        )
        outcome = engine.resume(model, outcome.snapshot, done, context=CONTEXT, now=NOW)
        return outcome.user_tasks[0].element_id, outcome.snapshot.variables["amount"]

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ticket, [10, 2000] * 4))
    assert found == [("manager", 10), ("director", 2000)] * 4


def test_a_step_of_a_ten_element_process_takes_less_than_a_millisecond_or_so(diagram):
    model = engine.model(diagram("ten_elements"), "process")
    outcome = engine.start(model, {"level": "gold"}, context=CONTEXT, now=NOW)
    done = WorkCompleted(token=outcome.user_tasks[0].token, variables={"amount": 2000})
    best = min(
        _seconds(
            lambda: engine.resume(
                model, outcome.snapshot, done, context=CONTEXT, now=NOW
            )
        )
        for _ in range(200)
    )
    assert best < 0.001


def _seconds(work) -> float:
    began = time.thread_time()
    work()
    return time.thread_time() - began
