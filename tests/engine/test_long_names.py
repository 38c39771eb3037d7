"""People and groups have names that every table has room for."""

from datetime import UTC, datetime

import pytest

from app import engine
from app.errors import EngineFault

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn" targetNamespace="t">
  <process id="order" isExecutable="true">
    <startEvent id="start"/>
    <userTask id="check" {people}/>
    <endEvent id="end"/>
    <sequenceFlow id="a" sourceRef="start" targetRef="check"/>
    <sequenceFlow id="b" sourceRef="check" targetRef="end"/>
  </process>
</definitions>"""


@pytest.mark.parametrize("attribute", ["assignee", "candidateUsers", "candidateGroups"])
@pytest.mark.parametrize("written", ["${name}", "x" * 256])
def test_a_name_no_table_can_hold_stops_the_step(attribute, written):
    people = f'camunda:{attribute}="{written}"'
    model = engine.model(DIAGRAM.format(people=people).encode(), "order")

    with pytest.raises(EngineFault) as fault:
        engine.start(model, {"name": "x" * 256}, context={}, now=NOW)
    assert fault.value.facts["element_id"] == "check"


def test_a_name_of_the_full_length_is_taken():
    people = 'camunda:candidateGroups="${name}"'
    model = engine.model(DIAGRAM.format(people=people).encode(), "order")

    outcome = engine.start(model, {"name": "x" * 255}, context={}, now=NOW)
    assert outcome.user_tasks[0].candidate_groups == ("x" * 255,)
