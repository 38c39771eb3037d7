"""A refund from the customer's wish to the money: the process shipped as ``refund``.

Alice asks, Bob of sales reviews, Carol of finance signs, Erin the cashier pays, and Sam
of the service desk looks after what nobody touched.
"""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.domain.permissions import Actor
from app.errors import Invalid, NotAllowed, NotFound
from app.usecases import deployments, jobs, tickets, work_items
from app.usecases.unit_of_work import reading, unit_of_work

ROOT = Path(__file__).parents[2]
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
SAM = Actor("sam", frozenset(), frozenset({"service"}))
WISH = {
    "order_no": "SO-2026-10482",
    "customer": {"name": "王芳", "phone": "13800138000", "level": "gold"},
    "goods": [
        {"sku": "A-1", "name": "Standing desk", "qty": 1, "price": "8000.00"},
        {"sku": "B-7", "name": "Desk lamp", "qty": 2, "price": "225.00"},
    ],
    "paid_amount": "8450.00",
    "refund_amount": "8450.00",
    "reason": "quality",
    "payee": {"name": "王芳", "channel": "alipay", "account": "wang@example.com"},
}
PAID = {"pay_method": "alipay", "voucher_no": "V-20261123-7"}


@pytest.fixture(autouse=True)
def _deployed(cast):
    files = [*ROOT.glob("processes/refund.bpmn"), *ROOT.glob("forms/refund_*.json")]
    with unit_of_work():
        deployments.deploy(
            {path.name: path.read_bytes() for path in files},
            actor=cast.frank,
            source="cli",
            now=MONDAY,
        )


@pytest.fixture
def ask(alice):
    """Alice opens a refund and gets its number."""

    def ask(**changes) -> str:
        with unit_of_work():
            ticket = tickets.start(
                "refund", actor=alice, variables=WISH | changes, now=MONDAY
            )
            return ticket.number

    return ask


def waiting(number: str, actor: Actor) -> list[str]:
    """Return the elements a ticket waits at, as somebody sees it."""
    with reading():
        current = tickets.get(number, actor=actor).current
        return sorted(item.element_id for item in current)


def work(number: str, element_id: str, actor: Actor) -> work_items.WorkItemView:
    with reading():
        for item in tickets.get(number, actor=actor).current:
            if item.element_id == element_id:
                return work_items.get(item.id, actor=actor)
    raise AssertionError(f"{number} does not wait at {element_id}")


def complete(
    number: str,
    element_id: str,
    actor: Actor,
    outcome: str | None = None,
    *,
    comment: str | None = None,
    hours: int = 1,
    **variables: object,
) -> None:
    item = work(number, element_id, actor).work_item
    with unit_of_work():
        work_items.complete(
            item.id,
            actor=actor,
            variables=variables,
            outcome=outcome,
            comment=comment,
            now=MONDAY + timedelta(hours=hours),
        )


def ending(number: str, actor: Actor) -> tuple[str, str]:
    with reading():
        ticket = tickets.get(number, actor=actor).ticket
        return ticket.status, ticket.result


def money(number: str, actor: Actor) -> str:
    with reading():
        return tickets.variables(number, actor=actor)["final_amount"]


def clock_strikes(at: datetime) -> int:
    """Do what is due; say how much it was."""
    with reading():
        due = jobs.due(now=at)
    for job_id in due:
        with unit_of_work():
            jobs.fire(job_id, now=at)
    return len(due)


def test_three_people_approve_and_the_customer_is_paid(ask, alice, bob, carol, cast):
    number = ask()
    # Which one depends on what this process has counted before.
    assert re.fullmatch(r"REF-2026-\d{6}", number)
    with reading():
        title = tickets.get(number, actor=alice).ticket.title
    assert title == "王芳 退款 8450.00 元（SO-2026-10482）"

    assert waiting(number, alice) == ["sales"]
    complete(number, "sales", bob, "approve", goods_state="intact")
    assert waiting(number, alice) == ["finance"]
    complete(number, "finance", carol, "approve", balanced=True)
    assert waiting(number, alice) == ["cashier"]
    complete(number, "cashier", cast.erin, "approve", **PAID)

    assert ending(number, alice) == ("closed", "approved")
    assert money(number, alice) == "8450.00"


