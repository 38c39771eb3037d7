"""Every route and verb of the whole application, tried by everybody.

``route_table.py`` says what guards each; a route without a row there fails here.
"""

import io
import re
from collections.abc import Callable, Iterator
from contextvars import Context
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.domain.permissions import MAY, allowed
from app.store import listing
from app.store.db import db
from app.store.incidents import Incident
from app.store.jobs import OFFERED, SERVICE, Job
from app.usecases import clock, identity
from app.usecases.unit_of_work import unit_of_work
from tests.api.conftest import PDF, Call, as_upload, refund_files, refund_variables
from tests.api.route_table import (
    KNOWN_BY,
    OPEN,
    PEOPLE,
    RELATIONS,
    SIGNED_IN,
    TABLE,
    Row,
)
from tests.conftest import NOW, PASSWORD, Cast, token_for

GRANTED = 0
REFUSED = {400, 401, 403, 404}
# Whom a route lets in does not depend on the database.
ON_SQLITE = pytest.mark.parametrize(
    "database", ["sqlite"], indirect=True, scope="session"
)


def plain(rule: str) -> str:
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule)


def routes(app: Flask) -> set[str]:
    return {
        f"{verb} {plain(rule.rule)}"
        for rule in app.url_map.iter_rules()
        for verb in rule.methods - {"HEAD", "OPTIONS"}
    }


def expected(row: Row, who: str | None, cast: Cast) -> int:
    """Say what somebody must hear: GRANTED, or the status of the refusal."""
    if row.action == OPEN:
        return GRANTED
    if who is None:
        return 401
    if row.action == SIGNED_IN or row.owner == who:
        return GRANTED
    actor, relations = getattr(cast, who), RELATIONS[row.thing].get(who, set())
    if allowed(row.action, actor, relations):
        return GRANTED
    known = KNOWN_BY.get(row.thing)
    hidden = row.owner or (known and not allowed(known, actor, relations))
    return 404 if hidden else 403


def apart(act: Callable[..., Any], *args: Any, **more: Any) -> Any:
    """Do it as a server does: no request shares ``g`` with the test or another one."""
    return Context().run(act, *args, **more)


def stuck_service(number: str) -> dict[str, int]:
    """Give a ticket a service that no worker holds, and an incident; as rows."""
    with unit_of_work():
        ticket = listing.by_number(number)
        assert ticket is not None
        where = {"ticket_id": ticket.id, "token": "x", "element_id": "x"}
        task = Job(kind=SERVICE, status=OFFERED, due_at=NOW, payload={}, **where)
        db.session.add(task)
        incident = Incident(code="x", why="x", status="open", created_at=NOW, **where)
        db.session.add(incident)
        db.session.flush()
        return {"task_id": task.id, "incident_id": incident.id}


