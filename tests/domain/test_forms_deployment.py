"""A form that could hang, reach out, or be ignored in part is not deployed."""

import json
import time
from pathlib import Path

import pytest

from app.domain import forms

ROOT = Path(__file__).parents[2]


def form(properties=None, **more):
    fields = properties or {"a": {"type": "string"}}
    return {"type": "object", "properties": fields, **more}


def rules(schema):
    return {(error.rule, error.pointer) for error in forms.check_schema(schema)}


def field(**schema):
    return form({"a": schema})


DOUBLING = {
    f"d{i}": {"allOf": [{"$ref": f"#/$defs/d{i + 1}"}] * 2} for i in range(22)
} | {"d22": {"type": "string"}}


@pytest.mark.parametrize("path", sorted((ROOT / "forms").glob("*.json")), ids=str)
def test_the_forms_we_ship_are_deployable(path):
    schema = json.loads(path.read_text())
    assert [str(error) for error in forms.check_schema(schema)] == []


@pytest.mark.parametrize(
    ("schema", "rule", "pointer"),
    [
        ([], "not-an-object", ""),
        ("form", "not-an-object", ""),
        (None, "not-an-object", ""),
        ({"type": "array"}, "not-a-form", ""),
        ({"type": "object", "properties": {}}, "not-a-form", ""),
        (
            form({"$schema": {"type": "string"}}, **{"$schema": "http://x"}),
            "other-dialect",
            "/$schema",
        ),
        (form(**{"$schema": 5}), "other-dialect", "/$schema"),
        (
            field(**{"$ref": "https://evil.example/s.json"}),
            "remote-reference",
            "/properties/a/$ref",
        ),
        (field(**{"$ref": "file:///etc/passwd"}), "remote-reference", None),
        (field(**{"$ref": "other.json"}), "remote-reference", None),
        (field(**{"$ref": "#anchor"}), "remote-reference", None),
        (field(**{"$ref": "#/nowhere"}), "dangling-reference", "/properties/a/$ref"),
        (field(**{"$ref": "#"}), "reference-cycle", None),
        (field(**{"$ref": "#/properties/a"}), "reference-cycle", None),
        (
            form(
                {"a": {"$ref": "#/$defs/n"}},
                **{"$defs": {"n": {"allOf": [{"$ref": "#/$defs/n"}]}}},
            ),
            "reference-cycle",
            None,
        ),
        (
            form({"a": {"$ref": "#/$defs/d0"}}, **{"$defs": DOUBLING}),
            "too-large",
            None,
        ),
        (
            field(**{"$dynamicRef": "#a"}),
            "ignored-keyword",
            "/properties/a/$dynamicRef",
        ),
        (
            field(type="string", pattern=r"(a)\1"),
            "bad-pattern",
            "/properties/a/pattern",
        ),
        (
            field(type="string", pattern="(?=a)b"),
            "bad-pattern",
            "/properties/a/pattern",
        ),
        (field(type="string", pattern="["), "bad-pattern", "/properties/a/pattern"),
        (field(type="string", pattern="(a{1,900}){900}"), None, None),
        (field(type="strin"), "not-a-schema", "/properties/a/type"),
        (
            field(type="string", minLenght=2),
            "ignored-keyword",
            "/properties/a/minLenght",
        ),
        (field(type="string", minimum=2), "ignored-keyword", "/properties/a/minimum"),
        (field(type="string", format="dat"), "unknown-format", "/properties/a/format"),
        (
            field(type="string", **{"x-minimum": "1"}),
            "ignored-keyword",
            "/properties/a/x-minimum",
        ),
        (field(type=["string", "integer"]), "several-types", "/properties/a/type"),
        (field(title="What?"), "no-type", "/properties/a"),
        (field(type="array"), "no-items", "/properties/a"),
        (field(type="object"), "no-properties", "/properties/a"),
        (field(enum=[1, "1"]), "unclear-choice", "/properties/a"),
        (field(enum=[{}]), "unclear-choice", "/properties/a"),
        (form({"initiator": {"type": "string"}}), "reserved-name", None),
        (form({"ticket": {"type": "string"}}), "reserved-name", None),
        (form({"a b": {"type": "string"}}), "bad-name", "/properties/a b"),
        (form({"_a": {"type": "string"}}), "bad-name", "/properties/_a"),
        (form({"1a": {"type": "string"}}), "bad-name", "/properties/1a"),
        (form({"not": {"type": "string"}}), "bad-name", "/properties/not"),
        (form({"a/b": {"type": "string"}}), "bad-name", "/properties/a~1b"),
        (form(required=["b"]), "unknown-name", "/required"),
        (form(**{"x-order": ["b"]}), "unknown-name", "/x-order"),
        (form(**{"x-i18n": {"zh": "标题"}}), "bad-translation", "/x-i18n/zh"),
        (form(**{"x-i18n": {"zh": {"titel": "x"}}}), "bad-translation", None),
        (form(**{"x-rules": [{"message": "?"}]}), "bad-rule", "/x-rules/0"),
        (
            form(**{"if": {}, "then": {"properties": {"a": {"type": "integer"}}}}),
            "two-types",
            "/then/properties/a/type",
        ),
        (
            form(**{"if": {}, "then": {"properties": {"a": {"readOnly": True}}}}),
            "conditional-read-only",
            "/then/properties/a/readOnly",
        ),
        (field(type="string", description="x" * 100_001), "too-large", ""),
        (field(type="string", **{"x-scale": 99}, format="decimal"), "bad-value", None),
        (field(type="string", **{"x-minimum": 5}, format="decimal"), "bad-value", None),
        (form(patternProperties={".*": {}}), "ignored-keyword", "/patternProperties"),
    ],
)
def test_a_bad_form_is_refused_at_its_place_within_a_moment(schema, rule, pointer):
    start = time.process_time()
    found = rules(schema)
    assert time.process_time() - start < 0.2
    assert found
    assert rule is None or rule in {name for name, _ in found}
    assert pointer is None or (rule, pointer) in found


