"""Variables mapped into and out of events."""


def test_camunda_8_keeps_a_message_inside_and_maps_it_out(play):
    ticket = play("event_mappings").message("hear", reply="sun", noise=1)
    assert ticket.variables == {"heard": "sun"}
    assert ticket.waiting == ["no", "yes"]


def test_mapped_events_behind_a_gateway_exclude_one_another(play):
    ticket = play("event_mappings").message("hear").message("yes")
    assert ticket.variables["won"] == "yes"
    assert ticket.waiting == ["ask"]
    assert ticket.cancelled == []  # nothing was begun


def test_a_mapped_receive_task_behind_a_gateway_excludes_the_others(play):
    ticket = play("event_mappings").message("hear").message("no")
    assert ticket.variables["won"] == "no"
    assert ticket.waiting == ["ask"]


def test_mapped_inputs_of_an_event_are_what_it_sends(play):
    ticket = play("event_mappings").message("hear").message("yes")
    assert [(t.name, t.variables) for t in ticket.thrown] == [("s", {"what": "yes"})]
    assert "what" not in ticket.variables


def test_a_boundary_event_maps_what_it_caught(play):
    ticket = play("event_mappings").message("hear").message("yes")
    ticket.error("ask", "E7")
    assert ticket.outcome.ended
    assert ticket.variables["reason"] == "E7!"
