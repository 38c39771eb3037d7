"""Deploying: what is refused, in which words, and that nothing of it is kept."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.findings import RULES
from app.domain.permissions import Actor
from app.errors import DeploymentRefused
from app.store.db import db
from app.store.deployments import Content, Deployment
from app.usecases import deployments
from app.usecases.unit_of_work import reading, unit_of_work
from tests.usecases.uploads import diagram, form

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ANALYST = Actor("frank", frozenset({"analyst"}))

pytestmark = pytest.mark.usefixtures("house")


def refused(files: dict[str, bytes]) -> DeploymentRefused:
    with pytest.raises(DeploymentRefused) as caught, unit_of_work():
        deployments.deploy(files, actor=ANALYST, source="page", now=NOW)
    with reading():
        assert db.session.query(Deployment).count() == 0
        assert db.session.query(Content).count() == 0
    return caught.value


def rules(refusal: DeploymentRefused) -> list[tuple[str | None, str]]:
    return [(finding.file, finding.rule) for finding in refusal.findings]


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("discount.dmn", "dmn-root"),
        ("notes.txt", "file-kind"),
        ("order", "file-kind"),
        ("../order.bpmn", "file-name"),
        ("a/order.bpmn", "file-name"),
        ("a\\order.bpmn", "file-name"),
        (".bpmn", "file-name"),
        ("", "file-name"),
        ("order\n.bpmn", "file-name"),
        ("order\0.bpmn", "file-name"),
        ("order\udc80.bpmn", "file-name"),
        ("o" * 121 + ".bpmn", "file-name"),
    ],
)
def test_a_name_that_is_no_plain_diagram_or_form_is_refused(name, rule):
    refusal = refused({name: diagram(), "order_check.json": form()})

    assert [found for _, found in rules(refusal)] == [rule]
    json.dumps([finding.file for finding in refusal.findings]).encode()


def test_one_broken_file_refuses_the_whole_upload():
    refusal = refused(
        {"order.bpmn": diagram(), "order_check.json": form(), "offer.bpmn": b"<offer"}
    )

    assert rules(refusal) == [("offer.bpmn", "not-well-formed")]


def test_each_fault_is_told_with_its_file_its_element_and_a_sentence():
    refusal = refused({"order.bpmn": diagram(form="nowhere")})

    [error] = refusal.errors
    assert (error.pointer, error.element_id) == ("/files/order.bpmn", "check")
    assert str(error) == "The form “nowhere” is not known."


def test_the_same_process_in_two_files_is_refused():
    refusal = refused(
        {"a.bpmn": diagram(form=None), "b.bpmn": diagram(name="Other", form=None)}
    )

    errors = [(f.file, f.rule) for f in refusal.findings if f.severity == "error"]
    assert errors == [("b.bpmn", "duplicate-process")]


def test_the_same_form_in_two_files_is_refused():
    refusal = refused({"order_check.json": form(), "order_check.JSON": form()})

    assert rules(refusal) == [(None, "duplicate-form")]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"{", "form-not-json"),
        (b"\xff", "form-not-json"),
        (b'{"type": "object", "type": "object"}', "form-not-json"),
        (b'{"a": NaN}', "form-not-json"),
        (b"[" * 100_000, "form-not-json"),
        (b"[]", "form-invalid"),
        (b'{"type": "object"}', "form-invalid"),
        (b'{"type": "object", "properties": 7}', "form-invalid"),
        (b" " * 500_001, "form-too-large"),
    ],
)
def test_a_form_that_cannot_be_read_is_refused_by_name(data, rule):
    refusal = refused({"order.bpmn": diagram(), "order_check.json": data})

    assert ("order_check.json", rule) in rules(refusal)
    assert ("order.bpmn", "missing-form") not in rules(refusal)


def test_a_fault_in_a_form_says_where():
    remote = {"$ref": "https://example.com/customer.json"}
    refusal = refused({"order_check.json": form(customer=remote)})

    [finding] = refusal.findings
    assert finding.rule == "form-invalid"
    assert finding.facts["pointer"].startswith("/properties/customer")


def test_a_cross_field_rule_that_cannot_be_evaluated_is_refused():
    schema = json.loads(form())
    schema["x-rules"] = [{"expression": "note ===", "message": "Never"}]
    refusal = refused({"order_check.json": json.dumps(schema).encode()})

    [finding] = refusal.findings
    assert finding.facts["pointer"] == "/x-rules/0/expression"


def test_field_permissions_nobody_understands_are_refused_at_their_element():
    refusal = refused(
        {"order.bpmn": diagram(fields="note:secret"), "order_check.json": form()}
    )

    [finding] = refusal.findings
    assert (finding.rule, finding.element_id) == ("field-permissions", "check")


def test_hiding_a_field_the_form_does_not_have_is_a_warning():
    with unit_of_work():
        done = deployments.deploy(
            {"order.bpmn": diagram(fields="noet:hidden"), "order_check.json": form()},
            actor=ANALYST,
            source="page",
            now=NOW,
        )

    [finding] = done.findings
    assert (finding.rule, finding.severity) == ("unknown-field", "warning")
    assert finding.facts["entry"] == "/noet"


def test_a_known_form_is_checked_for_the_fields_too():
    for files in (
        {"order_check.json": form()},
        {"order.bpmn": diagram(fields="noet:hidden")},
    ):
        with unit_of_work():
            done = deployments.deploy(files, actor=ANALYST, source="page", now=NOW)
    assert [finding.rule for finding in done.findings] == ["unknown-field"]


@pytest.mark.parametrize(
    ("files", "rule"),
    [
        ({}, "nothing-to-deploy"),
        ({f"{n}.json": b"" for n in range(51)}, "too-many-files"),
        ({f"{n}.json": b" " * 1_000_000 for n in range(11)}, "upload-too-large"),
    ],
    ids=["none", "too many", "too large"],
)
def test_an_upload_has_limits(files, rule):
    assert rules(refused(files)) == [(None, rule)]


def test_a_name_longer_than_the_tables_hold_is_refused():
    refusal = refused({"order.bpmn": diagram(name="订" * 256, form=None)})

    assert ("order.bpmn", "name-too-long") in rules(refusal)


def test_every_rule_of_an_upload_has_its_words():
    refusals = [
        refused(
            {"a.dmn": b"", "b.txt": b"", "/": b"", "c.json": b"{", "d.json": b"{}"}
        ),
        refused({"c.json": b"{", "d.json": b"{}", "e.bpmn": b"<"}),
        refused({}),
    ]

    for refusal in refusals:
        for finding, error in zip(refusal.findings, refusal.errors, strict=True):
            assert str(error) == RULES[finding.rule].sentence % dict(finding.facts)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.dictionaries(
        st.text(max_size=8).flatmap(
            lambda stem: st.sampled_from([f"{stem}{end}" for end in (".bpmn", ".json")])
        ),
        st.one_of(
            st.binary(max_size=200),
            st.integers(0, len(diagram())).map(lambda cut: diagram()[:cut]),
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.text(max_size=5),
                lambda inner: (
                    st.lists(inner, max_size=3)
                    | st.dictionaries(
                        st.sampled_from(
                            ["type", "properties", "$ref", "x-rules", "items"]
                        ),
                        inner,
                        max_size=4,
                    )
                ),
            ).map(lambda value: json.dumps(value).encode()),
        ),
        max_size=3,
    )
)
def test_whatever_is_uploaded_is_answered_with_findings(files):
    with reading():
        for finding in deployments.check(files, actor=ANALYST):
            assert RULES[finding.rule].sentence % dict(finding.facts)


def test_a_condition_that_nothing_can_begin_by_is_pointed_out(cast):
    source = (
        diagram()
        .decode()
        .replace(
            '<bpmn:sequenceFlow id="a"',
            '<bpmn:startEvent id="rich" name="Rich"><bpmn:conditionalEventDefinition>'
            "<bpmn:condition>${total > 9}</bpmn:condition>"
            "</bpmn:conditionalEventDefinition></bpmn:startEvent>"
            '<bpmn:sequenceFlow id="c" sourceRef="rich" targetRef="check"/>'
            '<bpmn:sequenceFlow id="a"',
        )
    )
    files = {"order.bpmn": source.encode(), "order_check.json": form()}
    with reading():
        found = deployments.check(files, actor=cast.dave)
    said = [(f.rule, f.severity, f.element_id) for f in found]
    assert ("conditional-start", "warning", "rich") in said
