"""The processes that are measured, and what is sent into them."""

import json
from typing import Any

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'id="definitions" targetNamespace="http://bench.invalid">'
)
FIELDS = 8  # beside amount and decision: ten fields, about 1 KB of JSON


def form(amount: int = 1500, decision: str = "ok", seed: int = 0) -> dict[str, Any]:
    """Give what a person fills in: ten fields, about 1 KB.

    Args:
        amount: above 1000 asks finance as well.
        decision: "rework" sends the ticket back.
        seed: makes the texts differ from step to step.
    """
    texts = {f"field_{k}": f"value {seed} " + "x" * 100 for k in range(FIELDS)}
    return {"amount": amount, "decision": decision, **texts}


def form_schema() -> bytes:
    """Give the JSON schema of that form."""
    texts = {f"field_{k}": {"type": "string", "maxLength": 200} for k in range(FIELDS)}
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Request",
        "type": "object",
        "properties": {
            "amount": {"type": "integer", "minimum": 0, "title": "Amount"},
            "decision": {"type": "string", "enum": ["ok", "rework"]},
            **{name: {**kind, "title": name} for name, kind in texts.items()},
        },
        "required": ["amount", "decision"],
    }
    return json.dumps(schema).encode()


def condition(language: str, python: str) -> str:
    """Write a condition as a program of this kind reads it.

    Args:
        language: "juel" or "python".
        python: such as "amount > 1000".
    """
    text = python.replace("<", "&lt;").replace(">", "&gt;")
    return f"${{{text}}}" if language == "juel" else text


def approval(key: str = "approval", *, language: str = "juel", forms: str = "") -> str:
    """Draw the reference flow.

    Start, apply (amount <= 0: end), manager (rework: apply; above 1000: finance), end.

    Args:
        key: of the process.
        language: of the conditions.
        forms: key of the form of each user task; "" for none.
    """

    def task(name: str, group: str) -> str:
        shown = f' camunda:formKey="{forms}"' if forms else ""
        return (
            f'<bpmn:userTask id="{name}" name="{name}" '
            f'camunda:candidateGroups="{group}"{shown}/>'
        )

    flows = [
        ("f0", "start", "apply", ""),
        ("f1", "apply", "gw1", ""),
        ("f2", "gw1", "manager", ""),
        ("f_neg", "gw1", "end_neg", "amount <= 0"),
        ("f3", "manager", "gw2", ""),
        ("f_re", "gw2", "apply", "decision == 'rework'"),
        ("f_big", "gw2", "finance", "amount > 1000"),
        ("f_end", "gw2", "end", ""),
        ("f_fin", "finance", "end", ""),
    ]
    body = [
        '<bpmn:startEvent id="start"/>',
        task("apply", "staff"),
        '<bpmn:exclusiveGateway id="gw1" default="f2"/>',
        task("manager", "managers"),
        '<bpmn:exclusiveGateway id="gw2" default="f_end"/>',
        task("finance", "finance"),
        '<bpmn:endEvent id="end"/><bpmn:endEvent id="end_neg"/>',
    ]
    return _process(key, body, flows, language)


def parallel(key: str = "parallel_loop", *, forms: str = "") -> str:
    """Draw a rework loop inside a branch whose sibling stays open.

    Args:
        key: of the process.
        forms: key of the form of the looping user task; "" for none.
    """
    shown = f' camunda:formKey="{forms}"' if forms else ""
    flows = [
        ("f0", "start", "split", ""),
        ("f1", "split", "other", ""),
        ("f2", "split", "entry", ""),
        ("f3", "entry", "apply", ""),
        ("f4", "apply", "gw", ""),
        ("f_re", "gw", "entry", "decision == 'rework'"),
        ("f5", "gw", "join", ""),
        ("f6", "other", "join", ""),
        ("f7", "join", "end", ""),
    ]
    body = [
        '<bpmn:startEvent id="start"/><bpmn:parallelGateway id="split"/>',
        '<bpmn:userTask id="other" name="other" camunda:candidateGroups="staff"/>',
        '<bpmn:exclusiveGateway id="entry"/>',
        f'<bpmn:userTask id="apply" name="apply" camunda:candidateGroups="staff"'
        f"{shown}/>",
        '<bpmn:exclusiveGateway id="gw" default="f5"/>',
        '<bpmn:parallelGateway id="join"/><bpmn:endEvent id="end"/>',
    ]
    return _process(key, body, flows, "juel")


def chain(elements: int, key: str = "chain", *, forms: str = "") -> str:
    """Draw user tasks and gateways in a row, and one way back from the last.

    Args:
        elements: about how many.
        key: of the process.
        forms: key of the form of each user task; "" for none.
    """
    shown = f' camunda:formKey="{forms}"' if forms else ""
    body, flows, before = ['<bpmn:startEvent id="start"/>'], [], "start"
    for k in range((elements - 2) // 2):
        body.append(
            f'<bpmn:userTask id="t{k}" name="t{k}" '
            f'camunda:candidateGroups="staff"{shown}/>'
            f'<bpmn:exclusiveGateway id="g{k}" default="d{k}"/>'
        )
        flows += [
            (f"a{k}", before, f"t{k}", ""),
            (f"b{k}", f"t{k}", f"g{k}", ""),
            (f"c{k}", f"g{k}", "end", "amount < 0"),
        ]
        if k:
            flows.append((f"d{k - 1}", f"g{k - 1}", f"t{k}", ""))
            flows.remove((f"a{k}", before, f"t{k}", ""))
        before = f"g{k}"
    flows.append((before.replace("g", "d"), before, "end", ""))
    body.append('<bpmn:endEvent id="end"/>')
    return _process(key, body, flows, "juel")


def _process(
    key: str, body: list[str], flows: list[tuple[str, str, str, str]], language: str
) -> str:
    lines = [
        f'<bpmn:sequenceFlow id="{one}" sourceRef="{source}" targetRef="{target}"'
        + (
            f'><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">'
            f"{condition(language, when)}</bpmn:conditionExpression>"
            f"</bpmn:sequenceFlow>"
            if when
            else "/>"
        )
        for one, source, target, when in flows
    ]
    return (
        f'{HEAD}<bpmn:process id="{key}" name="{key}" isExecutable="true">'
        f"{''.join(body)}{''.join(lines)}</bpmn:process></bpmn:definitions>"
    )
