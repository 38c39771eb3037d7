"""Joins in loops count the tokens of their own round, however many rounds there are."""


def test_a_join_waits_in_every_one_of_many_rounds(play):
    rounds = 300
    ticket = play("loop_of_joins", n=0, rounds=rounds)
    for number in range(rounds):
        first, second = ("a", "b") if number % 2 else ("b", "a")
        ticket.complete(first)
        assert ticket.waiting == [second]
        ticket.complete(second)
    assert ticket.outcome.ended
    assert ticket.variables["n"] == rounds
