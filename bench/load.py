"""Many clients at once, memory after many requests, and what waiting costs."""

import asyncio
import json
import time
from datetime import UTC, datetime
from typing import Any

from app import create_app
from app.config import Settings
from app.usecases import deployments
from app.usecases.identity import SYSTEM
from app.usecases.unit_of_work import unit_of_work
from bench import flows, meter, steps
from bench.house import House

ROUND = ("apply", "manager", "finance")


class Client:
    """One keep-alive connection that walks whole flows.

    Args:
        house: served.
    """

    def __init__(self, house: House) -> None:
        self.house = house
        self.done = 0
        self.seconds: list[float] = []

    async def walk(self, until: float) -> None:
        """Start a ticket and complete its work items, again and again.

        Args:
            until: of ``time.perf_counter``.
        """
        self.read, self.write = await asyncio.open_connection(
            "127.0.0.1", self.house.port, limit=1 << 20
        )
        while time.perf_counter() < until:
            body = {"process_key": "approval", "variables": {}}
            ticket = await self._send("staff1", "POST", "/tickets", body, 201)
            for name in ROUND:
                if time.perf_counter() >= until:
                    break
                await self._complete(name, ticket["number"])
        self.write.close()

    async def _complete(self, name: str, number: str) -> None:
        who = steps.ACTORS[name]
        # Not counted: a person has the id on the page already.
        path = f"/tickets/{number}/work-items"
        rows = await self._send(who, "GET", path, None, 200, counts=False)
        item = next(row["id"] for row in rows["items"] if row["closed_at"] is None)
        body = {"variables": flows.form()}
        await self._send(who, "POST", f"/work-items/{item}/complete", body, 200)

    async def _send(
        self,
        who: str,
        method: str,
        path: str,
        body: Any,
        status: int,
        *,
        counts: bool = True,
    ) -> Any:
        text = b"" if body is None else json.dumps(body).encode()
        head = (
            f"{method} /api/v1{path} HTTP/1.1\r\nHost: bench\r\n"
            f"Authorization: Bearer {self.house.bearers[who]}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(text)}\r\n\r\n"
        )
        begun = time.perf_counter()
        self.write.write(head.encode() + text)
        answer = (await self.read.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(answer.split("content-length:")[1].split("\r\n")[0])
        data = await self.read.readexactly(length)
        if int(answer.split(" ")[1]) != status:
            raise RuntimeError(data.decode())
        if counts:
            self.done += 1
            self.seconds.append(time.perf_counter() - begun)
        return json.loads(data)


def throughput(house: House, clients: int, seconds: float) -> dict[str, Any]:
    """Count the steps a second that many clients get done.

    The look for the work item's id between two steps is work for the server as well,
    but not counted as a step.

    Args:
        house: served.
        clients: at once.
        seconds: how long.
    """
    walkers = [Client(house) for _ in range(clients)]

    async def all_of_them() -> None:
        end = time.perf_counter() + seconds
        await asyncio.gather(*(walker.walk(end) for walker in walkers))

    pids = house.pids()
    before, begun = meter.cpu_seconds_of_all(pids), time.perf_counter()
    asyncio.run(all_of_them())
    spent, done = time.perf_counter() - begun, sum(one.done for one in walkers)
    cpu = meter.cpu_seconds_of_all({*pids, *house.pids()}) - before
    series = [second for one in walkers for second in one.seconds]
    return {
        "clients": clients,
        "steps_per_s": round(done / spent, 1),
        "cpu_ms_per_step": round(cpu * 1e3 / done, 2),
        "wall_ms": meter.Spread.of_seconds(series).median,
        "wall_ms_p95": meter.Spread.of_seconds(series).p95,
    }


def idle(house: House, seconds: float, tickets: int) -> dict[str, Any]:
    """Measure what waiting costs: without tickets, and with many that wait.

    Args:
        house: served.
        seconds: of each measurement.
        tickets: that wait, with a timer each.
    """

    def spent() -> float:
        time.sleep(1)
        pids = house.pids()
        before = meter.cpu_seconds(pids)
        time.sleep(seconds)
        return round((meter.cpu_seconds(pids) - before) * 1e3 / seconds, 2)

    before = spent()
    for _ in range(tickets):
        steps.start(house, "free", {})
    return {"without_ms_per_s": before, "with_ms_per_s": spent(), "tickets": tickets}


def memory(house: House, definitions: int, requests: int) -> dict[str, Any]:
    """Measure the memory of the web process before and after many requests.

    Args:
        house: served.
        definitions: over which the requests go.
        requests: starts, completions and pages in equal parts.
    """
    app = create_app(
        Settings(home=house.home, database_url=house.url, embedded_runner=False)
    )
    keys = [f"many_{number}" for number in range(definitions)]
    with app.app_context():
        for first in range(0, definitions, 20):
            files = {
                f"{key}.bpmn": flows.approval(key, forms="request").encode()
                for key in keys[first : first + 20]
            }
            files["request.json"] = flows.form_schema()
            with unit_of_work():
                deployments.deploy(
                    files, actor=SYSTEM, source="cli", now=datetime.now(UTC)
                )
    marks: list[float] = []
    for number in range(requests // 4):
        ticket = steps.start(house, keys[number % definitions], {})
        item, _element = steps.waiting(house, ticket)
        house.call("staff1", "GET", f"/work-items/{item}/form")
        steps.complete(house, "staff1", item, {"variables": flows.form()})
        house.call("staff1", "GET", "/work-items?view=groups")
        if (number + 1) % max(1, requests // 16) == 0:
            marks.append(_largest(house))
    return {"requests": requests, "definitions": definitions, "mb_at_quarters": marks}


def _largest(house: House) -> float:
    pids = meter.family(house.pid)
    return round(max(meter.resident_megabytes(pid) for pid in pids), 1)
