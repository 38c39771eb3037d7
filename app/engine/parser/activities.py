"""Makes the specs of tasks and embedded sub-processes."""

from typing import Any

from app.engine import extensions, specs
from app.engine.parser.base import ElementParser, Parsers
from app.engine.scripts.endings import keeping_last_value
from app.engine.xml import tag


class _UserTaskParser(ElementParser):
    def create_task(self) -> Any:
        spec = super().create_task()
        spec.staffing = extensions.staffing(self.node, self.lane)
        return spec


class _ScriptParser(ElementParser):
    def create_task(self) -> Any:
        language, script, result = extensions.script_of(self.node)
        if language in ("juel", "feel"):
            spec = self.spec_class(self.spec, self.bpmn_id, script)
            spec.language, spec.result_variable = language, result
            return spec
        if result is not None:
            script = keeping_last_value(script, result)
        return self.spec_class(self.spec, self.bpmn_id, script)


class SubProcessParser(ElementParser):
    """Makes the spec of a sub-process; its inside becomes a scope of its own."""

    def create_task(self) -> Any:
        """Return the spec of the sub-process."""
        self.process_parser.parser.create_parser(self.node, lane=self.lane)
        handles = (self.node.get("triggeredByEvent") or "").strip() in ("true", "1")
        made = specs.EventSubProcess if handles else self.spec_class
        return made(self.spec, self.bpmn_id, self.bpmn_id)


PARSERS: Parsers = {
    tag("userTask"): (_UserTaskParser, specs.UserTask),
    tag("task"): (ElementParser, specs.PassThrough),
    tag("manualTask"): (ElementParser, specs.PassThrough),
    tag("scriptTask"): (_ScriptParser, specs.ScriptTask),
    tag("subProcess"): (SubProcessParser, specs.SubProcess),
}
