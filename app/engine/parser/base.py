"""What all parsers of shapes have in common."""

from typing import Any

from SpiffWorkflow.bpmn.parser import TaskParser

from app.engine.xml import local_name

Parsers = dict[str, tuple[type[TaskParser], type]]


class ElementParser(TaskParser):
    """Makes the spec of one shape; what it is connected to comes later."""

    def parse_node(self) -> Any:
        """Return the spec of the shape."""
        self.task = self.create_task()
        self.task.prepare(local_name(self.node), self.node.get("default"))
        return self.task

    @property
    def bpmn_attributes(self) -> dict[str, Any]:
        """What every spec takes; data objects are documentation here."""
        return {"bpmn_name": self.node.get("name"), "lane": self.lane}
