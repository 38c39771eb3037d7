"""One step of some tickets, and nothing remembered: run as a program of its own.

Reads what to do from its standard input as JSON, and writes where the tickets stand:
everything it knows of them comes out of the database.
"""

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app import create_app
from app.config import Settings
from app.domain.permissions import Actor
from app.store.db import db
from app.store.jobs import Job
from app.store.subscriptions import Subscription
from app.store.tickets import Ticket
from app.store.work_items import WorkItem
from app.usecases import (
    clock,
    deployments,
    external_tasks,
    messages,
    tickets,
    work_items,
)
from app.usecases.unit_of_work import reading, unit_of_work
from app.worker import loop

DAVE = Actor("dave", frozenset({"admin"}))
IVAN = Actor("ivan", frozenset({"integrator"}))


def main(asked: dict[str, Any]) -> dict[str, Any]:
    """Take the steps that are asked for."""
    settings = Settings(
        home=Path(asked["home"]),
        database_url=asked["database_url"],
        secret_key="only-for-these-tests",
        controlled_clock=True,
        embedded_runner=False,
    )
    app = create_app(settings)
    now = datetime.fromisoformat(asked["now"])
    with app.app_context():
        with unit_of_work():
            clock.pin(now, actor=DAVE)
            files = {n: text.encode() for n, text in asked.get("deploy", {}).items()}
            if files:
                deployments.deploy(files, actor=DAVE, source="cli", now=now)
        for process, step in asked["steps"]:
            take(app, process, step, now)
        with reading():
            return {key: where(key) for key in asked["processes"]}


def take(app: Any, process: str, step: list[Any], now: datetime) -> None:
    """Take one step of one ticket."""
    match step:
        case ["start", variables]:
            with unit_of_work():
                tickets.start(
                    process,
                    actor=DAVE,
                    variables=variables,
                    business_key=process,
                    now=now,
                )
        case ["complete", element_id, variables]:
            with unit_of_work():
                item = next(
                    i for i in open_items(process) if i.element_id == element_id
                )
                work_items.complete(item.id, actor=DAVE, variables=variables, now=now)
        case ["message", name]:
            with unit_of_work():
                messages.correlate(
                    name, business_key=process, variables={}, actor=IVAN, now=now
                )
        case ["answer", topic]:
            with unit_of_work():
                (task,) = external_tasks.fetch_and_lock(
                    [topic], worker_id="w", actor=IVAN, now=now
                )
            with unit_of_work():
                external_tasks.complete(
                    task.job.id, worker_id="w", variables={}, actor=IVAN, now=now
                )
        case ["clock"]:
            while loop.run_due(app):
                pass


def ticket_of(process: str) -> Ticket:
    wanted = select(Ticket).where(Ticket.business_key == process)
    return db.session.scalars(wanted).one()


def rows(table: type[Any], process: str) -> list[Any]:
    wanted = select(table).where(table.ticket_id == ticket_of(process).id)
    return list(db.session.scalars(wanted.order_by(table.id)))


def open_items(process: str) -> list[WorkItem]:
    return [i for i in rows(WorkItem, process) if i.status in ("open", "claimed")]


def where(process: str) -> dict[str, Any]:
    """Tell where a ticket stands."""
    ticket = ticket_of(process)
    view = tickets.get(ticket.number, actor=DAVE)
    return {
        "status": ticket.status,
        "variables": view.variables,
        "waiting": sorted(waiting(process)),
    }


def waiting(process: str) -> Iterator[str]:
    yield from (item.element_id for item in open_items(process))
    for table in (Job, Subscription):
        yield from (row.element_id for row in rows(table, process))


if __name__ == "__main__":
    json.dump(main(json.load(sys.stdin)), sys.stdout)