def test_a_form_nested_too_deeply_is_refused():
    schema = {"type": "string"}
    for _ in range(5000):
        schema = {"type": "object", "properties": {"a": schema}}
    assert rules(schema) == {("too-deep", "")}


def test_names_of_properties_deeper_down_are_free_of_the_reserved_words():
    inner = {"type": "object", "properties": {"ticket": {"type": "string"}}}
    assert forms.check_schema(form({"order": inner})) == []


def test_chinese_names_and_local_references_are_accepted():
    schema = form(
        {"金额": {"$ref": "#/$defs/money", "title": "金额"}},
        **{"$defs": {"money": {"type": "string", "format": "decimal"}}},
    )
    assert forms.check_schema(schema) == []


@pytest.mark.parametrize(
    ("schema", "value"),
    [
        (field(type="string", pattern="^(a+)+$"), {"a": "a" * 5000 + "!"}),
        (
            form(
                {"a": {"type": "array", "items": form()}},
            ),
            {"a": [{"a": str(i)} for i in range(20_000)]},
        ),
        (field(type="array", items={"type": "integer"}), {"a": ["x"] * 20_000}),
    ],
)
def test_hostile_values_are_answered_quickly(schema, value):
    assert forms.check_schema(schema) == []
    start = time.process_time()
    assert len(forms.validate(schema, value)) <= 200
    assert time.process_time() - start < 1


def test_unique_rows_are_checked_quickly():
    schema = field(type="array", uniqueItems=True, items=form())
    rows = [{"a": str(i)} for i in range(20_000)]
    start = time.process_time()
    assert forms.validate(schema, {"a": rows}) == []
    assert time.process_time() - start < 1


def test_permissions_that_name_no_field_are_told():
    schema = field(type="array", items=form({"price": {"type": "string"}}))
    access = forms.parse_field_permissions("a.price:read, goods:hidden, a.cost:read")
    assert forms.unknown_fields(schema, access) == ["/goods", "/a/cost"]