def test_each_sees_what_their_part_needs_and_no_more(ask, bob, carol, cast):
    number = ask()
    sales = work(number, "sales", bob)
    assert sales.variables["goods"] == WISH["goods"]
    assert "payee" not in sales.variables
    assert [datum.value for datum in sales.key_data] == [
        "SO-2026-10482",
        "王芳",
        "8450.00",
    ]
    assert [choice.name for choice in sales.outcomes] == [
        "approve",
        "reject",
        "correct",
    ]

    complete(number, "sales", bob, "approve", goods_state="intact")
    finance = work(number, "finance", carol)
    assert finance.variables["paid_amount"] == "8450.00"
    assert "goods" not in finance.variables

    complete(number, "finance", carol, "approve", balanced=True)
    cashier = work(number, "cashier", cast.erin)
    assert cashier.variables["payee"] == WISH["payee"]
    assert cashier.variables["final_amount"] == "8450.00"
    assert not {"goods", "reason"} & cashier.variables.keys()

    with reading():
        assert "payee" not in tickets.variables(number, actor=bob)
        assert "goods" not in tickets.variables(number, actor=cast.erin)


def test_what_is_hidden_or_read_only_does_not_come_in(ask, bob):
    number = ask()
    for smuggled in ({"payee": {"name": "Bob"}}, {"refund_amount": "1.00"}):
        with pytest.raises(Invalid):
            complete(number, "sales", bob, "approve", goods_state="intact", **smuggled)
    assert waiting(number, bob) == ["sales"]


def test_a_stranger_and_the_next_in_line_cannot_decide(ask, alice, carol, cast):
    number = ask()
    with reading():
        [item] = tickets.get(number, actor=alice).current
    for actor in (alice, carol, cast.trudy):
        with pytest.raises((NotAllowed, NotFound)), unit_of_work():
            work_items.complete(
                item.id, actor=actor, variables={}, outcome="approve", now=MONDAY
            )
    assert waiting(number, alice) == ["sales"]


def test_more_than_was_paid_is_not_given_back(ask):
    with pytest.raises(Invalid) as refusal:
        ask(refund_amount="8450.01")

    assert [error.pointer for error in refusal.value.errors] == [
        "/variables/refund_amount"
    ]


def test_sales_refuses_and_the_ticket_is_closed(ask, alice, bob):
    number = ask()
    complete(number, "sales", bob, "reject", goods_state="used", comment="Worn out")

    assert ending(number, alice) == ("closed", "rejected")
    assert waiting(number, alice) == []


def test_finance_refuses_and_the_ticket_is_closed(ask, alice, bob, carol):
    number = ask()
    complete(number, "sales", bob, "approve", goods_state="intact")
    complete(number, "finance", carol, "reject", balanced=True)

    assert ending(number, alice) == ("closed", "rejected")


def test_a_small_refund_of_a_good_customer_goes_straight_to_the_cashier(
    ask, alice, cast
):
    number = ask(refund_amount="200.00")

    assert waiting(number, alice) == ["cashier"]
    assert work(number, "cashier", cast.erin).variables["final_amount"] == "200.00"


@pytest.mark.parametrize(
    ("amount", "level"), [("200.01", "platinum"), ("200.00", "silver")]
)
def test_everything_else_is_looked_at(ask, alice, amount, level):
    customer = WISH["customer"] | {"level": level}

    assert waiting(ask(refund_amount=amount, customer=customer), alice) == ["sales"]


def test_a_customer_without_a_level_is_no_good_customer(ask, alice):
    number = ask(customer={"name": "Li", "phone": "13900139000"}, refund_amount="9.00")

    assert waiting(number, alice) == ["sales"]


def test_books_that_do_not_balance_go_back_to_sales_until_they_do(
    ask, alice, bob, carol, cast
):
    number = ask()
    for _ in range(2):
        complete(number, "sales", bob, "approve", goods_state="intact")
        complete(
            number,
            "finance",
            carol,
            "approve",
            balanced=False,
            finance_note="The lamps were a gift",
        )
        assert waiting(number, alice) == ["sales"]
    complete(number, "sales", bob, "approve", goods_state="intact")
    complete(
        number, "finance", carol, "approve", balanced=True, adjusted_amount="8000.00"
    )

    assert work(number, "cashier", cast.erin).variables["final_amount"] == "8000.00"


