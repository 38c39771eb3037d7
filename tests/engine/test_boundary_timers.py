"""Timers on the edge of an activity: one interrupts it, another only reminds."""


def due(ticket, element_id):
    found = [t for t in ticket.outcome.timers if t.element_id == element_id]
    return (found[0].due_at - ticket.started).total_seconds() / 3600 if found else None


def begin(play, *names):
    ticket = play(*names)
    ticket.started = ticket.now
    return ticket


def test_both_are_armed_with_the_task_and_disarmed_when_it_is_done(play):
    ticket = begin(play)
    assert ticket.waiting == ["remind", "too_late", "work"]
    assert (due(ticket, "remind"), due(ticket, "too_late")) == (1, 24)
    ticket.complete("work")
    assert ticket.outcome.ended
    assert ticket.cancelled == []  # no token ever was on the events


def test_a_reminder_fires_three_times_and_leaves_the_task_alone(play):
    ticket = begin(play)
    work = ticket.task("work")
    for times in (1, 2, 3):
        assert due(ticket, "remind") == times
        token = next(t.token for t in ticket.outcome.timers if t.element_id == "remind")
        ticket.fire("remind")
        assert token not in {t.token for t in ticket.outcome.timers}
        assert ticket.waiting.count("tell") == times
        assert ticket.task("work") == work
    assert due(ticket, "remind") is None
    for _ in range(3):
        ticket.complete("tell")
    assert ticket.complete("work").outcome.ended


def test_reminders_missed_while_nothing_ran_are_not_made_up_for(play):
    ticket = begin(play).later(hours=5, minutes=30).fire("remind")
    assert due(ticket, "remind") == 6
    assert ticket.waiting.count("tell") == 1


def test_an_interrupting_timer_takes_the_task_and_the_other_events_away(play):
    ticket = begin(play).fire("too_late")
    assert ticket.waiting == ["escalate"]
    assert ticket.cancelled == ["work"]
    assert [(p.element_id, p.how) for p in ticket.outcome.passed[:2]] == [
        ("work", "cancelled"),
        ("too_late", "completed"),
    ]
    assert ticket.outcome.passed[0].token == "t2"
    assert ticket.complete("escalate").outcome.ended


def test_a_timer_on_a_sub_process_takes_everything_inside_away(play):
    ticket = begin(play, "boundary_on_sub_process")
    assert ticket.waiting == ["one", "pause", "too_late"]
    ticket.fire("pause").fire("too_late")
    assert ticket.waiting == ["late"]
    assert ticket.cancelled == ["one", "box"]
    assert ticket.complete("late").outcome.ended


def test_a_sub_process_that_is_done_disarms_its_timer(play):
    ticket = begin(play, "boundary_on_sub_process").fire("pause").complete("one")
    assert ticket.outcome.ended
