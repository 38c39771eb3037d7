"""Reads what events wait for and what they throw."""

from collections.abc import Callable, Iterator
from typing import Any

from app.engine import extensions
from app.engine.correlation import Correlation, Property
from app.engine.extensions import Named
from app.engine.specs import events
from app.engine.specs.events import undoing
from app.engine.timer_texts import timer_in
from app.engine.xml import BPMN, local_name, namespace, tag, text_of


def caught(event: Any) -> tuple[events.Definition, ...]:
    """Return what a catching event waits for, in document order."""
    return tuple(_CAUGHT[local_name(xml)](xml) for xml in definitions(event))


def thrown(event: Any) -> tuple[events.Throw, ...]:
    """Return what a throwing event throws, in document order."""
    return tuple(_THROWN[local_name(xml)](xml) for xml in definitions(event))


def definitions(event: Any) -> Iterator[Any]:
    """Yield an event's definitions."""
    for child in event:
        if namespace(child.tag) == BPMN and local_name(child).endswith(
            "EventDefinition"
        ):
            yield child


def message(xml: Any) -> events.MessageDefinition:
    """Read the message that an event definition or receive task waits for."""
    named = extensions.named(xml)
    return events.MessageDefinition(named.name, correlation(xml, named))


def condition_of(xml: Any) -> str:
    """Return the text of a conditional event definition's condition."""
    return text_of(xml.find(tag("condition")))


def correlation(xml: Any, named: Named) -> Correlation:
    """Read what tells a message from others of its name.

    Args:
        xml: an event definition, send task or receive task.
        named: what it refers to.
    """
    reference = extensions.reference_of(xml)
    if reference is None:
        return Correlation(key=named.correlation)
    root = xml.getroottree().getroot()
    bindings = _bindings(xml)
    found = []
    for item in root.iterchildren(tag("correlationProperty")):
        for retrieval in item.iterchildren(
            tag("correlationPropertyRetrievalExpression")
        ):
            if retrieval.get("messageRef") == reference[1]:
                found.append(
                    Property(
                        name=(item.get("name") or item.get("id") or "").strip(),
                        in_message=text_of(retrieval.find(tag("messagePath"))),
                        in_process=bindings.get(item.get("id")),
                    )
                )
    return Correlation(key=named.correlation, properties=tuple(found))


def _bindings(xml: Any) -> dict[str | None, str]:
    process = next(xml.iterancestors(tag("process")), None)
    if process is None:
        return {}
    return {
        binding.get("correlationPropertyRef"): text_of(binding.find(tag("dataPath")))
        for subscription in process.iterchildren(tag("correlationSubscription"))
        for binding in subscription.iterchildren(tag("correlationPropertyBinding"))
    }


def _timer(xml: Any) -> events.TimerDefinition:
    text = timer_in(xml)
    return events.TimerDefinition(text.kind, text.text, plain=text.plain)


def _error(xml: Any) -> events.CaughtError:
    named = extensions.named(xml)
    return events.CaughtError(named.code, named.code_variable, named.message_variable)


def _escalation(xml: Any) -> events.CaughtEscalation:
    named = extensions.named(xml)
    return events.CaughtEscalation(named.code, named.code_variable)


def throw_message(xml: Any) -> events.ThrowMessage:
    """Read the message that an event or a send task sends."""
    named = extensions.named(xml)
    return events.ThrowMessage(named.name, correlation(xml, named), named.variables)


def _throw_signal(xml: Any) -> events.ThrowSignal:
    named = extensions.named(xml)
    return events.ThrowSignal(named.name, named.variables)


def _throw_error(xml: Any) -> events.ThrowError:
    return events.ThrowError(extensions.named(xml).code or "", _error_message(xml))


def _error_message(xml: Any) -> str:
    reference = extensions.reference_of(xml)
    root = xml.getroottree().getroot()
    for error in root.iterchildren(tag("error")):
        if reference is not None and error.get("id") == reference[1]:
            return extensions.attribute(error, "errorMessage") or ""
    return ""


_CAUGHT: dict[str, Callable[[Any], events.Definition]] = {
    "timerEventDefinition": _timer,
    "messageEventDefinition": message,
    "signalEventDefinition": lambda x: events.SignalDefinition(
        extensions.named(x).name
    ),
    "conditionalEventDefinition": lambda x: events.ConditionalDefinition(
        condition_of(x)
    ),
    "errorEventDefinition": _error,
    "escalationEventDefinition": _escalation,
    "cancelEventDefinition": lambda _: events.CaughtCancel(),
    "compensateEventDefinition": lambda _: events.CaughtCompensation(),
}
_THROWN: dict[str, Callable[[Any], events.Throw]] = {
    "messageEventDefinition": throw_message,
    "signalEventDefinition": _throw_signal,
    "errorEventDefinition": _throw_error,
    "escalationEventDefinition": lambda x: events.ThrowEscalation(
        extensions.named(x).code or ""
    ),
    "terminateEventDefinition": lambda _: events.Terminate(),
    "compensateEventDefinition": lambda x: undoing.ThrowCompensation(
        (x.get("activityRef") or "").rpartition(":")[2] or None
    ),
    "cancelEventDefinition": lambda _: undoing.ThrowCancel(),
}


def definitions_by_id(root: Any, definition_id: str | None) -> list[Any]:
    """Return the event definitions of an id that something can throw.

    Args:
        root: the file's root element.
        definition_id: the id; None for none.
    """
    if definition_id is None:
        return []
    return [
        xml
        for xml in root.iter()
        if xml.get("id") == definition_id.rpartition(":")[2]
        and local_name(xml) in _THROWN
    ]


def thrown_by(definition: Any) -> events.Throw:
    """Return what an event definition makes happen when it is thrown."""
    return _THROWN[local_name(definition)](definition)
