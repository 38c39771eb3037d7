"""JSON-schema forms: checked when deployed, then shown, filled in and validated.

One schema serves three readers: the page (``view``, ``parse_post``), the program
(``refused``, ``validate``) and the ticket (``accept``, ``changes``). All of them see
the same conditions and the same permissions of the element.
"""

from app.domain.forms.checks import check_schema, unknown_fields
from app.domain.forms.expansion import expanded
from app.domain.forms.fields import Option, spoken, words
from app.domain.forms.files import attachments
from app.domain.forms.glossary import Term, glossary
from app.domain.forms.merging import accept, changes, visible
from app.domain.forms.permissions import (
    EVERYTHING,
    Access,
    Permissions,
    parse_field_permissions,
)
from app.domain.forms.posts import Post, parse_post, press, preview_post
from app.domain.forms.prefill import prefilled
from app.domain.forms.refusals import refused
from app.domain.forms.rules import Rule, rules
from app.domain.forms.shapes import effective
from app.domain.forms.validation import validate
from app.domain.forms.views import FieldNode, view

__all__ = [
    "EVERYTHING",
    "Access",
    "FieldNode",
    "Option",
    "Permissions",
    "Post",
    "Rule",
    "Term",
    "accept",
    "attachments",
    "changes",
    "check_schema",
    "effective",
    "expanded",
    "glossary",
    "parse_field_permissions",
    "parse_post",
    "prefilled",
    "press",
    "preview_post",
    "refused",
    "rules",
    "spoken",
    "unknown_fields",
    "validate",
    "view",
    "visible",
    "words",
]
