"""What is written on elements: conditions, scripts, timers, people, forms."""

from collections.abc import Collection

from app.engine import extensions, scripts, timers
from app.engine.diagram import Flow, Process, Shape
from app.engine.extensions import is_expression
from app.engine.lint.report import Report
from app.engine.shapes import ACTIVITIES
from app.engine.timer_texts import timer_of
from app.engine.xml import tag, text_of

MAX_PEOPLE = 200

_BRANCHING = frozenset({"exclusiveGateway", "inclusiveGateway"})
_LANGUAGES = ("", "juel", "python", "feel")
_SCRIPT_FORMATS = ("", "python", "python3", "text/x-python", "application/x-python")


def check(process: Process, report: Report, form_keys: Collection[str]) -> None:
    """Check what is written on the elements of a process."""
    for shape in process.shapes:
        _flows(process, shape, report)
        if shape.kind in ("userTask", "startEvent"):
            _form(shape, report, form_keys)
        if shape.kind == "userTask":
            _staffing(shape, report)
        elif shape.kind == "scriptTask":
            _script(shape, report)
        elif shape.xml.find(tag("timerEventDefinition")) is not None:
            _timer(shape, report)
    for flow in process.flows:
        _condition(flow, report)


# --- conditions -----------------------------------------------------------------------


def _flows(process: Process, shape: Shape, report: Report) -> None:
    flows = process.outgoing(shape)
    default = shape.xml.get("default")
    if default and default not in {f.element_id for f in flows}:
        report.error("default-dangling", shape, id=default)
    for flow in flows:
        if flow.element_id == default and flow.condition:
            report.error("default-with-condition", flow)
        elif flow.element_id != default:
            _leaving(shape, flow, len(flows), report)
    if shape.kind in _BRANCHING and not default and any(f.condition for f in flows):
        report.warn("no-default", shape)


def _leaving(shape: Shape, flow: Flow, count: int, report: Report) -> None:
    if shape.kind in _BRANCHING:
        if not flow.condition and count > 1:
            report.error("flow-without-condition", flow)
    elif flow.condition and shape.kind not in ACTIVITIES:
        report.error("condition-ignored", flow)


def _condition(flow: Flow, report: Report) -> None:
    for xml in flow.xml.iterchildren(tag("conditionExpression")):
        language = (xml.get("language") or "").strip()
        if language.lower().rpartition("/")[2] not in _LANGUAGES:
            report.error("condition-language", flow, language=language)
    if flow.condition:
        _expression(flow, flow.condition, report)


def _expression(where: Shape | Flow, text: str, report: Report) -> bool:
    try:
        scripts.check_expression(text)
    except scripts.ScriptFault as fault:
        report.error("bad-expression", where, text=text, why=str(fault))
        return False
    return True


# --- tasks ----------------------------------------------------------------------------


def _form(shape: Shape, report: Report, form_keys: Collection[str]) -> None:
    key = extensions.form_key(shape.xml, extensions.properties(shape.xml))
    if key is None:
        return
    if is_expression(key):
        report.error("form-key-expression", shape, key=key)
    elif key not in form_keys:
        report.error("missing-form", shape, key=key)


def _staffing(shape: Shape, report: Report) -> None:
    staffing = extensions.staffing(shape.xml, shape.lane)
    people = (*staffing.candidate_users, *staffing.candidate_groups)
    if staffing.assignee:
        people += (staffing.assignee,)
    if not people:
        report.warn("nobody", shape)
    if len(people) > MAX_PEOPLE:
        report.error("too-many-people", shape, limit=str(MAX_PEOPLE))
        return
    for text in people:
        if is_expression(text):
            _expression(shape, text, report)
    _due(shape, staffing.due, report)
    _priority(shape, staffing.priority, report)


def _due(shape: Shape, text: str | None, report: Report) -> None:
    if text is None:
        return
    if is_expression(text):
        _expression(shape, text, report)
        return
    try:
        timers.instant_or_duration(text, now=timers.parse_instant("2000-01-01"))
    except timers.TimerFault as fault:
        report.error("bad-due-date", shape, text=text, why=str(fault))


def _priority(shape: Shape, text: str | None, report: Report) -> None:
    if text is None:
        return
    if is_expression(text):
        _expression(shape, text, report)
    elif not (text.isascii() and text.isdecimal() and int(text[:9]) <= 100):
        report.error("bad-priority", shape, text=text)


def _script(shape: Shape, report: Report) -> None:
    language = (shape.xml.get("scriptFormat") or "").strip()
    if language.lower() not in _SCRIPT_FORMATS:
        report.error("script-language", shape, language=language)
        return
    text = text_of(shape.xml.find(tag("script")))
    if not text:
        report.error("empty-script", shape)
        return
    try:
        scripts.check_script(text)
    except scripts.ScriptFault as fault:
        report.error("bad-script", shape, why=str(fault))


def _timer(shape: Shape, report: Report) -> None:
    timer = timer_of(shape.xml)
    if not timer.plain:
        _expression(shape, timer.text, report)
        return
    try:
        timer.check()
    except timers.TimerFault as fault:
        report.error("bad-timer", shape, text=timer.text, why=str(fault))
        return
    if timer.lacks_zone():
        report.warn("timer-without-zone", shape, text=timer.text)
