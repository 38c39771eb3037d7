"""Vendors' extensions: read, harmless, or refused because they change behaviour.

The tables in ``app/engine/support`` decide.
"""

from typing import Any

from app.engine import support
from app.engine.diagram import Process
from app.engine.extensions import CAMUNDA_LIKE, SPIFF, ZEEBE
from app.engine.lint.report import Report
from app.engine.support.extras import Extra
from app.engine.xml import BPMN, local_name, namespace, tag

_FAMILY = (*CAMUNDA_LIKE, SPIFF)
_ALL = (*_FAMILY, ZEEBE)


def check_file(root: Any, report: Report) -> None:
    """Check the extensions of messages, signals and errors."""
    for child in root:
        if namespace(child.tag) == BPMN and local_name(child) != "process":
            _element(child, report)


def check(process: Process, report: Report) -> None:
    """Check the extensions of everything in a process."""
    for element in process.xml.iter():
        if namespace(element.tag) == BPMN:
            _element(element, report)


def _element(element: Any, report: Report) -> None:
    _attributes(element, report)
    for extensions in element.iterchildren(tag("extensionElements")):
        for extension in extensions:
            space = namespace(extension.tag)
            if space in _ALL:
                _extension(element, space, local_name(extension), report)


def _attributes(element: Any, report: Report) -> None:
    # items() once: looking attributes up one by one is quadratic in libxml2.
    for full_name, value in element.items():
        space = namespace(full_name)
        if space not in _ALL or not value.strip():
            continue
        name = full_name.partition("}")[2]
        if space == ZEEBE:
            _zeebe_attribute(element, name, report)
        else:
            extra = support.CAMUNDA_ATTRIBUTES.get(name)
            _extra(extra, element, name, value.strip(), report)


def _zeebe_attribute(element: Any, name: str, report: Report) -> None:
    if name.startswith("modelerTemplate"):
        report.warn("ignored-extension", element, name=name)
    else:
        report.error("unsupported-extension", element, name=name)


def _extra(
    extra: Extra | None, element: Any, name: str, value: str, report: Report
) -> None:
    if extra is None or (extra.on and local_name(element) not in extra.on):
        report.error("unsupported-extension", element, name=name)
    elif value == extra.harmless or extra.row.state == support.EXECUTED:
        return
    elif extra.row.state == support.WARNED:
        report.warn(extra.row.rule, element, name=name)
    else:
        report.error(extra.row.rule, element, name=name)


def _extension(element: Any, space: str, name: str, report: Report) -> None:
    if space == SPIFF:
        state = support.SPIFF_ELEMENTS.get(name)
        if state is None:
            report.error("unsupported-extension", element, name=name)
        elif state == support.WARNED:
            report.warn("ignored-extension", element, name=name)
        return
    table = support.ZEEBE_ELEMENTS if space == ZEEBE else support.CAMUNDA_ELEMENTS
    _extra(table.get(name), element, name, "", report)
