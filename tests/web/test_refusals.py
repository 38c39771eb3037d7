"""Refusals in words, with the right status, and nothing typed is lost."""

import io

import pytest

from app.usecases import attachments, clock, tickets, work_items
from app.usecases.unit_of_work import reading, unit_of_work
from tests.web.conftest import WISH


@pytest.fixture
def item(ask, bob):
    """The id of the work item that waits for the group sales."""
    ask()
    with reading():
        page = work_items.inbox("groups", actor=bob, now=clock.now())
        return page.items[0].id


def test_two_people_claim_and_the_second_reads_who_was_faster(visit, item):
    assert visit("bob").post(f"/work/{item}/claim").status_code == 303
    answer = visit("grace").post(f"/work/{item}/claim")
    assert answer.status_code == 409
    assert "Bob has already claimed this." in answer.text


def test_who_comes_too_late_reads_who_decided_and_when(visit, item, bob):
    with unit_of_work():
        work_items.complete(
            item,
            actor=bob,
            variables={"goods_state": "intact"},
            outcome="approve",
            now=clock.now(),
        )
    sent = {"/goods_state": "damaged", "outcome": "reject"}
    answer = visit("grace").post(f"/work/{item}/complete", sent)
    assert answer.status_code == 409
    assert "Bob closed this at" in answer.text
    assert "it is done" in answer.text


def test_a_form_with_faults_comes_back_with_all_that_was_typed(visit, item):
    sent = {"/opinion": "Let us wait", "comment": "later", "outcome": "approve"}
    answer = visit("bob").post(f"/work/{item}/complete", sent)
    assert answer.status_code == 422
    assert "Let us wait" in answer.text
    assert 'aria-describedby="f-goods_state-error"' in answer.text


def test_a_draft_waits_for_its_writer_alone(visit, item):
    bob = visit("bob")
    assert bob.post(f"/work/{item}/draft", {"/opinion": "half a"}).status_code == 303
    assert "half a" in bob.get(f"/work/{item}").text
    assert "half a" not in visit("grace").get(f"/work/{item}").text


def test_a_file_that_is_not_taken_is_named_at_its_field(visit, refund):
    alice = visit("alice")
    data = {"/order_no": "SO-8", "/evidence": (io.BytesIO(b"MZ\x90\x00"), "virus.exe")}
    answer = alice.post("/start/refund", data)
    assert answer.status_code == 422
    assert "f-evidence-error" in answer.text
    assert 'value="SO-8"' in answer.text


def test_an_upload_survives_a_refused_form(visit, refund):
    data = {"/order_no": "SO-8", "/evidence": (io.BytesIO(b"torn box"), "box.txt")}
    answer = visit("alice").post("/start/refund", data)
    assert answer.status_code == 422
    assert "box.txt" in answer.text
    assert 'value="att_' in answer.text


@pytest.mark.parametrize("who", ["alice", "carol"])
def test_a_form_names_no_file_of_anothers_ticket(visit, refund, cast, who):
    with unit_of_work():
        file = attachments.upload(
            "medical.txt",
            io.BytesIO(b"private"),
            actor=cast.alice,
            limit_bytes=100,
            now=clock.now(),
        )
        sent = WISH | {"evidence": [file.public_id]}
        tickets.start("refund", actor=cast.alice, variables=sent, now=clock.now())
    answer = visit(who).post("/start/refund/preview", {"/evidence": file.public_id})
    assert answer.status_code == 200
    assert "medical.txt" not in answer.text


@pytest.mark.parametrize("path", ["/tickets/{number}", "/work/{item}", "/work/999999"])
def test_a_stranger_learns_nothing(visit, ask, item, path):
    number = ask()
    answer = visit("trudy").get(path.format(number=number, item=item))
    assert answer.status_code == 404
    assert "王芳" not in answer.text


def test_who_may_not_is_told_so(visit):
    assert visit("bob").get("/users").status_code == 403
    assert visit("bob").post("/users/new", {"username": "eve"}).status_code == 403


def test_a_suspended_ticket_says_why_nothing_moves(visit, ask, item):
    number = visit("bob").get(f"/work/{item}").text.split("<title>")[1].split(" ")[0]
    grace = visit("grace")
    page = grace.post(f"/tickets/{number}/suspend", {"reason": "stock-taking"})
    assert page.status_code == 303
    answer = grace.get(f"/tickets/{number}")
    assert "suspended" in answer.text
    assert "stock-taking" in answer.text
    sent = {"/goods_state": "damaged", "outcome": "approve"}
    late = visit("bob").post(f"/work/{item}/complete", sent)
    assert late.status_code == 409
    assert grace.post(f"/tickets/{number}/resume", {"reason": "on"}).status_code == 303


def test_a_stale_page_cancels_nothing(visit, ask):
    number = ask()
    sent = {"reason": "not needed", "revision": "0"}
    answer = visit("alice").post(f"/tickets/{number}/cancel", sent)
    assert answer.status_code == 412
    sent["revision"] = ""
    assert visit("alice").post(f"/tickets/{number}/cancel", sent).status_code == 303
    assert "Cancelled" in visit("alice").get(f"/tickets/{number}").text


def test_an_address_that_is_no_number_or_cursor_is_no_fault_of_ours(visit):
    bob = visit("bob")
    for path in ("/work?cursor=x", "/tickets?cursor=%00", "/tickets?since=yesterday"):
        assert bob.get(path).status_code < 500
    assert bob.get("/work/99999999999999999999999").status_code == 404
    assert bob.get("/processes/refund?version=0").status_code == 404


def test_a_body_that_is_too_large_gets_a_page(visit, house, monkeypatch):
    bob = visit("bob")
    assert bob.post("/language", {"language": "en"}).status_code == 303
    monkeypatch.setitem(house.config, "MAX_CONTENT_LENGTH", 1_000)
    answer = bob.post("/language", {"language": "x" * 2_000})
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_what_no_text_holds_is_refused(visit, ask):
    number = ask()
    alice = visit("alice")
    answer = alice.post(f"/tickets/{number}/comments", {"text": "a\0b"})
    assert answer.status_code == 400
    assert alice.get("/tickets?q=%00").status_code == 400
    assert alice.get("/tickets/%00").status_code == 400


def test_a_part_of_a_page_that_needs_a_sign_in_loads_the_whole_page(visit):
    answer = visit(None).get("/work", headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/sign-in")


def test_other_doors_answer_their_own_unknown_addresses(visit):
    assert visit("bob").get("/nowhere").mimetype == "text/html"
    answer = visit("bob").get("/api/v1/nowhere")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
