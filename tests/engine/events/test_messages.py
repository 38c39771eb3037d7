"""Messages: one element waits, one message comes, its payload becomes variables."""

import pytest

from app.domain.process import MessageReceived, ServiceAnswered, SignalReceived
from app.errors import StaleToken


def test_a_message_lets_its_catch_event_go_on(play):
    ticket = play("message_catch")
    (waiting,) = ticket.outcome.messages
    assert (waiting.element_id, waiting.message_name) == ("paid", "payment")
    assert waiting.correlation == {}
    ticket.message("paid", amount=12)
    assert ticket.waiting == ["after"]
    assert ticket.variables == {"amount": 12}
    assert ticket.path == ["begin", "paid"]


def test_without_its_message_nothing_goes_on(play):
    ticket = play("message_catch").later(days=400).correct(amount=1)
    assert ticket.waiting == ["paid"]
    assert ticket.path == ["begin"]


def test_a_message_that_has_come_does_not_come_again(play):
    ticket = play("message_catch")
    token = ticket.token("paid")
    ticket.message("paid")
    with pytest.raises(StaleToken):
        ticket.step(MessageReceived(token=token, variables={}))


def test_a_signal_is_no_message(play):
    ticket = play("message_catch")
    with pytest.raises(StaleToken):
        ticket.step(SignalReceived(token=ticket.token("paid"), variables={}))


def test_a_boundary_message_that_does_not_interrupt_comes_again_and_again(play):
    ticket = play("message_boundary")
    assert ticket.waiting == ["note", "stop", "work"]
    ticket.message("note", n=1).message("note", n=2).message("note", n=3)
    assert ticket.waiting == ["note", "read", "read", "read", "stop", "work"]
    assert ticket.variables == {"n": 3}
    assert ticket.cancelled == []


def test_a_boundary_message_that_interrupts_ends_the_work(play):
    ticket = play("message_boundary").message("note").message("stop")
    assert ticket.waiting == ["clean", "read"]
    assert ticket.cancelled == ["work"]


def test_boundary_messages_are_forgotten_with_the_work(play):
    ticket = play("message_boundary").complete("work")
    assert ticket.waiting == []
    assert ticket.outcome.end_element_id == "done"
    assert ticket.path == ["begin", "work", "done"]


def test_a_thrown_message_takes_along_what_is_mapped(play):
    ticket = play("message_throw", text="Hello", secret=1).complete("work")
    letter, bye = ticket.thrown
    assert (letter.kind, letter.name, letter.element_id) == (
        "message",
        "letter",
        "send",
    )
    assert letter.variables == {"body": "Hello", "count": 2}
    assert (bye.name, bye.element_id, bye.variables) == ("bye", "bye", {})
    assert ticket.outcome.end_element_id == "bye"


def test_before_its_turn_no_message_is_thrown(play):
    assert play("message_throw", text="").thrown == []


def test_a_message_that_others_send_waits_for_them(play):
    ticket = play("message_sent_by_others", text="Hello")
    (work,) = ticket.outcome.services
    assert (work.element_id, work.topic) == ("ask", "post")
    assert ticket.thrown == []
    ticket.step(ServiceAnswered(token=work.token, variables={"sent": True}))
    (work,) = ticket.outcome.services
    assert work.element_id == "tell"
    ticket.step(ServiceAnswered(token=work.token, variables={}))
    assert ticket.outcome.end_element_id == "tell"
    assert ticket.variables == {"text": "Hello", "sent": True}
