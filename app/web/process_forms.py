"""The forms of processes between browser and use cases: uploads, posts, trees."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import tzinfo
from zoneinfo import ZoneInfo

from flask import current_app, g, request, url_for
from werkzeug.datastructures import MultiDict

from app.domain import forms
from app.domain.forms import FieldNode
from app.domain.process import JSONDict
from app.errors import (
    FieldError,
    FormInvalid,
    Invalid,
    Refusal,
    TooLarge,
    UnsupportedType,
)
from app.usecases import attachments
from app.usecases.forms import FormView
from app.usecases.unit_of_work import unit_of_work
from app.web import languages, visits, widgets
from app.web.widgets import File, Sheet

PREFIX = "/variables"  # what use cases put before a form's pointers
EMPTY: JSONDict = {"type": "object", "properties": {}}  # of an element without a form


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploads:
    """What a browser posted, its files stored.

    Attributes:
        post: the fields; a file control's name carries attachment ids.
        faults: files that were not taken, at their controls.
    """

    post: MultiDict[str, str]
    faults: tuple[FieldError, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A posted form, read.

    Attributes:
        variables: the submission, for a use case.
        value: what the page shows again.
        faults: files that were not taken.
    """

    variables: JSONDict
    value: JSONDict
    faults: tuple[FieldError, ...]

    def require_files(self) -> None:
        """Refuse a form of which a file was not taken.

        Raises:
            FormInvalid: with each of them.
        """
        if self.faults:
            raise FormInvalid(
                [
                    replace(fault, pointer=PREFIX + fault.pointer)
                    for fault in self.faults
                ]
            )


def store_uploads() -> Uploads:
    """Store the files of the request, so that whatever follows cannot lose them.

    A form that htmx exchanges keeps the files chosen in it, so those wait for the end.
    """
    post = MultiDict(request.form)
    if "HX-Request" in request.headers:
        return Uploads(post=post, faults=())
    faults = []
    limit = current_app.config["SETTINGS"].attachment_limit_bytes
    for name, file in request.files.items(multi=True):
        if not file.filename or not name.startswith("/"):
            continue
        try:
            with unit_of_work():
                kept = attachments.upload(
                    file.filename,
                    file.stream,
                    actor=visits.actor(),
                    limit_bytes=limit,
                    now=g.now,
                )
                post.add(name, kept.public_id)
        except (TooLarge, UnsupportedType, Invalid) as refusal:
            faults.append(_fault(name, refusal))
    return Uploads(post=post, faults=tuple(faults))


def read(view: FormView, uploads: Uploads) -> Typed:
    """Read a posted form against its schema; inside a reading unit of work.

    Args:
        view: the form, as this person may see it.
        uploads: what came.

    Raises:
        TooLarge: too many controls or rows.
        Malformed: a text that cannot be stored.
    """
    if view.schema is None:
        return Typed(variables={}, value={}, faults=uploads.faults)
    return Typed(
        variables=forms.parse_post(
            view.schema, uploads.post, view.current, access=view.access, zone=_zone()
        ),
        value=forms.preview_post(
            view.schema, uploads.post, view.current, access=view.access, zone=_zone()
        ),
        faults=uploads.faults,
    )


def draw(
    view: FormView,
    typed: Typed | None,
    errors: Iterable[FieldError],
    *,
    action: str,
    preview: str,
    enter: tuple[str, ...] = (),
    told: Collection[str] = (),
) -> Sheet:
    """Lay out a form in the reader's language; inside a reading unit of work.

    Args:
        view: the form, as this person may see it.
        typed: what was posted and is shown again; None shows what is known.
        errors: as a use case raised them.
        action: where the form is sent.
        preview: where row buttons and live fields send it.
        enter: name and value of what the Enter key presses.
        told: pointers of values the page shows already, so that the form does not
            repeat those that can only be read.
    """
    schema = view.schema if view.schema is not None else EMPTY
    value = typed.value if typed else view.value
    ids = forms.attachments(schema, value).values()
    known = forms.visible(schema, view.current, access=view.access)
    rows = attachments.named(
        ids, actor=visits.actor(), shown=forms.attachments(schema, known).values()
    )
    sheet = widgets.sheet(
        schema,
        value,
        access=view.access,
        errors=[
            replace(error, pointer=error.pointer.removeprefix(PREFIX))
            for error in errors
        ],
        stored=view.current,
        action=action,
        preview=preview,
        enter=enter,
        files=[
            File(
                id=key,
                name=row.name,
                url=url_for("web.attachments.download", attachment_id=key),
            )
            for key, row in rows.items()
        ],
    )
    return replace(sheet, tree=_pruned(sheet.tree, frozenset(told)))


def _pruned(node: FieldNode, told: frozenset[str]) -> FieldNode:
    """Leave out what says nothing new: read-only fields that are told or empty."""
    if node.kind not in ("group", "keydata"):
        return node
    kept = [
        _pruned(child, told)
        for child in node.children
        if not (child.readonly and _says_nothing(child, told))
    ]
    silent = ("group", "keydata")
    shown = [one for one in kept if one.kind not in silent or one.children]
    return replace(node, children=tuple(shown))


def _says_nothing(node: FieldNode, told: frozenset[str]) -> bool:
    if node.kind in ("group", "keydata"):
        return False
    return node.pointer in told or node.value in (None, "", [])


def _fault(pointer: str, refusal: Refusal) -> FieldError:
    if isinstance(refusal, Invalid) and refusal.errors:
        return replace(refusal.errors[0], pointer=pointer)
    return FieldError(
        pointer=pointer, sentence=refusal.sentence, facts=refusal.facts, rule="file"
    )


def _zone() -> tzinfo:
    return ZoneInfo(languages.zone())
