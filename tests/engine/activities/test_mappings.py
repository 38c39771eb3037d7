"""Variables mapped into and out of activities."""

from app import engine


def test_inputs_are_seen_inside_only_and_see_one_another(play):
    ticket = play(net=10, tax=2)
    token = ticket.task("look").token
    assert engine.local_variables(ticket.outcome.snapshot, token) == {
        "total": 12,
        "twice": 24,
        "list": ["plain", 10, 3],
        "map": {"a": 2, "b": "text"},
    }
    assert ticket.variables == {"net": 10, "tax": 2}


def test_outputs_are_written_outside_when_it_is_done(play):
    ticket = play(net=10, tax=2).complete("look", total=20, extra=1)
    assert ticket.waiting == ["after"]
    assert ticket.variables == {"net": 10, "tax": 2, "extra": 1, "sum": 21}
    assert ticket.path == ["begin", "in", "look", "out", "work"]


def test_a_token_outside_sees_no_mapped_input(play):
    ticket = play(net=1, tax=1).complete("look", extra=0)
    token = ticket.task("after").token
    assert engine.local_variables(ticket.outcome.snapshot, token) == {}


def test_camunda_8_keeps_what_is_not_mapped_out(play):
    ticket = play("mappings_zeebe", order={"total": 7, "id": 1})
    token = ticket.task("look").token
    assert engine.local_variables(ticket.outcome.snapshot, token) == {"total": 7}
    ticket.complete("look", verdict="fine", noise=1)
    assert ticket.variables == {"order": {"total": 7, "id": 1, "verdict": "fine"}}
