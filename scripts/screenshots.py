"""Make the pictures in ``docs/pictures``: a refund ticket, as its approvers see it."""

import json
import os
import shutil
import tempfile
import urllib.request
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from demo_server import PASSWORD, ROOT, Server, demo_server

PICTURES = ROOT / "docs/pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SIZES = {1280: 1500, 390: 844}  # CSS pixels: width and height of desk and phone
LANGUAGES = {"en": "en", "zh": "zh-CN"}
REFUNDS = (
    ("李雷", "SO-2026-10482", "8450.00", "quality"),
    ("韩梅梅", "SO-2026-10517", "320.00", "dislike"),
    ("王芳", "SO-2026-10533", "1299.00", "wrong_item"),
)


def main() -> None:
    """Start a server, fill it, photograph it."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, demo_server(Path(home)) as server:
        numbers = [open_refund(server, *refund) for refund in REFUNDS]
        decide(server, "bob", numbers[0], "approve", {"goods_state": "intact"})
        item = first_item(server, token_of(server, "carol"), numbers[0])
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_browser())
            for language in LANGUAGES:
                for width in SIZES:
                    photograph(browser, server, language, width, item)
            browser.close()


def find_browser() -> str:
    """Return the path of a Chromium.

    Raises:
        FileNotFoundError: there is none.
    """
    names = (os.environ.get("GONGDAN_TEST_CHROMIUM", ""), *BROWSERS)
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        raise FileNotFoundError("Chromium is needed for pictures")
    return found


def token_of(server: Server, username: str) -> str:
    """Return a token with which to act as somebody."""
    return server.gongdan("token", "create", username)


def ask(server: Server, token: str, path: str, body: Any = None) -> Any:
    """Return what REST answers; with a body it is a POST."""
    request = urllib.request.Request(  # noqa: S310 (our own server)
        f"{server.address}/api/v1{path}",
        data=None if body is None else json.dumps(body).encode(),
        headers={
            "Authorization": f"Bearer {token}",
            "Content-Type": "application/json",
        },
    )
    with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
        return json.load(answer)


def open_refund(
    server: Server, customer: str, order: str, amount: str, reason: str
) -> str:
    """Open a refund as alice; return its number."""
    variables = {
        "order_no": order,
        "customer": {"name": customer, "phone": "138 0013 8000", "level": "gold"},
        "goods": [{"sku": "K-100", "name": "键盘", "qty": 1, "price": amount}],
        "paid_amount": amount,
        "refund_amount": amount,
        "reason": reason,
        "payee": {"name": customer, "channel": "alipay", "account": "138-0013-8000"},
    }
    body = {"process_key": "refund", "variables": variables}
    number: str = ask(server, token_of(server, "alice"), "/tickets", body)["number"]
    return number


def first_item(server: Server, token: str, number: str) -> int:
    """Return what waits for somebody on a ticket, claimed."""
    items = ask(server, token, f"/work-items?view=groups&q={number}")["items"]
    item: int = items[0]["id"]
    ask(server, token, f"/work-items/{item}/claim", {})
    return item


def decide(
    server: Server, username: str, number: str, outcome: str, variables: dict[str, Any]
) -> None:
    """Claim and complete what waits for somebody on a ticket."""
    token = token_of(server, username)
    item = first_item(server, token, number)
    body = {"outcome": outcome, "variables": variables}
    ask(server, token, f"/work-items/{item}/complete", body)


def photograph(
    browser: Browser, server: Server, language: str, width: int, item: int
) -> None:
    """Save the inbox and a ticket in one language at one width."""
    context = browser.new_context(
        viewport={"width": width, "height": SIZES[width]},
        locale=LANGUAGES[language],
        timezone_id="Asia/Shanghai",
    )
    page = context.new_page()
    sign_in(page, server, "carol")
    for name, path in {"inbox": "/work", "ticket": f"/work/{item}"}.items():
        page.goto(server.address + path, wait_until="networkidle")
        page.screenshot(path=PICTURES / picture_of(name, language, width))
    context.close()


def picture_of(name: str, language: str, width: int) -> str:
    """Return a file name; the README's own pictures have short ones."""
    plain = language == "en" and width == max(SIZES)
    return f"{name}.png" if plain else f"{name}-{language}-{width}.png"


def sign_in(page: Page, server: Server, username: str) -> None:
    """Sign in as one of the demo people."""
    page.goto(f"{server.address}/sign-in")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("form button[type=submit], form button:not([type])")
    page.wait_for_url(f"{server.address}/work**")


if __name__ == "__main__":
    main()
