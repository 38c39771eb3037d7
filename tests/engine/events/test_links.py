"""Links are flows with a gap in the drawing."""


def test_a_link_leads_to_its_other_end(play):
    ticket = play("link").complete("work")
    assert ticket.waiting == ["after"]
    assert ticket.path == ["begin", "work", "out", "into"]


def test_nobody_comes_out_of_a_link_before_going_in(play):
    assert play("link").waiting == ["work"]
