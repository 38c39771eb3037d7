"""HTML forms become data: typed, bounded, and with their row buttons."""

import time
from datetime import timedelta, timezone

import pytest
from werkzeug.datastructures import MultiDict

from app.domain import forms
from app.domain.forms import parse_field_permissions, press, preview_post
from app.errors import Malformed, TooLarge


def form(properties, **more):
    return {"type": "object", "properties": properties, **more}


TEXT = {"type": "string"}
ROWS = form(
    {
        "goods": {
            "type": "array",
            "minItems": 1,
            "maxItems": 3,
            "items": form(
                {
                    "sku": TEXT,
                    "qty": {"type": "integer"},
                    "tags": {"type": "array", "items": TEXT},
                }
            ),
        }
    }
)


def parse(schema, *pairs, current=None, **more):
    return forms.parse_post(schema, MultiDict(pairs), current or {}, **more)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ({"type": "integer"}, " 42 ", 42),
        ({"type": "integer"}, "4.2", "4.2"),
        ({"type": "integer"}, "abc", "abc"),
        ({"type": "integer"}, "9" * 30, "9" * 30),
        ({"type": "number"}, "4.50", 4.5),
        ({"type": "number"}, "1e999", "1e999"),
        ({"type": "number"}, "NaN", "NaN"),
        ({"type": "integer"}, "٤", "٤"),
        ({"type": "boolean"}, "true", True),
        ({"type": "boolean"}, "false", False),
        ({"type": "string"}, "  Li Wei ", "Li Wei"),
        ({"type": "string", "format": "textarea"}, "a\r\nb", "a\nb"),
        ({"type": "string", "format": "decimal"}, "12,890.50", "12890.50"),
        ({"type": "string", "format": "decimal"}, "12,89", "12,89"),
        ({"type": "integer", "enum": [1, 2]}, "2", 2),
        ({"enum": [True, "x"]}, "true", True),
        ({"type": "string", "enum": ["a"]}, "forged", "forged"),
    ],
)
def test_typed_text_becomes_the_fields_type_or_stays_as_typed(field, typed, value):
    found = parse(form({"a": field}), ("/a", typed))["a"]
    assert (found, type(found)) == (value, type(value))


def test_wrong_text_is_shown_again_as_it_was_typed():
    schema = form({"a": {"type": "integer"}, "d": {"type": "string", "format": "date"}})
    value = forms.accept(schema, parse(schema, ("/a", "12x"), ("/d", "gestern")), {})
    tree = forms.view(schema, value, errors=forms.validate(schema, value))
    assert [(n.text, n.input_type) for n in tree.children] == [
        ("12x", "text"),
        ("gestern", "text"),
    ]
    assert all(node.error for node in tree.children)


def test_an_empty_control_is_no_value_and_clears_an_old_one():
    schema = form({"a": TEXT, "b": {"type": ["string", "null"]}}, required=["b"])
    assert parse(schema, ("/a", " "), ("/b", "")) == {"b": None}
    assert parse(schema, ("/a", ""), current={"a": "old"}) == {"a": None}


def test_an_optional_group_left_blank_is_no_group():
    person = form({"name": TEXT, "vip": {"type": "boolean"}}, required=["name"])
    schema = form({"person": person})
    blank = [("/person/name", ""), ("/person/vip", "false")]
    assert parse(schema, *blank) == {}
    assert parse(schema, *blank, current={"person": {"name": "Li"}})["person"] == {
        "name": None,
        "vip": False,
    }


def test_what_was_not_on_the_page_is_not_in_the_submission():
    schema = form({"a": TEXT, "flag": {"type": "boolean"}, "c": TEXT})
    assert parse(schema, ("/a", "x"), ("/undeclared", "y")) == {"a": "x"}
    access = parse_field_permissions("c:hidden, a:read")
    assert parse(schema, ("/a", "x"), ("/c", "y"), access=access) == {}


def test_rows_are_read_in_order_whatever_their_numbers():
    sent = [("/goods/10/sku", "c"), ("/goods/2/sku", "b"), ("/goods/x/sku", "?")]
    assert parse(ROWS, *sent) == {"goods": [{"sku": "b"}, {"sku": "c"}]}
    assert parse(ROWS, ("/goods", "")) == {}
    assert parse(ROWS, ("/goods", ""), current={"goods": [{}]}) == {"goods": []}


