"""The inbox and the ticket list: views, search, filters in the address, paging."""

import io
import re


def rows(page):
    return re.findall(r'<span class="id">([^<]+)</span>', page.text)


def sections(page):
    return re.findall(r'<h2 class="h">([^<]+)</h2>', page.text)


def test_the_inbox_shows_what_is_offered_then_what_is_mine(visit, ask):
    number = ask()
    bob = visit("bob")
    assert rows(bob.get("/work")) == [number]
    assert sections(bob.get("/work")) == ["Unclaimed in your groups"]
    page = bob.get("/work?view=groups")
    assert rows(page) == [number]
    item = re.search(r'href="/work/(\d+)"', page.text)[1]
    bob.post(f"/work/{item}/claim")
    assert rows(bob.get("/work")) == [number]
    assert sections(bob.get("/work")) == ["Waiting for you"]
    assert rows(bob.get("/work?view=groups")) == []
    assert rows(visit("grace").get("/work?view=groups")) == []
    bob.post(f"/work/{item}/release")
    assert rows(visit("grace").get("/work?view=groups")) == [number]


def test_a_search_narrows_and_says_when_nothing_is_found(visit, ask):
    one, two = ask(order_no="SO-1"), ask(order_no="SO-2")
    bob = visit("bob")
    assert rows(bob.get(f"/work?view=groups&q={one}")) == [one]
    assert rows(bob.get("/tickets?q=SO-2")) == [two]
    assert "Nothing found" in bob.get("/work?view=groups&q=zebra").text


def test_ticket_filters_live_in_the_address(visit, ask, alice):
    open_, cancelled = ask(), ask()
    visit("alice").post(f"/tickets/{cancelled}/cancel", {"reason": "twice"})
    who = visit("alice")
    assert rows(who.get("/tickets?status=open")) == [open_]
    assert rows(who.get("/tickets?status=cancelled&process=refund")) == [cancelled]
    assert rows(who.get("/tickets?process=leave")) == []
    assert set(rows(who.get("/tickets?mine=1"))) == {open_, cancelled}
    assert rows(who.get("/tickets?since=2999-01-01")) == []
    assert rows(visit("trudy").get("/tickets")) == []


def test_a_long_list_is_read_page_by_page(visit, ask):
    numbers = [ask() for _ in range(52)]
    bob = visit("bob")
    seen, path = [], "/tickets?status=open"
    while path:
        page = bob.get(path)
        seen += rows(page)
        more = re.search(r'rel="next" href="([^"]+)"', page.text)
        path = more[1].replace("&amp;", "&") if more else None
        assert path is None or "status=open" in path
    assert sorted(seen) == sorted(numbers)


def test_files_and_comments_reach_the_others(visit, ask, alice):
    number = ask()
    who = visit("alice")
    sent = {"file": (io.BytesIO(b"receipt"), "小票.txt")}
    assert who.post(f"/tickets/{number}/attachments", sent).status_code == 303
    text = "<b>Please</b> hurry"
    assert who.post(f"/tickets/{number}/comments", {"text": text}).status_code == 303
    page = visit("bob").get(f"/tickets/{number}").text
    assert "小票.txt" in page
    assert "&lt;b&gt;Please&lt;/b&gt; hurry" in page
    path = re.search(r"/attachments/att_\d+", page)[0]
    with visit("bob").get(path) as file:
        assert file.data == b"receipt"
        assert "attachment" in file.headers["Content-Disposition"]
        assert "sandbox" in file.headers["Content-Security-Policy"]
    assert visit("trudy").get(path).status_code == 404
    empty = who.post(f"/tickets/{number}/comments", {"text": " "})
    assert empty.status_code == 422


def test_a_pages_statements_do_not_grow_with_its_rows(visit, ask, house, statements):
    bob = visit("bob")
    ask()
    bob.get("/work?view=groups")
    with statements() as few:
        bob.get("/work?view=groups")
        bob.get("/tickets")
    for _ in range(5):
        ask()
    with statements() as many:
        bob.get("/work?view=groups")
        bob.get("/tickets")
    assert len(few) == len(many)
