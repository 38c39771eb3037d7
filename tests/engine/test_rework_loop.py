"""A ticket that has looped for long costs what it cost on its first day."""


def loop(ticket, times):
    for _ in range(times):
        ticket.complete("apply", text="the same").complete(
            "review", review={"result": "rejected"}
        )
    return ticket


def test_state_and_step_are_the_same_after_300_rounds_as_after_5(play):
    ticket = loop(play(rounds=0), 5)
    early, early_step = ticket.outcome.snapshot, ticket.outcome.passed
    loop(ticket, 295)
    late, late_step = ticket.outcome.snapshot, ticket.outcome.passed
    # only the numbers of tokens have more digits
    assert len(late.state) <= len(early.state) + 6
    assert [p.element_id for p in late_step] == [p.element_id for p in early_step]
    assert ticket.variables["rounds"] == 300
    ticket.complete("apply").complete("review", review={"result": "approved"})
    assert ticket.outcome.ended
    assert len(ticket.instance.tasks if ticket.live else ()) == 0
