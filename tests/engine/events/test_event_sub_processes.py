"""Event sub-processes: handlers that wait as long as the scope around them."""


def test_an_interrupting_message_ends_everything_else_in_the_process(play):
    ticket = play("event_sub_process_message").message("question")
    assert ticket.waiting == ["answer", "cancelled", "one", "question", "two"]
    ticket.message("cancelled", why="no money")
    assert ticket.waiting == ["undo"]
    assert ticket.variables == {"why": "no money"}
    assert sorted(ticket.cancelled) == ["answer", "asked", "one", "two"]
    ticket.complete("undo")
    assert ticket.outcome.ended
    assert ticket.outcome.end_element_id == "undone"


def test_a_handler_beside_the_flow_runs_as_often_as_it_is_asked_for(play):
    ticket = play("event_sub_process_message").message("question").message("question")
    ticket.complete("one").complete("two")
    assert ticket.waiting == ["answer", "answer", "cancelled", "question"]
    ticket.complete("answer").complete("answer")
    assert ticket.outcome.ended
    assert ticket.cancelled == []


def test_handlers_that_nobody_begins_end_with_the_process(play):
    ticket = play("event_sub_process_message").complete("one").complete("two")
    assert ticket.outcome.ended
    assert ticket.waiting == []
    assert ticket.path == ["begin", "split", "one", "done", "two", "done"]


def test_a_timer_inside_a_sub_process_interrupts_that_sub_process_only(play):
    ticket = play("event_sub_process_inner").fire("too_late")
    assert ticket.waiting == ["hurry", "outside"]
    assert ticket.cancelled == ["work"]
    ticket.complete("hurry")
    assert ticket.waiting == ["after", "outside"]


def test_a_repeating_timer_begins_its_handler_again_and_again(play):
    ticket = play("event_sub_process_inner").fire("hourly").fire("hourly")
    assert ticket.waiting == ["hourly", "look", "look", "outside", "too_late", "work"]
    ticket.complete("work")
    assert ticket.waiting == ["hourly", "look", "look", "outside", "too_late"]
    ticket.complete("look").complete("look")
    assert ticket.waiting == ["after", "outside"]


def test_handlers_of_a_sub_process_are_forgotten_with_it(play):
    ticket = play("event_sub_process_inner").complete("work")
    assert ticket.waiting == ["after", "outside"]


def test_a_signal_thrown_inside_its_own_scope_interrupts_the_thrower(play):
    ticket = play("event_sub_process_signal").complete("work")
    assert ticket.waiting == ["clean"]
    assert ticket.path == ["begin", "work", "shout", "stopped"]


def test_an_error_handler_of_the_process_ends_the_rest(play):
    ticket = play("event_sub_process_error").complete("work")
    assert ticket.waiting == ["mend"]
    assert ticket.variables == {"code": "limit"}
    assert ticket.cancelled == ["beside"]
    ticket.complete("mend")
    assert ticket.outcome.end_element_id == "mended"


def test_an_error_handler_without_its_error_never_runs(play):
    ticket = play("event_sub_process_error").complete("beside")
    assert ticket.waiting == ["work"]
    assert "failed" not in ticket.path
