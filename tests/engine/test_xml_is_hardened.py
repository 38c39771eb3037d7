"""Uploads that are hostile or broken become findings; nothing is opened or expanded."""

import time

import pytest

from app import engine
from app.engine import xml

BPMN = b'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
CASES = {
    "empty": (b" \n", "empty-file"),
    "text": (b"hello", "not-well-formed"),
    "unclosed": (b"<a><b></a>", "not-well-formed"),
    "doctype": (b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "doctype"),
    "entity": (
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        "doctype",
    ),
    "laughs": (
        b'<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><a>&y;</a>',
        "doctype",
    ),
    "undefined entity": (b"<a>&nbsp;</a>", "not-well-formed"),
    "deep": (b"<a>" * 200 + b"</a>" * 200, "too-deep"),
    "many": (b"<a>" + b"<b/>" * 70_000 + b"</a>", "too-many-elements"),
    "attributes": (
        b"<a " + b" ".join(b'a%d="1"' % n for n in range(200)) + b"/>",
        "too-many-attributes",
    ),
    "large": (b"<a>" + b" " * xml.MAX_BYTES + b"</a>", "too-large"),
    "encoding": (b'<?xml version="1.0" encoding="klingon"?><a/>', "encoding"),
    "not bpmn": (b"<html/>", "wrong-root"),
    "decisions": (
        b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"/>',
        "unsupported-decisions",
    ),
    "no process": (b"<definitions " + BPMN + b"/>", "no-process"),
    "null": (b"<a>\x00</a>", "not-well-formed"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_cannot_be_read_is_told(name):
    data, rule = CASES[name]
    began = time.process_time()
    upload = engine.read({"x.bpmn": data}, form_keys=())
    assert [(f.rule, f.severity, f.file) for f in upload.findings] == [
        (rule, "error", "x.bpmn")
    ]
    assert upload.models == ()
    assert time.process_time() - began < 2


def test_a_file_of_many_faults_is_answered_quickly_and_briefly():
    shapes = b"".join(b'<callActivity id="c%d"/>' % n for n in range(4_000))
    data = (
        b"<definitions "
        + BPMN
        + b'><process id="p">'
        + shapes
        + b"</process></definitions>"
    )
    began = time.process_time()
    upload = engine.read({"x.bpmn": data}, form_keys=())
    assert time.process_time() - began < 3
    assert 100 < len(upload.findings) <= 400
