"""One run of a text in a worker, from clean data in to clean data out.

No object of the worker's making is ever built here: what comes back is JSON text, made
inside under the same limits, and read with budgets. (A dictionary with colliding
integer keys, taken as an object, held a host for a minute and a half.)
"""

import json
import os
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import pydantic_monty as monty

from app.engine.scripts import limits, prelude, translating, values
from app.engine.scripts.faults import ScriptFault
from app.engine.scripts.reading import CONSTANTS, FORBIDDEN, Unit
from app.engine.scripts.workers import Workers
from app.errors import N_

WORKERS: Final = Workers(
    most=min(os.cpu_count() or 1, limits.WORKERS_AT_MOST),
    checkout_seconds=limits.CHECKOUT_SECONDS,
)

_IDLE_DEATH_SECONDS: Final = 0.25


class _Gone:
    """The mark of a variable that ``del`` removed."""


GONE: Final = _Gone()


def evaluate(unit: Unit, names: Mapping[str, Any], *, now: datetime) -> Any:
    """Evaluate an expression in a worker.

    Args:
        unit: the expression.
        names: the variables it may see.
        now: the present instant.

    Returns:
        A JSON value.

    Raises:
        ScriptFault: of any kind but "syntax".
    """
    text = prelude.ENCODE.format(text=unit.text)
    answer = _attempt(unit, names, now, [text], lines_before=1)
    return values.leave(_decoded(answer), "result")


def execute(
    unit: Unit, names: Mapping[str, Any], *, now: datetime
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Execute a script in a worker.

    Args:
        unit: the script.
        names: the variables it may see.
        now: the present instant.

    Returns:
        The variables it began with and those it ended with, as far as it mentions
        them; ``GONE`` stands for those it deleted.

    Raises:
        ScriptFault: of any kind but "syntax".
    """
    ours = CONSTANTS - names.keys()
    asked = sorted(n for n in unit.names - ours if not n.startswith("_"))
    collect = prelude.COLLECT.format(names=asked)
    answer = _decoded(_attempt(unit, names, now, [unit.text + "\nNone", collect]))
    budget = values.Budget()
    after: dict[str, Any] = {}
    for name, value in answer.items():
        gone = value is GONE and name in unit.deleted
        after[name] = value if gone else values.leave(value, name, budget)
    return {name: names[name] for name in asked if name in names}, after


def _attempt(
    unit: Unit,
    names: Mapping[str, Any],
    now: datetime,
    texts: list[str],
    lines_before: int = 0,
) -> Any:
    for name in sorted(unit.names & FORBIDDEN):
        if name not in names:
            sentence = N_("“%(name)s” is not available here.")
            raise ScriptFault("unsupported", sentence, name=name)
    inputs = values.admit(names, unit.names)
    inputs["__instant"] = now.isoformat()
    opening = prelude.prelude_for(unit.needed)
    try:
        return _fed(opening, inputs, texts, now, WORKERS.most)
    except (monty.MontyError, TimeoutError) as error:
        raise translating.fault_of(error, lines_before) from None


def _fed(
    opening: str, inputs: dict[str, Any], texts: list[str], now: datetime, retries: int
) -> Any:
    """Feed a worker; a worker that died while it was idle is noticed only by its use.

    A run has no effects outside, so it may be begun again.
    """
    began = time.monotonic()
    try:
        return _feed(opening, inputs, texts, now)
    except monty.MontyCrashedError as error:
        quick = time.monotonic() - began < _IDLE_DEATH_SECONDS
        if error.timed_out or not quick or retries == 0:
            raise
    return _fed(opening, inputs, texts, now, retries - 1)


def _feed(opening: str, inputs: dict[str, Any], texts: list[str], now: datetime) -> Any:
    printed = monty.CollectString(limits.OUTPUT_BYTES)
    answer = None
    with WORKERS.checkout(now=now) as session:
        session.feed_run(opening, print_callback=printed)
        for number, text in enumerate(texts):
            given = inputs if number == 0 else None
            answer = session.feed_run(text, inputs=given, print_callback=printed)
    return answer


# --- reading the answer --------------------------------------------------------------


def _decoded(answer: Any) -> Any:
    if not isinstance(answer, str) or len(answer) > 2 * limits.TEXT_CHARACTERS:
        raise ScriptFault(
            "data",
            N_("The result is larger than %(limit)s characters."),
            limit=limits.TEXT_CHARACTERS,
        )
    try:
        return json.loads(answer, object_pairs_hook=_object)
    except (ValueError, TypeError, ArithmeticError, RecursionError, KeyError):
        raise ScriptFault("data", N_("The result cannot be stored.")) from None


def _object(pairs: list[tuple[str, Any]]) -> Any:
    if len(pairs) == 1 and pairs[0][0] in _TAGS:
        return _TAGS[pairs[0][0]](pairs[0][1])
    return dict(pairs)


def _decimal(text: str) -> Decimal:
    if len(text) > limits.DECIMAL_CHARACTERS:
        raise InvalidOperation
    return Decimal(text)


def _mapping(pairs: list[tuple[Any, Any]]) -> dict[str, Any]:
    return {_key(key): value for key, value in pairs}


def _key(key: Any) -> str:
    # Keys become text at once: integer keys can be made to collide.
    if isinstance(key, bool) or key is None:
        return "null" if key is None else str(key).lower()
    if isinstance(key, str | int | float):
        return str(key)
    raise TypeError


_TAGS: Final[dict[str, Callable[[Any], Any]]] = {
    "$date": str,
    "$datetime": str,
    "$time": str,
    "$decimal": _decimal,
    "$duration": lambda parts: timedelta(*parts),
    "$gone": lambda _: GONE,
    "$map": _mapping,
    "$set": lambda items: sorted(items, key=repr),
}
