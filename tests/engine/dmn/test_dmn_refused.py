"""What a file of decisions may be refused for, each with a finding in words."""

import re
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.findings import RULES
from app.engine import dmn
from app.engine.dmn.elements import NAMESPACES
from app.engine.scripts import ScriptFault

HERE = Path(__file__).parent
DMN = Path(dmn.__file__).parent
NOW = datetime(2026, 3, 1, tzinfo=UTC)
SPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
INPUT = '<input id="i"><inputExpression><text>a</text></inputExpression></input>'
OUTPUT = '<output id="o" name="r"/>'
RULE = (
    '<rule id="x"><inputEntry><text>&lt; 5</text></inputEntry>'
    "<outputEntry><text>1</text></outputEntry></rule>"
)


def file(body, space=SPACE, more=""):
    return f'<definitions xmlns="{space}" id="d" {more}>{body}</definitions>'.encode()


def table(inner=INPUT + OUTPUT + RULE, policy="", before="", key="a1"):
    return (
        f'<decision id="{key}" name="A">{before}'
        f"<decisionTable {policy}>{inner}</decisionTable></decision>"
    )


def literal(text, before="", key="a1", more=""):
    return (
        f'<decision id="{key}" name="{key}">{before}<literalExpression {more}>'
        f"<text>{text}</text></literalExpression></decision>"
    )


def needs(key, what="Decision"):
    requirement = "knowledge" if what == "Knowledge" else "information"
    return (
        f'<{requirement}Requirement><required{what} href="#{key}"/>'
        f"</{requirement}Requirement>"
    )


TWO = '<output name="r"/><output name="s"/>'
ROW = RULE.replace("</rule>", "<outputEntry><text>2</text></outputEntry></rule>")
REFUSED = {
    "not-well-formed": b"<definitions",
    "doctype": b"<!DOCTYPE a []><a/>",
    "empty-file": b" ",
    "dmn-root": b"<html/>",
    "dmn-no-decision": file(""),
    "dmn-id": file(literal("1") + literal("2")),
    "dmn-no-logic": file('<decision id="a1" name="A"/>'),
    "dmn-logic": file('<decision id="a1"><filter/></decision>'),
    "dmn-language": file(literal("1", more='expressionLanguage="groovy"')),
    "dmn-expression": file(table(INPUT + OUTPUT + RULE.replace("&lt; 5", "5 +"))),
    "dmn-no-output": file(table(INPUT)),
    "dmn-output-names": file(table(INPUT + TWO.replace('"s"', '"r"') + ROW)),
    "dmn-no-input": file(table(INPUT.replace("<text>a</text>", "") + OUTPUT + RULE)),
    "dmn-hit-policy": file(table(policy='hitPolicy="LUCKY"')),
    "dmn-aggregation": file(table(policy='hitPolicy="COLLECT" aggregation="AVG"')),
    "dmn-aggregation-outputs": file(
        table(INPUT + TWO + ROW, policy='hitPolicy="COLLECT" aggregation="SUM"')
    ),
    "dmn-priorities": file(table(policy='hitPolicy="PRIORITY"')),
    "dmn-cells": file(table(INPUT + OUTPUT + ROW)),
    "dmn-requirement": file(literal("1", needs("gone"))),
    "dmn-cycle": file(literal("b1", needs("b1")) + literal("a1", needs("a1"), "b1")),
    "dmn-chain": file(
        literal("1", key="k0")
        + "".join(literal("1", needs(f"k{n}"), f"k{n + 1}") for n in range(21))
    ),
    "dmn-function": file(table(INPUT + OUTPUT + RULE.replace("1", "len(a)"))),
    "dmn-names": file(
        "".join(f'<inputData id="i{n}" name="a-{n}"/>' for n in range(201))
        + literal("1")
    ),
    "dmn-import": file('<import name="other"/>' + literal("1")),
    "dmn-too-large": file(
        '<decision id="a1"><list>'
        + f"<literalExpression><text>{'1' * 3_990}</text></literalExpression>" * 260
        + "</list></decision>"
    ),
}
WARNED = {
    "dmn-type": file('<decision id="a1"><variable name="a" typeRef="tMoney"/>'
                     "<literalExpression><text>1</text></literalExpression></decision>"),
    "dmn-ignored": file(literal("1") + '<decisionService id="s"/>'),
}  # fmt: skip


@pytest.mark.parametrize("rule", REFUSED)
def test_it_is_refused(rule):
    decisions, findings = dmn.read(REFUSED[rule], file="a.dmn")
    errors = [one for one in findings if one.severity == "error"]
    assert rule in {one.rule for one in errors}
    assert {one.file for one in findings} == {"a.dmn"}
    assert decisions.decisions == {}
    for one in findings:
        words = RULES[one.rule]
        assert "%(" not in words.sentence % one.facts
        assert words.help


