"""Whatever is refused is a problem: RFC 9457, a stable code, the caller's language."""

import io
import re

import pytest

from app import errors
from app.api.problem import STATUS, TITLES
from tests.api.conftest import refund_variables


def test_every_family_of_refusals_has_a_status():
    families = {
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and kind.__bases__ == (errors.Refusal,)
    }
    assert families - set(STATUS) <= {errors.Misconfigured}
    assert set(STATUS.values()) <= set(TITLES)


def test_nobody_is_asked_to_sign_in_and_told_how(call):
    answer = call(None, "GET", "/tickets")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.mimetype == "application/problem+json"
    assert answer.json == {
        "type": "urn:problem:unauthenticated",
        "title": "Sign in first",
        "status": 401,
        "detail": "Sign in first.",
        "code": "unauthenticated",
    }


def test_nobody_is_asked_to_sign_in_before_his_body_is_looked_at(call):
    answer = call(None, "POST", "/tickets", data="{", content_type="text/plain")
    assert answer.status_code == 401


@pytest.mark.parametrize("scheme", ["Basic Ym9iOmJvYg==", "Bearer", "Bearer gdt_no"])
def test_a_wrong_way_to_sign_in_is_refused(call, scheme):
    answer = call(None, "GET", "/tickets", headers={"Authorization": scheme})
    assert answer.status_code == 401


def test_an_address_that_does_not_exist_is_a_problem(call):
    answer = call("alice", "GET", "/nothing/here")
    assert (answer.status_code, answer.json["code"]) == (404, "not-found")


def test_a_verb_that_does_not_exist_is_a_problem_that_names_those_that_do(call):
    answer = call("alice", "DELETE", "/tickets")
    assert (answer.status_code, answer.json["code"]) == (405, "no-such-verb")
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


def test_each_wrong_value_is_pointed_at(call, refund):
    variables = refund_variables(refund_amount="9000.00")
    del variables["payee"]["channel"]
    variables["goods"][0]["qty"] = 0
    body = {"process_key": "refund", "variables": variables}
    answer = call("alice", "POST", "/tickets", json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "form-invalid")
    assert {one["pointer"] for one in answer.json["errors"]} >= {
        "/variables/payee/channel",
        "/variables/goods/0/qty",
    }
    assert all(one["message"] and one["rule"] for one in answer.json["errors"])


def test_a_rule_between_fields_is_pointed_at_too(call, refund):
    variables = refund_variables(refund_amount="9000.00")
    body = {"process_key": "refund", "variables": variables}
    answer = call("alice", "POST", "/tickets", json=body)
    assert [one["pointer"] for one in answer.json["errors"]] == [
        "/variables/refund_amount"
    ]


def test_an_upload_with_faults_comes_back_with_its_findings(call):
    files = {"files": [(io.BytesIO(b"<nothing/>"), "broken.bpmn")]}
    answer = call("frank", "POST", "/deployments", data=files)
    assert (answer.status_code, answer.json["code"]) == (422, "deployment-refused")
    (finding,) = answer.json["findings"]
    assert (finding["file"], finding["severity"]) == ("broken.bpmn", "error")
    assert finding["message"]
    assert finding["help"]


def test_a_fault_of_the_process_is_not_ours(call, deploy):
    deploy("divide.bpmn")
    body = {"process_key": "divide", "variables": {"by": 0}}
    answer = call("alice", "POST", "/tickets", json=body)
    assert (answer.status_code, answer.json["code"]) == (422, "engine-fault")
    assert answer.json["element_id"] == "half"
    assert call("alice", "GET", "/tickets").json["items"] == []


def test_a_form_too_large_is_a_problem(call):
    data = b'"' + b"x" * 31_000_000 + b'"'
    answer = call(
        "alice", "POST", "/tickets", data=data, content_type="application/json"
    )
    assert (answer.status_code, answer.json["code"]) == (413, "too-large")


def test_problems_speak_the_language_that_is_asked_for(call):
    chinese = {"Accept-Language": "fr;q=0.9, zh-CN;q=0.8, en;q=0.5"}
    answer = call("dave", "POST", "/groups", json={"key": 7}, headers=chinese)
    messages = {one["pointer"]: one["message"] for one in answer.json["errors"]}
    assert messages["/key"] == "须为文本。"
    english = call("dave", "POST", "/groups", json={"key": 7})
    messages = {one["pointer"]: one["message"] for one in english.json["errors"]}
    assert messages["/key"] == "This has to be text."
    assert answer.json["code"] == english.json["code"]


ENGLISH = re.compile("[A-Za-z]+ [A-Za-z]+")
BAD_SCRIPT = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
<process id="p" isExecutable="true"><startEvent id="s"/><endEvent id="e"/>
<scriptTask id="x" scriptFormat="python"><script>import os</script></scriptTask>
<sequenceFlow id="f" sourceRef="s" targetRef="x"/>
<sequenceFlow id="g" sourceRef="x" targetRef="e"/></process></definitions>"""


def test_the_reason_of_a_finding_is_told_in_the_callers_language(call):
    told = {}
    for language in ("zh-CN", "en"):
        files = {"files": [(io.BytesIO(BAD_SCRIPT), "broken.bpmn")]}
        spoken = {"Accept-Language": language}
        answer = call("frank", "POST", "/deployments", data=files, headers=spoken)
        assert answer.status_code == 422
        (told[language],) = [
            (finding["message"], error["message"])
            for finding, error in zip(
                answer.json["findings"], answer.json["errors"], strict=True
            )
            if finding["rule"] == "bad-script"
        ]
    assert all("line 1: The module os" in message for message in told["en"])
    for message in told["zh-CN"]:
        assert "第 1 行：" in message
        assert not ENGLISH.search(message)


@pytest.mark.parametrize("by", [0, [0]])
def test_the_reason_of_a_fault_is_told_in_the_callers_language(call, deploy, by):
    deploy("divide.bpmn")
    body = {"process_key": "divide", "variables": {"by": by}}
    chinese = {"Accept-Language": "zh-CN"}
    answer = call("alice", "POST", "/tickets", json=body, headers=chinese)
    assert answer.json["code"] == "engine-fault"
    assert answer.json["why"] in answer.json["detail"]
    assert not ENGLISH.search(answer.json["why"])
