"""What holds for every form, every value and every permission."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain import forms
from app.domain.forms import Access
from tests.domain.form_strategies import groups, permissions, places, sent_back

FAST = settings(
    max_examples=100, deadline=None, suppress_health_check=list(HealthCheck)
)


def leaves(value, here=""):
    """Pairs of a field without row indexes and a scalar below it."""
    if isinstance(value, dict):
        for name, child in value.items():
            yield from leaves(child, f"{here}/{name}")
    elif isinstance(value, list):
        for child in value:
            yield from leaves(child, here)
    else:
        yield here, value


def word_for(access, place):
    while place and place not in access:
        place = place.rpartition("/")[0]
    return access.get(place, Access.EDIT)


def locked(schema, place):
    names = place.split("/")[1:]
    while True:
        if schema.get("readOnly"):
            return True
        if "items" in schema:
            schema = schema["items"]
        elif names:
            schema = schema["properties"][names.pop(0)]
        else:
            return False


def marked(value):
    """The same shape with every text and number replaced by one nobody had."""
    if isinstance(value, dict):
        return {name: marked(child) for name, child in value.items()}
    if isinstance(value, list):
        return [marked(child) for child in value]
    return "MARKED"


@FAST
@given(st.data())
def test_every_generated_form_may_be_deployed(data):
    schema, _ = data.draw(groups())
    assert forms.check_schema(schema) == []


@FAST
@given(st.data())
def test_what_is_hidden_never_leaves(data):
    schema, value = data.draw(groups())
    access = data.draw(permissions(schema))
    shown = forms.visible(schema, {**value, "undeclared": 1}, access=access)
    assert "undeclared" not in shown
    assert all(
        word_for(access, place) is not Access.HIDDEN for place, _ in leaves(shown)
    )


@FAST
@given(st.data())
def test_a_page_has_no_control_for_what_is_hidden(data):
    schema, value = data.draw(groups())
    access = data.draw(permissions(schema))
    for node in forms.view(schema, value, access=access).walk():
        place = "/".join(p for p in node.pointer.split("/") if not p.isdecimal())
        if node.kind not in ("group", "rows", "keydata"):
            assert word_for(access, place) is not Access.HIDDEN


@FAST
@given(st.data())
def test_only_what_is_editable_comes_in(data):
    schema, value = data.draw(groups())
    access = data.draw(permissions(schema))
    submitted = {**marked(value), "undeclared": "MARKED"}
    accepted = forms.accept(schema, submitted, value, access=access)
    for place, held in leaves(accepted):
        if held == "MARKED":
            assert word_for(access, place) is Access.EDIT
            assert place in set(places(schema))
            assert not locked(schema, place)


@FAST
@given(st.data())
def test_what_may_not_be_changed_stays_as_it_was(data):
    schema, value = data.draw(groups())
    accepted = forms.accept(schema, marked(value), value, access={"": Access.READ})
    assert accepted == value
    assert forms.changes(schema, accepted, value) == {}


@FAST
@given(st.data())
def test_accepting_twice_is_accepting_once(data):
    schema, value = data.draw(groups())
    access = data.draw(permissions(schema))
    _, other = data.draw(groups())
    once = forms.accept(schema, other, value, access=access)
    assert forms.accept(schema, once, once, access=access) == once


@FAST
@given(st.data())
def test_what_was_let_through_is_not_refused(data):
    schema, value = data.draw(groups())
    access = data.draw(permissions(schema))
    seen = forms.visible(schema, value, access=access)
    assert forms.refused(schema, seen, access=access, current=value) == []


@FAST
@given(st.data())
def test_a_page_sent_back_untouched_changes_nothing(data):
    schema, given_value = data.draw(groups())
    access = data.draw(permissions(schema))
    value = forms.accept(schema, given_value, given_value)
    tree = forms.view(schema, value, access=access)
    submitted = forms.parse_post(schema, sent_back(tree), value, access=access)
    back = forms.accept(schema, submitted, value, access=access)
    assert without_noes(back) == without_noes(value)


@FAST
@given(st.data())
def test_validating_twice_says_the_same(data):
    schema, value = data.draw(groups())
    access = data.draw(permissions(schema))
    accepted = forms.accept(schema, marked(value), value, access=access)
    first = forms.validate(schema, accepted, access=access)
    assert forms.validate(schema, accepted, access=access) == first


@FAST
@given(st.data())
def test_nobody_is_told_of_what_he_cannot_mend(data):
    schema, value = data.draw(groups())
    assert forms.validate(schema, marked(value), access={"": Access.READ}) == []


def silent(value):
    if not isinstance(value, dict) or not value:
        return False
    return all(child is None or silent(child) for child in value.values())


def without_noes(value):
    """A box nobody ticked says no: before it was shown, it said nothing.

    Nor can a page tell a group whose fields are all empty from no group at all.
    """
    if isinstance(value, dict):
        pairs = {name: without_noes(child) for name, child in value.items()}
        return {
            name: child
            for name, child in pairs.items()
            if child is not False and not silent(value[name])
        }
    if isinstance(value, list):
        return [without_noes(child) for child in value]
    return value
