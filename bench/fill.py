"""Fill a database with tickets fast: two real ones are walked, and copied in SQL.

Copies have all that a ticket has (state, work items, candidates, participants, history,
jobs), so the open ones can be worked on. People and groups are made as well: 500 people
``fill-u<n>``, each in five of twenty groups ``fill-g<n>``.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection, text

from app import create_app
from app.domain.permissions import Actor
from app.errors import NotFound
from app.store.db import db
from app.usecases import deployments, housekeeping, tickets, work_items
from app.usecases.identity import SYSTEM
from app.usecases.unit_of_work import flush, reading, unit_of_work

ROOT = Path(__file__).resolve().parents[1]
PEOPLE, GROUPS, GROUPS_EACH = 500, 20, 5
SECONDS_APART = 37
MANY = 50_000  # from here on indexes are made after the rows
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
NAMES = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅鑫宇"
EVERYBODY = Actor("dave", frozenset({"admin"}), frozenset({"sales", "finance"}))
TABLES = (
    "tickets",
    "instance_states",
    "work_items",
    "candidates",
    "participants",
    "history_entries",
    "jobs",
)
REQUEST = {
    "order_no": "SO-1001",
    "industry": "ecommerce",
    "customer": {"name": "李雷", "phone": "13800138000", "level": "normal"},
    "goods": [{"sku": "A-1", "name": "鞋", "qty": 1, "price": "8450.00"}],
    "paid_amount": "8450.00",
    "refund_amount": "8450.00",
    "reason": "quality",
    "payee": {"name": "李雷", "channel": "alipay", "account": "lilei@example.org"},
}
STEPS = (
    ("sales", {"goods_state": "intact"}),
    ("finance", {"balanced": True}),
    ("cashier", {"pay_method": "alipay", "voucher_no": "V-1"}),
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A ticket that is copied.

    Attributes:
        ticket_id: of the row.
        open: whether it waits for somebody.
        items: ids of the work items it waits for.
    """

    ticket_id: int
    open: bool
    items: tuple[int, ...]


def fill(count: int, *, open_part: float, tell: Any = None) -> dict[str, float]:
    """Add tickets to the database of the application in force.

    Args:
        count: how many.
        open_part: share of them that wait for somebody, 0 to 1.
        tell: called with a line for each stage, or None.

    Returns:
        Seconds of each stage.
    """
    spent: dict[str, float] = {}
    say = tell or (lambda _line: None)
    finished, waiting = patterns()
    wanted = round(count * open_part)
    with db.engine.connect() as connection, _bulk(connection, count, spent):
        _people(connection)
        for pattern, number in ((finished, count - wanted), (waiting, wanted)):
            begun = time.monotonic()
            if number:
                _copy(connection, pattern, number)
            name = "open" if pattern.open else "finished"
            spent[name] = round(time.monotonic() - begun, 1)
            say(f"{number} {name} tickets in {spent[name]} s")
    return spent


def patterns() -> tuple[Pattern, Pattern]:
    """Walk a refund to its end, and another to its first work item."""
    now = datetime.now(UTC)
    try:
        with unit_of_work():
            deployments.get_definition("refund", actor=SYSTEM)
    except NotFound:
        paths = [ROOT / "processes/refund.bpmn"]
        paths += (ROOT / "forms").glob("refund_*.json")
        with unit_of_work():
            files = {path.name: path.read_bytes() for path in paths}
            deployments.deploy(files, actor=SYSTEM, source="cli", now=now)
    found = []
    for steps in (STEPS, ()):
        with unit_of_work():
            row = tickets.start("refund", actor=EVERYBODY, variables=REQUEST, now=now)
            flush()
        for group, variables in steps:
            actor = Actor("dave", frozenset({"agent"}), frozenset({group}))
            with unit_of_work():
                (item,) = tickets.current_work([row])[row.id]
                work_items.complete(
                    item.id,
                    actor=actor,
                    variables=variables,
                    outcome="approve",
                    now=now,
                )
        with reading():
            waiting = tickets.current_work([row]).get(row.id, [])
        items = tuple(item.id for item in waiting)
        found.append(Pattern(row.id, open=not steps, items=items))
    return found[0], found[1]


