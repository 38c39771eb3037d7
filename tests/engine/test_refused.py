"""What is not executed is refused with element id and rule; nothing is ignored."""

import pytest

from app import engine
from app.domain.findings import RULES

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    ' xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
    ' xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0"'
    ' xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">'
)
GOOD = '<startEvent id="s"/><endEvent id="e"/>'


def flow(source, target, inside="", flow_id=None):
    flow_id = flow_id or f"{source}-{target}"
    ends = f'id="{flow_id}" sourceRef="{source}" targetRef="{target}"'
    return f"<sequenceFlow {ends}>{inside}</sequenceFlow>"


def when(text, more=""):
    return f"<conditionExpression {more}>{text}</conditionExpression>"


def process(body, more=""):
    return f'{HEAD}<process id="p" {more}>{body}</process></definitions>'


def with_(element):
    """A good process with one more element, ``x``, between start and end."""
    return process(GOOD + element + flow("s", "x") + flow("x", "e"))


def user(inside="", more='camunda:assignee="a"'):
    return with_(f'<userTask id="x" {more}>{inside}</userTask>')


def extended(inside):
    return user(f"<extensionElements>{inside}</extensionElements>")


def catching(definition):
    return with_(
        f'<intermediateCatchEvent id="x">{definition}</intermediateCatchEvent>'
    )


def timer(inside):
    return catching(f"<timerEventDefinition>{inside}</timerEventDefinition>")


def choice(*flows, more=""):
    body = GOOD + f'<exclusiveGateway id="x" {more}/><endEvent id="e2"/>'
    return process(body + flow("s", "x") + "".join(flows))


def script(text, language="python"):
    inside = f"<script>{text}</script>"
    return with_(f'<scriptTask id="x" scriptFormat="{language}">{inside}</scriptTask>')


MANY = process(GOOD).replace("<process", '<process id="q"/>' * 60 + "<process", 1)
ERRORS = {
    "element": (process(GOOD + flow("s", "e") + '<choreographyTask id="x"/>'), "x"),
    "extension": (user(more='camunda:formHandlerClass="A"'), "x"),
    "listener": (extended('<camunda:taskListener event="create"/>'), "x"),
    "role": (user("<performer><resourceRef>r</resourceRef></performer>"), "x"),
    "timer-here": (
        process(
            '<startEvent id="s"/><endEvent id="x"><timerEventDefinition/></endEvent>'
            + flow("s", "x")
        ),
        "x",
    ),
}
OTHERS = [
    ("event-without-definition", catching(""), "x"),
    ("unsupported-extension", extended("<camunda:connector/>"), "x"),
    ("unsupported-extension", extended("<spiffworkflow:preScript/>"), "x"),
    ("zeebe-form", extended("<zeebe:userTaskForm/>"), "x"),
    ("id-invalid", with_('<task id="x"/>').replace('"x"', '"7\'x"'), "7'x"),
    ("id-duplicate", process(GOOD + '<task id="s"/>'), "s"),
    ("id-reserved", user().replace('"x"', '"ticket"'), "ticket"),
    ("start-missing", process('<task id="a"/>' + flow("a", "a")), "p"),
    ("start-several", process('<startEvent id="t"/>' + GOOD + flow("s", "e")), "s"),
    ("called-missing", with_('<callActivity id="x"/>'), "x"),
    ("work-undefined", with_('<serviceTask id="x"/>'), "x"),
    ("work-undefined", with_('<sendTask id="x"/>'), "x"),
    ("work-undefined", with_('<businessRuleTask id="x"/>'), "x"),
    ("topic-missing", with_('<serviceTask id="x" camunda:type="external"/>'), "x"),
    ("event-gateway-target", with_('<eventBasedGateway id="x"/>'), "x-e"),
    ("instances-undefined", user("<multiInstanceLoopCharacteristics/>"), "x"),
    ("loop-endless", user("<standardLoopCharacteristics/>"), "x"),
    ("compensation-flow", with_('<task id="x" isForCompensation="true"/>'), "x"),
    ("reference-missing", catching("<messageEventDefinition/>"), "x"),
    ("reference-missing", catching("<signalEventDefinition/>"), "x"),
    ("reference-dangling", catching('<signalEventDefinition signalRef="a"/>'), "x"),
    ("reference-dangling", catching("<eventDefinitionRef>a</eventDefinitionRef>"), "x"),
    ("event-not-here", catching("<errorEventDefinition/>"), "x"),
    ("event-not-here", catching("<escalationEventDefinition/>"), "x"),
    ("event-not-here", catching("<cancelEventDefinition/>"), "x"),
    ("condition-missing", catching("<conditionalEventDefinition/>"), "x"),
    ("link-dangling", catching('<linkEventDefinition name="a"/>'), "x"),
    ("flow-dangling", process(GOOD + flow("s", "nowhere", flow_id="f")), "f"),
    (
        "flow-crosses-scope",
        process(
            GOOD
            + '<subProcess id="x"><startEvent id="i"/></subProcess>'
            + flow("s", "i", flow_id="f")
        ),
        "f",
    ),
    ("flow-into-start", process(GOOD + flow("e", "s", flow_id="f")), "f"),
    ("flow-out-of-end", process(GOOD + flow("e", "s", flow_id="f")), "f"),
    ("boundary-dangling", process(GOOD + '<boundaryEvent id="x"/>'), "x"),
    ("too-many-shapes", process(GOOD + "<task/>" * 9000), None),
    ("flow-without-condition", choice(flow("x", "e"), flow("x", "e2")), "x-e"),
    ("default-dangling", choice(flow("x", "e"), more='default="q"'), "x"),
    (
        "default-with-condition",
        choice(flow("x", "e", when("${a}")), more='default="x-e"'),
        "x-e",
    ),
    ("bad-expression", choice(flow("x", "e", when("${a ==}"))), "x-e"),
    (
        "condition-language",
        choice(flow("x", "e", when("a", 'language="groovy"'))),
        "x-e",
    ),
    ("bad-expression", user(more='camunda:assignee="${"'), "x"),
    ("bad-expression", user(more='camunda:candidateGroups="a,${b..c}"'), "x"),
    ("too-many-people", user(more=f'camunda:candidateUsers="{"a," * 300}"'), "x"),
    ("too-many-processes", MANY, None),
    ("bad-due-date", user(more='camunda:dueDate="tomorrow"'), "x"),
    ("bad-priority", user(more='camunda:priority="high"'), "x"),
    ("bad-priority", user(more='camunda:priority="101"'), "x"),
    ("missing-form", user(more='camunda:formKey="absent"'), "x"),
    ("form-key-expression", user(more='camunda:formKey="${f}"'), "x"),
    ("script-language", script("x = 1", "groovy"), "x"),
    ("empty-script", script(" "), "x"),
    ("bad-script", script("x = = 1"), "x"),
    ("bad-script", script("import os"), "x"),
    ("bad-timer", timer(""), "x"),
    ("bad-timer", timer("<timeDuration>5 minutes</timeDuration>"), "x"),
    ("bad-timer", timer("<timeDuration>P1000Y</timeDuration>"), "x"),
    ("bad-timer", timer("<timeDuration>P99999999999Y</timeDuration>"), "x"),
    ("bad-timer", timer("<timeDate>2024-13-45</timeDate>"), "x"),
    ("bad-timer", timer("<timeCycle>R/PT0S</timeCycle>"), "x"),
    ("bad-timer", timer("<timeCycle>R99999999/PT1H</timeCycle>"), "x"),
    ("bad-expression", timer("<timeDuration>${a b}</timeDuration>"), "x"),
    ("no-executable-process", process(GOOD, 'isExecutable="false"'), None),
    ("unsupported-extension", process(GOOD, 'camunda:candidateStarterUsers="a"'), "p"),
]
WARNINGS = [
    ("not-executable", process(GOOD, 'isExecutable="false"'), "p"),
    ("nobody", user(more=""), "x"),
    ("unreachable", process(GOOD + flow("s", "e") + '<task id="x"/>'), "x"),
    ("implicit-end", process(GOOD + '<task id="x"/>' + flow("s", "x")), "x"),
    ("no-default", choice(flow("x", "e", when("${a}"))), "x"),
    ("timer-without-zone", timer("<timeDate>2030-01-01T08:00:00</timeDate>"), "x"),
    ("ignored-extension", user(more='camunda:asyncBefore="true"'), "x"),
    ("ignored-extension", process(GOOD, 'camunda:historyTimeToLive="180"'), "p"),
    ("data-documentation", process(GOOD + '<dataObject id="d"/>'), "p"),
    (
        "boundary-never-fires",
        with_(
            '<task id="x"/><boundaryEvent id="b" attachedToRef="tns:x">'
            "<timerEventDefinition><timeDuration>PT1H</timeDuration>"
            "</timerEventDefinition></boundaryEvent>"
        ),
        "b",
    ),
    (
        "id-not-a-name",
        extended(
            '<camunda:properties><camunda:property name="actions" value="approve"/>'
            "</camunda:properties>"
        ).replace('"x"', '"x-1"'),
        "x-1",
    ),
]


