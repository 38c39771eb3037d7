"""A travel request, drawn to exercise the hall: a decision, two at once, a timer."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask

from app.domain.permissions import Actor
from app.domain.process import JSONDict
from app.store.tickets import Ticket
from app.usecases import clock, deployments, tickets, work_items
from app.usecases.tickets import TicketView
from app.usecases.unit_of_work import reading, unit_of_work
from app.worker import loop
from tests.conftest import NOW, Cast

HERE = Path(__file__).parent


@pytest.fixture
def travel(house: Flask, cast: Cast) -> None:
    """The process ``travel`` is deployed, with its forms."""
    names = ("travel.bpmn", "travel_start.json", "travel_review.json")
    files = {name: (HERE / name).read_bytes() for name in names}
    with unit_of_work():
        deployments.deploy(files, actor=cast.dave, source="cli", now=NOW)


@pytest.fixture
def start(travel: None, cast: Cast) -> Callable[..., Ticket]:
    """Start a travel request as alice: ``start(cost="300.00")``."""

    def started(actor: Actor = cast.alice, **variables: object) -> Ticket:
        sent = {"city": "Shanghai", "cost": "300.00", "card": "6222"} | variables
        with unit_of_work():
            return tickets.start("travel", actor=actor, variables=sent, now=NOW)

    return started


@pytest.fixture
def ticket(start: Callable[..., Ticket]) -> Ticket:
    """A travel request that waits for the group sales to review it."""
    return start()


@pytest.fixture
def item_of() -> Callable[..., int]:
    """Give the id of the first open work item of an actor: ``item_of(bob)``."""

    def found(actor: Actor, element_id: str | None = None) -> int:
        with reading():
            page = work_items.inbox("all", actor=actor, now=NOW)
            ids = [
                item.id for item in page.items if element_id in (None, item.element_id)
            ]
        return ids[0]

    return found


@pytest.fixture
def complete() -> Callable[..., None]:
    """Complete a work item in a unit of work of its own."""

    def completed(
        work_item_id: int,
        actor: Actor,
        variables: JSONDict | None = None,
        outcome: str | None = None,
        **more: object,
    ) -> None:
        with unit_of_work():
            work_items.complete(
                work_item_id,
                actor=actor,
                variables=variables or {},
                outcome=outcome,
                now=NOW,
                **more,
            )

    return completed


@pytest.fixture
def correspondence(house: Flask, cast: Cast) -> None:
    """Processes that send, wait for and begin with messages and signals."""
    name = "correspondence.bpmn"
    files = {name: (HERE / name).read_bytes()}
    with unit_of_work():
        deployments.deploy(files, actor=cast.dave, source="cli", now=NOW)


@pytest.fixture
def begin(cast: Cast) -> Callable[..., Ticket]:
    """Start a ticket as alice: ``begin("bill", business_key="SO-1", amount=3)``."""

    def begun(
        process_key: str,
        *,
        business_key: str | None = None,
        actor: Actor = cast.alice,
        **variables: object,
    ) -> Ticket:
        with unit_of_work():
            return tickets.start(
                process_key,
                actor=actor,
                variables=variables,
                business_key=business_key,
                now=NOW,
            )

    return begun


@pytest.fixture
def work_off(house: Flask, cast: Cast) -> Callable[..., int]:
    """Let the runner do everything that is due: ``work_off(NOW + HOUR)``."""

    def worked_off(now: datetime = NOW) -> int:
        with unit_of_work():
            clock.pin(now, actor=cast.dave)
        done = 0
        while more := loop.run_due(house):
            done += more
        return done

    return worked_off


@pytest.fixture
def look(cast: Cast) -> Callable[[Ticket], TicketView]:
    """Look at a ticket as an administrator."""

    def looked(ticket: Ticket) -> TicketView:
        with reading():
            return tickets.get(ticket.number, actor=cast.dave)

    return looked
