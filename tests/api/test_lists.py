"""Lists come in pages, and a page leads to the next."""

from tests.api.conftest import refund_variables


def test_pages_show_everything_once(call, refund):
    for number in range(5):
        body = {
            "process_key": "refund",
            "variables": refund_variables(order_no=f"SO-{number}"),
        }
        call("alice", "POST", "/tickets", json=body)
    seen, cursor = [], ""
    while cursor is not None:
        more = f"&cursor={cursor}" if cursor else ""
        answer = call("alice", "GET", f"/tickets?limit=2{more}").json
        assert len(answer["items"]) <= 2
        seen += [row["number"] for row in answer["items"]]
        cursor = answer["next"]
    assert len(seen) == len(set(seen)) == 5
    assert seen == sorted(seen, reverse=True)


def test_a_list_of_tickets_is_narrowed_by_what_is_asked(call, ticket):
    def found(query, who="alice"):
        rows = call(who, "GET", f"/tickets?{query}").json["items"]
        return [row["number"] for row in rows]

    assert found("status=open&process_key=refund&initiator=alice") == [ticket]
    assert found("status=closed") == []
    assert found("business_key=SO-9") == []
    assert found("created_before=2000-01-01T00:00:00Z") == []
    assert found("", who="trudy") == []
    assert found("", who="henry") == [ticket]


def test_a_ticket_in_a_list_has_everything_but_its_variables(call, ticket):
    (row,) = call("alice", "GET", "/tickets").json["items"]
    one = call("alice", "GET", f"/tickets/{ticket}").json
    assert one.pop("variables")["order_no"] == "SO-1001"
    assert row == one
    assert set(one) == {
        "number",
        "process_key",
        "version",
        "title",
        "business_key",
        "status",
        "result",
        "execution",
        "priority",
        "initiator",
        "owner",
        "current",
        "created_at",
        "updated_at",
        "closed_at",
    }
    assert set(one["current"][0]) == {
        "element_id",
        "name",
        "assignee",
        "candidate_groups",
        "due_at",
    }


def test_the_inbox_has_its_parts(call, item):
    def found(view, who="bob"):
        rows = call(who, "GET", f"/work-items?view={view}").json["items"]
        return [row["id"] for row in rows]

    assert (found("groups"), found("mine"), found("done")) == ([item], [], [])
    call("bob", "POST", f"/work-items/{item}/claim")
    assert (found("groups"), found("mine")) == ([], [item])
    assert found("groups", "carol") == []


def test_the_inbox_is_narrowed_by_words_too(call, item):
    def found(query):
        rows = call("grace", "GET", f"/work-items{query}").json["items"]
        return [row["id"] for row in rows]

    assert found("") == found("?group=sales") == [item]
    assert found("?assigned_to_me=true") == found("?group=finance") == []
    assert found("?overdue=true") == []
    call("grace", "POST", f"/work-items/{item}/claim")
    assert found("?assigned_to_me=true") == found("") == [item]
    assert found("?group=sales") == []