def test_finance_says_what_does_not_balance(ask, bob, carol):
    number = ask()
    complete(number, "sales", bob, "approve", goods_state="intact")
    with pytest.raises(Invalid) as refusal:
        complete(number, "finance", carol, "approve", balanced=False)

    assert [(e.pointer, e.rule) for e in refusal.value.errors] == [
        ("/variables/finance_note", "required")
    ]


def test_papers_go_back_without_a_word_on_the_goods(ask, alice, bob):
    number = ask()
    with pytest.raises(Invalid):
        complete(number, "sales", bob, "approve")
    complete(number, "sales", bob, "correct", opinion="Send a photo")

    assert waiting(number, alice) == ["correct"]


def test_sales_asks_for_better_papers_and_gets_them(ask, alice, bob):
    number = ask(reason="other", reason_text="It broke")
    complete(
        number,
        "sales",
        bob,
        "correct",
        goods_state="damaged",
        opinion="Which part broke?",
    )

    assert waiting(number, alice) == ["correct"]
    correction = work(number, "correct", alice)
    assert correction.work_item.assignee == "alice"
    assert correction.variables["opinion"] == "Which part broke?"

    complete(number, "correct", alice, reason_text="The left leg", hours=2)
    assert waiting(number, alice) == ["sales"]
    assert work(number, "sales", bob).variables["reason_text"] == "The left leg"


def test_after_twenty_hours_somebody_urges_and_the_review_goes_on(ask, alice, bob):
    number = ask()
    assert clock_strikes(MONDAY + timedelta(hours=19, minutes=59)) == 0
    assert clock_strikes(MONDAY + timedelta(hours=20)) == 1
    assert waiting(number, alice) == ["sales", "urge"]
    assert clock_strikes(MONDAY + timedelta(hours=40)) == 0

    complete(number, "urge", SAM, hours=21)
    assert waiting(number, alice) == ["sales"]
    complete(number, "sales", bob, "approve", goods_state="intact", hours=22)
    assert waiting(number, alice) == ["finance"]


def test_a_decision_stops_the_clock_and_calls_off_the_urging(ask, alice, bob):
    decided_in_time, decided_late = ask(), ask()
    complete(decided_in_time, "sales", bob, "approve", goods_state="intact")
    assert clock_strikes(MONDAY + timedelta(hours=20)) == 1

    complete(decided_late, "sales", bob, "reject", goods_state="used", hours=21)
    assert waiting(decided_late, alice) == []
    assert ending(decided_late, alice) == ("closed", "rejected")


def test_the_timeline_tells_who_decided_what(ask, alice, bob, carol, cast):
    number = ask()
    complete(number, "sales", bob, "approve", goods_state="intact", comment="Fine")
    complete(number, "finance", carol, "approve", balanced=True, hours=2)
    complete(number, "cashier", cast.erin, "approve", hours=3, **PAID)

    with reading():
        told = tickets.history(number, actor=cast.henry).items
        decisions = [
            (entry.actor, entry.element_id, entry.facts["outcome"])
            for entry in reversed(told)
            if entry.kind == "work-item-completed"
        ]
    assert decisions == [
        ("bob", "sales", "approve"),
        ("carol", "finance", "approve"),
        ("erin", "cashier", "approve"),
    ]


def test_the_timeline_hides_what_its_reader_may_not_see(ask, alice, bob, cast):
    number = ask()
    complete(number, "sales", bob, "correct", goods_state="intact")
    payee = WISH["payee"] | {"account": "fang@example.com"}
    complete(number, "correct", alice, payee=payee, reason="wrong_item")

    with reading():
        for_henry = str(
            [e.facts for e in tickets.history(number, actor=cast.henry).items]
        )
        for_bob = str([e.facts for e in tickets.history(number, actor=bob).items])
    assert "fang@example.com" in for_henry
    assert "example.com" not in for_bob
    assert "wrong_item" in for_bob


def test_the_diagram_shows_where_the_ticket_has_been(ask, alice, bob, carol):
    number = ask()
    complete(number, "sales", bob, "correct", goods_state="intact")
    complete(number, "correct", alice)
    complete(number, "sales", bob, "approve", goods_state="intact")

    with reading():
        progress = tickets.progress(number, actor=alice)
    done = {count.element_id: count.count for count in progress.completed}
    assert done["sales"] == 2
    assert done["correct"] == 1
    assert [count.element_id for count in progress.active] == ["finance"]
    assert {"sales_correct", "corrected", "sales_approved"} <= set(progress.flows)
    assert "sales_rejected" not in progress.flows
