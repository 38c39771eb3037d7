"""What of activities is refused at upload, with the element it is about."""

import pytest

from app import engine
from app.domain.findings import RULES

NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
)
BODY = (
    '<startEvent id="s"/>{}<endEvent id="e"/>'
    '<sequenceFlow id="f1" sourceRef="s" targetRef="t"/>'
    '<sequenceFlow id="f2" sourceRef="t" targetRef="e"/>'
)
UNDONE = (
    '<task id="t"/><boundaryEvent id="x" attachedToRef="t">'
    "<compensateEventDefinition/></boundaryEvent>"
)
HANDLER = '<task id="h" isForCompensation="true"/>'
INPUT = (
    "<extensionElements><camunda:inputOutput>"
    '<camunda:inputParameter name="a">1</camunda:inputParameter>'
    "</camunda:inputOutput></extensionElements>"
)


def findings(inside):
    process = f'<process id="p" isExecutable="true">{BODY.format(inside)}</process>'
    source = f"<definitions {NAMESPACES}>{process}</definitions>".encode()
    found = engine.read({"p.bpmn": source}, form_keys=()).findings
    return [(f.rule, f.element_id) for f in found if f.severity == "error"]


@pytest.mark.parametrize(
    ("inside", "rule", "element_id"),
    [
        (UNDONE, "compensation-undone-by-nothing", "x"),
        (UNDONE + HANDLER, "compensation-undone-by-nothing", "x"),
        (
            f'{UNDONE}<task id="h"/><association sourceRef="x" targetRef="h"/>',
            "compensation-undone-by-nothing",
            "x",
        ),
        (
            f'{UNDONE}{HANDLER}<association sourceRef="x" targetRef="h"/>'
            '<sequenceFlow id="g" sourceRef="x" targetRef="e"/>',
            "compensation-flow",
            "x",
        ),
        (
            '<task id="t"/><subProcess id="h" triggeredByEvent="true">'
            '<startEvent id="x"><compensateEventDefinition/></startEvent></subProcess>',
            "compensation-of-process",
            "x",
        ),
        (
            '<transaction id="t"><startEvent id="i"/><endEvent id="x">'
            "<cancelEventDefinition/></endEvent>"
            '<sequenceFlow id="g" sourceRef="i" targetRef="x"/></transaction>',
            "cancel-uncaught",
            "x",
        ),
        ('<adHocSubProcess id="t"/>', "ad-hoc-empty", "t"),
        (
            '<adHocSubProcess id="t"><extensionElements>'
            '<zeebe:adHoc activeElementsCollection="=[]" outputCollection="r"/>'
            '</extensionElements><task id="u"/></adHocSubProcess>',
            "unsupported-extension",
            "t",
        ),
        ('<task id="t" startQuantity="0"/>', "bad-quantity", "t"),
        ('<task id="t" completionQuantity="101"/>', "bad-quantity", "t"),
        ('<task id="t" completionQuantity="many"/>', "bad-quantity", "t"),
        (
            '<task id="t"><multiInstanceLoopCharacteristics behavior="One" '
            'oneBehaviorEventRef="gone"><loopCardinality>2</loopCardinality>'
            "</multiInstanceLoopCharacteristics></task>",
            "reference-dangling",
            "t",
        ),
        (
            '<task id="t"><multiInstanceLoopCharacteristics behavior="None">'
            "<loopCardinality>2</loopCardinality>"
            "</multiInstanceLoopCharacteristics></task>",
            "reference-missing",
            "t",
        ),
        (
            f'<exclusiveGateway id="t">{INPUT}</exclusiveGateway>',
            "mapping-not-here",
            "t",
        ),
    ],
)
def test_what_could_never_happen_is_refused(inside, rule, element_id):
    assert (rule, element_id) in findings(inside)
    assert RULES[rule].help


def test_what_is_drawn_right_is_not():
    association = '<association sourceRef="x" targetRef="h"/>'
    assert findings(UNDONE + HANDLER + association) == []
    assert findings(f'<task id="t" startQuantity="100">{INPUT}</task>') == []
