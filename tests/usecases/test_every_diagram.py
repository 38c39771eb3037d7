"""Every diagram beside an engine test, taken through the hall: the tables say what the
engine says, step after step, on both databases.

The engine keeps its process in memory; the hall writes it down, forgets it and reads it
again at every step. People complete what waits, oldest first, and where nobody is
needed the next timer fires.
"""

from pathlib import Path

import pytest
from sqlalchemy import select

from app import engine
from app.domain.permissions import Actor
from app.domain.process import TimerDue, WorkCompleted
from app.errors import DeploymentRefused, EngineFault
from app.store import listing
from app.store.db import db
from app.store.jobs import Job
from app.store.tickets import Ticket
from app.store.work_items import LIVE, WorkItem
from app.usecases import definitions, deployments, jobs, tickets, work_items
from app.usecases.advance import context
from app.usecases.library import Shelf
from app.usecases.unit_of_work import reading, unit_of_work
from tests.conftest import NOW

ENGINE = Path(__file__).parents[1] / "engine"
SENT = {"items": [1, 2], "people": ["ann", "ben"], "n": 2, "total": 5, "amount": 5}
ANSWER = {"ok": True}
STEPS = 8


def begun_by_people():
    """The diagrams that a person may start, with their process keys."""
    found = []
    for path in sorted(ENGINE.rglob("*.bpmn")):
        upload = engine.read({path.name: path.read_bytes()}, form_keys=())
        refused = any(finding.severity == "error" for finding in upload.findings)
        keys = [m.key for m in upload.models if m.starts[0].kind == "none"]
        decided = b'name="actions"' in path.read_bytes()
        if keys and not refused and not decided:
            found.append(pytest.param(path, keys[0], id=str(path.relative_to(ENGINE))))
    return found


DIAGRAMS = begun_by_people()


class InMemory:
    """The engine alone."""

    def __init__(self, ticket):
        self.model = definitions.model_of(ticket.definition)
        more = {"context": context(ticket), "library": Shelf(ticket.definition)}
        self.more = more
        self.outcome = engine.start(self.model, SENT, now=NOW, **more)

    def look(self):
        waiting = [
            *((t.called, t.element_id) for t in self.outcome.user_tasks),
            *((None, t.element_id) for t in self.outcome.timers),
        ]
        return sorted(map(str, waiting)), self.outcome.snapshot.variables

    def step(self):
        """Take the next step; the time it takes place at, or None for a rest."""
        if self.outcome.user_tasks:
            token = min(self.outcome.user_tasks, key=number).token
            return self._resume(WorkCompleted(token=token, variables=ANSWER), NOW)
        if self.outcome.timers:
            timer = min(self.outcome.timers, key=lambda t: (t.due_at, number(t)))
            return self._resume(TimerDue(token=timer.token), timer.due_at)
        return None

    def _resume(self, stimulus, now):
        self.outcome = engine.resume(
            self.model, self.outcome.snapshot, stimulus, now=now, **self.more
        )
        return now


class InTables:
    """The same through the use cases."""

    def __init__(self, ticket):
        self.ticket = ticket

    def look(self):
        with reading():
            items = db.session.scalars(
                select(WorkItem).where(
                    WorkItem.ticket_id == self.ticket.id, WorkItem.status.in_(LIVE)
                )
            )
            waiting = [(item.called_ref, item.element_id) for item in items]
            waiting += [(None, job.element_id) for job in self._timers()]
            return sorted(map(str, waiting)), self._variables()

    def _variables(self):
        return listing.instance_of(self.ticket).variables

    def _timers(self):
        return db.session.scalars(
            select(Job)
            .where(Job.ticket_id == self.ticket.id, Job.kind == "timer")
            .order_by(Job.due_at, Job.id)
        ).all()

    def step(self, now):
        with reading():
            open_items = tickets.work_items(self.ticket.number, actor=ROOT)
            item = next((i for i in open_items if i.status in LIVE), None)
            timers = self._timers()
        if item is not None:
            self._complete(item)
        else:
            with unit_of_work():
                assert jobs.fire(timers[0].id, now=now)

    def _complete(self, item):
        who = Actor(item.assignee) if item.assignee else ROOT
        with unit_of_work():
            if not item.assignee:
                work_items.claim(item.id, actor=who, now=NOW)
        with unit_of_work():
            work_items.complete(item.id, actor=who, variables=ANSWER, now=NOW)


ROOT = Actor("dave", frozenset({"admin"}))


def number(waiting):
    head = waiting.token.lstrip("t").partition(".")[0]
    return int(head)


@pytest.mark.parametrize(("path", "key"), DIAGRAMS)
def test_the_tables_say_what_the_engine_says(cast, path, key):
    try:
        with unit_of_work():
            deployments.deploy(
                {path.name: path.read_bytes()}, actor=ROOT, source="cli", now=NOW
            )
    except DeploymentRefused as refusal:
        rules = {finding.rule for finding in refusal.findings}
        pytest.fail(f"the engine accepts it, the hall does not: {rules}")
    fault = None
    try:
        with unit_of_work():
            ticket = tickets.start(key, actor=ROOT, variables=SENT, now=NOW)
    except EngineFault as stuck:
        fault = stuck
    if fault is not None:
        with reading(), pytest.raises(EngineFault) as same:
            InMemory(a_ticket(key))
        assert same.value.facts == fault.facts
        return
    with reading():
        alone = InMemory(ticket)
    hall = InTables(ticket)
    for _ in range(STEPS):
        assert hall.look() == alone.look()
        try:
            with reading():
                now = alone.step()
        except EngineFault:
            with pytest.raises(EngineFault):
                hall.step(NOW)
            return
        if now is None:
            return
        hall.step(now)


def a_ticket(key):
    """A ticket as it would have been, had it begun."""
    return Ticket(
        definition=definitions.startable(key, actor=ROOT),
        number="",
        initiator="dave",
        title="",
        priority=50,
    )
