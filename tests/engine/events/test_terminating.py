"""Terminate ends its own scope, and nothing around it."""


def test_terminate_inside_a_sub_process_ends_that_sub_process(play):
    ticket = play("terminate_inside").complete("one")
    assert ticket.waiting == ["after"]
    assert ticket.cancelled == ["two"]


def test_without_it_the_other_branch_is_waited_for(play):
    assert play("terminate_inside").complete("two").waiting == ["one"]
