"""What a file declares beside its processes and uses in them."""

from copy import deepcopy
from typing import Any

from app.engine.normaliser.notes import Notes
from app.engine.xml import BPMN, local_name, namespace, tag, text_of

_GLOBAL = {
    "globalTask": "task",
    "globalUserTask": "userTask",
    "globalManualTask": "manualTask",
    "globalScriptTask": "scriptTask",
    "globalBusinessRuleTask": "businessRuleTask",
}
# Copies may not blow a file up; what is not put in place is refused by the linter.
MAX_COPIED = 20_000
_NOT_STARTED_BY_PEOPLE = "{http://camunda.org/schema/1.0/bpmn}isStartableInTasklist"


def inline(root: Any) -> None:
    """Put event definitions that lie beside the processes where they are used.

    Source:
        BPMN 2.0.2, "Event Definitions": ``eventDefinitionRef`` refers to reusable ones.
    """
    shared = {
        child.get("id"): child
        for child in root
        if namespace(child.tag) == BPMN
        and local_name(child).endswith("EventDefinition")
        and child.get("id")
    }
    sizes = {key: sum(1 for _ in shared[key].iter()) for key in shared}
    copied = 0
    for reference in list(root.iter(tag("eventDefinitionRef"))):
        found = shared.get(text_of(reference))
        if found is None or reference.getparent() is root:
            continue
        copied += sizes[text_of(reference)]
        if copied > MAX_COPIED:
            return
        copy = deepcopy(found)
        copy.tail = None
        del copy.attrib["id"]
        reference.getparent().replace(reference, copy)


def unfold_global_tasks(root: Any, notes: Notes) -> None:
    """Make a process of each task that is declared globally, for call activities.

    Source:
        BPMN 2.0.2, "Global Task".
    """
    for declared in list(root):
        kind = _GLOBAL.get(local_name(declared))
        if kind is None or namespace(declared.tag) != BPMN or not declared.get("id"):
            continue
        key = declared.get("id")
        process = root.makeelement(tag("process"))
        for name, value in (("id", key), ("name", declared.get("name") or key)):
            process.set(name, value)
        process.set("isExecutable", "true")
        process.set(_NOT_STARTED_BY_PEOPLE, "false")
        task = deepcopy(declared)
        task.tail = None
        task.tag = tag(kind)
        task.set("id", notes.rename("globalTask", key))
        process.append(task)
        root.replace(declared, process)
