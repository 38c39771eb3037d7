"""The cage: expressions and scripts of uploaded diagrams, evaluated within limits.

Three languages. A text that begins with ``=``, or is said to be FEEL, is FEEL
(``app/engine/feel``); one with ``${...}`` or ``#{...}`` is JUEL, the expression
language of BPMN modelers; every other expression, and every script, is Python-like.
Two evaluators. Small expressions, JUEL and FEEL among them, are evaluated in this
process by closures whose cost is bounded; everything else runs in worker processes
with limits on time, memory, recursion and output, jailed where the system offers it.

Nothing uploaded ever reaches Python's own evaluator. Data goes in as copies of the
names that a text mentions, and comes out as JSON: an exact decimal as its text, dates
and durations as ISO 8601 text.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.process import JSONDict
from app.engine import feel
from app.engine.scripts import bounded, juel, reading, sandbox, values
from app.engine.scripts.faults import ScriptFault
from app.engine.scripts.operations import Beyond

__all__ = [
    "Changes",
    "ScriptFault",
    "check_expression",
    "check_script",
    "close",
    "evaluate",
    "execute",
]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a script did to the variables.

    Attributes:
        set: names with new values; a variable that kept its value is not among them.
        removed: names that were deleted.
    """

    set: JSONDict
    removed: frozenset[str]


def evaluate(
    expression: str,
    names: Mapping[str, Any],
    *,
    now: datetime,
    language: str | None = None,
) -> Any:
    """Give the value of an expression.

    Args:
        expression: ``${...}``, text with such parts (gives text), ``=`` and a FEEL
            expression, or a plain Python-like expression; at most 8,000 characters,
            of FEEL 4,000.
        names: the variables it may see; never changed.
        now: the instant of ``now()`` and ``today()``, aware.
        language: what the diagram says of its language, a name or an address; FEEL
            is needed where no ``=`` says so.

    Returns:
        A JSON value: decimals, dates and durations come as text.

    Raises:
        ScriptFault: it cannot be read, or did not end well.
    """
    source = _feel(expression, language)
    if source is not None:
        return feel.evaluate(source, names, now=now)
    frame = bounded.Frame(names, now)
    if juel.speaks(expression):
        return values.leave(juel.read(expression).closure(frame), "result")
    unit = reading.read_expression(expression)
    if unit.closure is not None:
        try:
            return values.leave(unit.closure(frame), "result")
        except Beyond:
            pass  # not so cheap, or not so simple, after all
    return sandbox.evaluate(unit, names, now=now)


def execute(script: str, names: Mapping[str, Any], *, now: datetime) -> Changes:
    """Run a script and tell what it changed.

    Names that begin with an underscore, functions, classes and modules stay inside.
    A script that fails changes nothing.

    Args:
        script: Python-like statements, at most 64,000 characters.
        names: the variables it may see; never changed, the caller applies the changes.
        now: the instant of all clocks inside, aware; chance begins with it, too.

    Returns:
        The changes, as JSON values.

    Raises:
        ScriptFault: it cannot be read, or did not end well.
    """
    before, after = sandbox.execute(reading.read_script(script), names, now=now)
    return Changes(
        set={
            name: value
            for name, value in after.items()
            if value is not sandbox.GONE
            and not (name in before and _same(before[name], value, name))
        },
        removed=frozenset(
            name
            for name, value in after.items()
            if value is sandbox.GONE and name in before
        ),
    )


def _same(before: Any, after: Any, name: str) -> bool:
    # By their JSON, for Python finds 1, 1.0 and True equal.
    return json.dumps(values.leave(before, name)) == json.dumps(after)


def _feel(text: str, language: str | None) -> str | None:
    """Return the FEEL expression that a text is, or None when it is none.

    Source:
        Camunda 8 documentation, "Expressions": "=" marks an expression; DMN 1.1 to
        1.4, the addresses of ``expressionLanguage``.
    """
    stripped = text.lstrip()
    if stripped.startswith("=") and not stripped.startswith("=="):
        return stripped[1:]
    said = (language or "").strip().lower().rstrip("/")
    known = said == "feel" or (said.endswith("feel") and "omg.org/spec/" in said)
    return text if known else None


def check_expression(text: str, *, language: str | None = None) -> frozenset[str]:
    """Read an expression without evaluating it.

    Args:
        text: as for ``evaluate``.
        language: as for ``evaluate``.

    Returns:
        The names it expects as variables.

    Raises:
        ScriptFault: kind "syntax" or "unsupported".
    """
    source = _feel(text, language)
    if source is not None:
        return feel.check(source)
    if juel.speaks(text):
        return juel.read(text).names
    return reading.read_expression(text).free


def check_script(text: str) -> frozenset[str]:
    """Read a script without executing it.

    Args:
        text: as for ``execute``.

    Returns:
        The names it expects as variables.

    Raises:
        ScriptFault: kind "syntax" or "unsupported".
    """
    return reading.read_script(text).free


def close() -> None:
    """End the worker processes; the next script starts new ones."""
    sandbox.WORKERS.close()
