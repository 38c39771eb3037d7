"""What a step costs: SQL statements and commits, everything from sign-in counted."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from app.store.db import db, on_statement
from app.usecases import tickets
from app.usecases.unit_of_work import unit_of_work
from tests.api.conftest import SALES, refund_variables

# On PostgreSQL what a step changed, and its facts, are one statement.
MOST_STATEMENTS = {"postgresql": 10, "sqlite": 12}
# Twelve, and one for the timer that a refund begins to wait for.
MOST_TO_START = {"postgresql": 13, "sqlite": 15}
COMMITS = 1
NOT_WORK = ("BEGIN", "SAVEPOINT", "RELEASE")


@contextmanager
def counted() -> Iterator[tuple[list[str], list[object]]]:
    statements: list[str] = []
    commits: list[object] = []
    stop = on_statement(db.engine, statements.append)

    def note(connection: object) -> None:
        commits.append(connection)

    event.listen(db.engine, "commit", note)
    try:
        yield statements, commits
    finally:
        stop()
        event.remove(db.engine, "commit", note)


def work(statements: list[str]) -> list[str]:
    return [
        one
        for one in statements
        if not one.startswith(NOT_WORK) and "pinned_clock" not in one
    ]


@pytest.mark.parametrize("claimed", [True, False])
def test_completing_a_work_item_costs_ten_statements_and_one_commit(
    call, item, claimed, database
):
    # Once in some minutes a token's last use is noted; not in the step we count.
    call("bob", "POST", "/tokens", json={"name": "warm"})
    if claimed:
        call("bob", "POST", f"/work-items/{item}/claim")
    with counted() as (statements, commits):
        answer = call("bob", "POST", f"/work-items/{item}/complete", json=SALES)
    assert answer.status_code == 200
    assert len(work(statements)) <= MOST_STATEMENTS[database], "\n".join(
        work(statements)
    )
    assert len(commits) == COMMITS


def test_starting_a_ticket_costs_thirteen_statements_and_one_commit(
    call, ticket, database
):
    # Numbers come from a block on PostgreSQL, so one start in twenty costs two more.
    body = {"process_key": "refund", "variables": refund_variables()}
    call("alice", "POST", "/tickets", json=body)
    costs = []
    for _ in range(2):
        with counted() as (statements, commits):
            assert call("alice", "POST", "/tickets", json=body).status_code == 201
        costs.append((len(work(statements)), len(commits), work(statements)))
    cost, committed, statements = min(costs)
    assert cost <= MOST_TO_START[database], "\n".join(statements)
    assert committed == COMMITS


LISTS = ("/work-items?view=all&limit=200", "/tickets?limit=200")


def test_lists_cost_the_same_at_200_rows_as_at_10(call, cast, ticket, now):
    def costs():
        found = {}
        for path in LISTS:
            with counted() as (statements, _commits):
                rows = call("grace", "GET", path).json["items"]
            found[path] = (len(rows), len(work(statements)))
        return found

    def start(count):
        with unit_of_work():
            for _ in range(count):
                tickets.start(
                    "refund", actor=cast.alice, variables=refund_variables(), now=now
                )

    call("grace", "GET", "/me")
    start(9)
    few = costs()
    start(190)
    many = costs()
    for path in LISTS:
        assert (few[path][0], many[path][0]) == (10, 200)
        assert few[path][1] == many[path][1] <= 4, path


def test_an_inbox_costs_the_same_however_much_is_in_it(call, ticket):
    def cost():
        with counted() as (statements, _commits):
            call("bob", "GET", "/work-items?view=groups")
        return len(work(statements))

    call("bob", "GET", "/me")
    one = cost()
    body = {"process_key": "refund", "variables": refund_variables()}
    for _ in range(3):
        call("alice", "POST", "/tickets", json=body)
    assert cost() == one <= 5
