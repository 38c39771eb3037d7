"""What a form shows before anybody has typed: the schema's own defaults."""

from typing import Any

from app.domain.forms.expansion import expanded
from app.domain.forms.merging import children
from app.domain.forms.permissions import EVERYTHING, Gate, Permissions, gate
from app.domain.forms.shapes import effective
from app.domain.process import JSONDict


def prefilled(
    schema: JSONDict, value: JSONDict, *, access: Permissions = EVERYTHING
) -> JSONDict:
    """Return a value with ``default`` where there is none yet; for the first look only.

    Args:
        schema: the form.
        value: what is known already.
        access: what the element permits; only editable fields are prefilled.
    """
    plain = expanded(schema)
    filled: JSONDict = _filled(plain, value, gate(plain, access))
    return filled


def _filled(schema: JSONDict, value: JSONDict, here: Gate) -> JSONDict:
    out: dict[str, Any] = dict(value)
    for name, child, gated in children(effective(schema, value), here):
        if name not in out and "default" in child and gated.writable:
            out[name] = child["default"]
        if isinstance(out.get(name), dict):
            out[name] = _filled(child, out[name], gated)
    return out
