"""Errors: at the field, in words people understand, the same for every door."""

import pytest

from app.domain import forms


def form(properties, **more):
    return {"type": "object", "properties": properties, **more}


def said(schema, value):
    return {(e.pointer, str(e)) for e in forms.validate(schema, value)}


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ({"type": "string", "minLength": 3}, "ab", "At least 3 characters."),
        ({"type": "string", "minLength": 3}, "", "Please fill in this field."),
        ({"type": "string", "maxLength": 3}, "abcd", "At most 3 characters."),
        ({"type": "integer", "minimum": 3}, 2, "Must be at least 3."),
        ({"type": "number", "exclusiveMaximum": 3}, 3, "Must be less than 3."),
        ({"type": "number", "multipleOf": 0.01}, 0.015, "Must be a multiple of 0.01."),
        ({"type": "integer"}, "abc", "Enter a whole number."),
        ({"type": "integer"}, 1.5, "Enter a whole number."),
        ({"type": "number"}, "", "Please fill in this field."),
        ({"type": "boolean"}, "maybe", "Choose one of the options."),
        ({"type": "string", "enum": ["a"]}, "b", "Choose one of the options."),
        (
            {"type": "string", "oneOf": [{"const": "a"}, {"const": "b"}]},
            "c",
            "Choose one of the options.",
        ),
        ({"type": "string", "pattern": "^[0-9]+$"}, "x", "The format is not right."),
        ({"type": "string", "format": "date"}, "2026-02-30", "Enter a date."),
        ({"type": "string", "format": "time"}, "25:00", "Enter a time of day."),
        ({"type": "string", "format": "email"}, "x", "Enter an e-mail address."),
        (
            {"type": "string", "format": "uri"},
            "x y",
            "Enter a web address, beginning with https://.",
        ),
        (
            {"type": "string", "format": "decimal"},
            "1,5",
            "Enter an amount, like 8450.00.",
        ),
        (
            {"type": "string", "format": "decimal", "x-minimum": "0.01"},
            "0.00",
            "Must be at least 0.01.",
        ),
        (
            {"type": "string", "format": "decimal", "x-maximum": "100000"},
            "100000.01",
            "Must be at most 100000.",
        ),
        (
            {"type": "string", "format": "decimal", "x-scale": 2},
            "1.005",
            "At most 2 decimal places.",
        ),
        ({"type": "string", "format": "file"}, "/etc/passwd", "Choose a file."),
    ],
)
def test_each_fault_has_its_sentence(field, value, sentence):
    assert forms.check_schema(form({"a": field})) == []
    assert said(form({"a": field}), {"a": value}) == {("/a", sentence)}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ({"type": "string", "format": "time"}, "09:30"),
        ({"type": "string", "format": "time"}, "09:30:00Z"),
        ({"type": "string", "format": "date-time"}, "2026-11-20T09:30:00Z"),
        ({"type": "string", "format": "decimal", "x-scale": 2}, "-0.50"),
        ({"type": "string", "format": "decimal"}, "9" * 25 + ".000000000001"),
        ({"type": "string", "format": "textarea"}, "anything"),
        ({"type": ["integer", "null"]}, None),
        ({"type": "string", "format": "file"}, "att_01HX-b_c"),
    ],
)
def test_what_is_right_is_not_faulted(field, value):
    assert said(form({"a": field}), {"a": value}) == set()


def test_a_missing_field_is_told_at_the_field_itself_in_any_depth():
    row = form({"sku": {"type": "string"}}, required=["sku"])
    schema = form({"rows": {"type": "array", "items": row, "minItems": 1}})
    assert {p for p, _ in said(schema, {"rows": [{"sku": "a"}, {}]})} == {"/rows/1/sku"}
    assert said(schema, {"rows": []}) == {("/rows", "Add at least 1.")}


def test_an_error_is_spoken_in_the_readers_language():
    rule = {
        "expression": "refund <= paid",
        "pointer": "/refund",
        "message": "At most 100% of it.",
        "x-i18n": {"zh": {"message": "不能超过实付金额。"}},
    }
    number = {"type": "integer", "minimum": 3}
    schema = form({"refund": number, "paid": number}, **{"x-rules": [rule]})
    assert forms.check_schema(schema) == []
    (found,) = forms.rules(schema)
    assert (found.expression, found.pointer) == ("refund <= paid", "/refund")
    assert str(found.error) == "At most 100% of it."
    assert forms.spoken(found.error, "zh_Hans_CN") == "不能超过实付金额。"
    assert forms.spoken(found.error, "en") == "At most 100% of it."
    (error,) = forms.validate(schema, {"refund": 1})
    catalogue = {"Must be at least %(limit)s.": "不能小于 %(limit)s。"}
    assert forms.spoken(error, "zh", catalogue.__getitem__) == "不能小于 3。"


def test_errors_are_named_by_their_keyword_for_programs():
    schema = form(
        {"a": {"type": "string", "minLength": 2}, "b": {"type": "string"}},
        required=["b"],
    )
    assert {(e.pointer, e.rule) for e in forms.validate(schema, {"a": "x"})} == {
        ("/a", "minLength"),
        ("/b", "required"),
    }


LOOSE = form(
    {
        "state": {"type": "string", "enum": ["intact", "used"]},
        "paid": {"type": "boolean"},
        "phone": {"type": "string", "pattern": "^[0-9]+$"},
        "rows": {"type": "array", "minItems": 1, "items": {"type": "string"}},
    },
    required=["state", "paid", "rows"],
    anyOf=[{"required": ["phone"]}, {"required": ["state"]}],
)


@pytest.mark.parametrize("value", [{}, {"state": "", "rows": []}, {"phone": "7"}])
def test_who_does_not_insist_lets_empty_fields_be(value):
    insisted = forms.parse_field_permissions("phone:required")
    assert forms.validate(LOOSE, value, access=insisted) != []
    assert forms.validate(LOOSE, value, access=insisted, insist=False) == []


def test_who_does_not_insist_still_checks_what_is_filled_in():
    wrong = {"phone": "x", "state": "lost", "paid": False}
    found = forms.validate(LOOSE, wrong, insist=False)
    assert {error.pointer for error in found} == {"/phone", "/state"}
