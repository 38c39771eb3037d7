"""Activities: does each say what it does, and can that be read?"""

from app.engine import extensions
from app.engine.diagram import Process, Shape
from app.engine.lint import words
from app.engine.lint.report import Report
from app.engine.xml import tag

_WORK = frozenset({"serviceTask", "sendTask", "businessRuleTask"})
_NOBODYS = frozenset({"mail", "shell", "other"})


def check(process: Process, report: Report) -> None:
    """Check what activities call, ask, repeat and map."""
    for shape in process.shapes:
        words.mapped(shape, extensions.input_output(shape.xml), report)
        if shape.kind in _WORK:
            _work(shape, report)
        elif shape.kind == "callActivity":
            _call(shape, report)
        elif shape.kind == "scriptTask":
            _script(shape, report)
        _repetition(shape, report)
        _timers_of_jobs(shape, report)


def _work(shape: Shape, report: Report) -> None:
    work = extensions.implementation(shape.xml)
    decision = extensions.decision(shape.xml)
    if work.kind in _NOBODYS:
        report.error("unsupported-extension", shape, name=work.text or work.kind)
    elif work.kind == "external" and not work.topic:
        report.error("topic-missing", shape)
    elif work.kind == "none" and not (
        shape.xml.get("messageRef") or extensions.properties(shape.xml).get("connector")
    ):
        report.error("work-undefined", shape)
    elif decision is not None:
        words.template(shape, decision.decision, report)
    _texts(shape, work, report)


def _texts(shape: Shape, work: extensions.Implementation, report: Report) -> None:
    if work.kind == "expression" or (work.kind == "script" and work.text):
        words.template(shape, work.text, report)
    words.template(shape, work.topic, report)
    words.template(shape, work.priority, report)
    words.mapped(shape, work.mapping, report)
    for _, value in work.fields:
        for inner in words.values(value):
            if isinstance(inner, extensions.Text):
                words.template(shape, inner.text, report)


def _call(shape: Shape, report: Report) -> None:
    called = extensions.called(shape.xml)
    if not called.key:
        report.error("called-missing", shape)
    for name in called.unsupported:
        report.error("unsupported-extension", shape, name=name)
    words.template(shape, called.key, report)
    if called.binding in ("version", "versionTag") and not called.version:
        report.error("version-missing", shape)
    words.template(shape, called.version, report)
    words.template(shape, called.business_key, report)
    for passing in (*called.inputs, *called.outputs):
        if not passing.everything and not passing.target:
            report.error("mapping-without-name", shape)
        words.template(shape, passing.expression, report)


def _script(shape: Shape, report: Report) -> None:
    if extensions.implementation(shape.xml).kind == "external":
        return  # Camunda 8: a worker does it
    language, text, _ = extensions.script_of(shape.xml)
    words.script(shape, language, text, report)


def _repetition(shape: Shape, report: Report) -> None:
    marker = extensions.multi_instance(shape.xml)
    loop = extensions.standard_loop(shape.xml)
    if marker is not None and loop is not None:
        report.error("loop-and-instances", shape)
    if marker is not None:
        if marker.cardinality is None and marker.collection is None:
            report.error("instances-undefined", shape)
        cardinality = shape.xml.find(
            f"{tag('multiInstanceLoopCharacteristics')}/{tag('loopCardinality')}"
        )
        if marker.cardinality and not marker.cardinality.isdecimal():
            language = cardinality.get("language") if cardinality is not None else None
            words.expression(shape, marker.cardinality, report, language)
        words.template(shape, marker.collection, report)
        words.template(shape, marker.output_element, report)
    if loop is not None and loop.condition is None and loop.maximum is None:
        report.error("loop-endless", shape)


def _timers_of_jobs(shape: Shape, report: Report) -> None:
    job = extensions.job_of(shape.xml)
    if shape.kind in _WORK:
        return
    if job.retries:
        report.warn("ignored-extension", shape, name="failedJobRetryTimeCycle")
    if job.priority:
        report.warn("ignored-extension", shape, name="jobPriority")
