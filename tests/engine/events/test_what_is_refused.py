"""What of events and gateways can never happen is refused with its place."""

import pytest

from app import engine

HEAD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
<message id="m" name="order-${x}"/><message id="n" name="order"/>
<signal id="g" name="stop"/><process id="p" isExecutable="true">"""
TAIL = "</process></definitions>"
BEGIN = '<startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="x"/>'
TWO = (
    '<startEvent id="s"/><sequenceFlow id="f" sourceRef="s" targetRef="x"/>'
    '<sequenceFlow id="g" sourceRef="s" targetRef="x"/>'
)
MESSAGE = '<messageEventDefinition messageRef="n"/>'
SIGNAL = '<signalEventDefinition signalRef="g"/>'
BEHIND = (
    f'<intermediateCatchEvent id="y">{MESSAGE}</intermediateCatchEvent>'
    '<sequenceFlow id="h" sourceRef="x" targetRef="y"/>'
)
TIMER = "<timerEventDefinition><timeDuration>{}</timeDuration></timerEventDefinition>"


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        (
            "start-name",
            '<startEvent id="x"><messageEventDefinition messageRef="m"/></startEvent>',
        ),
        (
            "unsupported-several-events",
            '<startEvent id="x" parallelMultiple="true">'
            f"{MESSAGE}{SIGNAL}</startEvent>",
        ),
        ("activation-missing", TWO + '<complexGateway id="x"/>'),
        (
            "condition-missing",
            BEGIN + '<intermediateCatchEvent id="x"><conditionalEventDefinition>'
            "<condition/></conditionalEventDefinition></intermediateCatchEvent>",
        ),
        (
            "parallel-event-gateway",
            f'{BEGIN}<eventBasedGateway id="x" eventGatewayType="Parallel"/>{BEHIND}',
        ),
        (
            "bad-timer",
            f'{BEGIN}<intermediateCatchEvent id="x">{TIMER.format("PT1H")}'
            f"{TIMER.format('P1000Y')}</intermediateCatchEvent>",
        ),
        (
            "event-not-here",
            BEGIN + '<task id="x"/><boundaryEvent id="x2" attachedToRef="x" '
            'cancelActivity="false"><errorEventDefinition/></boundaryEvent>',
        ),
    ],
)
def test_it_is_refused(rule, body):
    upload = engine.read({"a.bpmn": (HEAD + body + TAIL).encode()}, form_keys=())
    errors = {(f.rule, f.element_id) for f in upload.findings if f.severity == "error"}
    assert upload.models == ()
    assert errors == {(rule, "x2" if rule == "event-not-here" else "x")}
