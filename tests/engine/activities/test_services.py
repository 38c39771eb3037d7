"""Tasks whose work is done elsewhere: they park, say what they need, are answered."""

import pytest

from app.domain.process import ServiceAnswered
from app.errors import StaleToken

# --- external tasks -------------------------------------------------------------------


def begin(play, **more):
    given = {"currency": "eur", "net": 4, "urgent": True}
    return play("service_external", **given | more)


def test_an_external_task_parks_and_tells_what_it_needs(play):
    ticket = begin(play)
    assert ticket.waiting == ["late", "pay"]
    service = ticket.service("pay")
    assert (service.kind, service.topic, service.priority, service.retries) == (
        "external", "pay-eur", 90, "R3/PT10M"
    )  # fmt: skip
    assert service.inputs == {"amount": 8}
    assert ticket.path == ["begin"]


def test_its_answer_is_mapped_and_it_goes_on(play):
    ticket = begin(play).answer("pay", number="R-1")
    assert ticket.waiting == ["after"]
    assert ticket.variables["receipt"] == "R-1"
    assert "amount" not in ticket.variables
    assert ticket.path == ["begin", "pay"]
    assert ticket.outcome.services == ()


def test_it_is_answered_once(play):
    ticket = begin(play)
    token = ticket.service("pay").token
    ticket.answer("pay", number=1)
    with pytest.raises(StaleToken):
        ticket.step(ServiceAnswered(token=token, variables={}))


def test_a_bpmn_error_takes_the_error_boundary(play):
    ticket = begin(play).error("pay", "no-money", left=3)
    assert ticket.waiting == ["ask"]
    assert ticket.variables["left"] == 3
    assert ticket.path == ["begin", "refused"]
    assert ticket.cancelled == ["pay"]


def test_a_timer_gives_up_waiting_for_it(play):
    ticket = begin(play).fire("late")
    assert ticket.waiting == ["wait"]
    assert ticket.outcome.services == ()
    assert ticket.cancelled == ["pay"]


@pytest.mark.parametrize(
    ("state", "end"), [("refused", "poor"), ("fine", "done"), (None, "done")]
)
def test_an_answer_may_turn_out_to_be_an_error(play, state, end):
    ticket = play("service_errors").answer("pay", state=state)
    assert ticket.outcome.end_element_id == end
    assert ticket.variables == {"state": state}


# --- connectors -----------------------------------------------------------------------


def test_a_connector_is_given_its_own_inputs(play):
    ticket = play("service_connector", key="k1")
    service = ticket.service("call")
    assert (service.kind, service.implementation) == (
        "connector", {"connector": "billing"}
    )  # fmt: skip
    assert service.inputs == {"url": "https://example.org/k1"}


def test_a_connector_maps_its_own_answer(play):
    ticket = play("service_connector", key="k1").answer("call", statusCode=200)
    assert ticket.variables == {"key": "k1", "code": 200}


def test_a_property_names_a_connector_that_sees_everything(play):
    ticket = play("service_connector", key="k1").answer("call", statusCode=200)
    service = ticket.service("mail")
    assert (service.kind, service.name) == ("connector", "Mail it")
    assert service.implementation == {"connector": "post"}
    assert service.inputs == {"key": "k1", "code": 200}
    assert ticket.answer("mail", sent=True).waiting == ["after"]
    assert ticket.variables["sent"] is True


# --- expressions and scripts ----------------------------------------------------------


def test_expressions_and_scripts_keep_their_results(play):
    ticket = play("service_expression", net=10, tax=2)
    assert ticket.waiting == ["after"]
    assert ticket.variables == {
        "net": 10,
        "tax": 2,
        "gross": 12,
        "twice": 24,
        "a": 12,
        "both": [12, 24],
        "total": 36,
    }
    assert ticket.path == ["begin", "add", "double", "list", "feel"]


# --- Camunda 8 ------------------------------------------------------------------------


def test_a_job_of_camunda_8_is_an_external_task(play):
    ticket = play("service_zeebe", currency="eur", net=3)
    service = ticket.service("pay")
    assert (service.kind, service.topic, service.retries) == (
        "external", "pay-eur", "5"
    )  # fmt: skip
    assert service.implementation == {"headers": {"method": "card"}}
    assert service.inputs == {"amount": 3}
    ticket.answer("pay", number=9, noise=1)
    assert ticket.variables == {"currency": "eur", "net": 3, "receipt": 9}


# --- send and receive -----------------------------------------------------------------


def test_a_send_task_sends_its_message_and_goes_on(play):
    ticket = play("send_and_receive", topic="rain")
    sent = ticket.thrown[0]
    assert (sent.kind, sent.name, sent.element_id) == ("message", "asked", "tell")
    assert sent.variables == {"what": "rain"}
    assert ticket.waiting == ["hear", "late"]


def test_a_receive_task_waits_for_its_message(play):
    ticket = play("send_and_receive", topic="rain")
    assert ticket.outcome.messages[0].message_name == "answered"
    ticket.message("hear", reply="sun")
    assert ticket.variables["reply"] == "sun"
    assert ticket.waiting == ["hold"]
    assert ticket.path == ["begin", "tell", "hear"]


def test_a_receive_task_gives_up(play):
    ticket = play("send_and_receive", topic="rain").fire("late")
    assert ticket.outcome.ended
    assert ticket.path == ["begin", "tell", "late", "silence"]


def test_somebody_may_let_a_receive_task_go_on(play):
    ticket = play("send_and_receive", topic="rain").trigger("hear", reply="none")
    assert ticket.variables["reply"] == "none"
    assert ticket.outcome.messages[0].message_name == ""
    assert ticket.trigger("hold").waiting == ["after"]


# --- quantities -----------------------------------------------------------------------


def test_three_tokens_begin_one_batch(play):
    ticket = play("quantities")
    assert ticket.waiting == ["batch"]
    assert ticket.path == ["begin", "fill"]
    assert ticket.flows.count("f_batch") == 3
    assert ticket.complete("batch").waiting == ["after"]
    assert ticket.complete("after").outcome.ended
