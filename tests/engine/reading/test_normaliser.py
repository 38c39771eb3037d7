"""What a diagram leaves implied is written out once; made-up ids are never shown."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app import engine
from app.domain.process import WorkCompleted
from app.engine.normaliser import normalise
from app.engine.xml import parse

HERE = Path(__file__).parent
EVERY = sorted(HERE.parent.rglob("*.bpmn"))
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    ' xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    ' xmlns:t="urn:example" targetNamespace="urn:example">'
)
MOMENT = datetime(2026, 3, 2, tzinfo=UTC)


def drawn(body, beside=""):
    return f'{HEAD}{beside}<process id="p">{body}</process></definitions>'.encode()


def flow(source, target, flow_id=None):
    name = f'id="{flow_id}" ' if flow_id else ""
    return f'<sequenceFlow {name}sourceRef="{source}" targetRef="{target}"/>'


def same(one, other):
    return etree.tostring(one, method="c14n") == etree.tostring(other, method="c14n")


def assert_idempotent(root):
    before = etree.tostring(root, method="c14n")
    once = normalise(root)
    assert etree.tostring(root, method="c14n") == before
    assert same(normalise(once.root).root, once.root)
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    made = once.made | once.unnamed
    assert not made & set(ids)


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
def test_rewriting_twice_is_rewriting_once(path):
    assert_idempotent(parse(path.read_bytes()))


NAMES = st.sampled_from(["a", "b", "c", " a ", "t:a", "_start_1", "_link_2", "", "x:y"])
KINDS = st.sampled_from(
    [
        "task",
        "userTask",
        "startEvent",
        "endEvent",
        "receiveTask",
        "eventBasedGateway",
        "intermediateThrowEvent",
        "intermediateCatchEvent",
        "boundaryEvent",
        "subProcess",
        "adHocSubProcess",
        "sequenceFlow",
        "eventDefinitionRef",
        "linkEventDefinition",
        "messageEventDefinition",
        "globalUserTask",
        "multiInstanceLoopCharacteristics",
        "loopDataInputRef",
        "dataObject",
        "process",
    ]
)
ATTRIBUTES = st.dictionaries(
    st.sampled_from(
        [
            "id",
            "name",
            "sourceRef",
            "targetRef",
            "attachedToRef",
            "messageRef",
            "instantiate",
            "triggeredByEvent",
            "isForCompensation",
            "eventGatewayType",
        ]
    ),
    NAMES | st.sampled_from(["true", "Parallel"]),
    max_size=4,
)
TREES = st.recursive(
    st.tuples(KINDS, ATTRIBUTES, st.just(()), NAMES),
    lambda inner: st.tuples(KINDS, ATTRIBUTES, st.lists(inner, max_size=6), NAMES),
    max_leaves=25,
)


def element(tree):
    kind, attributes, children, text = tree
    inside = "".join(element(child) for child in children) or text
    written = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f"<{kind}{written}>{inside}</{kind}>"


@settings(max_examples=300, deadline=None)
@given(st.lists(TREES, max_size=8), st.lists(TREES, max_size=3))
def test_whatever_is_drawn_is_rewritten_once_and_no_id_collides(inside, beside):
    body = "".join(map(element, inside))
    assert_idempotent(parse(drawn(body, "".join(map(element, beside)))))


def played(source, *tasks, **variables):
    """Run to the end, completing user tasks; return the outcomes' paths."""
    from_upload = engine.read({"x.bpmn": source}, form_keys=())
    assert not [f for f in from_upload.findings if f.severity == "error"]
    model = next(m for m in from_upload.models if m.key == "p")
    outcome = engine.start(model, variables, context={}, now=MOMENT)
    path = list(outcome.passed)
    for task in tasks:
        token = next(t.token for t in outcome.user_tasks if t.name == task)
        stimulus = WorkCompleted(token=token, variables={})
        outcome = engine.resume(
            model, outcome.snapshot, stimulus, context={}, now=MOMENT
        )
        path += outcome.passed
    assert outcome.ended
    return model, [p.element_id for p in path if p.kind != "sequenceFlow"]


def test_without_a_start_event_everything_begins_that_no_flow_leads_to():
    source = drawn(
        '<userTask id="a" name="A" camunda:assignee="ann"/>'
        '<userTask id="b" name="B" camunda:assignee="bob"/>'
        '<endEvent id="e"/>' + flow("a", "e", "f") + flow("b", "e", "g")
    )
    model, path = played(source, "B", "A")
    assert path == ["b", "e", "a", "e"]
    assert model.hidden


