"""The refund's forms: three people, three views of one ticket."""

import json
from pathlib import Path

import pytest

from app.domain import forms
from app.domain.forms import parse_field_permissions

ROOT = Path(__file__).parents[2]
REQUEST = {
    "order_no": "SO-2026-10482",
    "customer": {"name": "Li Wei", "phone": "138 0013 8000", "level": "gold"},
    "goods": [
        {"sku": "KB-104", "name": "Keyboard", "qty": 2, "price": "4225.00"},
        {"sku": "MS-7", "name": "Mouse", "qty": 1, "price": "0.00"},
    ],
    "paid_amount": "12890.50",
    "refund_amount": "8450.00",
    "reason": "quality",
    "evidence": ["att_photos"],
    "payee": {
        "name": "Li Wei",
        "channel": "bank",
        "bank_name": "ICBC",
        "account": "6222 0000",
    },
    "industry": "ecommerce",
}
FINANCE = (
    "goods:hidden, payee:hidden, *:read, balanced:edit, adjusted_amount:edit,"
    " finance_note:edit"
)
SALES = "payee:hidden, *:read, goods_state:required, opinion:edit"
CASHIER = "goods:hidden, reason:hidden, *:read, pay_method:edit, voucher_no:edit"


def form(key):
    return json.loads((ROOT / "forms" / f"{key}.json").read_text())


def pointers(schema, value, **more):
    return {error.pointer for error in forms.validate(schema, value, **more)}


def test_a_whole_request_is_right():
    accepted = forms.accept(form("refund_start"), REQUEST, {})
    assert accepted == REQUEST
    assert forms.validate(form("refund_start"), accepted) == []


def test_an_empty_request_names_every_missing_field():
    assert pointers(form("refund_start"), {}) == {
        "/order_no",
        "/customer",
        "/goods",
        "/paid_amount",
        "/refund_amount",
        "/reason",
        "/payee",
    }


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"reason": "other"}, "/reason_text"),
        (
            {"payee": {"name": "x", "channel": "bank", "account": "1234"}},
            "/payee/bank_name",
        ),
        ({"refund_amount": "0.00"}, "/refund_amount"),
        ({"refund_amount": "100000.01"}, "/refund_amount"),
        ({"refund_amount": "1.005"}, "/refund_amount"),
        ({"refund_amount": 8450}, "/refund_amount"),
        ({"goods": []}, "/goods"),
        (
            {"goods": [{"sku": "a", "name": "A", "qty": 0, "price": "1"}]},
            "/goods/0/qty",
        ),
        ({"customer": {"name": "Li"}}, "/customer/phone"),
        ({"evidence": ["../../etc/passwd"]}, "/evidence/0"),
        ({"industry": "mining"}, "/industry"),
    ],
)
def test_each_fault_is_told_at_its_field(change, pointer):
    assert pointers(form("refund_start"), {**REQUEST, **change}) == {pointer}


def test_the_explanation_is_asked_only_for_other_reasons():
    schema = form("refund_start")
    plain = forms.view(schema, REQUEST)
    assert plain.cell("reason").live
    assert plain.cell("reason_text") is None
    other = forms.view(schema, {**REQUEST, "reason": "other"})
    assert other.cell("reason_text").required


@pytest.mark.parametrize(
    ("key", "fields", "unseen"),
    [
        ("refund_sales", SALES, {"payee"}),
        ("refund_finance", FINANCE, {"goods", "payee"}),
        ("refund_cashier", CASHIER, {"goods", "reason"}),
    ],
)
def test_each_desk_sees_its_own_part(key, fields, unseen):
    access = parse_field_permissions(fields)
    assert forms.unknown_fields(form(key), access) == []
    seen = forms.visible(form(key), REQUEST, access=access)
    assert unseen.isdisjoint(seen)
    text = json.dumps(seen)
    assert ("6222" in text) == ("payee" not in unseen)
    assert ("KB-104" in text) == ("goods" not in unseen)
    shown = {n.pointer for n in forms.view(form(key), REQUEST, access=access).walk()}
    assert not {f"/{name}" for name in unseen} & shown


def test_finance_says_whether_the_books_balance_and_explains_if_not():
    schema, access = form("refund_finance"), parse_field_permissions(FINANCE)
    assert pointers(schema, REQUEST, access=access) == {"/balanced"}
    assert forms.view(schema, REQUEST, access=access).cell("balanced").kind == "radio"
    unbalanced = {**REQUEST, "balanced": False}
    assert pointers(schema, unbalanced, access=access) == {"/finance_note"}
    sent = {"balanced": True, "adjusted_amount": "1.00", "refund_amount": "0.01"}
    accepted = forms.accept(schema, sent, REQUEST, access=access)
    assert forms.validate(schema, accepted, access=access) == []
    assert forms.changes(schema, accepted, REQUEST) == {
        "balanced": True,
        "adjusted_amount": "1.00",
    }


def test_the_cashier_confirms_a_payment():
    schema, access = form("refund_cashier"), parse_field_permissions(CASHIER)
    current = {**REQUEST, "final_amount": "8450.00"}
    sent = {"pay_method": "bank_transfer", "voucher_no": "V1", "final_amount": "1"}
    accepted = forms.accept(schema, sent, current, access=access)
    assert forms.validate(schema, accepted, access=access) == []
    assert forms.changes(schema, accepted, current) == {
        "pay_method": "bank_transfer",
        "voucher_no": "V1",
    }


def test_the_applicant_corrects_what_he_had_written():
    schema = form("refund_correct")
    access = parse_field_permissions(
        "order_no:read, customer:read, paid_amount:read, opinion:read"
    )
    current = {**REQUEST, "opinion": "Which keyboard?", "goods_state": "used"}
    sent = {"refund_amount": "4225.00", "order_no": "SO-1"}
    accepted = forms.accept(schema, sent, current, access=access)
    assert forms.changes(schema, accepted, current) == {"refund_amount": "4225.00"}


def titled(schema):
    """Every schema below that has a title, translations aside."""
    if isinstance(schema, list):
        schema = dict(enumerate(schema))
    if isinstance(schema, dict):
        if isinstance(schema.get("title"), str):
            yield schema
        for keyword, child in schema.items():
            if keyword != "x-i18n":
                yield from titled(child)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "forms").glob("refund_*.json")), ids=str
)
def test_every_text_has_its_chinese(path):
    for schema in titled(json.loads(path.read_text())):
        chinese = schema["x-i18n"]["zh"]
        assert chinese["title"]
        assert ("description" in schema) == ("description" in chinese)
