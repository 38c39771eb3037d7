"""Values on their way into and out of an activity, as written in the diagram.

Source:
    Camunda 7 manual, "Input/Output Variable Mapping" and "Call Activity", "Passing
    Variables"; Camunda 8 documentation, "Input/output variable mappings".
"""

from dataclasses import dataclass
from typing import Any, Literal

from app.engine.extensions.vocabulary import attribute, bare, camunda, inside, zeebe
from app.engine.xml import local_name, text_of


@dataclass(frozen=True, slots=True)
class Text:
    """A literal text or an expression."""

    text: str


@dataclass(frozen=True, slots=True)
class Script:
    """A script whose result is the value.

    Attributes:
        language: its ``scriptFormat`` in small letters; "" when not given.
        text: the script.
        resource: a file it would be read from, or None.
    """

    language: str
    text: str
    resource: str | None = None


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of values."""

    items: tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class MapOf:
    """Values by key, in the order of the diagram."""

    entries: tuple[tuple[str, "Value"], ...]


Value = Text | Script | ListOf | MapOf


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable and what it is set to.

    Attributes:
        name: the variable; from ``zeebe:`` maybe a path with dots.
        value: what to evaluate.
    """

    name: str
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class InputOutput:
    """Mappings of one activity or event; both empty when there are none.

    Attributes:
        inputs: evaluated outside, set in the activity's own scope, in order.
        outputs: evaluated inside when it is done, set outside, in order.
    """

    inputs: tuple[Parameter, ...] = ()
    outputs: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """One ``in`` or ``out`` of a call activity.

    Attributes:
        target: the variable to set; "" for ``everything``.
        source: a variable to copy, or None.
        expression: an expression to evaluate, or None.
        everything: copy every variable.
        local: only those of the innermost scope.
    """

    target: str = ""
    source: str | None = None
    expression: str | None = None
    everything: bool = False
    local: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What a call activity calls.

    Attributes:
        key: id of the process, or an expression; "" when none is named.
        binding: which of its versions.
        version: for binding ``version`` or ``versionTag``, else None.
        inputs: what goes in, in order.
        outputs: what comes out, in order.
        business_key: expression of the called process's business key, or None.
        unsupported: attributes of it that nothing here can do.
    """

    key: str
    binding: Literal["latest", "deployment", "version", "versionTag"] = "latest"
    version: str | None = None
    inputs: tuple[Passing, ...] = ()
    outputs: tuple[Passing, ...] = ()
    business_key: str | None = None
    unsupported: tuple[str, ...] = ()


_CMMN = ("caseRef", "variableMappingClass", "variableMappingDelegateExpression")


def input_output(xml: Any) -> InputOutput:
    """Read ``camunda:inputOutput`` or ``zeebe:ioMapping`` of an element.

    Args:
        xml: the BPMN element, or a ``camunda:connector``.
    """
    for group in [*camunda(xml, "inputOutput"), *inside(xml, "inputOutput")]:
        return InputOutput(
            inputs=_parameters(group, "inputParameter"),
            outputs=_parameters(group, "outputParameter"),
        )
    mapping = zeebe(xml, "ioMapping")
    if mapping is None:
        return InputOutput()
    return InputOutput(
        inputs=_zeebe_parameters(mapping, "input"),
        outputs=_zeebe_parameters(mapping, "output"),
    )


def _parameters(group: Any, name: str) -> tuple[Parameter, ...]:
    return tuple(Parameter(p.get("name") or "", value(p)) for p in inside(group, name))


def _zeebe_parameters(group: Any, name: str) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(p.get("target") or "", Text((p.get("source") or "").strip()))
        for p in inside(group, name)
    )


def value(xml: Any) -> Value:
    """Read a value: text, ``script``, ``list`` or ``map``.

    Args:
        xml: the element that holds it (``inputParameter``, ``field``, ``entry``).
    """
    for child in xml:
        kind = local_name(child)
        if kind == "script":
            return Script(
                (child.get("scriptFormat") or "").strip().lower(),
                text_of(child),
                bare(child, "resource"),
            )
        if kind == "list":
            return ListOf(tuple(_item(item) for item in child))
        if kind == "map":
            entries = inside(child, "entry")
            return MapOf(tuple((e.get("key") or "", value(e)) for e in entries))
    return Text(text_of(xml))


def _item(xml: Any) -> Value:
    """Read a list's item: ``value``, ``script``, or a list or map in the list."""
    if local_name(xml) == "value":
        return Text(text_of(xml))
    if local_name(xml) == "script":
        return Script(
            (xml.get("scriptFormat") or "").strip().lower(),
            text_of(xml),
            bare(xml, "resource"),
        )
    if local_name(xml) == "list":
        return ListOf(tuple(_item(item) for item in xml))
    entries = inside(xml, "entry")
    return MapOf(tuple((e.get("key") or "", value(e)) for e in entries))


# --- call activities ------------------------------------------------------------------


def called(xml: Any) -> Called:
    """Read what a call activity calls and what it passes.

    Without any ``camunda:in`` nothing goes in, without any ``camunda:out`` nothing
    comes out; a ``zeebe:calledElement`` passes everything unless it says otherwise.
    """
    own = zeebe(xml, "calledElement")
    if own is not None:
        return _zeebe_called(xml, own)
    binding = attribute(xml, "calledElementBinding") or "latest"
    version = {
        "version": attribute(xml, "calledElementVersion"),
        "versionTag": attribute(xml, "calledElementVersionTag"),
    }.get(binding)
    known = binding in ("latest", "deployment", "version", "versionTag")
    ins = camunda(xml, "in")
    refused = [name for name in _CMMN if attribute(xml, name)]
    return Called(
        key=(xml.get("calledElement") or "").strip(),
        binding=binding if known else "latest",  # type: ignore[arg-type]
        version=version,
        inputs=tuple(_passing(x) for x in ins if not bare(x, "businessKey")),
        outputs=tuple(_passing(x) for x in camunda(xml, "out")),
        business_key=next((k for x in ins if (k := bare(x, "businessKey"))), None),
        unsupported=(*refused, *(() if known else ("calledElementBinding",))),
    )


def _passing(xml: Any) -> Passing:
    return Passing(
        target=bare(xml, "target") or bare(xml, "source") or "",
        source=bare(xml, "source"),
        expression=bare(xml, "sourceExpression"),
        everything=bare(xml, "variables") == "all",
        local=bare(xml, "local") == "true",
    )


def _zeebe_called(xml: Any, own: Any) -> Called:
    mapping = input_output(xml)
    binding = bare(own, "bindingType") or "latest"
    known = binding in ("latest", "deployment", "versionTag")
    parents = (own.get("propagateAllParentVariables") or "true") == "true"
    children = (own.get("propagateAllChildVariables") or "true") == "true"
    everything = (Passing(everything=True),)
    return Called(
        key=(own.get("processId") or "").strip(),
        binding=binding if known else "latest",  # type: ignore[arg-type]
        version=bare(own, "versionTag") if binding == "versionTag" else None,
        # Its input mappings are set in the activity's own scope first.
        inputs=everything if parents else (Passing(everything=True, local=True),),
        outputs=everything if children and not mapping.outputs else (),
        unsupported=() if known else ("bindingType",),
    )
