"""A message advances exactly one ticket or begins exactly one; else it is kept."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from app.errors import (
    AmbiguousMessage,
    Conflict,
    Invalid,
    NotAllowed,
    TicketNotRunning,
)
from app.store.db import db
from app.store.subscriptions import Subscription
from app.usecases import messages, pruning, tickets
from app.usecases.unit_of_work import reading, unit_of_work
from tests.conftest import CAST, NOW

pytestmark = pytest.mark.usefixtures("correspondence")
HOUR = timedelta(hours=1)


@pytest.fixture
def send(cast):
    def sent(name="paid", *, now=NOW, actor=cast.ivan, variables=None, **more):
        with unit_of_work():
            return messages.correlate(
                name, actor=actor, variables=variables or {}, now=now, **more
            )

    return sent


def kinds(ticket, actor):
    with reading():
        page = tickets.history(ticket.number, actor=actor)
    return [entry.kind for entry in reversed(page.items)]


def test_the_waiting_ticket_of_the_business_key_goes_on_and_no_other(
    begin, send, look, alice
):
    one, other = begin("bill", business_key="SO-1"), begin("bill", business_key="SO-2")
    found = send(business_key="SO-1", variables={"amount": 7})
    assert (found.status, found.message.ticket.number) == ("delivered", one.number)
    assert found.message.element_id == "wait"
    assert look(one).ticket.status == "closed"
    assert look(one).variables == {"amount": 7}
    assert look(other).ticket.status == "open"
    assert kinds(one, alice)[-2:] == ["message-received", "ticket-ended"]


def test_nothing_waits_for_a_ticket_that_has_gone_on(begin, send):
    begin("bill", business_key="SO-1")
    send(business_key="SO-1")
    with reading():
        assert db.session.query(Subscription).count() == 0
    assert send(business_key="SO-1").status == "kept"


def test_a_name_alone_is_enough_where_one_waits(begin, send, look):
    ticket = begin("bill", business_key="SO-1")
    assert send().status == "delivered"
    assert look(ticket).ticket.status == "closed"


def test_several_waiters_are_told_apart_or_nobody_is_advanced(begin, send, look):
    waiting = [begin("bill", business_key="SO-1") for _ in range(2)]
    with pytest.raises(AmbiguousMessage) as refusal:
        send(business_key="SO-1")
    assert all(ticket.number in str(refusal.value) for ticket in waiting)
    assert {look(ticket).ticket.status for ticket in waiting} == {"open"}
    with reading():
        assert not messages.list_messages(actor=CAST.dave, now=NOW).items


def test_a_key_of_the_element_finds_it_however_the_number_is_written(begin, send, look):
    one, other = begin("parcel", parcel=5), begin("parcel", parcel="6")
    assert send("shipped", correlation={"correlationKey": 7}).status == "kept"
    assert send("shipped").status == "kept"
    found = send("shipped", correlation={"correlationKey": "5"})
    assert found.message.ticket.number == one.number
    assert send("shipped", correlation={"correlationKey": 6.0}).status == "delivered"
    assert {look(ticket).ticket.status for ticket in (one, other)} == {"closed"}


def test_a_message_begins_a_ticket_where_nobody_waits(send, look, cast):
    found = send("placed", business_key="SO-9", variables={"items": 2})
    assert (found.status, found.message.started) == ("delivered", True)
    ticket = found.message.ticket
    assert (ticket.process_key, ticket.business_key) == ("intake", "SO-9")
    assert ticket.initiator == cast.ivan.username
    view = look(ticket)
    assert view.variables == {"items": 2}
    assert [item.element_id for item in view.current] == ["look"]


def test_a_kept_message_reaches_who_waits_for_it_later(
    begin, send, look, work_off, item_of, complete, bob
):
    assert send(business_key="SO-1", variables={"amount": 7}).status == "kept"
    ticket = begin("late", business_key="SO-1")
    assert work_off() == 0
    complete(item_of(bob), bob)
    assert look(ticket).ticket.status == "open"
    assert work_off() == 1
    assert look(ticket).ticket.status == "closed"
    assert look(ticket).variables == {"amount": 7}
    with reading():
        (view,) = messages.list_messages(actor=CAST.dave, now=NOW).items
    assert (view.status, view.message.ticket.number) == ("delivered", ticket.number)


def test_an_expired_message_reaches_nobody_and_is_seen_as_such(
    begin, send, look, work_off
):
    kept = send(business_key="SO-1", time_to_live_seconds=60).message
    gone = send(business_key="SO-1", time_to_live_seconds=0)
    assert gone.status == "expired"
    with reading():
        assert messages.get(kept.id, actor=CAST.dave, now=NOW).status == "kept"
        later = messages.get(kept.id, actor=CAST.dave, now=NOW + HOUR)
        assert later.status == "expired"
        page = messages.list_messages(actor=CAST.dave, status="expired", now=NOW + HOUR)
        assert [view.message.id for view in page.items] == [gone.message.id, kept.id]
    begin("bill", business_key="SO-2")
    work_off(NOW + HOUR)
    with reading():
        assert (
            messages.get(kept.id, actor=CAST.dave, now=NOW + HOUR).status == "expired"
        )


def test_the_same_message_id_is_done_once_and_answered_the_same(begin, send):
    begin("bill", business_key="SO-1")
    first = send(business_key="SO-1", message_id="pay-7")
    begin("bill", business_key="SO-1")
    again = send(business_key="SO-1", message_id="pay-7")
    assert (first.repeated, again.repeated) == (False, True)
    assert again.message.id == first.message.id
    assert again.status == "delivered"


def test_a_suspended_ticket_receives_when_it_goes_on(begin, send, look, work_off, cast):
    ticket = begin("bill", business_key="SO-1")
    with unit_of_work():
        tickets.suspend(ticket.number, actor=cast.dave, reason="because", now=NOW)
    assert send(business_key="SO-1").status == "kept"
    assert look(ticket).ticket.status == "suspended"
    with unit_of_work():
        tickets.resume(ticket.number, actor=cast.dave, reason="because", now=NOW)
    work_off()
    assert look(ticket).ticket.status == "closed"


def test_what_a_ticket_throws_begins_another_for_the_same_person(
    begin, work_off, cast, look
):
    thrower = begin("payer", business_key="SO-3", amount=5)
    assert look(thrower).ticket.status == "closed"
    with reading():
        wanted = tickets.TicketFilter(process_key="intake")
        assert not tickets.list_tickets(wanted, actor=cast.dave).items
    work_off()
    with reading():
        (begun,) = tickets.list_tickets(wanted, actor=cast.dave).items
    assert begun.initiator == "alice"
    assert "message-sent" in kinds(thrower, cast.dave)


def test_a_cancelled_ticket_waits_for_nothing(begin, send, cast):
    ticket = begin("bill", business_key="SO-1")
    with unit_of_work():
        tickets.cancel(ticket.number, actor=cast.dave, reason="because", now=NOW)
    assert send(business_key="SO-1").status == "kept"


def test_only_programs_and_administrators_send(send, alice, bob, cast):
    for actor in (alice, bob, cast.frank, cast.henry):
        with pytest.raises(NotAllowed):
            send(actor=actor)
    with reading():
        for actor in (cast.ivan, cast.henry, cast.dave):
            assert not messages.list_messages(actor=actor, now=NOW).items
        with pytest.raises(NotAllowed):
            messages.list_messages(actor=bob, now=NOW)


def test_values_no_table_can_hold_are_refused(send):
    for wrong in (
        {"name": ""},
        {"name": "n" * 256},
        {"business_key": "k" * 256},
        {"message_id": ""},
        {"time_to_live_seconds": -1},
        {"time_to_live_seconds": 10**9},
    ):
        with pytest.raises(Invalid):
            send(**wrong)


# --- at once --------------------------------------------------------------------------


def at_once(house, acts):
    """Do things at the same moment, each in a thread; return what each heard."""
    heard = [None] * len(acts)
    together = Barrier(len(acts))

    def run(number, act):
        with house.app_context():
            together.wait()
            try:
                heard[number] = act()
            except Conflict as refusal:
                heard[number] = refusal

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return heard


def test_of_two_messages_at_once_one_advances_the_waiter_and_the_other_is_kept(
    house, begin, send, look
):
    for number in range(5):
        key = f"SO-{number}"
        ticket = begin("bill", business_key=key)

        def act(key=key):
            return send(business_key=key).status

        heard = at_once(house, [act, act])
        assert sorted(heard) == ["delivered", "kept"]
        assert look(ticket).ticket.status == "closed"


def test_a_message_and_its_waiter_that_come_at_once_do_not_miss_each_other(
    house, begin, send, look, work_off
):
    for number in range(5):
        key = f"SO-{number}"
        acts = [
            lambda key=key: begin("bill", business_key=key),
            lambda key=key: send(business_key=key),
        ]
        ticket, _ = at_once(house, acts)
        work_off()
        assert look(ticket).ticket.status == "closed"


def test_the_same_message_id_twice_at_once_begins_one_ticket(house, send, cast):
    def act():
        return send("placed", message_id="order-1")

    heard = at_once(house, [act] * 4)
    assert any(not isinstance(one, Conflict) for one in heard)
    with reading():
        wanted = tickets.TicketFilter(process_key="intake")
        assert len(tickets.list_tickets(wanted, actor=cast.dave).items) == 1
    assert send("placed", message_id="order-1").repeated


# --- by hand --------------------------------------------------------------------------


def test_a_receive_task_is_let_go_on_by_hand(
    begin, look, item_of, complete, bob, cast, alice
):
    ticket = begin("late")
    complete(item_of(bob), bob)

    def trigger(actor, element_id="wait_late"):
        with unit_of_work():
            return tickets.trigger(
                ticket.number,
                element_id,
                variables={"amount": 1},
                reason="paid in cash",
                actor=actor,
                now=NOW,
            )

    with pytest.raises(NotAllowed):
        trigger(alice)
    with pytest.raises(Conflict):
        trigger(cast.dave, "prepare")
    assert trigger(cast.dave).status == "closed"
    assert look(ticket).variables == {"amount": 1}
    assert "element-triggered" in kinds(ticket, cast.dave)
    with pytest.raises(TicketNotRunning):
        trigger(cast.dave)


def test_messages_nobody_received_are_let_go_long_after(send):
    gone = send(time_to_live_seconds=60).message
    kept = send(time_to_live_seconds=86_400).message
    with unit_of_work():
        pruning.leftovers(before=NOW + HOUR, now=NOW + HOUR)
    with reading():
        found = messages.list_messages(actor=CAST.dave, now=NOW).items
    assert [view.message.id for view in found] == [kept.id]
    assert gone.id != kept.id