@contextmanager
def _bulk(
    connection: Connection, count: int, spent: dict[str, float]
) -> Iterator[None]:
    sqlite = connection.dialect.name == "sqlite"
    connection = connection.execution_options(writing=True)
    if not sqlite:
        for setting in (
            "synchronous_commit = off",
            "session_replication_role = replica",
            "maintenance_work_mem = '512MB'",
        ):
            connection.execute(text(f"SET {setting}"))
    indexes = [] if sqlite or count < MANY else _drop_indexes(connection)
    yield
    begun = time.monotonic()
    for definition in indexes:
        connection.execute(text(definition))
    if not sqlite:
        for table in ("tickets", "work_items", "candidates", "history_entries", "jobs"):
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), "
                    f"(SELECT max(id) FROM {table}) + 1)"
                )
            )
        connection.execute(text("SET session_replication_role = origin"))
    connection.commit()
    connection.execution_options(isolation_level="AUTOCOMMIT")
    connection.execute(text("ANALYZE" if sqlite else "VACUUM ANALYZE"))
    connection.invalidate()
    spent["indexes"] = round(time.monotonic() - begun, 1)


def _drop_indexes(connection: Connection) -> list[str]:
    names = ", ".join(f"'{table}'" for table in TABLES)
    rows = connection.execute(
        text(
            "SELECT indexname, indexdef FROM pg_indexes "
            f"WHERE schemaname = current_schema() AND tablename IN ({names}) "
            "AND indexname LIKE 'ix!_%' ESCAPE '!'"
        )
    ).all()
    for name, _definition in rows:
        connection.execute(text(f"DROP INDEX {name}"))
    return [definition for _name, definition in rows]


def _people(connection: Connection) -> None:
    now = _words(connection)["now"]
    lines = (
        (
            "groups (key, name, created_at)",
            GROUPS,
            f"'fill-g' || n, 'Fill ' || n, {now}",
        ),
        (
            "users (username, display_name, roles, active, created_at)",
            PEOPLE,
            f"'fill-u' || n, 'Fill ' || n, '[\"agent\"]', true, {now}",
        ),
        (
            "memberships (username, group_key)",
            PEOPLE * GROUPS_EACH,
            f"'fill-u' || (n % {PEOPLE}), "
            f"'fill-g' || ((n % {PEOPLE} + n / {PEOPLE}) % {GROUPS})",
        ),
    )
    for columns, count, values in lines:
        connection.execute(
            text(
                f"INSERT INTO {columns} {_series(connection, values, '')} "
                "ON CONFLICT DO NOTHING"
            ),
            {"count": count},
        )


def _words(connection: Connection) -> dict[str, str]:
    if connection.dialect.name == "sqlite":
        moved = (
            "strftime('%Y-%m-%d %H:%M:%f000', r.{0}, "
            f"((n - :count) * {SECONDS_APART}) || ' seconds')"
        )
        return {
            "now": "strftime('%Y-%m-%d %H:%M:%f000')",
            "moved": moved,
            "text": "CAST({0} AS TEXT)",
            "number": "printf('%08d', {0})",
        }
    return {
        "now": "now()",
        "moved": f"r.{{0}} + (n - :count) * interval '{SECONDS_APART} seconds'",
        "text": "({0})::text",
        "number": "lpad(({0})::text, 8, '0')",
    }


def _series(connection: Connection, values: str, rest: str) -> str:
    if connection.dialect.name == "sqlite":
        return (
            "WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s "
            f"WHERE n + 1 < :count) SELECT {values} FROM s {rest or 'WHERE true'}"
        )
    return f"SELECT {values} FROM generate_series(0, :count - 1) AS s(n) {rest}"


def _copy(connection: Connection, pattern: Pattern, count: int) -> None:
    words = _words(connection)
    base = {
        table: connection.execute(
            text(f"SELECT coalesce(max(id), 0) FROM {table}")
        ).scalar_one()
        for table in ("tickets", "work_items", "candidates", "history_entries", "jobs")
    }
    ids: dict[str, str] = {}
    for table in ("work_items", "candidates", "history_entries", "jobs"):
        owner = "work_item_id IN (SELECT id FROM work_items WHERE ticket_id = :t)"
        where = owner if table == "candidates" else "ticket_id = :t"
        low, high = connection.execute(
            text(f"SELECT min(id), max(id) FROM {table} WHERE {where}"),
            {"t": pattern.ticket_id},
        ).one()
        if low is not None:
            # Copies follow each other; within one the ids keep their order.
            first = base[table] + 1 - low
            ids[table] = f"{first} + n * {high - low + 1}"
    for table in TABLES:
        _copy_table(connection, table, pattern, count, words=words, ids=ids, base=base)


