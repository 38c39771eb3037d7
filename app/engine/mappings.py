"""Values on their way into and out of an activity, evaluated.

Inputs are evaluated as the activity's surroundings see the variables, one after
another, each seeing those before it; outputs as its inside sees them.

Source:
    Camunda 7 manual, "Input/Output Variable Mapping"; Camunda 8 documentation,
    "Input/output variable mappings".
"""

from collections import ChainMap
from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.process import JSONDict
from app.engine import expressions
from app.engine.extensions import (
    ListOf,
    MapOf,
    Parameter,
    Passing,
    Script,
    Text,
    Value,
    is_expression,
)
from app.errors import N_, EngineFault, Reason

_PLAIN_LANGUAGES = frozenset(
    {"", "python", "python3", "text/x-python", "application/x-python"}
)


class Place:
    """Where values are evaluated: a scope, with more names before its own.

    Args:
        scope: the scope.
        element_id: the element to name when something fails.
        more: names that hide those of the scope; read anew at every evaluation.
    """

    def __init__(
        self, scope: Any, element_id: str, more: Mapping[str, Any] | None = None
    ) -> None:
        self.scope = scope
        self.element_id = element_id
        self._more = more

    @property
    def names(self) -> Mapping[str, Any]:
        """Everything that can be read here; the context cannot be hidden."""
        seen = expressions.names(self.scope)
        if not self._more:
            return seen
        return ChainMap(expressions.context_of(self.scope), self._more, seen)  # type: ignore[arg-type]

    def evaluate(self, text: str) -> Any:
        """Evaluate an expression.

        Raises:
            EngineFault: it cannot be read, or does not end well.
            Unavailable: the cage is busy; try again.
        """
        return expressions.evaluate_among(
            self.names, text, self.element_id, now=self.scope.top_workflow.now
        )

    def holds(self, condition: str) -> bool:
        """Tell whether a condition holds; null counts as no.

        Raises:
            EngineFault: it gives neither true, false nor null.
        """
        return expressions.truth(self.evaluate(condition), self.element_id)

    def text(self, text: str) -> Any:
        """Return what a text means: an expression is evaluated, the rest is itself."""
        return self.evaluate(text) if is_expression(text) else text

    def value(self, value: Value) -> Any:
        """Return what a value of the diagram means.

        Raises:
            EngineFault: an expression or script in it fails.
        """
        match value:
            case Text(text=text):
                return self.text(text)
            case ListOf(items=items):
                return [self.value(item) for item in items]
            case MapOf(entries=entries):
                return {key: self.value(item) for key, item in entries}
            case Script():
                return self.script(value.language, value.text)

    def script(self, language: str, text: str) -> Any:
        """Return the value of a script, which is that of its last line.

        Args:
            language: its ``scriptFormat`` in small letters; "" for Python-like.
            text: the script.

        Raises:
            EngineFault: it fails, or its language is not spoken here.
        """
        if language == "feel" and not text.startswith("="):
            return self.evaluate(f"={text}")
        if language == "juel" and not is_expression(text):
            return self.evaluate(f"${{{text}}}")
        if language in ("feel", "juel"):
            return self.evaluate(text)
        if language not in _PLAIN_LANGUAGES:
            why = N_("scripts of this language are not executed here")
            raise EngineFault(element_id=self.element_id, why=why)
        return expressions.value_of_script(
            self.names, text, self.element_id, now=self.scope.top_workflow.now
        )


def inputs(parameters: Iterable[Parameter], place: Place, own: JSONDict) -> None:
    """Evaluate input parameters one after another.

    Args:
        parameters: in the order of the diagram.
        place: around the activity, with ``own`` before it.
        own: the activity's own variables; the parameters are added.

    Raises:
        EngineFault: an expression fails, or a name is read-only.
    """
    for parameter in parameters:
        value = place.value(parameter.value)
        name, path = _path(parameter.name)
        refuse_reserved(place, name)
        own[name] = put_in(own.get(name) if path else None, path, value)


def outputs(parameters: Iterable[Parameter], place: Place, scope: Any) -> None:
    """Evaluate output parameters and write them outside.

    Args:
        parameters: in the order of the diagram.
        place: inside the activity.
        scope: the scope around it; each is written where it is defined, seen from
            there, else in the process.

    Raises:
        EngineFault: an expression fails, or a name is read-only.
    """
    for parameter in parameters:
        value = place.value(parameter.value)
        name, path = _path(parameter.name)
        if path:
            value = put_in(expressions.names(scope).get(name), path, value)
        expressions.assign(scope, name, value, element_id=place.element_id)


def passed(passings: Iterable[Passing], place: Place) -> JSONDict:
    """Return what a call activity, or a signal, takes from one scope to another.

    Args:
        passings: in the order of the diagram; a later one wins.
        place: where it comes from.

    Raises:
        EngineFault: an expression fails, or a name is read-only.
    """
    found: JSONDict = {}
    for passing in passings:
        if passing.everything:
            found |= _everything(place.scope, local=passing.local)
            continue
        refuse_reserved(place, passing.target)
        if passing.expression is not None:
            found[passing.target] = place.text(passing.expression)
        else:
            found[passing.target] = place.names.get(passing.source or "")
    return found


def _everything(scope: Any, *, local: bool) -> JSONDict:
    if local:
        return dict(scope.data)
    return dict(expressions.variables(scope))


def refuse_reserved(place: Place, name: str) -> None:
    """Refuse a name that the context holds: it would never be seen.

    Raises:
        EngineFault: it is one.
    """
    if name in expressions.context_of(place.scope):
        sentence = N_(
            "“%(name)s” cannot be changed; choose another name for the variable"
        )
        why = Reason(sentence, {"name": name})
        raise EngineFault(element_id=place.element_id, why=why)


def _path(name: str) -> tuple[str, list[str]]:
    first, *rest = name.split(".")
    return first, rest


def put_in(whole: Any, path: list[str], value: Any) -> Any:
    """Return a context with a value set deep inside; nothing is changed in place.

    Args:
        whole: the context, or anything else, which is replaced.
        path: keys on the way; [] gives the value itself.
        value: what to set.
    """
    if not path:
        return value
    kept = whole if isinstance(whole, dict) else {}
    return {**kept, path[0]: put_in(kept.get(path[0]), path[1:], value)}