@pytest.mark.parametrize("rule", WARNED)
def test_it_is_told_and_read(rule):
    decisions, findings = dmn.read(WARNED[rule])
    assert [(one.rule, one.severity) for one in findings] == [(rule, "warning")]
    assert dmn.decide(decisions, "a1", {}, now=NOW).result == 1


def test_every_rule_has_words_and_is_used():
    code = "\n".join(path.read_text("utf-8") for path in DMN.glob("*.py"))
    named = set(re.findall(r'"(dmn-[a-z-]+)"', code))
    assert named <= set(RULES)
    assert {rule for rule in RULES if rule.startswith("dmn-")} - named <= {
        "dmn-not-supported"
    }
    assert named <= set(REFUSED) | set(WARNED)


def test_a_finding_names_the_decision_and_the_cell():
    finding = dmn.read(REFUSED["dmn-expression"])[1][0]
    assert (finding.element_id, finding.element_name) == ("a1", "A")
    assert finding.facts["place"] == "1, a"
    assert finding.facts["text"] == "5 +"


@pytest.mark.parametrize("space", sorted(NAMESPACES))
def test_every_edition_is_read(space):
    decisions, findings = dmn.read(file(table(), space))
    assert findings == ()
    assert dmn.decide(decisions, "a1", {"a": 1}, now=NOW).result == 1


def test_a_model_that_calls_itself_in_a_ring_is_refused():
    def model(key, other):
        return (
            f'<businessKnowledgeModel id="{key}" name="{key}"><encapsulatedLogic>'
            f"<literalExpression><text>{other}()</text></literalExpression>"
            f"</encapsulatedLogic>{needs(other, 'Knowledge')}</businessKnowledgeModel>"
        )

    body = model("f", "g") + model("g", "f") + literal("f()", needs("f", "Knowledge"))
    assert [one.rule for one in dmn.read(file(body))[1]] == ["dmn-cycle"]


def test_a_model_that_calls_itself_is_stopped():
    model = (
        '<businessKnowledgeModel id="f" name="f"><encapsulatedLogic>'
        '<formalParameter name="n"/><literalExpression><text>f(n + 1) + f(n)</text>'
        "</literalExpression></encapsulatedLogic></businessKnowledgeModel>"
    )
    decisions, findings = dmn.read(
        file(model + literal("f(1)", needs("f", "Knowledge")))
    )
    assert findings == ()
    began = time.process_time()
    try:
        result = dmn.decide(decisions, "a1", {}, now=NOW).result
    except ScriptFault:
        result = None
    assert result is None
    assert time.process_time() - began < 0.5


def test_a_table_of_five_hundred_cells_is_asked_in_a_moment():
    cells = "".join(
        f'<rule id="r{row}">'
        + f"<inputEntry><text>[{row}..{row + 3}], &gt; 900</text></inputEntry>" * 9
        + f"<outputEntry><text>{row} + a</text></outputEntry></rule>"
        for row in range(50)
    )
    body = INPUT * 9 + OUTPUT + cells
    decisions, findings = dmn.read(file(table(body, 'hitPolicy="COLLECT"')))
    assert findings == ()
    fastest = 1.0
    for _ in range(5):
        began = time.process_time()
        decided = dmn.decide(decisions, "a1", {"a": 49}, now=NOW)
        fastest = min(fastest, time.process_time() - began)
    assert decided.matched == {"a1": (47, 48, 49, 50)}
    assert decided.result == [95, 96, 97, 98]
    assert fastest < 0.02


def test_a_file_full_of_faults_is_answered_quickly_and_briefly():
    rows = RULE.replace("&lt; 5", "5 + + 1") * 5_000
    began = time.process_time()
    findings = dmn.read(file(table(INPUT + OUTPUT + rows)))[1]
    assert len(findings) <= 200
    assert time.process_time() - began < 5


SOURCES = [path.read_bytes() for path in sorted(HERE.glob("*.dmn"))]


@given(st.sampled_from(SOURCES), st.data())
def test_any_file_is_read_or_refused(source, data):
    start = data.draw(st.integers(0, len(source)))
    end = data.draw(st.integers(start, min(len(source), start + 200)))
    put = data.draw(st.sampled_from([b"", b"<x/>", b'"', b"&lt;", b"id=", b"decision"]))
    decisions, findings = dmn.read(source[:start] + put + source[end:])
    assert decisions.decisions or findings
    for key in decisions.decisions:
        names = {"amount": 5, "level": "gold", "season": "winter", "guests": 1}
        try:
            dmn.decide(decisions, key, names, now=NOW)
        except ScriptFault as fault:
            assert fault.why  # noqa: PT017 - whether it fails is the file's affair
