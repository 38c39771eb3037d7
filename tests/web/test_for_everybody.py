"""Pages are for everybody: axe is content, nothing is cut off, no script needed."""

import re

import pytest

pytestmark = pytest.mark.browser

PAGES = {  # who looks at what
    "bob": ["/work?view=groups", "/work?view=done", "{work}", "/tickets?q=退款"],
    "alice": ["/work", "/tickets", "{ticket}", "/start", "/start/refund", "/me"],
    "dave": [
        "/processes",
        "/processes/refund",
        "/processes/upload",
        "/users",
        "/users/new",
        "/users/bob",
        "/groups",
        "/groups/sales",
        "/nowhere",
    ],
    None: ["/sign-in"],
}


def open_all(page, paths, places):
    for path in paths:
        page.goto(path.format(**places))
        if page.locator("[data-diagram]").count():
            page.wait_for_selector("[data-ready='1']")
        yield path


@pytest.fixture
def places(ask, visit):
    number = ask()
    row = visit("bob").get("/work?view=groups").text
    return {
        "ticket": f"/tickets/{number}",
        "work": re.search(r'href="(/work/\d+)"', row)[1],
    }


@pytest.fixture
def open_pages(places):
    def opened(page, paths):
        return open_all(page, paths, places)

    return opened


@pytest.mark.parametrize(
    ("width", "dark", "locale"), [(1280, False, "en-US"), (390, True, "zh-CN")]
)
def test_axe_finds_no_barrier_and_nothing_is_cut_off(
    browse, open_pages, barriers, width, dark, locale
):
    faults = {}
    for username, paths in PAGES.items():
        page = browse(username, width=width, dark=dark, locale=locale)
        for path in open_pages(page, paths):
            found = barriers(page)
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append("wider than the screen")
            if found:
                faults[path] = found
    assert faults == {}


def test_a_refused_form_is_read_out_with_its_faults(browse, open_pages, barriers):
    page = browse("alice")
    page.goto("/start/refund")
    page.locator("form#form").evaluate("form => form.noValidate = true")
    page.locator("[data-primary]").click()
    page.wait_for_selector("[role=alert]")
    field = page.locator("[name='/order_no']")
    assert field.get_attribute("aria-invalid") == "true"
    note = field.get_attribute("aria-describedby").split()[-1]
    assert page.locator(f"#{note}").inner_text()
    assert barriers(page) == []


def test_everything_can_be_done_without_javascript(browse, ask):
    number = ask()
    bob = browse(None, java_script_enabled=False)
    bob.goto("/work?view=groups")
    bob.fill("[name=username]", "bob")
    bob.fill("[name=password]", "gongdan-test")
    bob.click("main .btn.p")
    assert bob.url.endswith("/work?view=groups")
    bob.get_by_role("button", name="Claim").click()
    assert number in bob.locator(".crumb").inner_text()
    assert bob.locator(".steps .now").count() == 1
    bob.get_by_label("Intact").check()
    bob.get_by_role("button", name="Approve").click()
    assert bob.get_by_role("status").inner_text().strip().startswith("Done.")


def test_rows_come_and_go_without_javascript(browse, refund):
    alice = browse("alice", java_script_enabled=False)
    alice.goto("/start/refund")
    alice.fill("[name='/order_no']", "SO-7")
    alice.get_by_role("button", name="Add row").click()
    assert alice.locator("[name='/goods/1/sku']").count() == 1
    assert alice.locator("[name='/order_no']").input_value() == "SO-7"
    alice.get_by_role("button", name="Remove row 2").click()
    assert alice.locator("[name='/goods/1/sku']").count() == 0


def test_the_keyboard_reaches_the_content_first(browse, refund):
    page = browse("alice")
    page.goto("/work")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"


def test_enter_in_a_decisions_field_approves_nothing(browse, ask):
    number = ask()
    bob = browse("bob")
    bob.goto("/work?view=groups")
    bob.locator("li.row a").first.click()
    bob.wait_for_load_state()
    bob.get_by_label("Damaged").focus()
    bob.keyboard.press("Space")
    bob.keyboard.press("Enter")
    bob.wait_for_selector("[role=status]")
    assert "draft" in bob.get_by_role("status").inner_text()
    assert bob.get_by_label("Damaged").is_checked()
    assert number in bob.title()


def test_the_logo_of_bpmn_io_is_covered_by_nothing(browse, open_pages):
    page = browse("alice")
    for _path in open_pages(page, ["{ticket}"]):
        mark = page.locator(".bjs-powered-by")
        mark.scroll_into_view_if_needed()
        covered = mark.evaluate(
            """mark => {
                const box = mark.getBoundingClientRect();
                const at = (x, y) => mark.contains(document.elementFromPoint(x, y));
                return !at(box.x + 3, box.y + 3)
                    || !at(box.right - 3, box.bottom - 3);
            }"""
        )
        assert not covered


def test_axe_is_awake(browse, barriers):
    page = browse(None)
    page.goto("/sign-in")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert any("html-has-lang" in fault for fault in barriers(page))
