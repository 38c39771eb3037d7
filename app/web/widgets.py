"""JSON-schema forms as HTML: what ``forms/_form.html`` needs beside the tree.

The tree itself, its kinds and its names, is ``domain/forms``' own (``FieldNode``); here
are the reader's language, the figures of the reader's country, and the summary of
errors.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from flask_babel import format_date, format_datetime, format_decimal, gettext

from app.domain import forms
from app.domain.forms import FieldNode, Option, Permissions
from app.domain.forms.fields import key_of
from app.domain.process import JSONDict
from app.errors import FieldError
from app.web import languages

NOTHING = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """An attachment as a form shows it.

    Attributes:
        id: the attachment's id, which is the field's value.
        name: the file's name.
        url: where to read it, or "".
    """

    id: str
    name: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One line of the summary above a form.

    Attributes:
        sentence: what is wrong.
        label: the field's label; "" when it is not on the page.
        target: HTML id of its control, or "".
    """

    sentence: str
    label: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A form on a page.

    Attributes:
        tree: the fields.
        problems: the summary, in the order of the page.
        action: where the form is sent.
        preview: where row buttons and live fields send it; "" for reading only.
        enter: name and value of what the Enter key presses; () for a plain submit.
        files: the attachments that its values name.
    """

    tree: FieldNode
    problems: tuple[Problem, ...] = ()
    action: str = ""
    preview: str = ""
    enter: tuple[str, ...] = ()
    files: Mapping[str, File] = field(default_factory=dict)


def init_app(app: Flask) -> None:
    """Give the templates what ``forms/_form.html`` uses."""
    app.jinja_env.filters |= {
        "form_chosen": is_chosen,
        "form_error": sentence,
        "form_files": files_of,
        "form_option": option_label,
        "form_stray": is_stray,
        "form_value": display,
    }


def sheet(
    schema: JSONDict,
    value: JSONDict,
    *,
    access: Permissions = forms.EVERYTHING,
    errors: Iterable[FieldError] = (),
    stored: JSONDict | None = None,
    action: str = "",
    preview: str = "",
    enter: tuple[str, ...] = (),
    files: Iterable[File] = (),
) -> Sheet:
    """Lay out a form for the reader of this request.

    Args:
        schema: the form.
        value: what it holds.
        access: what the element permits.
        errors: what is wrong, with pointers into the value.
        stored: the value before this edit; None: ``value``.
        action: where the form is sent.
        preview: where row buttons and live fields send it; answers with the form alone.
        enter: name and value of the button that the Enter key presses.
        files: the attachments that the value names.
    """
    wrong = tuple(errors)
    tree = forms.view(
        schema,
        value,
        access=access,
        language=languages.locale_name(),
        errors=wrong,
        stored=stored,
        zone=ZoneInfo(languages.zone()),
    )
    return Sheet(
        tree=tree,
        problems=tuple(_problems(tree, wrong)),
        action=action,
        preview=preview,
        enter=enter,
        files={file.id: file for file in files},
    )


def _problems(tree: FieldNode, errors: tuple[FieldError, ...]) -> Iterator[Problem]:
    shown = set()
    for node in tree.walk():
        if node.error and node.pointer not in shown:
            shown.add(node.pointer)
            label, target = (node.label, node.id) if node.pointer else ("", "")
            yield Problem(sentence=sentence(node.error), label=label, target=target)
    for error in errors:
        if error.pointer not in shown:
            shown.add(error.pointer)
            yield Problem(sentence=sentence(error))


def sentence(error: FieldError) -> str:
    """Return an error in the reader's language.

    Args:
        error: of the form.
    """
    return forms.spoken(error, languages.locale_name(), gettext)


def option_label(node: FieldNode, option: Option) -> str:
    """Return the label of a choice; yes and no are ours to translate.

    Args:
        node: the field.
        option: one of its choices.
    """
    if isinstance(option.value, bool) and option.label in ("Yes", "No"):
        return str(gettext(option.label))
    return option.label


def is_chosen(node: FieldNode, option: Option) -> bool:
    """Say whether a choice is the field's value, or among its values.

    Args:
        node: the field.
        option: one of its choices.
    """
    held = node.value if isinstance(node.value, list) else [node.value]
    return any(one is not None and key_of(one) == option.key for one in held)


def is_stray(node: FieldNode) -> bool:
    """Say whether the field holds something that is none of its choices.

    Args:
        node: a field with choices.
    """
    held = isinstance(node.value, str | int | float)
    return held and not any(is_chosen(node, option) for option in node.options)


def files_of(node: FieldNode, page: Sheet) -> list[File]:
    """Return the attachments a field names, by name where it is known.

    Args:
        node: a field of files.
        page: the form.
    """
    held = node.value if isinstance(node.value, list) else [node.value]
    ids = [one for one in held if isinstance(one, str) and one]
    return [page.files.get(one, File(id=one, name=one)) for one in ids]


def display(node: FieldNode, page: Sheet) -> str:
    """Return a field's value as text for reading, in the reader's figures.

    Args:
        node: the field.
        page: the form.
    """
    if node.value in (None, "", []):
        return NOTHING
    if node.kind == "files":
        return str(gettext(", ")).join(file.name for file in files_of(node, page))
    if node.options:
        chosen = [o for o in node.options if is_chosen(node, o)]
        labels = [option_label(node, option) for option in chosen]
        return str(gettext(", ")).join(labels) or str(node.value)
    if isinstance(node.value, list):
        return str(gettext(", ")).join(_plain(one, node.format) for one in node.value)
    return _plain(node.value, node.format)


def _plain(value: Any, form: str) -> str:
    if isinstance(value, bool):
        return str(gettext("Yes") if value else gettext("No"))
    if isinstance(value, int | float):
        return _figure(Decimal(str(value)))
    if form in FORMATS and isinstance(value, str):
        return FORMATS[form](value)
    return str(value)


def _figure(number: Decimal) -> str:
    exponent = number.as_tuple().exponent
    places = min(-exponent, 12) if isinstance(exponent, int) and exponent < 0 else 0
    pattern = "#,##0." + "0" * places if places else "#,##0"
    return str(format_decimal(number, pattern))


def _decimal(text: str) -> str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return _figure(number) if number.is_finite() else text


def _date(text: str) -> str:
    try:
        return str(format_date(date.fromisoformat(text)))
    except ValueError:
        return text


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return str(format_datetime(moment)) if moment.tzinfo else text


FORMATS = {"decimal": _decimal, "date": _date, "date-time": _moment}
