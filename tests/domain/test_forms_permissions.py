"""What an element permits: hidden, read, edit, required."""

import pytest

from app.domain import forms
from app.domain.forms import Access, parse_field_permissions
from app.errors import Invalid

TEXT = {"type": "string"}


def form(properties, **more):
    return {"type": "object", "properties": properties, **more}


def rows(properties, **more):
    return {"type": "array", "items": form(properties), **more}


ORDER = form(
    {
        "amount": {"type": "integer"},
        "note": TEXT,
        "payee": form({"name": TEXT, "account": TEXT}, required=["account"]),
        "goods": rows({"sku": TEXT, "price": TEXT}),
    },
    required=["amount", "payee"],
)
VALUE = {
    "amount": 5,
    "payee": {"name": "Li", "account": "6222"},
    "goods": [{"sku": "a", "price": "1"}, {"sku": "b", "price": "2"}],
}


def test_permissions_are_read_as_analysts_write_them():
    text = " goods:hidden,amount:read , payee/account:required, payee.name : edit,"
    assert parse_field_permissions(text) == {
        "/goods": Access.HIDDEN,
        "/amount": Access.READ,
        "/payee/account": Access.REQUIRED,
        "/payee/name": Access.EDIT,
    }
    assert parse_field_permissions("*:read, goods[].price:edit, /note:edit") == {
        "": Access.READ,
        "/goods/price": Access.EDIT,
        "/note": Access.EDIT,
    }
    assert parse_field_permissions(None) == parse_field_permissions(" ") == {}


@pytest.mark.parametrize(
    "text", ["goods", "goods:secret", ":read", "a:read, a:edit", "*:required", "a:READ"]
)
def test_a_permission_that_says_nothing_clear_is_refused(text):
    with pytest.raises(Invalid) as refusal:
        parse_field_permissions(text)
    assert refusal.value.errors[0].rule == "field-permission"


def test_the_most_specific_word_wins():
    access = parse_field_permissions("payee:hidden, payee.name:read")
    assert forms.visible(ORDER, VALUE, access=access)["payee"] == {"name": "Li"}
    assert forms.visible(ORDER, VALUE, access={"": Access.HIDDEN}) == {}


def test_a_required_field_that_is_hidden_blocks_nobody():
    access = parse_field_permissions("payee:hidden, amount:read")
    assert forms.validate(ORDER, {"note": "x"}, access=access) == []


def test_a_wrong_value_that_is_only_read_blocks_nobody():
    access = parse_field_permissions("amount:read")
    value = {"amount": "wrong", "payee": {"account": 7}}
    found = forms.validate(ORDER, value, access=access)
    assert [error.pointer for error in found] == ["/payee/account"]


def test_what_the_element_insists_on_is_required_at_its_own_place():
    access = parse_field_permissions("note:required, goods.price:required")
    value = {**VALUE, "note": " ".strip(), "goods": [{"sku": "a"}]}
    found = forms.validate(ORDER, value, access=access)
    assert {(e.pointer, e.rule) for e in found} == {
        ("/note", "required"),
        ("/goods/0/price", "required"),
    }
    assert forms.view(ORDER, value, access=access).cell("note").required


def test_read_only_of_the_schema_is_stronger_than_any_permission():
    schema = form({"a": {**TEXT, "readOnly": True}})
    access = parse_field_permissions("a:required")
    assert forms.accept(schema, {"a": "new"}, {"a": "old"}, access=access) == {
        "a": "old"
    }
    assert forms.validate(schema, {}, access=access) == []


def test_rows_with_a_protected_price_keep_their_number_and_their_prices():
    access = parse_field_permissions("goods.price:read")
    sent = {"goods": [{"sku": "x", "price": "0"}]}
    accepted = forms.accept(ORDER, sent, VALUE, access=access)
    assert accepted["goods"] == [
        {"sku": "x", "price": "1"},
        {"sku": "b", "price": "2"},
    ]


def test_rows_may_be_added_below_protected_ones():
    access = parse_field_permissions("goods.price:read")
    sent = {"goods": [{}, {}, {"sku": "c", "price": "0"}]}
    accepted = forms.accept(ORDER, sent, VALUE, access=access)
    assert accepted["goods"] == [*VALUE["goods"], {"sku": "c"}]
    tree = forms.view(ORDER, accepted, access=access, stored=VALUE)
    assert [row.can_remove for row in tree.cell("goods").children] == [0, 0, 1]


def test_what_lies_deeper_than_the_form_looks_is_kept():
    current = {**VALUE, "payee": {"name": "Li", "account": "6", "source": {"id": 7}}}
    accepted = forms.accept(ORDER, {"payee": {"name": "Wang"}}, current)
    assert accepted["payee"] == {"name": "Wang", "account": "6", "source": {"id": 7}}
    assert "source" not in forms.visible(ORDER, current)["payee"]
    access = parse_field_permissions("goods:hidden")
    hidden = {**VALUE, "goods": [{"sku": "a", "weight": 3}]}
    kept = forms.accept(ORDER, {}, hidden, access=access)
    assert forms.changes(ORDER, kept, hidden) == {}


def test_a_field_left_out_stays_and_null_clears_it():
    accepted = forms.accept(ORDER, {"amount": 6}, {**VALUE, "note": "old"})
    assert accepted["note"] == "old"
    cleared = forms.accept(ORDER, {"note": None}, {**VALUE, "note": "old"})
    assert "note" not in cleared
    assert forms.changes(ORDER, cleared, {**VALUE, "note": "old"}) == {"note": None}


def test_null_stays_where_null_is_a_value():
    schema = form({"a": {"type": ["string", "null"]}})
    assert forms.accept(schema, {"a": None}, {"a": "x"}) == {"a": None}
    assert forms.validate(schema, {"a": None}) == []


def test_programs_are_told_what_they_may_not_send():
    access = parse_field_permissions("payee:hidden, amount:read")
    sent = {"amount": 6, "payee": {"name": "x"}, "evil": 1, "note": "fine"}
    found = forms.refused(ORDER, sent, access=access, current=VALUE)
    assert {(e.pointer, e.rule) for e in found} == {
        ("/amount", "read-only"),
        ("/payee/name", "undeclared"),
        ("/evil", "undeclared"),
    }
    assert forms.refused(ORDER, {"amount": 5}, access=access, current=VALUE) == []


@pytest.mark.parametrize("sent", ["text", 5, None, [], [1], {"x": 1}])
def test_a_wrong_shape_neither_breaks_nor_gets_past_a_fence(sent):
    access = parse_field_permissions("payee.account:hidden, goods.price:hidden")
    for name in ("payee", "goods"):
        accepted = forms.accept(ORDER, {name: sent}, VALUE, access=access)
        if not isinstance(sent, list | dict):
            (told,) = forms.refused(ORDER, {name: sent}, access=access, current=VALUE)
            assert (told.pointer, told.rule) == (f"/{name}", "type")
        assert accepted["payee"]["account"] == "6222"
        assert [row["price"] for row in accepted["goods"]] == ["1", "2"]


def test_attachments_are_found_wherever_they_are():
    file = {"type": "string", "format": "file"}
    schema = form(
        {"one": file, "rows": rows({"proof": {"type": "array", "items": file}})}
    )
    value = {"one": "att_1", "rows": [{}, {"proof": ["att_2", "att_3"]}]}
    assert forms.attachments(schema, value) == {
        "/one": "att_1",
        "/rows/1/proof/0": "att_2",
        "/rows/1/proof/1": "att_3",
    }
