"""Conditional events: they happen when their condition becomes true."""


def test_a_catch_event_waits_until_the_condition_holds(play):
    ticket = play("conditional_catch")
    assert ticket.waiting == ["count"]
    ticket.correct(total=9)
    assert ticket.waiting == ["count"]
    ticket.complete("count", total=10)
    assert ticket.waiting == ["after"]


def test_a_condition_that_holds_already_does_not_make_wait(play):
    assert play("conditional_catch", total=10).waiting == ["after", "count"]


def test_a_condition_that_never_holds_lets_nothing_go_on(play):
    ticket = play("conditional_catch").complete("count", total=1)
    assert (ticket.waiting, ticket.outcome.ended) == ([], False)
    assert "after" not in ticket.path


def test_a_boundary_condition_happens_each_time_it_becomes_true(play):
    ticket = play("conditional_boundary", level=9)
    assert ticket.waiting == ["use", "work"]
    ticket.correct(level=4)
    assert ticket.waiting == ["refill", "use", "work"]
    ticket.correct(level=3)  # it still holds: nothing happens
    assert ticket.waiting == ["refill", "use", "work"]
    ticket.correct(level=9).correct(level=2)
    assert ticket.waiting == ["refill", "refill", "use", "work"]
    assert ticket.cancelled == []


def test_a_condition_made_true_by_a_script_interrupts_at_once(play):
    ticket = play("conditional_boundary", level=3).complete("use")
    assert ticket.variables == {"level": 0}
    assert ticket.waiting == ["closed", "refill", "used"]
    assert ticket.cancelled == ["work"]


def test_what_an_event_sub_process_interrupts_runs_no_further(play):
    ticket = play("event_sub_process_conditional").complete("work")
    assert ticket.waiting == ["review"]
    assert ticket.variables == {"total": 20}
    ticket.complete("review")
    assert ticket.outcome.end_element_id == "reviewed"


def test_an_event_sub_process_beside_the_flow_begins_each_time(play):
    ticket = play("event_sub_process_conditional", total=6)
    assert ticket.waiting == ["note", "work"]
    ticket.correct(total=1).correct(total=7)
    assert ticket.waiting == ["note", "note", "work"]
