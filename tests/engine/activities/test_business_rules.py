"""Business rule tasks ask a decision."""

import pytest

from app.errors import EngineFault


def test_a_decision_gives_one_value(play):
    ticket = play("business_rule", points=60, which="prizes")
    assert ticket.variables["mark"] == "good"
    made = ticket.outcome.decided
    assert [d.element_id for d in made] == ["grade", "rows"]
    assert (made[0].decision_id, made[0].result) == ("grade", "good")
    assert made[0].matched == {"grade": (1,)}


def test_a_decision_gives_all_rows(play):
    ticket = play("business_rule", points=20, which="prizes")
    assert ticket.variables["mark"] == "poor"
    assert ticket.variables["all"] == [{"prize": "book"}, {"prize": "cup"}]


def test_no_rule_gives_nothing(play):
    ticket = play("business_rule", points=1, which="prizes")
    assert ticket.variables["all"] == []


@pytest.mark.parametrize(
    ("how", "value"),
    [
        ("singleEntry", "good"),
        ("singleResult", {"mark": "good"}),
        ("collectEntries", ["good"]),
        ("resultList", [{"mark": "good"}]),
    ],
)
def test_a_result_is_given_as_the_diagram_says(changed, how, value):
    ticket = changed("business_rule", {"singleEntry": how}, points=50, which="grade")
    assert ticket.variables["mark"] == value


@pytest.mark.parametrize("how", ["singleEntry", "singleResult"])
def test_several_results_where_one_is_needed_are_refused(changed, how):
    words = {"singleEntry": how, 'decisionRef="grade"': 'decisionRef="prizes"'}
    with pytest.raises(EngineFault, match="2 results; one is needed"):
        changed("business_rule", words, points=20, which="grade")


@pytest.mark.parametrize("how", ["singleEntry", "singleResult"])
def test_one_result_is_null_when_no_rule_matches(changed, how):
    words = {"singleEntry": how, 'decisionRef="grade"': 'decisionRef="prizes"'}
    ticket = changed("business_rule", words, points=1, which="grade")
    assert ticket.variables["mark"] is None


def test_a_worker_may_decide(play):
    ticket = play("business_rule", points=1, which="prizes")
    assert ticket.service("elsewhere").topic == "rules"
    assert ticket.answer("elsewhere", verdict=1).waiting == ["after"]


@pytest.mark.parametrize("which", ["nowhere", "unknown", 7, ""])
def test_a_decision_that_is_not_there_is_refused(play, which):
    with pytest.raises(EngineFault) as refused:
        play("business_rule", points=1, which=which)
    assert refused.value.facts["element_id"] == "rows"
