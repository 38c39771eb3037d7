"""Inbox, counts, ticket list and search among many rows: time in the database."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event, text

from app import create_app
from app.config import Settings
from app.domain.permissions import Actor
from app.store.db import db
from app.usecases import tickets, work_items
from app.usecases.tickets import TicketFilter
from app.usecases.unit_of_work import reading
from bench import fill, meter
from bench.house import House

AUDITOR = Actor("henry", frozenset({"auditor"}))
Wish = Callable[[random.Random], Any]
WARM = 12  # until both sides know the statements


def measure(built: House, count: int, rounds: int) -> dict[str, Any]:
    """Fill the database and read its lists.

    Args:
        built: with tables; it need not be served.
        count: tickets, each with an open work item.
        rounds: readings of each list, by different people.
    """
    app = create_app(
        Settings(home=built.home, database_url=built.url, embedded_runner=False)
    )
    with app.app_context():
        spent = fill.fill(count, open_part=1.0)
        found: dict[str, Any] = {"rows": count, "fill_s": spent}
        for name, wish in WISHES.items():
            found[name] = _timed(wish, rounds)
        db.session.remove()
        db.engine.dispose()
    return found


def stored(built: House, count: int) -> dict[str, Any]:
    """Measure the bytes of finished refund tickets, indexes and history included.

    Args:
        built: with tables, on PostgreSQL; it need not be served.
        count: tickets.
    """
    app = create_app(
        Settings(home=built.home, database_url=built.url, embedded_runner=False)
    )
    with app.app_context():
        fill.patterns()  # tables with a row in them have their first pages
        before = _sizes()
        fill.fill(count, open_part=0.0)
        after = _sizes()
        db.session.remove()
        db.engine.dispose()
    each = {name: round((after[name] - before[name]) / count) for name in after}
    return {"bytes": sum(each.values()), "tables": each}


def _sizes() -> dict[str, int]:
    sizes = {}
    with db.engine.connect() as connection:
        for table in (*fill.TABLES, "attachments", "drafts", "subscriptions"):
            size = text(f"SELECT pg_total_relation_size('{table}')")
            sizes[table] = connection.execute(size).scalar_one()
    return sizes


def _person(dice: random.Random) -> Actor:
    number = dice.randrange(fill.PEOPLE)
    groups = {f"fill-g{(number + k) % fill.GROUPS}" for k in range(fill.GROUPS_EACH)}
    return Actor(f"fill-u{number}", frozenset({"agent"}), frozenset(groups))


def _inbox(view: Any) -> Wish:
    return lambda dice: work_items.inbox(
        view, actor=_person(dice), now=datetime.now(UTC)
    )


def _list(actor: Callable[[random.Random], Actor], **narrowed: Any) -> Wish:
    def wish(dice: random.Random) -> Any:
        now = datetime.now(UTC)
        days = dice.randrange(20, 380)
        values = {
            name: value(dice) if callable(value) else value
            for name, value in narrowed.items()
        }
        if values.pop("lately", False):
            values["created_after"] = now - timedelta(days=days + 30)
            values["created_before"] = now - timedelta(days=days)
        return tickets.list_tickets(TicketFilter(**values), actor=actor(dice))

    return wish


def _anybody(dice: random.Random) -> str:
    return f"fill-u{dice.randrange(fill.PEOPLE)}"


def _name(dice: random.Random) -> str:
    return dice.choice(fill.SURNAMES) + dice.choice(fill.NAMES)


def _auditor(_dice: random.Random) -> Actor:
    return AUDITOR


WISHES: dict[str, Wish] = {
    "inbox, groups": _inbox("groups"),
    "inbox, all": _inbox("all"),
    "inbox, mine": _inbox("mine"),
    "inbox, overdue": _inbox("overdue"),
    "counts": lambda dice: work_items.counts(
        actor=_person(dice), now=datetime.now(UTC)
    ),
    "tickets, newest": _list(_auditor),
    "tickets, three filters": _list(
        _auditor, status="open", process_key="refund", initiator=_anybody
    ),
    "tickets, status, process, month": _list(
        _auditor, status="open", process_key="refund", lately=True
    ),
    "tickets, what concerns me": _list(_person),
    "tickets, mine, open": _list(_person, status="open", involved=_anybody),
    "search, number": _list(
        _auditor, q=lambda dice: f"FIL-2025-{dice.randrange(1000, 900_000):08}"
    ),
    "search, business key": _list(
        _auditor, q=lambda dice: f"SO-{dice.randrange(1000, 900_000)}"
    ),
    "search, name in title": _list(_auditor, q=_name),
    "search, amount in title": _list(
        _auditor, q=lambda dice: f"{dice.randrange(1000, 9000)}"
    ),
    "search, common word": _list(_auditor, q="退款"),
    "search, name, one's own": _list(_person, q=_name),
}


def _timed(wish: Wish, rounds: int) -> dict[str, Any]:
    dice = random.Random(7)  # noqa: S311 (the same people every time)
    wall, cpu, statements = [], [], 0
    for number in range(rounds + WARM):
        with reading():
            backend = _backend()
            before = meter.cpu_seconds(backend)
            with _in_database() as spent:
                wish(dice)
            used = meter.cpu_seconds(backend) - before
        if number >= WARM:
            wall.append(sum(spent))
            cpu.append(used)
            statements = len(spent)
    spread, worked = meter.Spread.of_seconds(wall), meter.Spread.of_seconds(cpu)
    return {
        "ms": spread.median,
        "p95_ms": spread.p95,
        "cpu_ms": worked.median,
        "cpu_p95_ms": worked.p95,
        "statements": statements,
    }


def _backend() -> list[int]:
    if db.engine.dialect.name == "sqlite":
        return []  # it works in our own process
    return [db.session.scalar(text("SELECT pg_backend_pid()")) or 0]


@contextmanager
def _in_database() -> Iterator[list[float]]:
    spent: list[float] = []

    def begin(*_rest: Any) -> None:
        spent.append(-time.perf_counter())

    def end(*_rest: Any) -> None:
        spent[-1] += time.perf_counter()

    event.listen(db.engine, "before_cursor_execute", begin)
    event.listen(db.engine, "after_cursor_execute", end)
    try:
        yield spent
    finally:
        event.remove(db.engine, "before_cursor_execute", begin)
        event.remove(db.engine, "after_cursor_execute", end)
