"""A complex gateway goes on when its condition holds, and swallows who comes late."""


def test_enough_tokens_let_one_go_on_and_the_rest_is_swallowed(play):
    ticket = play("complex").complete("a")
    assert ticket.waiting == ["b", "c"]
    ticket.complete("c")
    assert ticket.waiting == ["after", "b"]
    ticket.complete("after")
    assert not ticket.outcome.ended
    ticket.complete("b")
    assert ticket.outcome.ended
    assert ticket.path.count("after") == 1


def test_too_few_tokens_let_nothing_go_on(play):
    assert "two_of_three" not in play("complex").complete("a").path


def test_it_begins_anew_in_every_round(play):
    ticket = play("complex_loop")
    for again in (True, True, False):
        ticket.complete("b")
        assert ticket.waiting == ["a", "c", "decide"]
        ticket.complete("a").complete("c")
        assert ticket.waiting == ["decide"]
        ticket.complete("decide", again=again)
    assert ticket.outcome.ended
    assert ticket.path.count("first") == 3


def test_flows_may_ask_whether_it_begins_anew(play):
    ticket = play("complex_reset").complete("a")
    assert ticket.waiting == ["b", "early"]
    ticket.complete("b")
    assert ticket.waiting == ["early", "late"]
