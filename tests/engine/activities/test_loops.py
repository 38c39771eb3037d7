"""Standard loops: again while a condition holds."""


def test_a_task_is_done_again_while_the_condition_holds(play):
    ticket = play("standard_loop")
    assert ticket.complete("try", again=True).waiting == ["try"]
    assert ticket.complete("try", again=False).waiting == ["after"]
    assert ticket.path == ["begin", "try", "try"]
    assert ticket.variables == {"again": False}


def test_a_loop_ends_at_its_maximum(play):
    ticket = play("standard_loop")
    for _ in range(3):
        ticket.complete("try", again=True)
    assert ticket.waiting == ["after"]
    assert ticket.path == ["begin", "try", "try", "try"]


def test_a_condition_looked_at_before_may_hold_never(play):
    ticket = play("standard_loop_before", rounds=0, log=[])
    assert ticket.waiting == ["after"]
    assert ticket.variables["log"] == []


def test_the_counter_counts_the_rounds_that_are_done(play):
    ticket = play("standard_loop_before", rounds=3, log=[])
    assert ticket.variables == {"rounds": 3, "log": [0, 1, 2]}
