"""Embedded sub-processes: scopes in scopes, entered and left as one element."""

from app import engine


def test_a_sub_process_is_left_when_everything_in_it_is_done(play):
    ticket = play()
    assert ticket.waiting == ["first"]
    ticket.complete("first", first_note="hello")
    assert ticket.waiting == ["second"]
    assert "outer" not in ticket.path
    ticket.complete("second")
    assert ticket.waiting == ["after"]
    assert ticket.path == [
        "begin",
        "outer_begin",
        "first",
        "inner_begin",
        "second",
        "inner_note",
        "inner_done",
        "inner",
        "outer_done",
        "outer",
    ]
    assert ticket.complete("after").outcome.ended


def test_what_is_decided_inside_can_be_read_outside(play):
    ticket = play(kept=1).complete("first", first_note="hello").complete("second")
    assert ticket.variables == {"kept": 1, "first_note": "hello", "note": "hello!"}


def test_inner_scopes_keep_variables_of_their_own(play):
    ticket = play(note="outside").complete("first", first_note="in")
    token = ticket.task("second").token
    assert engine.local_variables(ticket.outcome.snapshot, token) == {}
    if ticket.live:
        outer, inner = ticket.instance.scopes()[1:]
        outer.data.update(note="outer", seen="outer")
        inner.data["seen"] = "inner"
        ticket.correct()
        kept = engine.local_variables(ticket.outcome.snapshot, token)
        assert kept == {"note": "outer", "seen": "inner"}
        ticket.complete("second")
        # a write goes to the nearest scope that defines the name, and goes with it
        assert ticket.variables == {"note": "outside", "first_note": "in"}


def test_tokens_inside_stay_while_they_wait(play):
    ticket = play().complete("first", first_note="x")
    before = ticket.task("second")
    assert ticket.correct(other=1).task("second") == before
