"""Compensation: what was done is undone, the last first."""


def test_what_was_done_is_undone_the_last_first(play):
    ticket = play("compensation").complete("flight").complete("hotel", bad=True)
    assert ticket.waiting == ["cancel_hotel"]
    assert ticket.complete("cancel_hotel").waiting == ["cancel_flight"]
    assert ticket.complete("cancel_flight").waiting == ["after"]
    assert ticket.path == [
        "begin", "flight", "hotel", "ok", "cancel_hotel", "cancel_flight", "undo"
    ]  # fmt: skip
    assert ticket.cancelled == []
    assert ticket.complete("after").outcome.ended


def test_nothing_is_undone_when_nobody_throws(play):
    ticket = play("compensation").complete("flight").complete("hotel", bad=False)
    assert ticket.outcome.ended
    assert ticket.path == ["begin", "flight", "hotel", "ok", "booked"]


def test_one_activity_may_be_undone_alone(play):
    ticket = play("compensation_of_one").complete("flight").complete("hotel")
    assert ticket.waiting == ["cancel_flight"]
    assert ticket.complete("cancel_flight").outcome.ended
    assert ticket.path == ["begin", "flight", "hotel", "cancel_flight", "done"]


def test_every_instance_is_undone_with_the_variables_it_had(play):
    ticket = play("compensation_instances", rooms=[1, 2, 3], log=[])
    ticket.complete("book").complete("book").complete("book")
    assert ticket.waiting == ["after"]
    assert ticket.variables["log"] == [3, 2, 1]
    assert ticket.path.count("unbook") == 3


def test_what_a_sub_process_did_is_undone_with_its_variables(play):
    ticket = play("compensation_nested", person="zoe")
    ticket.complete("flight").complete("hotel").complete("car")
    assert ticket.waiting == ["cancel_car"]
    assert ticket.complete("cancel_car").waiting == ["cancel_hotel"]
    assert ticket.complete("cancel_hotel").waiting == ["cancel_flight"]
    assert ticket.complete("cancel_flight").waiting == ["after"]
    assert ticket.path[-4:] == ["cancel_car", "cancel_hotel", "cancel_flight", "undo"]


def test_a_sub_process_may_say_itself_how_it_is_undone(play):
    ticket = play("compensation_event_sub_process").complete("flight")
    assert ticket.waiting == ["think"]
    assert ticket.complete("think").waiting == ["phone"]
    assert ticket.complete("phone").waiting == ["cancel_flight"]
    assert ticket.complete("cancel_flight").waiting == ["after"]
    assert ticket.path == [
        "begin", "in", "flight", "out", "trip", "think", "undone", "phone",
        "cancel_flight", "rest", "handled", "handler", "undo",
    ]  # fmt: skip


def test_an_error_handler_undoes_what_its_scope_has_done(play):
    ticket = play("compensation_by_handler").complete("flight").complete("hotel")
    assert ticket.waiting == ["cancel_flight"]
    assert ticket.complete("cancel_flight").waiting == ["after"]
    assert ticket.path == [
        "begin", "in", "flight", "hotel", "full", "failed", "cancel_flight", "undo",
        "sorry", "trip",
    ]  # fmt: skip


def test_instances_of_a_sub_process_are_undone_once_each_with_their_variables(play):
    ticket = play("compensation_in_instances", rooms=[1, 2, 3], log=[])
    ticket.complete("think")
    assert ticket.waiting == ["after"]
    assert ticket.variables["log"] == [3, 2, 1]  # the second throw finds nothing
    assert ticket.path.count("unbook") == 3


def test_a_handler_of_its_own_undoes_a_sub_process_whole(play):
    ticket = play("compensation_of_sub_process", ann="ann").complete("flight")
    ticket.complete("judge", verdict="yes")
    assert ticket.waiting == ["uncheck"]
    assert ticket.complete("uncheck").waiting == ["pay_back"]
    assert ticket.complete("pay_back").waiting == ["after"]
    assert "cancel_flight" not in ticket.path
    assert ticket.path[-4:] == ["pay_back", "rout", "refund", "undo"]


# --- transactions ---------------------------------------------------------------------


def test_a_transaction_that_ends_well_is_a_sub_process(play):
    ticket = play("transaction").complete("flight").complete("hotel")
    ticket.complete("pay", money="plenty")
    assert ticket.waiting == ["after"]
    assert ticket.complete("after").outcome.ended
    assert not {"cancel_flight", "cancel_hotel", "on_cancel"} & set(ticket.path)


def test_a_cancelled_transaction_is_undone_and_left_by_its_edge(play):
    ticket = play("transaction").complete("flight").complete("hotel")
    ticket.complete("pay", money="none")
    assert ticket.waiting == ["cancel_hotel"]
    assert ticket.complete("cancel_hotel").waiting == ["cancel_flight"]
    assert ticket.complete("cancel_flight").waiting == ["apologise"]
    assert ticket.complete("apologise").outcome.ended
    assert ticket.path[-5:] == [
        "cancel_flight", "cancelled", "on_cancel", "apologise", "sorry"
    ]  # fmt: skip
    assert ticket.cancelled == ["trip"]


def test_what_was_not_finished_is_cancelled_not_undone(play):
    ticket = play("transaction").complete("flight").complete("pay", money="none")
    assert ticket.waiting == ["cancel_flight"]
    assert ticket.cancelled == ["hotel"]
    assert ticket.complete("cancel_flight").waiting == ["apologise"]
    assert "cancel_hotel" not in ticket.path


def test_one_of_several_transactions_cancels_them_all(play):
    ticket = play("transaction_instances", people=["ann", "bob"])
    ticket.complete("flight").complete("flight")
    ticket.complete("pay", money="none")
    assert ticket.people("cancel_flight") == ["ann"]
    assert ticket.people("pay") == ["bob"]
    ticket.complete("cancel_flight")
    assert ticket.outcome.end_element_id == "sorry"
