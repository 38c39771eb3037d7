"""Expressions and scripts wherever they are written: can they be read?"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from app.engine import extensions, scripts
from app.engine.diagram import Flow, Process, Shape
from app.engine.extensions import is_expression
from app.engine.lint.report import Report
from app.engine.xml import namespace, tag, text_of

# Set by multi-instance activities, for what lies inside them.
_COUNTERS = frozenset(
    {
        "loopCounter",
        "nrOfActiveInstances",
        "nrOfCompletedInstances",
        "nrOfInstances",
    }
)
_LANGUAGES = ("", "juel", "python", "feel")
_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)
_NOT_A_VALUE = object()


def expression(
    where: Shape | Flow | Any, text: str, report: Report, language: str | None = None
) -> frozenset[str]:
    """Check an expression.

    Args:
        where: the element to name.
        text: ``${...}``, ``=...`` or a plain expression.
        report: takes what is wrong.
        language: what the diagram says of its language.

    Returns:
        The variables it reads; none when it cannot be read.
    """
    try:
        names = scripts.check_expression(text, language=language)
    except scripts.ScriptFault as fault:
        report.error("bad-expression", where, text=text, why=fault.reason)
        return frozenset()
    for name in names:
        if re.search(rf"(?<![\w.]){re.escape(name)}\s*\(", text):
            report.error("unknown-function", where, name=name, text=text)
    return names


def template(where: Any, text: str | None, report: Report) -> None:
    """Check a text that may be an expression."""
    if text is not None and is_expression(text):
        expression(where, text, report)


def condition(where: Any, xml: Any, report: Report) -> frozenset[str]:
    """Check the expression of a condition: its language, its words, its type.

    Args:
        where: the element to name.
        xml: the element that holds it.
        report: takes what is wrong.

    Returns:
        The variables it reads.
    """
    language = (xml.get("language") or "").strip()
    if language.lower().rstrip("/").rpartition("/")[2] not in _LANGUAGES:
        report.error("condition-language", where, language=language)
        return frozenset()
    text = text_of(xml)
    if not text:
        return frozenset()
    names = expression(where, text, report, language or None)
    if not names and _constant(text, language) is not _NOT_A_VALUE:
        value = _constant(text, language)
        if value is not None and not isinstance(value, bool):
            report.error("condition-not-boolean", where, text=text)
    return names


def _constant(text: str, language: str) -> Any:
    """Return the value of an expression without variables."""
    if not is_expression(text) or "(" in text:
        return _NOT_A_VALUE  # the cage's workers are not for uploads
    try:
        return scripts.evaluate(text, {}, now=_ANY_TIME, language=language or None)
    except scripts.ScriptFault:
        return _NOT_A_VALUE


def counters(process: Process, report: Report) -> None:
    """Tell conditions of flows that read what only lies inside repeated activities."""
    inside = {
        shape.element_id
        for shape in process.shapes
        if extensions.multi_instance(shape.xml) is not None
    }
    for flow in process.flows:
        if flow.condition is None or _within(process, flow.scope_id, inside):
            continue
        for name in sorted(_COUNTERS):
            if re.search(rf"(?<![\w.]){name}\b", flow.condition):
                report.warn("variable-out-of-scope", flow, name=name)


def _within(process: Process, scope_id: str, hosts: set[str]) -> bool:
    while scope_id != process.key:
        if scope_id in hosts:
            return True
        shape = process.shape(scope_id)
        if shape is None:
            return False
        scope_id = shape.scope_id
    return False


def values(value: extensions.Value) -> Iterator[extensions.Text | extensions.Script]:
    """Yield the texts and scripts of a mapped value, those of lists and maps too."""
    match value:
        case extensions.ListOf(items):
            for item in items:
                yield from values(item)
        case extensions.MapOf(entries):
            for _, item in entries:
                yield from values(item)
        case _:
            yield value


def mapped(shape: Shape, mapping: extensions.InputOutput, report: Report) -> None:
    """Check the values of input and output mappings."""
    for parameter in (*mapping.inputs, *mapping.outputs):
        if not parameter.name:
            report.error("mapping-without-name", shape)
        for value in values(parameter.value):
            if isinstance(value, extensions.Script):
                script(shape, value.language, value.text, report, value.resource)
            else:
                template(shape, value.text, report)


def script(
    where: Any, language: str, text: str, report: Report, resource: str | None = None
) -> None:
    """Check a script: its language, that there is one, and that it can be read."""
    if resource is not None:
        report.error("unsupported-extension", where, name="resource")
    elif language in ("juel", "feel"):
        expression(where, text, report, language)
    elif language.replace("text/x-", "").replace("application/x-", "") not in (
        "",
        "python",
        "python3",
    ):
        report.error("script-language", where, language=language)
    elif not text:
        report.error("empty-script", where)
    else:
        try:
            scripts.check_script(text)
        except scripts.ScriptFault as fault:
            report.error("bad-script", where, why=fault.reason)


def conditional(process: Process, report: Report) -> None:
    """Check the conditions of conditional events, loops and complex gateways."""
    for element in process.xml.iter(
        tag("condition"),
        tag("loopCondition"),
        tag("completionCondition"),
        tag("activationCondition"),
    ):
        where = element.getparent()
        while where is not None and namespace(where.tag) and not where.get("id"):
            where = where.getparent()
        condition(where, element, report)
