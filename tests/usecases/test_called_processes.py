"""Tickets call other processes and decisions, of other uploads, and keep to them."""

import json
from pathlib import Path

import pytest

from app.domain.process import JSONDict
from app.errors import EngineFault
from app.store import decisions
from app.usecases import deployments, forms, tickets, work_items
from app.usecases.unit_of_work import reading, unit_of_work
from tests.conftest import CAST, NOW

HERE = Path(__file__).parent
NAMES = ("calling.bpmn", "called.bpmn", "grade.dmn")
FORM: JSONDict = {
    "type": "object",
    "properties": {"verdict": {"type": "string", "title": "Verdict"}},
    "required": ["verdict"],
}


@pytest.fixture
def deploy(house, cast):
    def deployed(*names, **data):
        files = {name: (HERE / name).read_bytes() for name in names}
        files |= {name.replace("_", "."): text for name, text in data.items()}
        with unit_of_work():
            return deployments.deploy(files, actor=cast.dave, source="cli", now=NOW)

    return deployed


@pytest.fixture
def all_deployed(deploy):
    for name in NAMES:
        deploy(name, check_json=json.dumps(FORM).encode())


@pytest.fixture
def ticket(all_deployed, begin):
    return begin("outer", points=60)


def test_a_decision_of_another_upload_is_asked_and_told(ticket, look):
    assert look(ticket).variables["mark"] == "good"
    with reading():
        page = tickets.history(ticket.number, actor=CAST.dave)
    (made,) = [entry for entry in page.items if entry.kind == "decision-made"]
    assert (made.element_id, made.facts["name"]) == ("grade", "grade")
    assert made.facts["matched"] == {"grade": [1]}


def test_the_latest_decision_is_asked(all_deployed, deploy, begin, look):
    changed = (HERE / "grade.dmn").read_bytes().replace(b"50", b"70")
    assert deploy(grade_dmn=changed).created
    assert not deploy(grade_dmn=changed).created
    with reading():
        assert [row.version for row in decisions.versions("grade")] == [2, 1]
    assert look(begin("outer", points=60)).variables["mark"] == "poor"


def test_a_called_user_task_has_the_words_and_the_form_of_its_own_diagram(
    ticket, item_of, carol
):
    item_id = item_of(carol)
    with reading():
        view = work_items.get(item_id, actor=carol)
        form = forms.form_for_work_item(item_id, actor=carol)
    assert view.work_item.name == "Check the mark"
    assert view.work_item.called_ref == "inner:1"
    assert form.schema == FORM
    assert view.variables["given"] == "good"


def test_what_is_called_gives_its_answer_back(
    ticket, item_of, complete, carol, bob, look
):
    complete(item_of(carol), carol, {"verdict": "fine"})
    assert look(ticket).variables["verdict"] == "fine"
    (item,) = look(ticket).current
    assert (item.element_id, item.called_ref) == ("review", None)
    complete(item_of(bob), bob)
    assert look(ticket).ticket.status == "closed"


def test_a_new_version_of_what_is_called_changes_no_running_ticket(
    ticket, deploy, item_of, complete, carol, begin, look
):
    text = (HERE / "called.bpmn").read_bytes()
    deploy(called_bpmn=text.replace(b"Check the mark", b"Check it twice"))
    old = item_of(carol)
    new = begin("outer", points=1)
    assert [item.name for item in look(new).current] == ["Check it twice"]
    assert [item.name for item in look(ticket).current] == ["Check the mark"]
    complete(old, carol, {"verdict": "fine"})
    assert look(ticket).variables["verdict"] == "fine"


def test_the_diagram_of_the_ticket_counts_its_own_elements_only(
    ticket, item_of, complete, carol
):
    complete(item_of(carol), carol, {"verdict": "fine"})
    with reading():
        progress = tickets.progress(ticket.number, actor=CAST.dave)
    done = [count.element_id for count in progress.completed]
    assert sorted(done) == ["check", "grade", "start"]
    assert [count.element_id for count in progress.active] == ["review"]


def test_an_element_of_the_same_name_opens_no_one_elses_data(
    ticket, item_of, complete, carol
):
    item_id = item_of(carol)
    complete(item_id, carol, {"verdict": "fine"})
    with reading():
        assert work_items.get(item_id, actor=carol).work_item.status == "completed"
        assert tickets.variables(ticket.number, actor=carol) == {}


def test_what_is_not_deployed_cannot_be_called(deploy, begin):
    deploy("calling.bpmn")
    with pytest.raises(EngineFault) as fault:
        begin("outer", points=1)
    assert fault.value.facts["element_id"] == "grade"
