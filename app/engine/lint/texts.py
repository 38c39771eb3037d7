"""What is written on elements: conditions, scripts, timers, people, forms."""

from collections.abc import Collection

from app.engine import extensions, timers
from app.engine.diagram import Flow, Process, Shape
from app.engine.extensions import is_expression
from app.engine.lint import words
from app.engine.lint.report import Report
from app.engine.shapes import ACTIVITIES
from app.engine.timer_texts import TimerText, timer_in
from app.engine.xml import tag
from app.errors import Reason

MAX_PEOPLE = 200

_BRANCHING = frozenset({"exclusiveGateway", "inclusiveGateway", "complexGateway"})
_UNASKED = frozenset({"parallelGateway", "eventBasedGateway"})


def check(process: Process, report: Report, form_keys: Collection[str]) -> None:
    """Check what is written on the elements of a process."""
    for shape in process.shapes:
        _flows(process, shape, report)
        if shape.kind in ("userTask", "startEvent"):
            _form(shape, report, form_keys)
        if shape.kind == "userTask":
            _staffing(shape, report)
        if shape.xml.find(tag("timerEventDefinition")) is not None:
            _timers(process, shape, report)
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
    _ways_out(shape, [f for f in flows if f.element_id != default], default, report)


def _ways_out(
    shape: Shape, others: list[Flow], default: str | None, report: Report
) -> None:
    if shape.kind in _BRANCHING:
        _branching(shape, others, default, report)
    elif shape.kind not in ACTIVITIES:
        unasked = shape.kind in _UNASKED
        rule = "condition-ignored" if unasked else "condition-after-event"
        for flow in others:
            if flow.condition:
                report.warn(rule, flow)


def _branching(
    shape: Shape, flows: list[Flow], default: str | None, report: Report
) -> None:
    """Check the ways out of a gateway that asks."""
    bare = [flow for flow in flows if not flow.condition]
    if len(flows) > 1 and bare:
        # One way out without a condition, drawn last, is meant for all other cases.
        meant = not default and bare == flows[-1:]
        always = shape.kind == "inclusiveGateway" and len(bare) < len(flows)
        for flow in bare:
            if meant or always:
                report.warn("flow-always-taken", flow)
            else:
                report.error("flow-without-condition", flow)
    if not default and flows and not bare:
        report.warn("no-default", shape)


def _condition(flow: Flow, report: Report) -> None:
    for xml in flow.xml.iterchildren(tag("conditionExpression")):
        words.condition(flow, xml, report)


# --- tasks ----------------------------------------------------------------------------


def _form(shape: Shape, report: Report, form_keys: Collection[str]) -> None:
    key = extensions.form_key(shape.xml, extensions.properties(shape.xml))
    if key is None:
        return
    if is_expression(key):
        report.error("form-key-expression", shape, key=key)
    elif key not in form_keys and extensions.schema_of(shape.xml) is None:
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
            words.expression(shape, text, report)
    _due(shape, staffing.due, report)
    _priority(shape, staffing.priority, report)


def _due(shape: Shape, text: str | None, report: Report) -> None:
    if text is None:
        return
    if is_expression(text):
        words.expression(shape, text, report)
        return
    try:
        timers.instant_or_duration(text, now=timers.parse_instant("2000-01-01"))
    except timers.TimerFault as fault:
        report.error("bad-due-date", shape, text=text, why=Reason(str(fault)))


def _priority(shape: Shape, text: str | None, report: Report) -> None:
    if text is None:
        return
    if is_expression(text):
        words.expression(shape, text, report)
    elif not (text.isascii() and text.isdecimal() and int(text[:9]) <= 100):
        report.error("bad-priority", shape, text=text)


def _timers(process: Process, shape: Shape, report: Report) -> None:
    named = "ticket.timezone" in extensions.properties(process.xml)
    for definition in shape.xml.iterchildren(tag("timerEventDefinition")):
        _timer(shape, timer_in(definition), report, named=named)


def _timer(shape: Shape, timer: TimerText, report: Report, *, named: bool) -> None:
    if not timer.plain:
        words.expression(shape, timer.text, report)
        return
    try:
        timer.check()
    except timers.TimerFault as fault:
        report.error("bad-timer", shape, text=timer.text, why=Reason(str(fault)))
        return
    if timer.lacks_zone() and not named:
        report.warn("timer-without-zone", shape, text=timer.text)
