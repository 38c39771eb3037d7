"""An upload of any file ends in models or findings, quickly and in little memory."""

import random
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app import engine
from app.engine import support

HERE = Path(__file__).parent
SOURCES = [path.read_bytes() for path in sorted(HERE.parent.rglob("*.bpmn"))]
SOURCES += [
    support.document(row).encode() for rows in support.rows().values() for row in rows
]
MOST_SECONDS = 5
MOST_MEGABYTES = 400


def upload(data):
    began = time.process_time()
    found = engine.read({"a.bpmn": data}, form_keys=("known",))
    assert time.process_time() - began < MOST_SECONDS
    assert found.models or any(f.severity == "error" for f in found.findings)
    for finding in found.findings:
        assert finding.rule
    if found.models:
        engine.laid_out(data)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_bytes_of_any_kind(data):
    upload(data)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(SOURCES), st.data())
def test_diagrams_with_bytes_changed(source, data):
    broken = bytearray(source)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(broken) - 1))
        broken[at : at + data.draw(st.integers(0, 3))] = data.draw(
            st.binary(max_size=3)
        )
    upload(bytes(broken))


def mutated(choose):
    root = etree.fromstring(choose.choice(SOURCES))
    elements = [e for e in root.iter() if isinstance(e.tag, str)]
    names = sorted({name for e in elements for name in e.attrib})
    values = [value for e in elements for value in e.attrib.values()]
    for _ in range(choose.randint(1, 6)):
        element, other = choose.choice(elements), choose.choice(elements)
        kind = choose.randrange(7)
        if kind == 0 and element.getparent() is not None:
            element.getparent().remove(element)
        elif kind == 1 and element.attrib:
            element.attrib.pop(choose.choice(sorted(element.attrib)))
        elif kind == 2 and element.attrib:
            element.set(choose.choice(sorted(element.attrib)), choose.choice(values))
        elif kind == 3:
            element.set(choose.choice(names), choose.choice([*values, "", " ", "${"]))
        elif kind == 4:
            element.tag = other.tag
        elif kind == 5:
            element.text = choose.choice([other.text or "", "${a ==}", "=", "PT"])
        else:
            other.append(etree.fromstring(etree.tostring(element)))
    return etree.tostring(root)


@pytest.mark.parametrize("hundred", range(8))
def test_diagrams_with_elements_and_attributes_changed(hundred):
    for seed in range(hundred * 100, hundred * 100 + 100):
        upload(mutated(random.Random(seed)))  # noqa: S311


def diagram(body, beside=""):
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
        'xmlns:camunda="http://camunda.org/schema/1.0/bpmn">'
        f'{beside}<process id="p">{body}</process></definitions>'
    ).encode()


def chain(length, kind="userTask"):
    names = ["s", *(f"t{n}" for n in range(length)), "e"]
    people = ' camunda:assignee="ann"' if kind == "userTask" else ""
    shapes = "".join(f'<{kind} id="{n}"{people}/>' for n in names[1:-1])
    flows = "".join(
        f'<sequenceFlow id="f{n}" sourceRef="{a}" targetRef="{b}"/>'
        for n, (a, b) in enumerate(pairwise(names))
    )
    return diagram(f'<startEvent id="s"/>{shapes}<endEvent id="e"/>{flows}')


def nested(depth):
    begin = "".join(f'<subProcess id="p{n}">' for n in range(depth))
    return diagram(begin + '<task id="t"/>' + "</subProcess>" * depth)


def test_a_chain_of_3000_tasks_can_be_deployed():
    began = time.process_time()
    found = engine.read({"a.bpmn": chain(3_000)}, form_keys=())
    assert time.process_time() - began < MOST_SECONDS
    assert [model.key for model in found.models] == ["p"]


@pytest.mark.parametrize(
    ("depth", "rule"), [(21, "sub-processes-too-deep"), (240, "too-deep")]
)
def test_sub_processes_too_deep_in_one_another_are_refused(depth, rule):
    found = engine.read({"a.bpmn": nested(depth)}, form_keys=())
    assert rule in [f.rule for f in found.findings if f.severity == "error"]


def joins(count):
    """Parallel gateways in a ladder: each could be looked back at from each."""
    shapes = "".join(f'<parallelGateway id="g{n}"/>' for n in range(count))
    flows = "".join(
        f'<sequenceFlow id="f{n}-{m}" sourceRef="g{n}" targetRef="g{m}"/>'
        for n in range(count)
        for m in (n + 1, (n + 2) % count)
        if m < count
    )
    return diagram(f'<startEvent id="s"/>{shapes}{flows}')


LARGE = {
    "a chain too long": chain(20_000),
    "joins of joins": joins(2_500),
    "shapes without flows": diagram('<userTask id="{0}"/>' * 50_000),
    "nothing but ids missing": diagram("<task/>" * 7_000),
    "one attribute of 4 MB": diagram(f'<task id="x" name="{"a" * 4_000_000}"/>'),
    "one expression of 4 MB": diagram(
        '<startEvent id="s"/><task id="a"/><sequenceFlow id="f" sourceRef="s" '
        f'targetRef="a"><conditionExpression>${{{"a+" * 2_000_000}a}}'
        "</conditionExpression></sequenceFlow>"
    ),
    "many definitions apart": diagram(
        '<startEvent id="s"/>'
        + '<endEvent id="e"><eventDefinitionRef>d</eventDefinitionRef></endEvent>'
        * 3_000,
        '<signalEventDefinition id="d">'
        + "<documentation/>" * 3_000
        + "</signalEventDefinition>",
    ),
    "many multi-instances": diagram(
        '<startEvent id="s"/>'
        + '<task id="x"><multiInstanceLoopCharacteristics><loopDataInputRef>d'
        "</loopDataInputRef></multiInstanceLoopCharacteristics></task>" * 5_000
    ),
    "messages referred to by all": diagram(
        "".join(f'<receiveTask id="r{n}" messageRef="m{n}"/>' for n in range(3_000)),
        "".join(f'<message id="m{n}" name="a"/>' for n in range(20_000)),
    ),
    "links with one name": diagram(
        '<intermediateThrowEvent><linkEventDefinition name="a"/>'
        "</intermediateThrowEvent>"
        * 3_000
        + '<intermediateCatchEvent><linkEventDefinition name="a"/>'
        "</intermediateCatchEvent>"
    ),
}


@pytest.mark.parametrize("name", LARGE)
def test_large_files_are_answered_in_time(name):
    upload(LARGE[name])


def test_memory_stays_within_its_bound(tmp_path):
    program = (
        "import re, sys; from app import engine\n"
        "for path in sys.argv[1:]:\n"
        "    engine.read({'a.bpmn': open(path, 'rb').read()}, form_keys=())\n"
        # Not getrusage: its peak is inherited from the process that started this one.
        "status = open('/proc/self/status').read()\n"
        "print(re.search(r'VmHWM:\\s+(\\d+) kB', status)[1])\n"
    )
    paths = []
    for number, data in enumerate(LARGE.values()):
        path = tmp_path / str(number)
        path.write_bytes(data)
        paths.append(str(path))
    done = subprocess.run(
        [sys.executable, "-c", program, *paths],
        capture_output=True,
        check=True,
        cwd=HERE.parents[2],
    )
    assert int(done.stdout) < MOST_MEGABYTES * 1024
