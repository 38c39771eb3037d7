"""Escalations: the nearest handler takes them; without one the token goes on."""


def test_a_handler_that_does_not_interrupt_runs_beside(play):
    ticket = play("escalation").complete("work")
    assert ticket.waiting == ["more", "noted"]
    assert ticket.cancelled == []


def test_a_handler_that_interrupts_ends_the_thrower_with_its_scope(play):
    ticket = play("escalation").complete("work").complete("more")
    assert ticket.waiting == ["noted", "stopped"]
    assert ticket.variables == {"code": "grave"}
    assert "never" not in ticket.path


def test_an_escalation_end_event_is_handled_by_who_handles_any(play):
    ticket = play("escalation_end").complete("work")
    assert ticket.waiting == ["after", "noted"]
    ticket.complete("noted").complete("after")
    assert ticket.outcome.ended


def test_a_handler_whose_escalation_never_comes_does_not_run(play):
    ticket = play("escalation")
    assert ticket.waiting == ["work"]
    assert ticket.path == ["begin", "box_begin"]


def test_an_event_sub_process_of_an_outer_scope_handles_without_interrupting(play):
    ticket = play("event_sub_process_escalation").complete("work")
    assert ticket.waiting == ["more", "note"]
    ticket.complete("more")
    assert ticket.waiting == ["note"]
    ticket.complete("note")
    assert ticket.outcome.ended


def test_a_person_may_raise_an_escalation_and_go_on(play):
    ticket = play("escalation").escalate("work", "late")
    assert ticket.waiting == ["noted", "work"]
    ticket.escalate("work", "unknown")
    assert ticket.waiting == ["noted", "work"]