def test_a_sub_process_without_start_and_end_is_gone_through():
    source = drawn(
        '<startEvent id="s"/><subProcess id="x"><task id="t"/></subProcess>'
        '<endEvent id="e"/>' + flow("s", "x", "f") + flow("x", "e", "g")
    )
    assert played(source)[1] == ["s", "t", "x", "e"]


def test_an_empty_sub_process_is_passed():
    source = drawn('<startEvent id="s"/><subProcess id="x"/>' + flow("s", "x", "f"))
    assert played(source)[1] == ["s", "x"]


def test_links_lead_from_every_source_to_their_target():
    source = drawn(
        '<startEvent id="s"/>'
        '<intermediateThrowEvent id="a"><linkEventDefinition name="on"/>'
        '</intermediateThrowEvent><intermediateThrowEvent id="b">'
        '<linkEventDefinition name="on"/></intermediateThrowEvent>'
        '<intermediateCatchEvent id="c"><linkEventDefinition name="on"/>'
        '</intermediateCatchEvent><endEvent id="e"/>'
        + flow("s", "a", "f")
        + flow("s", "b", "g")
        + flow("c", "e", "h")
    )
    path = played(source)[1]
    assert sorted(path) == ["a", "b", "c", "c", "e", "e", "s"]


def test_links_do_not_lead_into_sub_processes():
    source = drawn(
        '<startEvent id="s"/><intermediateThrowEvent id="a">'
        '<linkEventDefinition name="on"/></intermediateThrowEvent>'
        '<subProcess id="x"><startEvent id="i"/><intermediateCatchEvent id="c">'
        '<linkEventDefinition name="on"/></intermediateCatchEvent></subProcess>'
        + flow("s", "a", "f")
    )
    upload = engine.read({"x.bpmn": source}, form_keys=())
    said = {(f.rule, f.element_id) for f in upload.findings}
    assert {("link-dangling", "a"), ("link-dangling", "c")} <= said


def test_elements_without_ids_are_executed_and_never_named_in_findings():
    source = drawn('<startEvent id="s"/><userTask name="Look"/>' + flow("s", "t", "f"))
    upload = engine.read({"x.bpmn": source}, form_keys=())
    ids = {f.element_id for f in upload.findings}
    assert ids <= {None, "s", "f", "p"}
    assert "Look" in {f.element_name for f in upload.findings}


def test_references_may_carry_the_prefix_of_a_namespace():
    source = drawn(
        '<startEvent id="s"/><task id="a"/><endEvent id="e"/>'
        + flow("t:s", "t:a", "f")
        + flow(" a ", "t:e", "g")
    )
    assert played(source)[1] == ["s", "a", "e"]


def test_definitions_kept_apart_are_put_where_they_are_used():
    source = drawn(
        '<startEvent id="s"/><task id="a"/>'
        '<endEvent id="e"><eventDefinitionRef>t:stop</eventDefinitionRef></endEvent>'
        + flow("s", "a", "f")
        + flow("a", "e", "g"),
        '<terminateEventDefinition id="stop"/>',
    )
    assert played(source)[1] == ["s", "a", "e"]


def test_a_receive_task_can_begin_a_process():
    source = drawn(
        '<receiveTask id="r" messageRef="m" instantiate="true"/><endEvent id="e"/>'
        + flow("r", "e", "f"),
        '<message id="m" name="order"/>',
    )
    upload = engine.read({"x.bpmn": source}, form_keys=())
    (start,) = upload.models[0].starts
    assert (start.element_id, start.kind, start.name) == ("r", "message", "order")


def test_an_event_based_gateway_can_begin_a_process():
    source = drawn(
        '<eventBasedGateway id="g" instantiate="true"/>'
        '<receiveTask id="r" messageRef="m"/><intermediateCatchEvent id="c">'
        '<signalEventDefinition signalRef="t:n"/></intermediateCatchEvent>'
        + flow("g", "r", "f")
        + flow("g", "c", "h"),
        '<message id="m" name="order"/><signal id="n" name="all"/>',
    )
    upload = engine.read({"x.bpmn": source}, form_keys=())
    starts = {(s.element_id, s.kind, s.name) for s in upload.models[0].starts}
    assert starts == {("r", "message", "order"), ("c", "signal", "all")}


def test_a_global_task_becomes_a_process_that_only_others_call():
    source = drawn(
        '<startEvent id="s"/>',
        '<globalUserTask id="ask" name="Ask" camunda:assignee="ann"/>',
    )
    upload = engine.read({"x.bpmn": source}, form_keys=())
    called = next(m for m in upload.models if m.key == "ask")
    assert not called.startable
    outcome = engine.start(called, {}, context={}, now=MOMENT)
    assert [t.name for t in outcome.user_tasks] == ["Ask"]
