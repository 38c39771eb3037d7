"""Vendors' extensions: read, harmless, or refused because they change behaviour."""

from typing import Any

from app.engine.diagram import Process
from app.engine.extensions import CAMUNDA_LIKE, SPIFF, ZEEBE
from app.engine.lint.report import Report
from app.engine.xml import BPMN, local_name, namespace, tag

_READ = {
    "userTask": frozenset(
        {
            "assignee",
            "candidateUsers",
            "candidateGroups",
            "dueDate",
            "priority",
            "formKey",
        }
    ),
    "startEvent": frozenset({"formKey", "initiator"}),
    "process": frozenset({"candidateStarterGroups"}),
    "multiInstanceLoopCharacteristics": frozenset({"collection", "elementVariable"}),
}
# name -> the value that even its vendor takes for nothing; "" when any value is told.
_HARMLESS = {
    "historyTimeToLive": "",
    "versionTag": "",
    "isStartableInTasklist": "true",
    "async": "false",
    "asyncBefore": "false",
    "asyncAfter": "false",
    "exclusive": "true",
    "jobPriority": "",
    "taskPriority": "",
    "followUpDate": "",
    "modelerTemplate": "",
    "modelerTemplateVersion": "",
    "modelerTemplateIcon": "",
    "diagramRelationId": "",
}
_HARMLESS_ELEMENTS = frozenset(
    {"failedJobRetryTimeCycle", "unitTests", "instructionsForEndUser"}
)
_RULES = {
    "executionListener": "unsupported-listener",
    "taskListener": "unsupported-listener",
    "formData": "form-data",
}
_FAMILY = (*CAMUNDA_LIKE, SPIFF)


def check_file(root: Any, report: Report) -> None:
    """Tell a Camunda 8 diagram, whose extensions mean other things."""
    for element in root.iter():
        if namespace(element.tag) == ZEEBE:
            report.error("zeebe", element)
            return


def check(process: Process, report: Report) -> None:
    """Check the extensions of everything in a process."""
    for element in process.xml.iter():
        if namespace(element.tag) != BPMN:
            continue
        _attributes(element, report)
        for extensions in element.iterchildren(tag("extensionElements")):
            for extension in extensions:
                if namespace(extension.tag) in _FAMILY:
                    _extension(element, local_name(extension), report)


def _attributes(element: Any, report: Report) -> None:
    read = _READ.get(local_name(element), frozenset())
    # items() once: looking attributes up one by one is quadratic in libxml2.
    for full_name, value in element.items():
        if namespace(full_name) not in _FAMILY or not value.strip():
            continue
        name = full_name.partition("}")[2]
        if name in read:
            continue
        if name not in _HARMLESS:
            report.error("unsupported-extension", element, name=name)
        elif value.strip() != _HARMLESS[name]:
            report.warn("ignored-extension", element, name=name)


def _extension(element: Any, name: str, report: Report) -> None:
    if name in ("properties", "inputOutput"):
        return
    if name in _HARMLESS_ELEMENTS:
        report.warn("ignored-extension", element, name=name)
    else:
        report.error(_RULES.get(name, "unsupported-extension"), element, name=name)
