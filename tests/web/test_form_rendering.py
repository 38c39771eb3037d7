"""Any form as HTML: labelled, without script, and read back as it was shown."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import render_template_string
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from app.domain import forms
from app.domain.forms import parse_field_permissions
from app.errors import FieldError
from app.web import widgets
from tests.domain.form_strategies import groups, permissions
from tests.domain.test_forms_laws import without_noes
from tests.domain.test_forms_refund import REQUEST, SALES, form

PAGE = (
    '{% from "forms/_form.html" import form with context %}'
    "{% call form(sheet) %}<button>Submit</button>{% endcall %}"
)
VOID = {"input", "br", "path", "circle", "line", "rect", "polyline"}


@pytest.fixture
def render(app):
    def render(schema, value, *, language="en", zone="UTC", **more):
        headers = {"Accept-Language": language, "Cookie": f"zone={zone}"}
        with app.test_request_context(headers=headers):
            sheet = widgets.sheet(
                schema, value, action="/send", preview="/preview", **more
            )
            return Page(render_template_string(PAGE, sheet=sheet))

    return render


class Page(HTMLParser):
    """What a browser and a screen reader make of a page."""

    def __init__(self, html):
        super().__init__()
        self.html, self.elements, self.open, self.texts = html, [], [], {}
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), (tag, names)
        element = {"tag": tag, **dict(attrs), "text": "", "within": list(self.open)}
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop()["tag"] == tag

    def handle_data(self, data):
        for element in self.open:
            element["text"] += data

    def all(self, tag, **attrs):
        return [
            e
            for e in self.elements
            if e["tag"] == tag and all(e.get(k) == v for k, v in attrs.items())
        ]

    def controls(self):
        tags = ("input", "select", "textarea")
        return [e for e in self.elements if e["tag"] in tags]

    def sent(self):
        """What the browser sends when nobody touches the page."""
        post = MultiDict()
        for element in self.controls():
            for value in self.values(element):
                post.add(element.get("name"), value)
        return post

    def values(self, element):
        if element["tag"] == "textarea":
            return [element["text"].removeprefix("\n")]
        if element["tag"] == "select":
            options = [o for o in self.all("option") if element in o["within"]]
            return [o["value"] for o in options if "selected" in o] or [""]
        if element["type"] in ("checkbox", "radio"):
            return [element["value"]] if "checked" in element else []
        return [] if element["type"] == "file" else [element["value"]]


def hard_form():
    return json.loads((Path(__file__).parent / "refund_approval.json").read_text())


ALL = [
    ("refund_start", {}, ""),
    ("refund_start", REQUEST, ""),
    ("refund_correct", REQUEST, "order_no:read"),
    ("refund_sales", REQUEST, SALES),
    ("refund_finance", REQUEST, "goods:hidden, *:read, balanced:required"),
]


@pytest.mark.parametrize(("key", "value", "fields"), ALL)
def test_every_control_has_a_label_and_its_own_id(render, key, value, fields):
    access = parse_field_permissions(fields)
    errors = forms.validate(form(key), value, access=access)
    page = render(form(key), value, access=access, errors=errors)
    ids = [e["id"] for e in page.elements if e.get("id")]
    assert len(ids) == len(set(ids))
    labelled = {label.get("for") for label in page.all("label")}
    for control in page.controls():
        if control.get("type") == "hidden":
            continue
        wrapped = any(e["tag"] == "label" for e in control["within"])
        assert wrapped or control["id"] in labelled
    for element in page.elements:
        for target in (element.get("aria-describedby") or "").split():
            assert target in ids


@pytest.mark.parametrize(("key", "value", "fields"), ALL)
def test_no_script_and_no_style_is_written_into_a_page(render, key, value, fields):
    html = render(form(key), value, access=parse_field_permissions(fields)).html
    assert not re.search(
        r"<script|<style|\sstyle=|\son[a-z]+=|hx-on|js:|javascript:", html
    )


def test_text_of_forms_and_values_cannot_become_markup(render):
    evil = '"><script>alert(1)</script>'
    field = {"type": "string", "title": evil, "description": evil}
    field |= {"x-placeholder": evil}
    choice = {"oneOf": [{"const": evil, "title": evil}], "title": evil}
    schema = {"type": "object", "properties": {"a": field, "b": choice}}
    page = render(schema, {"a": evil, "b": evil})
    assert "<script" not in page.html
    assert page.sent()["/a"] == evil
    assert "<script" not in render(schema, {"a": evil}, access={"": "read"}).html


def test_a_wrong_field_is_marked_and_the_summary_leads_to_it(render):
    schema = form("refund_start")
    value = {**REQUEST, "refund_amount": "-5", "reason": "other"}
    errors = [*forms.validate(schema, value), FieldError(pointer="/x", sentence="Odd.")]
    page = render(schema, value, errors=errors)
    (control,) = page.all("input", name="/refund_amount")
    assert control["aria-invalid"] == "true"
    notes = control["aria-describedby"].split()
    assert notes == ["f-refund_amount-help", "f-refund_amount-error"]
    (summary,) = page.all("div", role="alert")
    assert "Please check 3 fields." in summary["text"]
    assert "Odd." in summary["text"]
    links = [a for a in page.all("a") if summary in a["within"]]
    ids = {e.get("id") for e in page.elements}
    assert [a["href"] for a in links] == ["#f-refund_amount", "#f-reason_text"]
    assert {a["href"][1:] for a in links} <= ids


def test_enter_submits_instead_of_removing_a_row(render):
    first = render(form("refund_start"), REQUEST).all("button")[0]
    assert "formaction" not in first
    assert first.get("name") is None
    approve = render(form("refund_sales"), {}, enter=("outcome", "approve"))
    assert approve.all("button")[0]["value"] == "approve"


def test_row_buttons_work_without_script(render):
    page = render(form("refund_start"), REQUEST)
    (add,) = page.all("button", name="_add")
    assert (add["value"], add["formaction"]) == ("/goods", "/preview")
    assert "formnovalidate" in add
    remove = page.all("button", name="_remove")
    assert [b["value"] for b in remove] == ["/goods/0", "/goods/1"]
    assert remove[1]["aria-label"] == "Remove row 2"


def test_only_fields_that_conditions_look_at_are_live(render):
    page = render(form("refund_start"), REQUEST)
    live = [e for e in page.controls() if "hx-post" in e]
    assert {e["name"] for e in live} == {"/reason", "/payee/channel"}
    assert {e["hx-trigger"] for e in live} == {"change"}
    assert {e["hx-swap"] for e in live} == {"outerMorph"}


def test_what_is_only_read_has_no_control(render):
    page = render(form("refund_sales"), REQUEST, access=parse_field_permissions(SALES))
    names = {e["name"] for e in page.controls()}
    assert names == {"csrf_token", "/goods_state", "/opinion"}
    assert "6222" not in page.html
    assert "12,890.50" in page.html
    assert "Quality problem" in page.html


def test_a_chinese_reader_reads_chinese(render):
    access = parse_field_permissions("*:read, balanced:required")
    page = render(form("refund_finance"), REQUEST, access=access, language="zh-CN")
    assert "实付金额（元）" in page.html
    assert "12,890.50" in page.html
    (legend,) = [e for e in page.all("legend") if "是否平账" in e["text"]]
    assert legend


def test_attachments_are_named_and_can_be_unticked(render):
    file = widgets.File(id="att_photos", name="photos.zip", url="/files/1")
    page = render(form("refund_start"), REQUEST, files=[file])
    (box,) = page.all("input", value="att_photos")
    assert (box["type"], box["name"], "checked" in box) == (
        "checkbox",
        "/evidence",
        True,
    )
    assert page.all("a", href="/files/1")[0]["text"] == "photos.zip"


def test_attachments_that_are_only_read_lead_to_their_files(render):
    file = widgets.File(id="att_photos", name="photos.zip", url="/files/1")
    page = render(form("refund_start"), REQUEST, access={"": "read"}, files=[file])
    assert page.all("a", href="/files/1")[0]["text"] == "photos.zip"
    assert "att_photos" not in page.html


def test_figures_and_days_are_written_as_the_reader_writes_them(app):
    schema = {
        "type": "object",
        "properties": {
            "day": {"type": "string", "format": "date"},
            "at": {"type": "string", "format": "date-time"},
            "sum": {"type": "string", "format": "decimal"},
            "count": {"type": "number"},
            "ok": {"type": "boolean"},
            "tags": {"type": "array", "items": {"enum": ["a", "b"]}},
            "none": {"type": "string"},
        },
    }
    value = {
        "day": "2026-11-20",
        "at": "2026-11-20T09:30:00Z",
        "sum": "1234567.50",
        "count": 1234.5,
        "ok": False,
        "tags": ["a", "b"],
    }
    with app.test_request_context(headers={"Cookie": "zone=Asia/Shanghai"}):
        sheet = widgets.sheet(schema, value, access={"": "read"})
        (data,) = sheet.tree.children
        shown = [widgets.display(node, sheet) for node in data.children]
    assert shown[0] == "Nov 20, 2026"
    assert shown[1].replace("\u202f", " ") == "Nov 20, 2026, 5:30:00 PM"
    assert shown[2:] == ["1,234,567.50", "1,234.5", "No", "a, b", "–"]


def test_reading_is_a_page_without_a_form(app):
    with app.test_request_context():
        sheet = widgets.sheet(form("refund_start"), REQUEST, access={"": "read"})
        html = render_template_string(
            '{% from "forms/_form.html" import reading with context %}'
            "{{ reading(sheet) }}",
            sheet=sheet,
        )
    assert "<input" not in html
    assert "<form" not in html
    assert "KB-104" in html


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_page_sent_back_untouched_changes_nothing(app, data):
    schema, given_value = data.draw(groups())
    access = data.draw(permissions(schema))
    value = forms.accept(schema, given_value, given_value)
    with app.test_request_context():
        sheet = widgets.sheet(schema, value, access=access, preview="/preview")
        page = Page(render_template_string(PAGE, sheet=sheet))
    submitted = forms.parse_post(schema, page.sent(), value, access=access)
    back = forms.accept(schema, submitted, value, access=access)
    assert without_noes(back) == without_noes(value)


def test_the_hardest_form_survives_a_round_trip_with_a_second_row(render):
    schema = hard_form()
    assert forms.check_schema(schema) == []
    value = {
        "keyData": {"orderNo": "SO-1", "customer": "Li", "orderTotal": 12890.5},
        "amount": 8450,
        "method": "bank",
        "iban": "DE02120300000000202051",
        "decision": "reject",
        "reason": "The photos show nothing.",
        "items": [{"sku": "KB", "qty": 2, "price": 4225.0}],
        "notify": True,
        "contact": "li@example.com",
    }
    assert forms.validate(schema, value) == []
    post = render(schema, value).sent()
    post.add("_add", "/items")
    again = forms.preview_post(schema, post, value)
    assert again == {**value, "items": [*value["items"], {}]}
    assert [e.pointer for e in forms.validate(schema, again)] == [
        "/items/1/sku",
        "/items/1/qty",
    ]
