"""The inbox: whose work, in which order, in how many statements."""

from datetime import timedelta

import pytest

from app.errors import Invalid
from app.store.db import db, on_statement
from app.usecases import tickets, work_items
from app.usecases.unit_of_work import reading, unit_of_work
from tests.conftest import NOW


def elements(view, actor, now=NOW, **more):
    with reading():
        page = work_items.inbox(view, actor=actor, now=now, **more)
    return [item.element_id for item in page.items]


def test_work_offered_to_my_group_becomes_mine_when_i_claim_it(
    ticket, cast, bob, item_of
):
    assert (elements("groups", bob), elements("mine", bob)) == (["review"], [])
    with unit_of_work():
        work_items.claim(item_of(bob), actor=bob, now=NOW)
    assert (elements("groups", bob), elements("mine", bob)) == ([], ["review"])
    assert elements("groups", cast.grace) == []


def test_what_i_finished_is_under_done(ticket, bob, item_of, complete):
    complete(item_of(bob), bob, {"limit": "1.00"}, "reject")
    assert elements("done", bob) == ["review"]
    assert elements("all", bob) == []


def test_overdue_is_measured_by_the_platforms_time(ticket, bob):
    assert elements("overdue", bob) == []
    late = NOW + timedelta(hours=5)
    assert elements("overdue", bob, now=late) == ["review"]
    with reading():
        counts = work_items.counts(actor=bob, now=late)
    assert (counts.mine, counts.groups, counts.overdue) == (0, 1, 1)


def test_search_finds_title_and_number(start, bob):
    ticket = start(city="Harbin")
    start(city="Lhasa")
    assert len(elements("groups", bob, q="harb")) == 1
    assert len(elements("groups", bob, q=ticket.number)) == 1
    assert elements("groups", bob, q="nowhere_%") == []


def test_pages_show_every_item_once(start, bob):
    for _ in range(7):
        start()
    seen, cursor = [], None
    while True:
        with reading():
            page = work_items.inbox(
                "groups", actor=bob, cursor=cursor, limit=3, now=NOW
            )
        seen += [item.id for item in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 7


@pytest.mark.parametrize("cursor", ["x", "e30", "W10", "WzEsMl0", "\u4e2d"])
def test_a_forged_cursor_is_refused_with_its_place(travel, bob, cursor):
    with pytest.raises(Invalid) as refusal, reading():
        work_items.inbox("groups", actor=bob, cursor=cursor, now=NOW)
    assert refusal.value.errors[0].pointer == "/cursor"


def statements(read):
    found = []
    stop = on_statement(db.engine, found.append)
    with reading():
        read()
    stop()
    return len([text for text in found if not text.startswith("BEGIN")])


def test_longer_lists_cost_no_more_statements(start, alice, bob):
    def inbox():
        return work_items.inbox("groups", actor=bob, limit=200, now=NOW)

    def listed():
        page = tickets.list_tickets(tickets.TicketFilter(), actor=alice, limit=200)
        return tickets.current_work(page.items)

    start()
    few = statements(inbox), statements(listed)
    for _ in range(20):
        start()
    assert (statements(inbox), statements(listed)) == few
    assert few[0] <= 2
    assert few[1] <= 3


def test_the_ticket_list_shows_what_concerns_me_only(
    ticket, cast, alice, bob, item_of, complete
):
    def numbers(actor, **wanted):
        with reading():
            page = tickets.list_tickets(tickets.TicketFilter(**wanted), actor=actor)
        return [one.number for one in page.items]

    assert numbers(alice) == numbers(bob) == numbers(cast.dave) == [ticket.number]
    assert numbers(cast.carol) == numbers(cast.trudy) == []
    complete(item_of(bob), bob, {"limit": "1.00"}, "approve")
    assert numbers(cast.carol) == [ticket.number]
    assert numbers(alice, status="closed") == []
    assert numbers(alice, process_key="travel", q="shangh") == [ticket.number]
    assert numbers(cast.dave, assignee="bob") == []
