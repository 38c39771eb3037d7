"""What the instances of an activity throw when they are done."""


def heard(ticket):
    return ticket.path.count("heard")


def test_the_first_instance_that_is_done_throws(play):
    ticket = play("behaviour_one")
    assert heard(ticket.complete("vote")) == 1
    assert ticket.thrown[0].name == "one done"
    ticket.complete("vote").complete("vote")
    assert heard(ticket) == 1
    assert ticket.waiting == ["after"]


def test_every_instance_that_is_done_throws(play):
    ticket = play("behaviour_none").complete("vote").complete("vote")
    assert heard(ticket) == 2
    assert heard(ticket.complete("vote")) == 3
    assert ticket.waiting == ["after"]


def test_a_condition_says_which_instances_throw(play):
    ticket = play("behaviour_complex").complete("vote")
    assert heard(ticket) == 0
    assert heard(ticket.complete("vote").complete("vote")) == 1
    assert ticket.waiting == ["after"]
