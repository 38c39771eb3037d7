"""Who is to do a user task and until when: decided once, when a token reaches it."""

from datetime import UTC, datetime

import pytest

from app.errors import EngineFault

GIVEN = {
    "helpers": ["dave", "erin, carol"],
    "group": "legal",
    "urgent": True,
    "deadline": "2026-03-05T08:00:00+08:00",
}


def test_people_dates_and_priorities_are_evaluated_on_arrival(play):
    ticket = play(**GIVEN)
    by_name, by_expression = ticket.task("by_name"), ticket.task("by_expression")
    assert (by_name.assignee, by_name.priority) == ("bob", 80)
    assert by_name.due_at == datetime(2026, 12, 24, 12, tzinfo=UTC)
    assert (by_expression.assignee, by_expression.priority) == ("alice", 90)
    assert by_expression.due_at == datetime(2026, 3, 4, 12, tzinfo=UTC)
    by_list = ticket.task("by_list")
    assert by_list.candidate_users == ("carol", "dave", "erin")
    assert by_list.candidate_groups == ("sales", "legal")
    assert (by_list.priority, by_list.assignee) == (50, None)
    assert by_list.due_at == datetime(2026, 3, 5, 0, tzinfo=UTC)


def test_a_lane_is_a_candidate_group_unless_the_task_names_people(play):
    ticket = play(**GIVEN)
    assert ticket.task("by_lane").candidate_groups == ("财务",)
    assert ticket.task("own_people").candidate_groups == ("hr",)


def test_what_was_decided_on_arrival_stays_while_the_task_waits(play):
    ticket = play(**GIVEN)
    before = ticket.outcome.user_tasks
    ticket.later(days=1).correct(helpers=[], group="other", urgent=False, applicant="x")
    assert ticket.outcome.user_tasks == before


@pytest.mark.parametrize(
    ("element_id", "wrong"),
    [
        ("by_list", {"helpers": [7]}),
        ("by_list", {"helpers": [f"u{n}" for n in range(2000)]}),
        ("by_list", {"deadline": "tomorrow"}),
        ("by_list", {"group": {"key": "a"}}),
    ],
)
def test_values_of_no_use_are_told_with_the_element(play, element_id, wrong):
    with pytest.raises(EngineFault) as refusal:
        play(**GIVEN | wrong)
    assert refusal.value.facts["element_id"] == element_id


def test_the_start_event_notes_the_initiator(play):
    assert play(**GIVEN).variables["applicant"] == "alice"
