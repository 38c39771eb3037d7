"""Is a form's value right? One answer for pages and programs.

Faults that nobody at this element can mend, because the field is hidden or read-only
here, are not reported: the value came from elsewhere and was checked there.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from jsonschema_rs import ValidationError, ValidationErrorKind

from app.domain.forms.expansion import expanded
from app.domain.forms.merging import children, reachable
from app.domain.forms.permissions import EVERYTHING, Gate, Permissions, gate
from app.domain.forms.pointers import pointer
from app.domain.forms.shapes import declared
from app.domain.forms.validators import compiled
from app.domain.process import JSONDict
from app.errors import N_, FieldError

MAX_ERRORS = 200
EMPTY: tuple[Any, ...] = (None, "", [], {})
FILL_IN = N_("Please fill in this field.")
CHOOSE = N_("Choose one of the options.")
BAD_FORMAT = N_("The format is not right.")
UNKNOWN = N_("This field is not part of this form.")

SENTENCES = {
    "required": FILL_IN,
    "minLength": N_("At least %(limit)s characters."),
    "maxLength": N_("At most %(limit)s characters."),
    "minimum": N_("Must be at least %(limit)s."),
    "maximum": N_("Must be at most %(limit)s."),
    "exclusiveMinimum": N_("Must be more than %(limit)s."),
    "exclusiveMaximum": N_("Must be less than %(limit)s."),
    "multipleOf": N_("Must be a multiple of %(limit)s."),
    "x-minimum": N_("Must be at least %(limit)s."),
    "x-maximum": N_("Must be at most %(limit)s."),
    "x-scale": N_("At most %(limit)s decimal places."),
    "pattern": BAD_FORMAT,
    "enum": CHOOSE,
    "const": CHOOSE,
    "oneOf": N_("None of the allowed combinations fits. Check these fields."),
    "anyOf": N_("None of the allowed combinations fits. Check these fields."),
    "not": N_("This combination is not allowed."),
    "minItems": N_("Add at least %(limit)s."),
    "maxItems": N_("At most %(limit)s are allowed."),
    "uniqueItems": N_("Each entry may occur only once."),
    "contains": N_("A needed entry is missing."),
    "minProperties": N_("Fill in at least %(limit)s of these fields."),
    "maxProperties": N_("Fill in at most %(limit)s of these fields."),
    "additionalProperties": UNKNOWN,
    "unevaluatedProperties": UNKNOWN,
    "falseSchema": N_("Leave this field empty."),
}
FORMATS = {
    "date": N_("Enter a date."),
    "date-time": N_("Enter a date and a time."),
    "time": N_("Enter a time of day."),
    "email": N_("Enter an e-mail address."),
    "idn-email": N_("Enter an e-mail address."),
    "uri": N_("Enter a web address, beginning with https://."),
    "decimal": N_("Enter an amount, like 8450.00."),
    "file": N_("Choose a file."),
    "data-url": N_("Choose a file."),
}
TYPES = {
    "integer": N_("Enter a whole number."),
    "number": N_("Enter a number."),
    "boolean": CHOOSE,
    "string": N_("Enter a text."),
    "array": N_("A list is needed here."),
    "object": N_("A group of fields is needed here."),
}
NOT_RIGHT = N_("The value is not right.")


def validate(
    schema: JSONDict,
    value: JSONDict,
    *,
    access: Permissions = EVERYTHING,
    insist: bool = True,
) -> list[FieldError]:
    """Check a form's value and say what the person at this element has to mend.

    Args:
        schema: the form.
        value: what ``accept`` returned: the submission over what was there.
        access: what the element permits, and what it insists on.
        insist: False lets empty fields be, and checks what is filled in.

    Returns:
        At most 200 errors, one a place and rule; a missing field's pointer is the
        field's own. Empty when nothing stands in the way.
    """
    plain = expanded(schema)
    top = gate(plain, access)
    found: dict[tuple[str, str | None], FieldError] = {}
    missing = _insisted(plain, value, top, ()) if insist else ()
    for error in (*missing, *_faults(plain, value, top, insist=insist)):
        found.setdefault((error.pointer, error.rule), error)
    return list(found.values())[:MAX_ERRORS]


def _faults(
    plain: JSONDict, value: JSONDict, top: Gate, *, insist: bool
) -> Iterator[FieldError]:
    raised = compiled(plain).iter_errors(value)
    for error in islice(raised, 5 * MAX_ERRORS):
        if _mendable(error, plain, top) and (insist or not _missing(error)):
            yield _told(error)


def _missing(error: ValidationError) -> bool:
    """Say whether nothing is wrong but that something is not filled in."""
    match error.kind:
        case ValidationErrorKind.Required():
            return True
        case ValidationErrorKind.AnyOf(context) | ValidationErrorKind.OneOfNotValid(
            context
        ):
            if any(branch and all(map(_missing, branch)) for branch in context):
                return True
    return error.instance in EMPTY


def _place(error: ValidationError) -> tuple[str | int, ...]:
    path = tuple(error.instance_path)
    match error.kind:
        case ValidationErrorKind.Required(name):
            return (*path, name)
        case ValidationErrorKind.AdditionalProperties([name, *_]):
            return (*path, name)
        case ValidationErrorKind.UnevaluatedProperties([name, *_]):
            return (*path, name)
    return path


def _mendable(error: ValidationError, plain: JSONDict, top: Gate) -> bool:
    match error.kind:
        case ValidationErrorKind.AnyOf(context) | ValidationErrorKind.OneOfNotValid(
            context
        ):
            for branch in context:
                if branch and not any(_mendable(e, plain, top) for e in branch):
                    return False
    return _reached(_place(error), plain, top)


def _reached(place: tuple[str | int, ...], schema: JSONDict, here: Gate) -> bool:
    """Say whether a person here can change something at a place of the value."""
    for step in place:
        flat = declared(schema)
        if isinstance(step, int) or step.isdecimal():
            items = flat.get("items")
            if not isinstance(items, dict):
                return here.writable
            schema, here = items, here.row(declared(items))
        elif isinstance(flat["properties"].get(step), dict):
            schema = flat["properties"][step]
            here = here.child(step, declared(schema))
        else:
            return here.writable and not flat["properties"]
    return reachable(schema, here)


def _told(error: ValidationError) -> FieldError:
    rule = error.kind.name
    return FieldError(
        pointer=pointer(_place(error)),
        sentence=_sentence(error),
        facts=_facts(error),
        rule=rule,
    )


def _sentence(error: ValidationError) -> str:
    if error.instance in ("", None):
        return FILL_IN
    match error.kind:
        case ValidationErrorKind.Format(name):
            return FORMATS.get(name, BAD_FORMAT)
        case ValidationErrorKind.Type(types):
            words = [word for word in types if word != "null"]
            return TYPES.get(words[0], NOT_RIGHT) if words else NOT_RIGHT
        case ValidationErrorKind.OneOfNotValid(context) if _is_choice(context):
            return CHOOSE
        case ValidationErrorKind.AnyOf(context) if _is_choice(context):
            return CHOOSE
    return SENTENCES.get(error.kind.name, NOT_RIGHT)


def _is_choice(context: list[list[ValidationError]]) -> bool:
    return all(
        isinstance(fault.kind, ValidationErrorKind.Constant)
        for branch in context
        for fault in branch
    )


def _facts(error: ValidationError) -> dict[str, Any]:
    match error.kind:
        case ValidationErrorKind.Custom(_, message):
            return {"limit": message}
        case ValidationErrorKind.MultipleOf(limit):
            return {"limit": limit}
    found = error.kind.as_dict()
    return {"limit": found["limit"]} if "limit" in found else {}


def _insisted(
    schema: JSONDict, value: Any, here: Gate, where: tuple[str | int, ...]
) -> Iterator[FieldError]:
    """Yield what the element insists on and the value does not hold."""
    flat = declared(schema)
    if isinstance(flat.get("items"), dict) and isinstance(value, list):
        gated = here.row(declared(flat["items"]))
        for i, row in enumerate(value):
            yield from _insisted(flat["items"], row, gated, (*where, i))
        return
    held = value if isinstance(value, dict) else {}
    for name, child, gated in children(flat, here):
        if gated.required and held.get(name) in EMPTY:
            place = pointer((*where, name))
            yield FieldError(pointer=place, sentence=FILL_IN, rule="required")
        yield from _insisted(child, held.get(name), gated, (*where, name))
