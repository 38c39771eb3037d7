"""What a service, send or business rule task does, as written in the diagram.

Source:
    Camunda 7 reference, "Service Task", "Business Rule Task", "External Tasks"; Camunda
    8 documentation, "Service tasks", "Business rule tasks".
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from app.engine.extensions.mappings import InputOutput, Value, input_output, value
from app.engine.extensions.vocabulary import attribute, bare, camunda, inside, zeebe
from app.engine.xml import tag, text_of

Kind = Literal[
    "none",
    "external",
    "connector",
    "class",
    "delegateExpression",
    "expression",
    "decision",
    "script",
    "mail",
    "shell",
    "other",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Implementation:
    """How a task's work is done.

    Attributes:
        kind: "none" when nothing is said; "other" for a type nobody knows.
        text: class name, expression, connector id, decision id or script.
        topic: of an external task; may be an expression.
        fields: values injected by name.
        result_variable: where the result goes, or None.
        retries: ``failedJobRetryTimeCycle`` or a count, may be an expression; or None.
        priority: ``taskPriority``, else ``jobPriority``; text or expression, or None.
        mapping: input and output of a connector.
        errors: (error id, expression that tells whether it happened) of an external
            task.
        headers: names and values a worker of Camunda 8 would be given.
    """

    kind: Kind = "none"
    text: str = ""
    topic: str | None = None
    fields: tuple[tuple[str, Value], ...] = ()
    result_variable: str | None = None
    retries: str | None = None
    priority: str | None = None
    mapping: InputOutput = field(default_factory=InputOutput)
    errors: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionCall:
    """Which decision a business rule task asks.

    Attributes:
        decision: its id, or an expression.
        binding: which of its versions.
        version: for binding ``version`` or ``versionTag``, else None.
        result_variable: where the result goes, or None.
        result: how rows become a value; "resultList" is every row as a context, "feel"
            the value as DMN gives it.
    """

    decision: str
    binding: Literal["latest", "deployment", "version", "versionTag"] = "latest"
    version: str | None = None
    result_variable: str | None = None
    result: Literal[
        "singleEntry", "singleResult", "collectEntries", "resultList", "feel"
    ] = "resultList"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is said of running an element in the background.

    Attributes:
        before: a transaction boundary before it.
        after: one after it.
        retries: ``failedJobRetryTimeCycle`` (R3/PT10M), or None.
        priority: ``jobPriority``, or None.
    """

    before: bool = False
    after: bool = False
    retries: str | None = None
    priority: str | None = None


_BINDINGS = ("latest", "deployment", "version", "versionTag")
_RESULTS = ("singleEntry", "singleResult", "collectEntries", "resultList")


def implementation(xml: Any) -> Implementation:
    """Read how the work of a task or of a throwing message event is done.

    Args:
        xml: the task; for a message event its ``messageEventDefinition``, which is
            where Camunda writes it.
    """
    kind, text = _kind(xml)
    job = job_of(xml)
    task = zeebe(xml, "taskDefinition")
    connector = next(iter(camunda(xml, "connector")), None)
    return Implementation(
        kind=kind,
        text=text,
        topic=_topic(xml, kind, task),
        fields=tuple((f.get("name") or "", _field(f)) for f in camunda(xml, "field")),
        result_variable=_result_variable(xml),
        retries=job.retries or (bare(task, "retries") if task is not None else None),
        priority=attribute(xml, "taskPriority") or job.priority,
        mapping=input_output(connector) if connector is not None else InputOutput(),
        errors=tuple(
            (e.get("errorRef") or "", e.get("expression") or "")
            for e in camunda(xml, "errorEventDefinition")
        ),
        headers=_headers(xml),
    )


