"""Functions of contexts, and of what may be missing.

Source:
    DMN 1.3, Table 78 "Context functions"; DMN 1.4 (``context``, ``context put``,
    ``context merge``); Camunda 8 FEEL (``put``, ``get or else``, ``assert``).
"""

from typing import Any

from app.engine.feel.frames import Run
from app.engine.feel.functions.registry import builtin
from app.engine.feel.kinds import Undefined
from app.engine.scripts.faults import ScriptFault
from app.errors import N_

NO_ENTRY = N_("The context has no “%(key)s”.")


@builtin("get value", "m: context, key: string")
def _get_value(run: Run, context: dict[str, Any], key: str) -> Any:
    if key not in context:
        raise Undefined(NO_ENTRY, key=key[:40])
    return context[key]


@builtin("get value", "context: context, keys: list")
def _get_value_deep(run: Run, context: dict[str, Any], keys: list[Any]) -> Any:
    found: Any = context
    for key in _path(keys):
        if not isinstance(found, dict) or key not in found:
            raise Undefined(NO_ENTRY, key=key[:40])
        found = found[key]
    return found


def _path(keys: list[Any]) -> list[str]:
    if not keys or not all(isinstance(key, str) for key in keys):
        raise Undefined(NO_ENTRY, key="")
    return keys


@builtin("get entries", "m: context")
def _get_entries(run: Run, context: dict[str, Any]) -> list[Any]:
    run.items(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


def _put(run: Run, context: dict[str, Any], key: str, value: Any) -> dict[str, Any]:
    run.items(len(context))
    return {**context, key: value}


def _put_deep(
    run: Run, context: dict[str, Any], keys: list[Any], value: Any
) -> dict[str, Any]:
    first, *rest = _path(keys)
    if not rest:
        return _put(run, context, first, value)
    inner = context.get(first)
    inner = inner if isinstance(inner, dict) else {}
    if len(rest) > 50:
        raise Undefined(NO_ENTRY, key=first[:40])
    return _put(run, context, first, _put_deep(run, inner, rest, value))


for _name in ("put", "context put"):
    builtin(_name, "context: context, key: string, value: any")(_put)
    builtin(_name, "context: context, keys: list, value: any")(_put_deep)


def _merge(run: Run, contexts: list[Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for one in contexts:
        if not isinstance(one, dict):
            raise Undefined(NO_ENTRY, key="")
        run.items(len(one))
        made |= one
    return made


for _name in ("put all", "context merge"):
    builtin(_name, "contexts...")(_merge)


@builtin("context", "entries: list")
def _context_of(run: Run, entries: list[Any]) -> dict[str, Any]:
    run.items(len(entries))
    made: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not {"key", "value"} <= entry.keys():
            raise Undefined(NO_ENTRY, key="key")
        if not isinstance(entry["key"], str) or entry["key"] in made:
            raise Undefined(NO_ENTRY, key="key")
        made[entry["key"]] = entry["value"]
    return made


@builtin("get or else", "value: any, default: any")
def _get_or_else(run: Run, value: Any, default: Any) -> Any:
    return default if value is None else value


@builtin("is defined", "value: any")
def _is_defined(run: Run, value: Any) -> bool:
    return value is not None


@builtin("assert", "value: any, condition: boolean, cause: string?")
def _assert_that(
    run: Run, value: Any, condition: bool, cause: str | None = None
) -> Any:
    if condition:
        return value
    raise ScriptFault(
        "runtime", N_("The assertion failed: %(cause)s"), cause=cause or ""
    )


@builtin("not", "negand: any")
def _negation(run: Run, negand: Any) -> bool | None:
    return not negand if isinstance(negand, bool) else None
