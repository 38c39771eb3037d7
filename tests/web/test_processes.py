"""Upload, findings, versions, diagrams."""

import io

from tests.web.conftest import ROOT


def files_of(*names):
    return [(io.BytesIO((ROOT / name).read_bytes()), name) for name in names]


LEAVE = [
    "processes/leave.bpmn",
    *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("forms/leave_*.json")),
]


def upload(visitor, *files, **more):
    named = [(stream, name.rpartition("/")[2]) for stream, name in files]
    return visitor.post("/processes/upload", {"file": named, **more})


def test_a_process_is_uploaded_once_and_offered(visit):
    frank = visit("frank")
    page = upload(frank, *files_of(*LEAVE)).text
    assert "Deployed." in page
    assert "请假" in page
    again = upload(frank, *files_of(*LEAVE)).text
    assert "no new version" in again
    assert "请假" in visit("alice").get("/start").text


def test_a_check_changes_nothing(visit):
    frank = visit("frank")
    page = upload(frank, *files_of(*LEAVE), check="1")
    assert "can be deployed" in page.text
    assert "请假" not in frank.get("/processes").text


def test_faults_are_told_per_element_in_the_readers_language(visit):
    xml = (ROOT / "processes/leave.bpmn").read_text("utf-8")
    broken = xml.replace("<bpmn:exclusiveGateway", "<bpmn:complexGateway", 1)
    broken = broken.replace("</bpmn:exclusiveGateway>", "</bpmn:complexGateway>", 1)
    frank = visit("frank")
    answer = upload(frank, (io.BytesIO(broken.encode()), "leave.bpmn"))
    assert answer.status_code == 422
    assert "finding error" in answer.text
    assert "Nothing was deployed" in answer.text
    assert "请假" not in frank.get("/processes").text


def test_a_retired_version_is_not_offered_until_it_is_again(visit, refund):
    frank, alice = visit("frank"), visit("alice")
    assert frank.post("/processes/refund/versions/1/retire").status_code == 303
    assert "退款申请" not in alice.get("/start").text
    assert alice.get("/start/refund").status_code in (404, 409)
    assert frank.post("/processes/refund/versions/1/activate").status_code == 303
    assert "退款申请" in alice.get("/start").text
    assert alice.post("/processes/refund/versions/1/retire").status_code == 403


def test_a_diagram_is_sent_as_it_came_and_kept_by_the_browser(visit, refund, ask):
    number = ask()
    original = (ROOT / "processes/refund.bpmn").read_bytes()
    for who, path in (
        ("frank", "/processes/refund/versions/1/diagram.bpmn"),
        ("bob", f"/tickets/{number}/diagram.bpmn"),
    ):
        answer = visit(who).get(path)
        assert answer.data == original
        assert "immutable" in answer.headers["Cache-Control"]
    assert visit("trudy").get(f"/tickets/{number}/diagram.bpmn").status_code == 404
    assert visit("trudy").get(f"/tickets/{number}/progress.json").status_code == 404