def test_row_buttons_add_and_remove():
    value = {"goods": [{"sku": "a"}, {"sku": "b"}]}
    assert press(ROWS, value, "_add", "/goods")["goods"] == [*value["goods"], {}]
    assert press(ROWS, value, "_remove", "/goods/0") == {"goods": [{"sku": "b"}]}
    tagged = press(ROWS, value, "_add", "/goods/1/tags")
    assert tagged["goods"][1] == {"sku": "b", "tags": [None]}
    assert press(ROWS, {}, "_add", "/goods") == {"goods": [{}, {}]}


@pytest.mark.parametrize(
    ("button", "place"),
    [
        ("_add", ""),
        ("_add", "/"),
        ("_add", "/nowhere"),
        ("_add", "/goods/0/sku"),
        ("_add", "/goods/99999999/tags"),
        ("_remove", "/goods/99999999999999999999"),
        ("_remove", "/goods/-1"),
        ("_remove", "/goods"),
        ("_remove", ""),
        ("_remove", "/x" * 100_000),
    ],
)
def test_a_forged_button_changes_nothing(button, place):
    value = {"goods": [{"sku": "a"}]}
    assert press(ROWS, value, button, place) == value


def test_no_more_rows_than_the_form_allows():
    value = {"goods": [{}, {}, {}]}
    assert press(ROWS, value, "_add", "/goods") == value
    assert not forms.view(ROWS, value).cell("goods").can_add


def test_a_button_cannot_remove_what_is_protected():
    value = {"goods": [{"sku": "a"}, {"sku": "b"}]}
    access = parse_field_permissions("goods.qty:hidden")
    kept = press(ROWS, value, "_remove", "/goods/0", stored=value, access=access)
    assert kept == value
    access = parse_field_permissions("goods:read")
    assert press(ROWS, value, "_add", "/goods", access=access) == value


def test_a_preview_keeps_blank_entries_and_a_submission_drops_them():
    schema = form({"tags": {"type": "array", "items": TEXT}})
    post = MultiDict([("/tags/0", "a"), ("/tags/1", ""), ("_add", "/tags")])
    assert preview_post(schema, post, {}) == {"tags": ["a", None, None]}
    assert forms.parse_post(schema, post, {}) == {"tags": ["a"]}


def test_files_are_ids_and_unticked_ones_go():
    file = {"type": "string", "format": "file"}
    schema = form({"one": file, "many": {"type": "array", "items": file}})
    sent = [("/one", ""), ("/one", "att_1"), ("/one", "att_2"), ("/many", "")]
    current = {"many": ["att_3"]}
    assert parse(schema, *sent, current=current) == {"one": "att_2", "many": []}


def test_times_are_typed_in_the_readers_zone_and_kept_in_utc():
    schema = form({"at": {"type": "string", "format": "date-time"}})
    zone = timezone(timedelta(hours=8))
    sent = parse(schema, ("/at", "2026-11-20T17:30"), zone=zone)
    assert sent == {"at": "2026-11-20T09:30:00Z"}
    assert forms.validate(schema, sent) == []
    assert forms.view(schema, sent, zone=zone).cell("at").text == "2026-11-20T17:30"
    old = {"at": "2026-11-20T17:30:00+08:00"}
    assert parse(schema, ("/at", "2026-11-20T17:30"), current=old, zone=zone) == old
    assert parse(schema, ("/at", "0001-01-01T00:00"), zone=zone)["at"].startswith(
        "0001"
    )


@pytest.mark.parametrize(
    "names",
    [
        [f"/goods/{i}/sku" for i in range(10_000)],
        [f"/x{i}" for i in range(10_000)],
        [f"/goods/{i}/sku" for i in range(501)],
    ],
)
def test_a_flood_of_rows_is_refused(names):
    start = time.process_time()
    with pytest.raises(TooLarge):
        parse(ROWS, *((name, "x") for name in names))
    assert time.process_time() - start < 0.5


def test_deep_and_far_names_are_passed_over():
    names = ["/goods/99999999999/sku", "/a" * 5_000, "/goods/0/sku/0/0/0", "//", "/~"]
    assert parse(ROWS, *((name, "x") for name in names)) == {"goods": [{}]}
    far = parse(ROWS, ("/goods/99999999/sku", "x"))
    assert far == {"goods": [{"sku": "x"}]}


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_text_no_database_keeps_is_refused(text):
    with pytest.raises(Malformed):
        parse(form({"a": TEXT}), ("/a", text))