def _kind(xml: Any) -> tuple[Kind, str]:
    connectors = camunda(xml, "connector")
    if connectors:
        ids = inside(connectors[0], "connectorId")
        return "connector", text_of(ids[0]) if ids else ""
    for name in ("class", "delegateExpression", "expression"):
        text = attribute(xml, name)
        if text is not None:
            return name, text
    if decision(xml) is not None:
        return "decision", ""
    own_type = attribute(xml, "type")
    if own_type is not None:
        return _of_type(own_type)
    return _zeebe_kind(xml)


def _of_type(name: str) -> tuple[Kind, str]:
    if name in ("external", "mail", "shell"):
        return name, ""  # type: ignore[return-value]
    return ("external" if name == "external-worker" else "other"), name


def _zeebe_kind(xml: Any) -> tuple[Kind, str]:
    if zeebe(xml, "taskDefinition") is not None:
        return "external", ""
    script = zeebe(xml, "script")
    if script is not None:
        return "script", (script.get("expression") or "").strip()
    return "none", ""


def _topic(xml: Any, kind: Kind, task: Any | None) -> str | None:
    if kind != "external":
        return None
    if task is not None:
        return bare(task, "type")
    return attribute(xml, "topic")


def _field(xml: Any) -> Value:
    for name in ("string", "expression"):
        for child in inside(xml, name):
            return value(child)
    written = xml.get("stringValue") or xml.get("expression")
    if written is None:
        return value(xml)
    holder = xml.makeelement("value")
    holder.text = written
    return value(holder)


def _result_variable(xml: Any) -> str | None:
    script = zeebe(xml, "script")
    if script is not None:
        return bare(script, "resultVariable")
    return attribute(xml, "resultVariable") or attribute(xml, "resultVariableName")


def _headers(xml: Any) -> tuple[tuple[str, str], ...]:
    group = zeebe(xml, "taskHeaders")
    if group is None:
        return ()
    found = inside(group, "header")
    return tuple((h.get("key") or "", h.get("value") or "") for h in found)


def decision(xml: Any) -> DecisionCall | None:
    """Read which decision a business rule task asks; None when it asks none."""
    own = zeebe(xml, "calledDecision")
    if own is not None:
        binding = bare(own, "bindingType") or "latest"
        return DecisionCall(
            decision=(own.get("decisionId") or "").strip(),
            binding=binding if binding in _BINDINGS else "latest",  # type: ignore[arg-type]
            version=bare(own, "versionTag"),
            result_variable=bare(own, "resultVariable"),
            result="feel",
        )
    reference = attribute(xml, "decisionRef")
    if reference is None:
        return None
    binding = attribute(xml, "decisionRefBinding") or "latest"
    result = attribute(xml, "mapDecisionResult") or "resultList"
    tagged = binding == "versionTag"
    return DecisionCall(
        decision=reference,
        binding=binding if binding in _BINDINGS else "latest",  # type: ignore[arg-type]
        version=attribute(
            xml, "decisionRefVersionTag" if tagged else "decisionRefVersion"
        ),
        result_variable=attribute(xml, "resultVariable"),
        result=result if result in _RESULTS else "resultList",  # type: ignore[arg-type]
    )


def script_of(xml: Any) -> tuple[str, str, str | None]:
    """Read a script task: (language, script, variable that takes its result).

    Returns:
        The language in small letters, "" when none is given; "feel" for Camunda 8's.
    """
    own = zeebe(xml, "script")
    if own is not None:
        text = (own.get("expression") or "").strip()
        return "feel", text, bare(own, "resultVariable")
    language = (xml.get("scriptFormat") or "").strip().lower()
    return language, text_of(xml.find(tag("script"))), _result_variable(xml)


def job_of(xml: Any) -> Job:
    """Read what is said of running an element in the background."""
    everything = attribute(xml, "async") == "true"
    cycles = camunda(xml, "failedJobRetryTimeCycle")
    return Job(
        before=everything or attribute(xml, "asyncBefore") == "true",
        after=attribute(xml, "asyncAfter") == "true",
        retries=(text_of(cycles[0]) or None) if cycles else None,
        priority=attribute(xml, "jobPriority"),
    )