class World:
    """A house with a refund to review, one that bob holds, and everybody's browser."""

    def __init__(self, house: Flask, call: Call) -> None:
        self.house, self.call = house, call
        self.browsers = {who: self.browser(who) for who in PEOPLE}
        self.bearers = {who: token_for(who) for who in PEOPLE if who}
        body = {"process_key": "refund", "variables": refund_variables()}
        number = call("alice", "POST", "/tickets", json=body).json["number"]
        self.item = self.waiting()
        call("alice", "POST", "/tickets", json=body)
        self.claimed = self.waiting(but=self.item)
        call("bob", "POST", f"/work-items/{self.claimed}/claim")
        file = {"file": (io.BytesIO(PDF), "a.pdf")}
        path = f"/tickets/{number}/attachments"
        kept = call("alice", "POST", path, data=file).json
        token = call("alice", "POST", "/tokens", json={"name": "a test"}).json
        self.names = {
            "number": number,
            "attachment_id": kept["id"],
            "token_id": token["id"],
            "username": "alice",
            "version": 1,
            "deployment_id": call("dave", "GET", "/deployments").json["items"][0]["id"],
            "message_id": call("dave", "POST", "/messages", json={"name": "x"}).json[
                "id"
            ],
            **stuck_service(number),
            "name": "refund.bpmn",
            "act": "suspend",
        }

    def waiting(self, but: int = 0) -> int:
        rows = self.call("bob", "GET", "/work-items?view=groups").json["items"]
        return next(row["id"] for row in rows if row["id"] != but)

    def sign_in(self, who: str) -> str:
        with unit_of_work():
            return identity.sign_in(
                who,
                PASSWORD,
                address="127.0.0.1",
                user_agent="test",
                session_days=1,
                now=clock.now(),
            )[0]

    def session_of_alice(self) -> str:
        text = self.sign_in("alice")
        with unit_of_work():
            signed = identity.actor_of_session(text, now=clock.now())
        assert signed is not None
        return str(signed.session_hash)

    def browser(self, who: str | None) -> FlaskClient:
        client = self.house.test_client()
        if who is not None:
            client.set_cookie(self.house.config["SIGN_IN_COOKIE"], self.sign_in(who))
        page = apart(client.get, "/sign-in" if who is None else "/me").text
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found is not None
        client.csrf = found[1]
        return client

    def address(self, path: str, row: Row) -> str:
        names = {
            **self.names,
            "key": "sales" if "/groups" in path else "refund",
            "work_item_id": self.claimed if row.thing == "claimed" else self.item,
            "filename": "docs.css" if "/docs/" in path else "css/tokens.css",
        }
        return re.sub(r"{(\w+)}", lambda name: str(names[name[1]]), path)

    def heard(self, route: str, row: Row, who: str | None) -> int:
        """Send a route's request as somebody; say what he heard."""
        verb, path = route.split(" ")
        more = dict(row.request)
        if more.pop("file", None):
            more["data"] = {"file": (io.BytesIO(PDF), "a.pdf")}
        if more.pop("deploy", None):
            more["data"] = as_upload(refund_files())
        if "session_hash" in path:
            self.names["session_hash"] = self.session_of_alice()
        address = self.address(path, row)
        if path.startswith("/api/v1"):
            headers = dict(more.pop("headers", {}))
            if who is not None:
                headers["Authorization"] = f"Bearer {self.bearers[who]}"
            client = self.house.test_client()
        else:
            client, headers = self.browsers[who], {}
            if verb == "POST":
                more["data"] = {**more.get("data", {}), "csrf_token": client.csrf}
        answer = apart(client.open, address, method=verb, headers=headers, **more)
        answer.close()
        return understood(route, who, answer)


def understood(route: str, who: str | None, answer: TestResponse) -> int:
    """Say what an answer means: GRANTED, or the status of the refusal."""
    path = route.split(" ")[1]
    assert answer.status_code < 500, f"{route} by {who}"
    if path == "/sign-in" or (path == "/sign-out" and who):
        return GRANTED  # both lead to the sign-in page
    if answer.location and answer.location.startswith("/sign-in"):
        return 401
    return answer.status_code if answer.status_code in REFUSED else GRANTED


@pytest.fixture
def world(house: Flask, cast: Cast, call: Call, refund: None) -> World:
    return World(house, call)


def faults(world: World, cast: Cast, *, granted: bool) -> Iterator[str]:
    for route, row in TABLE.items():
        for who in PEOPLE:
            wanted = expected(row, who, cast)
            if (wanted == GRANTED) is not granted:
                continue
            heard = world.heard(route, row, who)
            if heard != wanted:
                yield f"{route} by {who}: heard {heard}, not {wanted} (0: granted)"


@ON_SQLITE
def test_every_route_of_the_application_has_a_row(app: Flask) -> None:
    assert routes(app) == set(TABLE)


def test_every_row_names_a_line_of_the_permission_table() -> None:
    actions = {row.action for row in TABLE.values()} - {OPEN, SIGNED_IN}
    assert actions <= set(MAY)


@ON_SQLITE
def test_whoever_may_not_is_refused_and_changes_nothing(
    world: World, cast: Cast
) -> None:
    before = state(world)
    found = list(faults(world, cast, granted=False))
    assert not found, "\n".join(found)
    assert state(world) == before


@ON_SQLITE
def test_whoever_may_is_let_in(world: World, cast: Cast) -> None:
    found = list(faults(world, cast, granted=True))
    assert not found, "\n".join(found)


def state(world: World) -> dict[str, Any]:
    """Read everything an administrator sees."""
    paths = ("/tickets", "/users", "/groups", "/process-definitions", "/deployments")
    number = world.names["number"]
    paths += (f"/tickets/{number}", f"/tickets/{number}/history")
    paths += (f"/work-items/{world.item}", f"/work-items/{world.claimed}")
    return {path: world.call("dave", "GET", path).json for path in paths}
