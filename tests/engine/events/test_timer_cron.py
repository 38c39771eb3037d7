"""A cron timer on the edge reminds at its times, until the work is done."""


def test_it_fires_on_weekdays_only(play):
    ticket = play("timer_cron")  # it begins on a Monday at noon
    due = []
    for _ in range(5):
        due.append(ticket.outcome.timers[0].due_at.strftime("%a %H:%M"))
        ticket.fire("daily")
    assert due == ["Tue 09:00", "Wed 09:00", "Thu 09:00", "Fri 09:00", "Mon 09:00"]
    assert ticket.waiting == ["daily", *["remind"] * 5, "work"]


def test_it_is_forgotten_with_the_work(play):
    assert play("timer_cron").complete("work").waiting == []
