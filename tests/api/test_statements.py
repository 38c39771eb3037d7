"""What a step costs: SQL statements and commits, everything from sign-in counted."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from app.store.db import db, on_statement
from tests.api.conftest import SALES, refund_variables

MOST_STATEMENTS, COMMITS = 12, 1
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
    return [one for one in statements if not one.startswith(NOT_WORK)]


@pytest.mark.parametrize("claimed", [True, False])
def test_completing_a_work_item_costs_twelve_statements_and_one_commit(
    call, item, claimed
):
    # Once in some minutes a token's last use is noted; not in the step we count.
    call("bob", "POST", "/tokens", json={"name": "warm"})
    if claimed:
        call("bob", "POST", f"/work-items/{item}/claim")
    with counted() as (statements, commits):
        answer = call("bob", "POST", f"/work-items/{item}/complete", json=SALES)
    assert answer.status_code == 200
    assert len(work(statements)) <= MOST_STATEMENTS, "\n".join(work(statements))
    assert len(commits) == COMMITS


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
