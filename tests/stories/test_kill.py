"""The server is killed while people decide: nothing said to be done is lost, nothing
is half done, and after the next start everything goes on.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
import sqlalchemy

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-c", "from app.cli import main; main()")
# Several commands in one process, as it takes its time to begin.
COMMANDS = """
import sys, app
from app.cli import program
from flask.cli import ScriptInfo
for words in sys.argv[1:]:
    info = ScriptInfo(create_app=lambda: app.create_app())
    program.main(words.split(), obj=info, standalone_mode=False)
"""
WISH = {
    "process_key": "refund",
    "variables": {
        "order_no": "SO-2026-10482",
        "customer": {"name": "王芳", "phone": "13800138000", "level": "gold"},
        "goods": [{"sku": "A-1", "name": "Desk", "qty": 1, "price": "8450.00"}],
        "paid_amount": "8450.00",
        "refund_amount": "8450.00",
        "reason": "quality",
        "payee": {"name": "王芳", "channel": "alipay", "account": "wang@example.com"},
    },
}
APPROVED = {"outcome": "approve", "variables": {"goods_state": "intact"}}
# What must never be found, however the server ended.
NEVER = {
    "an open ticket that waits for nobody": """
        SELECT number FROM tickets t WHERE status = 'open' AND NOT EXISTS (
            SELECT 1 FROM work_items w WHERE w.ticket_id = t.id
            AND w.status IN ('open', 'claimed'))""",
    "a ticket without its state": """
        SELECT number FROM tickets t LEFT JOIN instance_states i ON i.ticket_id = t.id
        WHERE i.ticket_id IS NULL OR (t.status = 'open') <> (i.state IS NOT NULL)""",
    "work on a closed ticket": """
        SELECT w.id FROM work_items w JOIN tickets t ON t.id = w.ticket_id
        WHERE t.status <> 'open' AND w.status IN ('open', 'claimed')""",
    "a timer of a closed ticket": """
        SELECT j.id FROM jobs j JOIN tickets t ON t.id = j.ticket_id
        WHERE t.status <> 'open'""",
    "a decision that history does not tell once": """
        SELECT w.id FROM work_items w WHERE w.status = 'completed' AND 1 <> (
            SELECT count(*) FROM history_entries h WHERE h.work_item_id = w.id
            AND h.kind = 'work-item-completed')""",
    "a told decision that was not taken": """
        SELECT h.id FROM history_entries h JOIN work_items w ON w.id = h.work_item_id
        WHERE h.kind = 'work-item-completed' AND w.status <> 'completed'""",
    "work offered to somebody that is closed": """
        SELECT c.id FROM candidates c JOIN work_items w ON w.id = c.work_item_id
        WHERE w.status NOT IN ('open', 'claimed')""",
}


@dataclass
class House:
    """A server in processes of its own, on a database of its own."""

    settings: dict[str, str]
    address: str
    tokens: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def run(self, *commands: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", COMMANDS, *commands],
            env=os.environ | self.settings,
            cwd=ROOT,
            check=True,
            timeout=120,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout.split()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [*PROGRAM, "run"],
            env=os.environ | self.settings,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline and self.process.poll() is None:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.address}/healthz").status_code == 200:
                    return
            time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def kill(self) -> None:
        """End the server as a power cut would, and wait until nobody listens."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            try:
                httpx.get(f"{self.address}/healthz")
            except httpx.ConnectError:
                return
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        raise AssertionError("a process of the killed server still serves")

    def call(self, username: str, method: str, path: str, **more):
        headers = {"Authorization": f"Bearer {self.tokens[username]}"}
        url = f"{self.address}/api/v1{path}"
        return httpx.request(method, url, headers=headers, timeout=30, **more)

    def offered(self, username: str) -> list[int]:
        found, cursor = [], ""
        while cursor is not None:
            more = {"cursor": cursor} if cursor else {}
            params = {"view": "all", "limit": 200, **more}
            page = self.call(username, "GET", "/work-items", params=params).json()
            found += [item["id"] for item in page["items"]]
            cursor = page["next"]
        return found


@dataclass
class Promised:
    """What the server said it had done before it was killed."""

    tickets: list[str] = field(default_factory=list)
    decisions: list[int] = field(default_factory=list)


@pytest.fixture
def url(new_database):
    return new_database()


@pytest.fixture
def house(url, tmp_path):
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = str(one.getsockname()[1])
    settings = {
        "GONGDAN_HOME": str(tmp_path / "home"),
        "GONGDAN_DATABASE_URL": url,
        "GONGDAN_PORT": port,
    }
    one = House(settings, f"http://127.0.0.1:{port}")
    said = one.run("upgrade", "demo", "token create alice", "token create bob")
    one.tokens = {"alice": said[-2], "bob": said[-1]}
    one.start()
    yield one
    if one.process.poll() is None:
        one.process.terminate()
        one.process.wait(20)


def busy(house, promised):
    """Ask and decide until the server is gone."""
    with suppress(httpx.TransportError):
        while True:
            answer = house.call("alice", "POST", "/tickets", json=WISH)
            assert answer.status_code == 201, answer.text
            promised.tickets.append(number := answer.json()["number"])
            path = f"/tickets/{number}/work-items"
            [item] = house.call("alice", "GET", path).json()["items"]
            path = f"/work-items/{item['id']}/complete"
            answer = house.call("bob", "POST", path, json=APPROVED)
            assert answer.status_code == 200, answer.text
            promised.decisions.append(item["id"])


def found(url, statement):
    engine = sqlalchemy.create_engine(url)
    try:
        with engine.connect() as connection:
            return [row[0] for row in connection.execute(sqlalchemy.text(statement))]
    finally:
        engine.dispose()


def assert_whole(url):
    assert {name: rows for name in NEVER if (rows := found(url, NEVER[name]))} == {}


@pytest.mark.parametrize(
    "database",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)],
    indirect=True,
    scope="session",
)
def test_a_killed_server_keeps_what_it_promised_and_goes_on(house, url):
    promised = Promised()
    with ThreadPoolExecutor(4) as people:
        working = [people.submit(busy, house, promised) for _ in range(4)]
        while len(promised.decisions) < 15 and not any(one.done() for one in working):
            time.sleep(0.02)
        house.kill()
    for one in working:
        one.result()

    assert_whole(url)
    done = found(url, "SELECT id FROM work_items WHERE status = 'completed'")
    assert set(promised.decisions) <= set(done)
    assert set(promised.tickets) <= set(found(url, "SELECT number FROM tickets"))

    house.start()
    for item_id in house.offered("bob"):
        path = f"/work-items/{item_id}/complete"
        answer = house.call("bob", "POST", path, json={"outcome": "reject"})
        assert answer.status_code == 200, answer.text
    assert house.offered("bob") == []
    answer = house.call("alice", "POST", "/tickets", json=WISH)
    assert answer.status_code == 201
    assert answer.json()["number"] not in promised.tickets
    assert_whole(url)
