"""Leave: a manager decides, personnel looks at long leave, two prepare it side by side.

The process shipped as ``leave``. Alice asks, Max manages, Hanna keeps the leave book.
"""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain.permissions import Actor
from app.errors import Invalid
from app.usecases import deployments, tickets, work_items
from app.usecases.unit_of_work import reading, unit_of_work

ROOT = Path(__file__).parents[2]
MONDAY = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MAX = Actor("max", frozenset(), frozenset({"managers"}))
HANNA = Actor("hanna", frozenset(), frozenset({"hr"}))
WISH = {
    "leave_type": "annual",
    "from_on": "2026-12-01",
    "to_on": "2026-12-03",
    "days": 3,
    "reason": "A wedding",
}


@pytest.fixture(autouse=True)
def _deployed(cast):
    files = [*ROOT.glob("processes/leave.bpmn"), *ROOT.glob("forms/leave_*.json")]
    with unit_of_work():
        deployments.deploy(
            {path.name: path.read_bytes() for path in files},
            actor=cast.frank,
            source="cli",
            now=MONDAY,
        )


@pytest.fixture
def ask(alice):
    """Alice asks for leave and gets the number of her ticket."""

    def ask(**changes) -> str:
        with unit_of_work():
            ticket = tickets.start(
                "leave", actor=alice, variables=WISH | changes, now=MONDAY
            )
            return ticket.number

    return ask


def waiting(number: str, actor: Actor) -> dict[str, int]:
    """Return the work items a ticket waits for, by element."""
    with reading():
        current = tickets.get(number, actor=actor).current
        return {item.element_id: item.id for item in current}


def complete(
    work_item_id: int, actor: Actor, outcome: str | None = None, **variables: object
) -> None:
    with unit_of_work():
        work_items.complete(
            work_item_id, actor=actor, variables=variables, outcome=outcome, now=MONDAY
        )


def test_short_leave_is_prepared_by_two_people_at_once(ask, alice):
    number = ask()
    complete(waiting(number, alice)["manager"], MAX, "approve")

    beside = waiting(number, alice)
    assert beside.keys() == {"hr_record", "hand_over"}
    complete(beside["hand_over"], alice, hand_over_to="Bob")
    assert waiting(number, alice).keys() == {"hr_record"}
    complete(beside["hr_record"], HANNA, balance_checked=True)

    with reading():
        seen = tickets.get(number, actor=alice)
        assert (seen.ticket.status, seen.ticket.result) == ("closed", "approved")
        assert seen.ticket.title == "请假 3 天（2026-12-01 起）"
        assert seen.variables["hand_over_to"] == "Bob"
        assert seen.variables["balance_checked"] is True


@pytest.mark.parametrize("first", ["hand_over", "hr_record"])
def test_neither_of_the_two_overwrites_what_the_other_said(ask, alice, first):
    number = ask()
    complete(waiting(number, alice)["manager"], MAX, "approve")
    beside = waiting(number, alice)
    by_name = {
        "hand_over": lambda: complete(beside["hand_over"], alice, hand_over_to="Bob"),
        "hr_record": lambda: complete(
            beside["hr_record"], HANNA, balance_checked=True, record_note="2 left"
        ),
    }
    for name in sorted(by_name, key=lambda name: name != first):
        by_name[name]()

    with reading():
        variables = tickets.variables(number, actor=alice)
    assert (variables["hand_over_to"], variables["record_note"]) == ("Bob", "2 left")


def test_more_than_three_days_are_looked_at_by_personnel_too(ask, alice):
    number = ask(days=3.5, to_on="2026-12-04")
    complete(waiting(number, alice)["manager"], MAX, "approve")

    assert waiting(number, alice).keys() == {"hr_check"}
    complete(waiting(number, alice)["hr_check"], HANNA, "reject")
    with reading():
        assert tickets.get(number, actor=alice).ticket.result == "rejected"


def test_a_manager_who_refuses_ends_it(ask, alice):
    number = ask()
    complete(waiting(number, alice)["manager"], MAX, "reject")

    with reading():
        seen = tickets.get(number, actor=alice)
        assert (seen.ticket.result, seen.current) == ("rejected", [])


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"to_on": "2026-11-30"}, "/variables/to_on"),
        ({"days": 1.3}, "/variables/days"),
        ({"leave_type": "sick"}, "/variables/certificate"),
    ],
)
def test_a_wish_that_contradicts_itself_is_refused_at_its_field(ask, changes, pointer):
    with pytest.raises(Invalid) as refusal:
        ask(**changes)

    assert [error.pointer for error in refusal.value.errors] == [pointer]


def test_one_sick_day_needs_no_certificate(ask, alice):
    number = ask(leave_type="sick", days=1, to_on="2026-12-01")

    assert waiting(number, alice).keys() == {"manager"}
