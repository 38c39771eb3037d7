"""Cancel, suspend, resume, comment, correct, look back."""

from datetime import timedelta

import pytest

from app.errors import Invalid, NotAllowed, NotFound, StaleVersion, TicketNotRunning
from app.usecases import jobs, tickets, work_items
from app.usecases.unit_of_work import reading, unit_of_work
from tests.conftest import NOW

LATER = NOW + timedelta(days=3)


def act(name, ticket, actor, **more):
    with unit_of_work():
        return getattr(tickets, name)(
            ticket.number, actor=actor, reason="because", now=NOW, **more
        )


def kinds(ticket, actor):
    with reading():
        page = tickets.history(ticket.number, actor=actor)
    return [entry.kind for entry in reversed(page.items)]


def fire_due(now):
    with reading():
        due = jobs.due(now=now)
    for job_id in due:
        with unit_of_work():
            jobs.fire(job_id, now=now)
    return len(due)


def test_a_cancelled_ticket_leaves_every_inbox_and_its_timers(ticket, alice, bob):
    found = act("cancel", ticket, alice)
    assert (found.status, found.result) == ("cancelled", "none")
    with reading():
        assert not work_items.inbox("all", actor=bob, now=NOW).items
    assert fire_due(LATER) == 0
    assert kinds(ticket, alice)[-2:] == ["work-item-cancelled", "ticket-cancelled"]


def test_a_cancelled_ticket_cannot_be_cancelled_or_resumed(ticket, alice, cast):
    act("cancel", ticket, alice)
    with pytest.raises(TicketNotRunning):
        act("cancel", ticket, alice)
    with pytest.raises(TicketNotRunning):
        act("resume", ticket, cast.dave)


def test_a_suspended_ticket_can_neither_be_worked_on_nor_expire(
    ticket, bob, cast, item_of, complete
):
    item_id = item_of(bob)
    act("suspend", ticket, cast.dave)
    with pytest.raises(TicketNotRunning):
        complete(item_id, bob, {"limit": "1.00"}, "approve")
    assert fire_due(LATER) == 0
    act("resume", ticket, cast.dave)
    assert fire_due(LATER) == 1
    with reading():
        assert tickets.get(ticket.number, actor=cast.dave).ticket.status == "closed"


def test_a_timer_fires_once_and_interrupts_its_task(ticket, bob, cast, item_of):
    item_id = item_of(bob)
    with reading():
        (job_id,) = jobs.due(now=LATER)
    with unit_of_work():
        assert jobs.fire(job_id, now=LATER)
    with unit_of_work():
        assert not jobs.fire(job_id, now=LATER)
    with reading():
        item = work_items.get(item_id, actor=cast.dave).work_item
        progress = tickets.progress(ticket.number, actor=cast.dave)
    assert item.status == "cancelled"
    done = {count.element_id for count in progress.completed}
    assert {"asked", "late", "expired"} <= done
    assert "review" not in done


def test_strangers_find_nothing_and_those_without_the_right_are_refused(
    ticket, cast, bob
):
    with pytest.raises(NotFound):
        act("cancel", ticket, cast.trudy)
    with pytest.raises(NotAllowed):
        act("cancel", ticket, bob)
    with pytest.raises(NotAllowed):
        act("suspend", ticket, cast.alice)


def test_a_reason_is_owed(ticket, alice):
    with pytest.raises(Invalid), unit_of_work():
        tickets.cancel(ticket.number, actor=alice, reason="  ", now=NOW)


def test_an_action_on_an_older_edition_is_refused(ticket, alice):
    with unit_of_work():
        tickets.comment(ticket.number, "wait", actor=alice, now=NOW)
    with pytest.raises(StaleVersion):
        act("cancel", ticket, alice, if_revision=ticket.revision)


def test_comments_stand_in_the_timeline(ticket, alice, bob):
    with unit_of_work():
        entry = tickets.comment(ticket.number, " hello ", actor=bob, now=NOW)
    assert entry.id is not None
    with reading():
        first = tickets.history(ticket.number, actor=alice).items[0]
    assert (first.actor, first.kind, first.facts) == (
        "bob",
        "comment-added",
        {"text": "hello"},
    )


def test_the_timeline_tells_who_changed_what_to_those_who_may_see_it(
    ticket, cast, bob, item_of, complete
):
    with unit_of_work():
        tickets.change_variables(
            ticket.number,
            {"card": "6333", "cost": "400.00"},
            actor=cast.dave,
            reason="typing error",
            now=NOW,
        )
    with reading():
        for_dave = tickets.history(ticket.number, actor=cast.dave).items[0]
        for_bob = tickets.history(ticket.number, actor=bob).items[0]
    assert for_dave.facts["changes"] == [
        {"name": "card", "old": "6222", "new": "6333"},
        {"name": "cost", "old": "300.00", "new": "400.00"},
    ]
    assert [change["name"] for change in for_bob.facts["changes"]] == ["cost"]


def test_history_is_read_in_pages(ticket, alice):
    with unit_of_work():
        for n in range(5):
            tickets.comment(ticket.number, str(n), actor=alice, now=NOW)
    seen, cursor = [], None
    while True:
        with reading():
            page = tickets.history(ticket.number, actor=alice, cursor=cursor, limit=2)
        seen += [entry.id for entry in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 7
    assert seen == sorted(seen, reverse=True)


def test_progress_counts_rounds(ticket, alice, bob, item_of, complete):
    for _ in range(3):
        complete(item_of(bob), bob, {"limit": "1.00"}, "correct")
        complete(item_of(alice), alice)
    with reading():
        progress = tickets.progress(ticket.number, actor=alice)
    counts = {count.element_id: count.count for count in progress.completed}
    assert (counts["review"], counts["correct"]) == (3, 3)
    assert {count.element_id for count in progress.active} == {"review", "late"}
    assert {"f1", "f3", "f4", "f5"} <= set(progress.flows)
