"""What an analyst writes into ``properties``, checked: a misspelt one is not ignored.

Source:
    tickets.md §1.19, "Proposed vocabulary of properties on a user task".
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

from app.domain import forms
from app.domain.process import Element, Finding, JSONDict, shortened
from app.domain.work_items import outcomes
from app.engine import Model, scripts, timers
from app.errors import Invalid, Reason
from app.store import deployments as store
from app.usecases.definitions import form_name

RESULTS = {"approved", "rejected", "solved", "unsolved", "none"}
PREFIX = re.compile(r"[A-Za-z0-9]{1,12}")
OUTCOME = re.compile(r"[A-Za-z0-9_-]{1,32}")
KEY_DATUM = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*\s*(\|\s*(money|date)\s*)?")
OF_PROCESSES = {
    "ticket.title",
    "ticket.prefix",
    "ticket.description",
    "ticket.timezone",
}
OF_USER_TASKS = {"actions", "form.fields", "keydata", "formJsonSchemaFilename"}
OF_FORMS = {"form.fields", "formJsonSchemaFilename"}
OF_ENDS = {"ticket.result"}
OURS = re.compile(r"(ticket|action|form)\..*|action|form|fields|key_?data")
LATER = re.compile(
    r"(assign|sign|return)\..*|form\.schema|sla|remind|idle|cc|notify", re.DOTALL
)

Said = Iterator[Finding]
Told = Callable[..., Finding]


def faults(
    models: Iterable[tuple[str, Model]], uploaded: Mapping[str, JSONDict]
) -> Said:
    """Yield what is wrong with the properties of diagrams.

    Args:
        models: processes, each with the name of its file.
        uploaded: schemas of the forms in the upload, by key.
    """
    models = list(models)
    schemas = {**_deployed(models, uploaded), **uploaded}
    for file, model in models:
        yield from _of_process(file, model)
        for element in model.elements.values():
            schema = schemas.get(form_name(element.form_key or ""))
            yield from _of_element(file, element, schema)


def _deployed(
    models: Iterable[tuple[str, Model]], uploaded: Mapping[str, JSONDict]
) -> dict[str, JSONDict]:
    used = {
        form_name(element.form_key)
        for _, model in models
        for element in model.elements.values()
        if element.form_key
    }
    latest = store.latest_forms(used - uploaded.keys())
    return {key: form.schema for key, form in latest.items()}


def _telling(file: str, element: Element | None) -> Told:
    def tell(
        rule: str,
        severity: Literal["error", "warning"] = "error",
        **facts: str | Reason,
    ) -> Finding:
        return Finding(
            rule=rule,
            severity=severity,
            file=file,
            element_id=element.element_id if element else None,
            element_name=(element.name or None) if element else None,
            facts=shortened(facts, 200),
        )

    return tell


def _of_process(file: str, model: Model) -> Said:
    tell = _telling(file, None)
    yield from _unknown(model.properties, OF_PROCESSES, tell)
    prefix = model.number_prefix
    if prefix is not None and not PREFIX.fullmatch(prefix):
        yield tell("number-prefix", text=prefix)
    zone = model.properties.get("ticket.timezone")
    if zone is not None and not timers.is_zone(zone):
        yield tell("ticket-timezone", text=zone)
    if model.title_template:
        try:
            scripts.check_expression(model.title_template)
        except scripts.ScriptFault as fault:
            yield tell("title-template", why=fault.reason)


def _of_element(file: str, element: Element, schema: JSONDict | None) -> Said:
    tell = _telling(file, element)
    own = element.properties
    known = {
        "userTask": OF_USER_TASKS,
        "startEvent": OF_FORMS,
        "endEvent": OF_ENDS,
    }.get(element.kind, set())
    names = {choice.name for choice in outcomes(own)}
    labels = {name for name in own if name.startswith("action.")}
    if element.kind == "userTask":
        yield from _of_user_task(own, names, labels, tell)
        known = known | labels
    yield from _unknown(own, known, tell)
    yield from _of_fields(own, schema, tell)
    result = own.get("ticket.result")
    if result is not None and element.kind == "endEvent" and result not in RESULTS:
        yield tell("ticket-result", text=result)


def _of_user_task(
    own: Mapping[str, str], names: set[str], labels: set[str], tell: Told
) -> Said:
    seen: set[str] = set()
    for choice in outcomes(own):
        if not OUTCOME.fullmatch(choice.name) or choice.name in seen:
            yield tell("outcome-name", text=choice.name)
        seen.add(choice.name)
    for label in sorted(labels):
        if label.split(".")[1] not in names:
            yield tell("unknown-outcome", "warning", name=label)
        elif label.endswith(".form") and own[label] != "required":
            yield tell("unknown-property", "warning", name=f"{label}={own[label]}")
    for part in own.get("keydata", "").split(","):
        if part.strip() and not KEY_DATUM.fullmatch(part.strip()):
            yield tell("key-data", text=part.strip())


def _unknown(own: Mapping[str, str], known: set[str], tell: Told) -> Said:
    """Yield what looks like a word of ours and does nothing; other words are theirs."""
    for name in own:
        if LATER.fullmatch(name):
            yield tell("unsupported-property", name=name)
        elif name not in known and (OURS.fullmatch(name) or name in OF_USER_TASKS):
            yield tell("unknown-property", "warning", name=name)


def _of_fields(own: Mapping[str, str], schema: JSONDict | None, tell: Told) -> Said:
    """Yield what is wrong with ``form.fields``.

    A misspelt field in "payee:hidden" would show what should be hidden, so a name that
    the form does not have is pointed out.
    """
    try:
        access = forms.parse_field_permissions(own.get("form.fields"))
    except Invalid as refusal:
        for error in refusal.errors:
            entry = str(error.facts.get("entry", own["form.fields"]))
            yield tell("field-permissions", entry=entry)
        return
    for pointer in forms.unknown_fields(schema, access) if schema else ():
        yield tell("unknown-field", "warning", entry=pointer)