def read(text):
    return engine.read({"p.bpmn": text.encode()}, form_keys=("refund",))


def expect(text, rule, severity, element_id):
    findings = read(text).findings
    found = [f for f in findings if f.rule == rule and f.severity == severity]
    assert element_id in [f.element_id for f in found], findings
    sentence = RULES[rule].sentence % dict(found[0].facts)
    assert "%(" not in sentence
    assert RULES[rule].help


@pytest.mark.parametrize("name", ERRORS)
def test_an_element_that_is_not_executed_is_refused(name):
    text, element_id = ERRORS[name]
    expect(text, f"unsupported-{name}", "error", element_id)
    assert read(text).models == ()


@pytest.mark.parametrize(("rule", "text", "element_id"), OTHERS)
def test_a_mistake_is_refused_with_its_place(rule, text, element_id):
    expect(text, rule, "error", element_id)
    assert read(text).models == ()


@pytest.mark.parametrize(("rule", "text", "element_id"), WARNINGS)
def test_what_is_worth_a_look_is_told_and_deployed(rule, text, element_id):
    expect(text, rule, "warning", element_id)


def test_a_good_process_has_nothing_said_of_it():
    upload = read(user())
    assert upload.findings == ()
    assert [model.key for model in upload.models] == ["p"]


def test_two_files_cannot_hold_the_same_process():
    good = user().encode()
    upload = engine.read({"a.bpmn": good, "b.bpmn": good}, form_keys=())
    found = [(f.rule, f.file, f.element_id) for f in upload.findings]
    assert ("duplicate-process", "b.bpmn", "p") in found


def test_colours_and_other_tools_notes_are_none_of_our_business():
    assert read(user(more='camunda:assignee="a" bioc:fill="#fff"')).findings == ()


def test_message_flows_are_shown_not_executed():
    text = user().replace(
        "</definitions>",
        '<collaboration id="c"><messageFlow id="m"/></collaboration></definitions>',
    )
    expect(text, "message-flow", "warning", "m")
