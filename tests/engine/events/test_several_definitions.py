"""Events with several definitions: any of them is enough, or all are needed."""


def test_any_of_several_lets_go_on(play):
    ticket = play("multiple_catch")
    handles = [w.token for w in ticket.waits]
    assert len(set(handles)) == 3
    ticket.signal("either")
    assert ticket.waiting == ["after"]


def test_each_of_several_lets_go_on(play):
    assert play("multiple_catch").message("either").waiting == ["after"]
    assert play("multiple_catch").fire("either").waiting == ["after"]


def test_none_of_several_lets_nothing_go_on(play):
    assert play("multiple_catch").waiting == ["either"] * 3


def test_all_of_several_are_needed_in_any_order(play):
    ticket = play("parallel_multiple_catch").signal("both", a=1)
    assert ticket.waiting == ["both"]
    assert [m.message_name for m in ticket.outcome.messages] == ["letter"]
    ticket.message("both", b=2)
    assert ticket.waiting == ["after"]
    assert ticket.variables == {"a": 1, "b": 2}


def test_all_of_several_beside_an_activity_again_and_again(play):
    ticket = play("parallel_multiple_boundary").message("both").signal("both")
    assert ticket.waiting == ["both", "both", "noted", "work"]
    ticket.message("both")
    assert ticket.waiting == ["both", "noted", "work"]
    ticket.signal("both")
    assert ticket.waiting == ["both", "both", "noted", "noted", "work"]


def test_an_error_may_be_one_of_several(play):
    ticket = play("multiple_boundary").complete("work")
    assert ticket.waiting == ["handled"]
    assert play("multiple_boundary").message("either").waiting == ["handled"]


def test_a_repeating_timer_among_several_keeps_its_step(play):
    ticket = play("multiple_boundary")
    first = next(t.due_at for t in ticket.outcome.timers)
    ticket.message("each")
    assert [t.due_at for t in ticket.outcome.timers] == [first]
    ticket.fire("each").fire("each")
    assert ticket.outcome.timers == ()
    assert ticket.waiting == ["each", "either", "noted", "noted", "noted", "work"]


def test_several_are_thrown_in_their_order(play):
    ticket = play("multiple_throw").complete("work")
    assert [(t.kind, t.name) for t in ticket.thrown] == [
        ("message", "letter"),
        ("signal", "bell"),
        ("message", "bye"),
        ("signal", "gone"),
    ]
