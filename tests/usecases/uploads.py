"""Small diagrams and forms to upload, made to measure."""

import json

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
    id="definitions" targetNamespace="http://bpmn.io/schema/bpmn">
"""
PROPERTIES = """
<bpmn:extensionElements><camunda:properties>
  <camunda:property name="{name}" value="{value}"/>
</camunda:properties></bpmn:extensionElements>
"""


def diagram(
    key: str = "order",
    *,
    name: str = "Order",
    form: str | None = "order_check",
    start_form: str | None = None,
    starters: str = "",
    fields: str = "",
) -> bytes:
    """Draw start -> one user task -> end."""
    named = f' camunda:candidateStarterGroups="{starters}"' if starters else ""
    shown = f' camunda:formKey="{form}"' if form else ""
    begun = f' camunda:formKey="{start_form}"' if start_form else ""
    properties = PROPERTIES.format(name="form.fields", value=fields) if fields else ""
    return f"""{HEAD}
  <bpmn:process id="{key}" name="{name}" isExecutable="true"{named}>
    <bpmn:startEvent id="start"{begun}>
      <bpmn:outgoing>a</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:userTask id="check" name="Check" camunda:candidateGroups="sales"{shown}>
      {properties}<bpmn:incoming>a</bpmn:incoming><bpmn:outgoing>b</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:endEvent id="end"><bpmn:incoming>b</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="check"/>
    <bpmn:sequenceFlow id="b" sourceRef="check" targetRef="end"/>
  </bpmn:process>
</bpmn:definitions>""".encode()


def form(title: str = "Check", **fields: dict[str, object]) -> bytes:
    """Write a form of the fields given, or of one text."""
    properties = fields or {"note": {"type": "string"}}
    schema = {"type": "object", "title": title, "properties": properties}
    return json.dumps(schema).encode()
