"""One path: what waits, what passes at once, how it ends."""

from app.domain.process import Passed


def test_tasks_for_people_wait_and_everything_else_passes_at_once(play):
    ticket = play()
    assert ticket.waiting == ["apply"]
    assert (ticket.task("apply").name, ticket.task("apply").form_key) == (
        "Apply",
        "refund",
    )
    ticket.complete("apply", amount=3)
    assert ticket.waiting == ["review"]
    assert ticket.path == ["begin", "apply", "note", "milestone"]
    ticket.complete("review")
    assert ticket.path[-3:] == ["review", "think", "done"]
    assert ticket.outcome.ended
    assert (ticket.outcome.end_element_id, ticket.outcome.result) == (
        "done",
        "approved",
    )
    assert ticket.variables == {"amount": 3}


def test_a_step_tells_elements_and_flows_in_the_order_they_were_left(play):
    ticket = play().complete("apply")
    assert list(ticket.outcome.passed) == [
        Passed(element_id="apply", kind="userTask", token="t2"),
        Passed(element_id="apply_to_note", kind="sequenceFlow"),
        Passed(element_id="note", kind="manualTask"),
        Passed(element_id="note_to_milestone", kind="sequenceFlow"),
        Passed(element_id="milestone", kind="intermediateThrowEvent"),
        Passed(element_id="milestone_to_review", kind="sequenceFlow"),
    ]


def test_a_process_that_has_ended_keeps_its_variables_and_no_tokens(play):
    ticket = play(order="A-1").complete("apply").complete("review", ok=True)
    assert (ticket.waiting, ticket.variables) == ([], {"order": "A-1", "ok": True})
    assert ticket.outcome.snapshot.state.endswith(b'"t":[],"s":[]}')
