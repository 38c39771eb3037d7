"""Says in an analyst's words what went wrong in a worker."""

import re
from typing import Any, Final

import pydantic_monty as monty

from app.engine.scripts import limits, operations
from app.engine.scripts.bounded import NO_MEMBER, UNKNOWN
from app.engine.scripts.faults import Kind, ScriptFault
from app.errors import N_

_AUTHOR: Final = "<python-input-1>"  # what the prelude, fed before, is numbered 0
_MOST: Final = 300

_OPERANDS: Final = re.compile(
    r"(?:not supported between instances of|unsupported operand type\(s\) for \S+:)"
    r" '([\w.]+)' and '([\w.]+)'"
)
_ATTRIBUTE: Final = re.compile(r"'([\w.]+)' object has no attribute '(\w+)'")
_KINDS: Final = {
    "NoneType": N_("nothing"),
    "str": N_("text"),
    "bool": N_("a yes/no value"),
    "int": N_("a number"),
    "float": N_("a number with decimals"),
    "decimal.Decimal": N_("an exact decimal"),
    "list": N_("a list"),
    "tuple": N_("a list"),
    "dict": N_("a group of values"),
}

_RAISED = N_("It stopped with %(error)s: %(message)s")
_NOT_OF_THIS = N_("“%(name)s” cannot be read from %(owner)s.")
_TOOK_LONG = N_("It ran longer than %(seconds)s s.")
_OPERANDS_DIFFER = N_(
    "Here, %(left)s and %(right)s cannot be used together; decimal(...) makes a number"
    " of text."
)


def fault_of(error: monty.MontyError | TimeoutError, lines_before: int) -> ScriptFault:
    """Translate what a worker's pool raised.

    Args:
        error: the error.
        lines_before: lines that were put before the author's first one.

    Returns:
        The fault to raise.
    """
    if isinstance(error, TimeoutError):
        sentence = N_("Too many scripts run at the moment. Try again in a moment.")
        return ScriptFault("busy", sentence)
    if isinstance(error, monty.MontyCrashedError):
        if error.timed_out:
            return ScriptFault("time", _TOOK_LONG, seconds=f"{limits.RUN_SECONDS:g}")
        return ScriptFault("crashed", N_("It was stopped because it broke its limits."))
    if not isinstance(error, monty.MontyRuntimeError | monty.MontySyntaxError):
        return _fault("data", N_("The data cannot be used by a script."), None)
    line = _line(error, lines_before)
    message = error.display("msg")[:_MOST]
    if isinstance(error, monty.MontySyntaxError):
        return _fault(
            "syntax", N_("This cannot be read: %(problem)s."), line, problem=message
        )
    inner = error.exception()
    return _over_limit(inner, message, line) or _raised(inner, message, line)


def _fault(kind: Kind, sentence: str, line: int | None, **facts: Any) -> ScriptFault:
    return ScriptFault(kind, sentence, line=line, **facts)


def _line(
    error: monty.MontyRuntimeError | monty.MontySyntaxError, lines_before: int
) -> int | None:
    lines = [f.line for f in error.traceback() if f.filename == _AUTHOR]
    return max(lines[-1] - lines_before, 1) if lines else None


def _over_limit(
    inner: BaseException, message: str, line: int | None
) -> ScriptFault | None:
    if isinstance(inner, TimeoutError) and "limit" in message:
        return _fault("time", _TOOK_LONG, line, seconds=f"{limits.RUN_SECONDS:g}")
    if isinstance(inner, MemoryError):
        if str(limits.OUTPUT_BYTES) in message:
            return _fault("output", N_("It printed too much."), line)
        return _fault("memory", N_("It used too much memory."), line)
    if isinstance(inner, RecursionError):
        if line is None:
            sentence = N_("The result refers to itself or is nested too deeply.")
            return _fault("data", sentence, None)
        return _fault("recursion", N_("Functions call each other too deeply."), line)
    if "suspension" in message:
        return _fault("time", N_("It asked for too many unknown names."), line)
    return None


def _raised(inner: BaseException, message: str, line: int | None) -> ScriptFault:
    unknown = re.fullmatch(r"name '(.+)' is not defined", message)
    member = re.fullmatch(r"member (.+)", message)
    if isinstance(inner, NameError) and (unknown or member):
        found = unknown or member
        assert found is not None  # noqa: S101
        sentence = UNKNOWN if unknown else NO_MEMBER
        return _fault("name", sentence, line, name=found.group(1))
    if isinstance(inner, NotImplementedError):
        problem = message.rpartition("not yet support ")[2]
        sentence = N_("%(problem)s is not available here.")
        return _fault("unsupported", sentence, line, problem=problem)
    stored = re.fullmatch(r"cannot be stored: (.+?)(?: in (.+))?", message)
    if stored or "not JSON compliant" in message or "4300" in message:
        return _not_storable(stored, line)
    return _ordinary(inner, message, line)


def _not_storable(found: re.Match[str] | None, line: int | None) -> ScriptFault:
    if found is None:
        return _fault("data", N_("A number in the result is out of range."), line)
    return _fault(
        "data",
        N_(
            "“%(what)s” holds a value of type %(type)s, which cannot be stored; use"
            " text, numbers, lists and dictionaries."
        ),
        line,
        what=found.group(2) or "result",
        type=found.group(1),
    )


def _ordinary(inner: BaseException, message: str, line: int | None) -> ScriptFault:
    operands = _OPERANDS.search(message)
    if isinstance(inner, TypeError) and operands:
        left, right = (_KINDS.get(kind, kind) for kind in operands.groups())
        return _fault("runtime", _OPERANDS_DIFFER, line, left=left, right=right)
    if isinstance(inner, ZeroDivisionError):
        return _fault("runtime", operations.BY_ZERO, line)
    attribute = _ATTRIBUTE.fullmatch(message)
    if isinstance(inner, AttributeError) and attribute:
        owner = _KINDS.get(attribute.group(1), attribute.group(1))
        name = attribute.group(2)
        return _fault("runtime", _NOT_OF_THIS, line, name=name, owner=owner)
    if isinstance(inner, IndexError):
        return _fault("runtime", N_("The list has no item at this position."), line)
    if isinstance(inner, KeyError):
        return _fault("runtime", NO_MEMBER, line, name=message)
    error = type(inner).__name__
    return _fault("runtime", _RAISED, line, error=error, message=message)
