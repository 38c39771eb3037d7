"""Visitors without a browser, and a browser that notices every fault of a page."""

import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from flask import Flask, g
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from app.store.db import db, on_statement
from app.usecases import clock, deployments, identity, tickets
from app.usecases.unit_of_work import unit_of_work
from app.web.identity import limiter
from tests.conftest import NOW, PASSWORD, UNTESTED, Cast

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--no-first-run",
    "--font-render-hinting=none",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]
WISH = {
    "order_no": "SO-2026-10482",
    "customer": {"name": "王芳", "phone": "13800138000", "level": "gold"},
    "goods": [{"sku": "KB-104", "name": "Keyboard", "qty": 2, "price": "4225.00"}],
    "paid_amount": "12890.50",
    "refund_amount": "8450.00",
    "reason": "quality",
    "payee": {"name": "王芳", "channel": "alipay", "account": "wang@example.com"},
}


@pytest.fixture
def refund(cast: Cast) -> None:
    """The process ``refund`` is deployed, with its forms."""
    files = [*ROOT.glob("processes/refund.bpmn"), *ROOT.glob("forms/refund_*.json")]
    with unit_of_work():
        deployments.deploy(
            {path.name: path.read_bytes() for path in files},
            actor=cast.frank,
            source="cli",
            now=NOW,
        )


@pytest.fixture
def ask(refund: None, cast: Cast) -> Callable[..., str]:
    """Alice opens a refund: ``ask(refund_amount="99.00")`` gives its number."""

    def ask(**changes: Any) -> str:
        with unit_of_work():
            return tickets.start(
                "refund", actor=cast.alice, variables=WISH | changes, now=clock.now()
            ).number

    return ask


UPLOAD = {"name": "report.txt", "mimeType": "text/plain", "buffer": b"broken frame"}

# --- without a browser ---


@dataclass
class Visitor:
    """Somebody who is signed in, or nobody, at the browser door."""

    client: FlaskClient
    csrf: str = ""

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.send("GET", path, **more)

    def post(self, path: str, data: Any = None, **more: Any) -> TestResponse:
        if not self.csrf:
            self.csrf = csrf_of(self.get("/me", follow_redirects=True))
        sent = {**(data or {}), "csrf_token": self.csrf}
        return self.send("POST", path, data=sent, **more)

    def send(self, method: str, path: str, **more: Any) -> TestResponse:
        # The house stays open around all requests of a test, and so would ``g``.
        for name in list(g):
            g.pop(name)
        return self.client.open(path, method=method, **more)


def csrf_of(page: TestResponse) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found is not None
    return found[1]


@pytest.fixture(autouse=True)
def _nobody_has_guessed(app: Flask) -> None:
    """Tries of one test do not count in the next."""
    limiter.reset()


@pytest.fixture
def visit(house: Flask, cast: Cast) -> Callable[..., Visitor]:
    """Come in as somebody: ``visit("bob").get("/work")``; None is a stranger."""

    def visit(username: str | None) -> Visitor:
        client = house.test_client()
        if username is not None:
            client.set_cookie("gongdan", session_of(username))
        return Visitor(client)

    return visit


def session_of(username: str) -> str:
    with unit_of_work():
        token, _user = identity.sign_in(
            username,
            PASSWORD,
            address="127.0.0.1",
            user_agent="tests",
            session_days=1,
            now=clock.now(),
        )
    return token


@pytest.fixture
def statements(house: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """Listen to the database: ``with statements() as told: ...``."""

    @contextmanager
    def statements() -> Iterator[list[str]]:
        told: list[str] = []
        stop = on_statement(db.engine, told.append)
        yield told
        stop()

    return statements


# --- with a browser ---


@pytest.fixture(scope="session")
def browser(pytestconfig: pytest.Config) -> Iterator[Browser]:
    """Chromium, started once."""
    if CHROMIUM is None:
        pytestconfig.stash[UNTESTED].append("pages in a browser: no chromium here")
        pytest.skip("no chromium")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)


@pytest.fixture(scope="session")
def address(app: Flask) -> Iterator[str]:
    """The house, serving on this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@dataclass
class Watch:
    """What goes wrong on pages: console, scripts, policy, other sites, assets."""

    address: str
    faults: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", self.console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("request", lambda request: self.request(request.url))
        page.on("response", self.response)

    def console(self, message: Any) -> None:
        # What a page itself answered is the test's to judge; see ``response``.
        answered = "Failed to load resource" in message.text
        if message.type in ("error", "warning") and not answered:
            self.faults.append(f"console: {message.text}")

    def request(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"another site: {url}")

    def response(self, response: Any) -> None:
        kind = response.request.resource_type
        if response.status >= 500 or (response.status >= 400 and kind != "document"):
            expected = kind in ("fetch", "xhr") and response.status == 422
            if not expected:
                self.faults.append(f"{response.status}: {response.url}")


@pytest.fixture
def browse(
    house: Flask, cast: Cast, browser: Browser, address: str
) -> Iterator[Callable[..., Page]]:
    """Open a browser as somebody: ``browse("bob", width=390, dark=True)``."""
    watch = Watch(address)
    contexts: list[BrowserContext] = []

    def browse(
        username: str | None,
        *,
        width: int = 1280,
        dark: bool = False,
        locale: str = "en-US",
        **more: Any,
    ) -> Page:
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": 844 if width < 800 else 800},
            color_scheme="dark" if dark else "light",
            locale=locale,
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            **more,
        )
        contexts.append(context)
        if username is not None:
            cookie = {"name": "gongdan", "value": session_of(username)}
            context.add_cookies([{**cookie, "url": address}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        watch.over(page)
        return page

    yield browse
    for context in contexts:
        context.close()
    assert watch.faults == []


@pytest.fixture
def barriers() -> Callable[[Page], list[str]]:
    """What axe finds on a page that keeps people out."""

    def barriers(page: Page) -> list[str]:
        # Not as a script element: the content security policy refuses those.
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate(
            "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice']})"
        )
        return [
            f"{fault['id']}: {node['target']} {node['html'][:160]}"
            for fault in found["violations"]
            for node in fault["nodes"]
        ]

    return barriers
