"""Forms of user tasks and start events: named by a key, or drawn into the diagram.

Source:
    Camunda 7 reference, "Generated Task Forms" and "Camunda Forms".
"""

from typing import Any

from app.domain.process import JSONDict
from app.engine.extensions.vocabulary import (
    attribute,
    bare,
    camunda,
    inside,
    is_expression,
    zeebe,
)

GENERATED = "generated-"

_TYPES: dict[str, JSONDict] = {
    "string": {"type": "string"},
    "long": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "enum": {"type": "string"},
}
_WHOLE = {
    "min": "minimum",
    "max": "maximum",
    "minlength": "minLength",
    "maxlength": "maxLength",
}


def form_key(xml: Any, own_properties: dict[str, str]) -> str | None:
    """Return the key of the form that a user task or start event shows.

    Args:
        xml: the BPMN element.
        own_properties: its ``properties``.

    Returns:
        ``formKey`` or ``formRef``, else the name of ``formJsonSchemaFilename`` without
        ``.json``, else the key of the form drawn into the diagram, else None.
    """
    key = attribute(xml, "formKey") or attribute(xml, "formRef") or _zeebe_key(xml)
    if key is None:
        file = own_properties.get("formJsonSchemaFilename", "").strip()
        key = file.rpartition("/")[2].removesuffix(".json") or None
    if key is None and fields_of(xml):
        key = f"{GENERATED}{xml.get('id') or ''}"
    return None if key is None else without_prefix(key)


def without_prefix(key: str) -> str:
    """Take off what Camunda's task list wants before a form's name."""
    for prefix in (
        "embedded:deployment:",
        "camunda-forms:deployment:",
        "camunda-forms:bpmn:",
    ):
        if key.startswith(prefix):
            key = key.removeprefix(prefix).rpartition("/")[2]
            return key.removesuffix(".form").removesuffix(".html")
    return key


def _zeebe_key(xml: Any) -> str | None:
    definition = zeebe(xml, "formDefinition")
    if definition is None:
        return None
    keys = ("formKey", "formId", "externalReference")
    return next((key for name in keys if (key := bare(definition, name))), None)


def fields_of(xml: Any) -> list[Any]:
    """Return the fields of a form drawn into the diagram."""
    data = camunda(xml, "formData")
    fields = [f for group in data for f in inside(group, "formField")]
    return fields or camunda(xml, "formProperty")


def schema_of(xml: Any) -> JSONDict | None:
    """Make a JSON schema of the form drawn into the diagram.

    Args:
        xml: the user task or start event.

    Returns:
        None when no form is drawn.
    """
    fields = [f for f in fields_of(xml) if f.get("id")]
    if not fields:
        return None
    schema: JSONDict = {
        "title": xml.get("name") or xml.get("id") or "",
        "type": "object",
        "properties": {f.get("id"): _property(f) for f in fields},
    }
    required = [f.get("id") for f in fields if "required" in constraints(f)]
    if required:
        schema["required"] = required
    return schema


def constraints(field: Any) -> dict[str, str]:
    """Return what a field's ``validation`` demands: name -> configuration."""
    found = {
        c.get("name") or "": (c.get("config") or "").strip()
        for group in inside(field, "validation")
        for c in inside(group, "constraint")
    }
    if field.get("required") == "true":  # Activiti and Flowable write it so
        found.setdefault("required", "")
    if field.get("writable") == "false" or field.get("writeable") == "false":
        found.setdefault("readonly", "")
    return {name: config for name, config in found.items() if config != "false"}


def _property(field: Any) -> JSONDict:
    schema = dict(_TYPES.get(field.get("type") or "string", {"type": "string"}))
    schema["title"] = field.get("label") or field.get("name") or field.get("id")
    options = inside(field, "value")
    if field.get("type") == "enum" and options:
        schema["oneOf"] = [
            {"const": o.get("id") or "", "title": o.get("name") or o.get("id") or ""}
            for o in options
        ]
    default = (field.get("defaultValue") or field.get("default") or "").strip()
    if default and not is_expression(default):
        value = _typed(default, str(schema["type"]))
        if value is not None:
            schema["default"] = value
    rules = constraints(field)
    for name, keyword in _WHOLE.items():
        number = _typed(rules.get(name, ""), "integer")
        if number is not None:
            schema[keyword] = number
    if "readonly" in rules:
        schema["readOnly"] = True
    return schema


def _typed(text: str, kind: str) -> Any:
    if kind == "boolean":
        return text == "true"
    if kind != "integer":
        return text
    digits = text[1:] if text[:1] == "-" else text
    plain = digits.isascii() and digits.isdecimal() and len(digits) < 16
    return int(text) if plain else None
