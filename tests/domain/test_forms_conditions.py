"""A form asks what its conditions say, for the value it holds now."""

import pytest

from app.domain import forms


def asked(schema, value, **more):
    """Pointers of the fields on the page, required ones with a star."""
    nodes = forms.view(schema, value, **more).walk()
    return [
        node.pointer + "*" * node.required
        for node in nodes
        if node.pointer and node.kind not in ("group", "keydata")
    ]


def form(properties, **more):
    return {"type": "object", "properties": properties, **more}


TEXT = {"type": "string"}


def test_then_and_else_ask_for_their_own_fields():
    schema = form(
        {"kind": {"enum": ["card", "bank"]}},
        **{
            "if": {"properties": {"kind": {"const": "bank"}}, "required": ["kind"]},
            "then": {"properties": {"iban": TEXT}, "required": ["iban"]},
            "else": {"properties": {"card": TEXT}},
        },
    )
    assert asked(schema, {"kind": "bank"}) == ["/kind", "/iban*"]
    assert asked(schema, {"kind": "card"}) == ["/kind", "/card"]
    assert asked(schema, {}) == ["/kind", "/card"]


def test_what_a_false_condition_asks_falls_away_even_in_a_chain():
    schema = form(
        {"a": TEXT},
        allOf=[
            {
                "if": {"properties": {"a": {"const": "x"}}, "required": ["a"]},
                "then": {"properties": {"b": TEXT}},
            },
            {"if": {"required": ["b"]}, "then": {"properties": {"c": TEXT}}},
        ],
    )
    full = {"a": "x", "b": "1", "c": "2"}
    assert forms.accept(schema, full, {}) == full
    assert forms.accept(schema, {**full, "a": "y"}, {}) == {"a": "y"}


def test_dependent_required_asks_for_a_companion():
    schema = form(
        {"notify": {"type": "boolean"}, "mail": TEXT},
        dependentRequired={"notify": ["mail"]},
    )
    assert asked(schema, {"notify": True}) == ["/notify", "/mail*"]
    assert asked(schema, {}) == ["/notify", "/mail"]


def test_dependent_schemas_add_fields():
    schema = form(
        {"card": TEXT},
        dependentSchemas={"card": {"properties": {"cvc": TEXT}, "required": ["cvc"]}},
    )
    assert asked(schema, {"card": "1"}) == ["/card", "/cvc*"]
    assert asked(schema, {}) == ["/card"]
    assert forms.accept(schema, {"cvc": "1"}, {}) == {}


def test_one_of_several_shapes_is_chosen_by_its_telling_property():
    schema = form(
        {},
        oneOf=[
            form({"kind": {"const": "person"}, "name": TEXT}, required=["name"]),
            form({"kind": {"const": "firm"}, "vat": TEXT}, required=["vat"]),
        ],
    )
    assert asked(schema, {}) == ["/kind"]
    assert asked(schema, {"kind": "firm"}) == ["/kind", "/vat*"]
    node = forms.view(schema, {"kind": "firm"}).cell("kind")
    assert [option.value for option in node.options] == ["person", "firm"]
    assert node.live
    assert forms.validate(schema, {"kind": "firm", "vat": "1"}) == []


def test_either_of_two_fields_is_offered_without_being_demanded():
    schema = form(
        {"phone": TEXT, "mail": TEXT},
        anyOf=[{"required": ["phone"]}, {"required": ["mail"]}],
    )
    assert asked(schema, {}) == ["/phone", "/mail"]
    assert [error.rule for error in forms.validate(schema, {})] == ["anyOf"]
    assert forms.validate(schema, {"mail": "x"}) == []


def test_a_condition_inside_rows_looks_at_its_own_row():
    row = form(
        {"kind": {"enum": ["a", "b"]}, "why": TEXT},
        **{
            "if": {"properties": {"kind": {"const": "b"}}, "required": ["kind"]},
            "then": {"required": ["why"]},
            "x-hideUnlessRequired": ["why"],
        },
    )
    schema = form({"rows": {"type": "array", "items": row}})
    value = {"rows": [{"kind": "a", "why": "old"}, {"kind": "b"}]}
    assert asked(schema, value) == [
        "/rows",
        "/rows/0/kind",
        "/rows/1/kind",
        "/rows/1/why*",
    ]
    assert forms.accept(schema, value, {})["rows"][0] == {"kind": "a"}
    assert [e.pointer for e in forms.validate(schema, value)] == ["/rows/1/why"]


def test_fields_that_conditions_look_at_are_live():
    schema = form(
        {"a": form({"b": TEXT, "c": TEXT}), "d": TEXT},
        **{
            "if": {"properties": {"a": {"properties": {"b": {"const": "x"}}}}},
            "then": {"required": ["d"]},
        },
    )
    live = {n.pointer for n in forms.view(schema, {}).walk() if n.live}
    assert live == {"/a", "/a/b"}


def test_then_may_rename_and_narrow_a_field():
    schema = form(
        {"a": {"type": "boolean"}, "b": {"enum": ["x", "y"], "title": "B"}},
        **{
            "if": {"properties": {"a": {"const": True}}, "required": ["a"]},
            "then": {"properties": {"b": {"enum": ["y"], "title": "Better"}}},
        },
    )
    node = forms.view(schema, {"a": True}).cell("b")
    assert (node.label, [o.key for o in node.options]) == ("Better", ["y"])
    assert forms.view(schema, {}).cell("b").label == "B"


def test_a_reference_lends_its_shape_and_the_field_keeps_its_own_words():
    schema = form(
        {"to": {"$ref": "#/$defs/person", "title": "Recipient"}},
        **{"$defs": {"person": form({"name": TEXT}, title="Person")}},
    )
    node = forms.view(schema, {}).cell("to")
    assert (node.label, asked(schema, {})) == ("Recipient", ["/to/name"])


def test_order_is_the_forms_own():
    schema = form({"a": TEXT, "b": TEXT, "c": TEXT}, **{"x-order": ["c", "a"]})
    assert asked(schema, {}) == ["/c", "/a", "/b"]


@pytest.mark.parametrize(
    ("language", "label"),
    [("zh", "金额"), ("zh_Hans_CN", "金额"), ("zh-CN", "金额"), ("en", "Amount")],
)
def test_words_are_the_readers(language, label):
    words = {"title": "金额", "description": "以元计", "placeholder": "例如 8450.00"}
    amount = {"type": "string", "title": "Amount", "x-i18n": {"zh": words}}
    node = forms.view(form({"amount": amount}), {}, language=language).cell("amount")
    assert node.label == label
    assert node.placeholder == (words["placeholder"] if language != "en" else "")


def test_defaults_fill_what_is_empty_and_editable():
    schema = form(
        {
            "a": {"type": "boolean", "default": True},
            "b": {"type": "string", "default": "x", "readOnly": True},
            "c": form({"d": {"type": "integer", "default": 3}}),
        }
    )
    assert forms.prefilled(schema, {"c": {}}) == {"a": True, "c": {"d": 3}}
    assert forms.prefilled(schema, {"a": False}) == {"a": False}
