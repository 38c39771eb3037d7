"""A refund walked through the pages by four people, the diagram in view."""

import re

import pytest

from tests.web.conftest import UPLOAD

pytestmark = pytest.mark.browser


def state_of(page):
    """Return which elements the diagram shows as done and as waiting."""
    page.wait_for_selector("[data-diagram][data-ready='1']")
    return tuple(
        set(
            page.eval_on_selector_all(
                f".djs-shape.is-{state}",
                "shapes => shapes.map(shape => shape.dataset.elementId)",
            )
        )
        for state in ("done", "active")
    )


def take(page, number):
    """Claim the ticket's work from the groups' list and open it."""
    page.goto("/work?view=groups")
    page.locator("li.row", has_text=number).get_by_role("button", name="Claim").click()
    page.wait_for_url(re.compile(r"/work/\d+$"))


def test_a_refund_goes_from_the_form_to_the_money(browse, refund):
    alice, bob = browse("alice"), browse("bob")
    number = ask(alice)
    return_for_correction(bob, number)
    correct(alice)
    approve_at_second_sight(bob, number)
    sign(browse("carol"), number)
    pay(browse("erin", locale="zh-CN"))
    look_back(alice, number)


def ask(alice):
    alice.goto("/start")
    alice.get_by_role("link", name="退款申请").click()
    fill_in(alice)
    alice.locator("[data-primary]").click()
    alice.wait_for_url("**/tickets/REF-*")
    done, active = state_of(alice)
    assert {"start", "risk", "route_decided"} <= done
    assert "sales" in active
    assert alice.get_by_text("report.txt").first.is_visible()
    assert alice.locator(".bjs-powered-by").is_visible()
    return alice.url.rsplit("/", 1)[1]


def return_for_correction(bob, number):
    take(bob, number)
    assert bob.get_by_text("8,450.00").first.is_visible()
    assert bob.get_by_text("6222 0000 1111").count() == 0  # the payee is hidden
    # Only an approval needs to say in which state the goods are.
    bob.get_by_label("Opinion").fill("Tell us the customer's phone number.")
    bob.get_by_role("button", name="Return for correction").click()
    bob.wait_for_url("**/work")


def correct(alice):
    alice.goto("/work")
    assert alice.locator(".side .c").inner_text() == "1"
    alice.locator("li.row a").first.click()
    assert state_of(alice)[1] == {"correct"}
    assert alice.get_by_text("Tell us the customer's phone").first.is_visible()
    alice.locator("[name='/refund_amount']").fill("8400")
    alice.keyboard.press("Control+Enter")
    alice.wait_for_url("**/work")


def approve_at_second_sight(bob, number):
    take(bob, number)
    assert "correct" in state_of(bob)[0]
    bob.get_by_label("Damaged").check()
    bob.get_by_role("button", name="Approve").click()
    bob.wait_for_url("**/work")
    bob.goto("/work?view=done")
    assert bob.locator("li.row").count() == 2
    assert bob.get_by_text("Return for correction").count() == 1


def sign(carol, number):
    take(carol, number)
    assert "finance" in state_of(carol)[1]
    assert carol.get_by_text("KB-104").count() == 0  # the goods are hidden from her
    carol.locator("[name='/balanced'][value='true']").first.check()
    carol.get_by_role("button", name="Approve").click()
    carol.wait_for_url("**/work")


def pay(erin):
    erin.goto("/work?view=groups")
    erin.locator("li.row a").first.click()
    assert "cashier" in state_of(erin)[1]
    erin.get_by_label("支付宝").check()
    erin.locator("[name='/voucher_no']").fill("V-20261123-7")
    erin.get_by_role("button", name="确认打款").click()
    erin.wait_for_url("**/work")


def look_back(alice, number):
    alice.goto(f"/tickets/{number}")
    done, active = state_of(alice)
    assert {"sales", "correct", "finance", "settle", "cashier"} <= done
    assert active == set()
    assert alice.locator(".token-done").first.inner_text() == "2"
    for summary in alice.locator("#timeline details summary").all():
        summary.click()
    timeline = alice.locator("#timeline").inner_text()
    told = ("Alice started the ticket", "Carol decided", "Confirm payment")
    assert [text for text in told if text not in timeline] == []
    assert "8,450.00" in timeline
    assert "8,400.00" in timeline


def fill_in(page):
    fields = {
        "/order_no": "SO-2026-10482",
        "/customer/name": "Li Wei",
        "/customer/phone": "13800138000",
        "/goods/0/sku": "KB-104",
        "/goods/0/name": "Keyboard",
        "/goods/0/qty": "2",
        "/goods/0/price": "4225",
        "/paid_amount": "12890.50",
        "/refund_amount": "8450",
        "/payee/name": "Li Wei",
        "/payee/account": "6222 0000 1111",
    }
    for name, text in fields.items():
        page.locator(f"[name='{name}']:not([type=hidden])").fill(text)
    page.set_input_files("input[type=file]", UPLOAD)
    page.get_by_role("button", name="Add row").click()
    page.locator("[name='/goods/1/sku']").fill("MS-7")
    page.locator("[name='/goods/1/name']").fill("Mouse")
    page.locator("[name='/goods/1/qty']").fill("1")
    page.locator("[name='/goods/1/price']").fill("99.50")
    page.locator("select[name='/reason']").select_option("other")
    # A condition looks at the reason, so its field appears.
    page.locator("[name='/reason_text']").fill("Two keyboards arrived damaged")
    page.get_by_label("Alipay").check()
    assert page.locator("[name='/goods/0/sku']").input_value() == "KB-104"
