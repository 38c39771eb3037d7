"""Files are accepted as the usual modelers write them, whatever prefix they use."""

from app import engine

FORMS = ("refund", "decision")


def read(source):
    upload = engine.read({"a.bpmn": source}, form_keys=FORMS)
    assert [f for f in upload.findings if f.severity == "error"] == []
    return upload.models[0]


def test_camunda_modeler(diagram, play):
    model = read(diagram("camunda_modeler"))
    assert (model.key, model.name, model.file) == ("refund_c7", "退款", "a.bpmn")
    assert (model.number_prefix, model.title_template) == (
        "REF",
        "Refund {{ order_no }}",
    )
    assert model.start_groups == ("shop", "service")
    assert model.start_form_key == "refund"
    check = model.elements["Activity_check"]
    assert (check.form_key, check.name, check.kind) == ("decision", "Check", "userTask")
    assert check.properties == {"actions": "approve,reject"}
    assert model.elements["Flow_yes"].name == "yes"
    assert model.elements["Activity_pay"].lane == "出纳"
    ticket = play("camunda_modeler")
    assert ticket.variables == {"asked_by": "alice"}
    task = ticket.task("Activity_check")
    assert (task.candidate_users, task.candidate_groups) == (("bob",), ())
    ticket.complete("Activity_check", Activity_check={"result": "approved"})
    assert ticket.task("Activity_pay").candidate_groups == ("出纳",)
    assert ticket.flows == ["Flow_1", "Flow_2", "Flow_yes"]


def test_spiffworkflow_editor(diagram, play):
    model = read(diagram("spiff_editor"))
    assert model.elements["Activity_1"].form_key == "refund"
    ticket = play("spiff_editor", amount=2000, kind="b")
    task = ticket.task("Activity_1")
    assert (task.candidate_users, task.candidate_groups) == (
        ("bob",),
        ("finance", "sales"),
    )
    ticket.complete("Activity_1").fire("Event_wait")
    assert ticket.outcome.end_element_id == "Event_many"


def test_other_prefixes_vendors_and_reserved_names(diagram, play):
    assert read(diagram("other_tools")).key == "Root"
    ticket = play("other_tools")
    assert ticket.task("first").assignee == "alice"
    task = ticket.complete("first").task("second")
    assert (task.assignee, task.candidate_groups) == ("carol", ("finance",))
    assert ticket.complete("second").outcome.end_element_id == "End"
    assert len(ticket.flows) == 3
    assert set(ticket.flows) < set(read(diagram("other_tools")).elements)