def _copy_table(
    connection: Connection,
    table: str,
    pattern: Pattern,
    count: int,
    *,
    words: dict[str, str],
    ids: dict[str, str],
    base: dict[str, int],
) -> None:
    if table not in ids and table in ("work_items", "candidates", "jobs"):
        return
    columns = list(db.metadata.tables[table].columns.keys())
    changed = _changes(table, pattern, words=words, ids=ids, base=base)
    values = ", ".join(changed.get(name, f'r."{name}"') for name in columns)
    owner = {"tickets": "r.id = :t"}.get(table, "r.ticket_id = :t")
    if table == "candidates":
        owner = "r.work_item_id IN (SELECT id FROM work_items WHERE ticket_id = :t)"
    rest = f"CROSS JOIN {table} r WHERE {owner}"
    if connection.dialect.name != "sqlite":
        # What is copied must not be read while it is written.
        rest = f"CROSS JOIN (SELECT * FROM {table} r WHERE {owner}) r"
    names = ", ".join(f'"{name}"' for name in columns)
    connection.execute(
        text(f"INSERT INTO {table} ({names}) {_series(connection, values, rest)}"),
        {"count": count, "t": pattern.ticket_id},
    )


def _changes(
    table: str,
    pattern: Pattern,
    *,
    words: dict[str, str],
    ids: dict[str, str],
    base: dict[str, int],
) -> dict[str, str]:
    ticket = f"{base['tickets'] + 1} + n"
    item = f"r.work_item_id + {ids['work_items']}" if "work_items" in ids else "NULL"
    own = {
        "tickets": {
            "id": ticket,
            "number": f"'FIL-2025-' || {words['number'].format(ticket)}",
            "title": _title(words),
            "business_key": f"'SO-' || {words['text'].format(ticket)}",
            "initiator": f"'fill-u' || (n % {PEOPLE})",
        },
        "work_items": _held() if pattern.open else {"closed_by": _somebody(7)},
        "candidates": {"work_item_id": item, "key": _some_group()},
        "participants": {
            "key": f"CASE WHEN r.kind = 'group' THEN {_some_group()} "
            f"ELSE {_somebody(7)} END"
        },
        "history_entries": {"work_item_id": item},
    }.get(table, {})
    if table == "instance_states" and pattern.open:
        own = {"progress": _renumbered(pattern, words, ids)}
    found = {} if table in ("tickets", "candidates") else {"ticket_id": ticket}
    if table in ids:
        found["id"] = f"r.id + {ids[table]}"
    times = {name: words["moved"].format(name) for name in TIMES.get(table, ())}
    return found | own | times


TIMES = {
    "tickets": ("created_at", "updated_at", "closed_at"),
    "work_items": ("created_at", "sort_at", "due_at", "claimed_at", "closed_at"),
    "candidates": ("sort_at",),
    "history_entries": ("at",),
}


def _somebody(offset: int) -> str:
    return f"'fill-u' || ((n + {offset}) % {PEOPLE})"


def _some_group() -> str:
    return f"'fill-g' || (n % {GROUPS})"


def _held() -> dict[str, str]:
    held = f"n / {GROUPS} % 5 = 0"  # one in five of every group
    return {
        "assignee": f"CASE WHEN {held} THEN {_somebody(0)} END",
        "status": f"CASE WHEN {held} THEN 'claimed' ELSE r.status END",
    }


def _title(words: dict[str, str]) -> str:
    name = " || ".join((_letter(SURNAMES, 1), _letter(NAMES, 7), _letter(NAMES, 13)))
    return f"{name} || ' 退款 ' || {words['text'].format('n % 9000 + 99')} || ' 元'"


def _renumbered(pattern: Pattern, words: dict[str, str], ids: dict[str, str]) -> str:
    """Write the ids of the copy's work items into its progress."""
    progress = words["text"].format("r.progress")
    for item_id in pattern.items:
        new = words["text"].format(f"{item_id} + {ids['work_items']}")
        progress = f"replace({progress}, ',{item_id}', ',' || {new})"
    return f"CAST({progress} AS json)" if "::" in words["text"] else progress


def _letter(letters: str, step: int) -> str:
    return f"substr('{letters}', 1 + (n * {step} / 3 + n / 17) % {len(letters)}, 1)"


@click.command()
@click.argument("count", type=click.IntRange(1, 20_000_000))
@click.option("--open", "open_part", default=0.2, type=click.FloatRange(0, 1))
def main(count: int, open_part: float) -> None:
    """Add COUNT tickets to the database that GONGDAN_... names."""
    app = create_app()
    with app.app_context():
        housekeeping.upgrade()
        begun = time.monotonic()
        fill(count, open_part=open_part, tell=click.echo)
        click.echo(f"{count} tickets in {time.monotonic() - begun:.0f} s")
        click.echo("Sign in as fill-u0 after: gongdan user password fill-u0")


if __name__ == "__main__":
    sys.exit(main())
