"""What a message is known by: keys of BPMN or one expression, evaluated once."""

import pytest

from app.errors import EngineFault


def test_keys_come_from_the_process_and_from_the_message(play):
    ticket = play("correlation", order_id=7, number=7, buyer={"name": "Ann"})
    ticket.complete("work")
    (thrown,) = ticket.thrown
    assert thrown.correlation == {"order": 7, "customer": "Ann"}
    assert thrown.variables == {"number": 7, "buyer": {"name": "Ann"}}
    (waiting,) = ticket.outcome.messages
    assert waiting.correlation == {"order": 7}
    ticket.message("paid")
    assert ticket.waiting == ["after"]


def test_a_property_without_a_binding_is_the_variable_of_its_name(play):
    ticket = play("correlation", order_id=7, number=8, buyer=None, customer="Bob")
    ticket.complete("work")
    assert ticket.thrown[0].correlation == {"order": 8}  # the buyer has no name
    assert ticket.outcome.messages[0].correlation == {"order": 7, "customer": "Bob"}


def test_one_expression_is_a_key_and_names_may_be_evaluated(play):
    ticket = play("correlation_key", order_id=12, kind="red")
    (waiting,) = ticket.outcome.messages
    assert waiting.message_name == "letter-red"
    assert waiting.correlation == {"correlationKey": 12}
    ticket.correct(order_id=13, kind="blue")
    assert ticket.outcome.messages == (waiting,)


def test_a_key_without_a_value_is_refused(play):
    with pytest.raises(EngineFault):
        play("correlation_key", order_id=None, kind="red")
