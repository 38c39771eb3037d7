"""Raw SpiffWorkflow as its documentation shows it: one JSON of everything a step."""

import json
import sqlite3
import statistics
import sys
import time

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.util.task import TaskState

from bench import flows

ROUNDS, MARKS = 60, (1, 10, 100, 200)

parser = BpmnParser()
parser.add_bpmn_str(flows.approval(language="python").encode())
SPEC = parser.get_spec("approval")
SERIALIZER = BpmnWorkflowSerializer()
DATABASE = sqlite3.connect("spiff.sqlite3", isolation_level=None)
DATABASE.execute("PRAGMA journal_mode=WAL")
DATABASE.execute("PRAGMA synchronous=FULL")
DATABASE.execute("CREATE TABLE IF NOT EXISTS i (id INTEGER PRIMARY KEY, state TEXT)")


def start() -> int:
    workflow = BpmnWorkflow(SPEC)
    workflow.do_engine_steps()
    state = SERIALIZER.serialize_json(workflow)
    return DATABASE.execute("INSERT INTO i (state) VALUES (?)", (state,)).lastrowid


def complete(number: int, data: dict) -> None:
    query = "SELECT state FROM i WHERE id = ?"
    (state,) = DATABASE.execute(query, (number,)).fetchone()
    workflow = SERIALIZER.deserialize_json(state)
    task = workflow.get_next_task(state=TaskState.READY, manual=True)
    task.data.update(data)
    task.run()
    workflow.do_engine_steps()
    state = SERIALIZER.serialize_json(workflow)
    DATABASE.execute("UPDATE i SET state = ? WHERE id = ?", (state, number))


def timed(series: list, wish, *arguments):
    begun = time.process_time()
    given = wish(*arguments)
    series.append((time.process_time() - begun) * 1e3)
    return given


starts: list = []
steps: list = []
for seed in range(ROUNDS):
    number = timed(starts, start)
    for _ in range(3):
        timed(steps, complete, number, flows.form(seed=seed))
found = {"start": statistics.median(starts), "complete": statistics.median(steps)}
if sys.argv[1] == "loops":
    found["loops"], number, done = {}, start(), 0
    for mark in MARKS:
        series: list = []
        while done < mark:
            for _ in range(2):
                timed(series, complete, number, flows.form(decision="rework"))
            done += 1
        found["loops"][mark] = round(statistics.median(series[-10:]), 3)
sys.stdout.write(json.dumps(found) + "\n")
