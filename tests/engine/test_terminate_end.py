"""End events: several may end a process; a terminate end takes everything with it."""


def test_a_terminate_end_takes_every_token_of_the_process(play):
    ticket = play().complete("stop")
    assert ticket.outcome.ended
    assert (ticket.outcome.end_element_id, ticket.outcome.result) == (
        "over",
        "rejected",
    )
    assert sorted(ticket.cancelled) == ["box", "enough", "inside"]


def test_inside_a_sub_process_it_ends_the_sub_process_only(play):
    ticket = play().complete("enough")
    assert ticket.waiting == ["after", "stop"]
    assert ticket.cancelled == ["inside"]
    assert "box" in ticket.path


def test_the_last_end_event_reached_says_how_the_ticket_ended(play):
    ticket = play("several_ends").complete("b")
    assert not ticket.outcome.ended
    assert (ticket.outcome.end_element_id, ticket.outcome.result) == (None, None)
    ticket.complete("a")
    assert ticket.outcome.ended
    assert (ticket.outcome.end_element_id, ticket.outcome.result) == ("end_a", "solved")
