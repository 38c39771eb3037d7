"""Functions that make one value of many.

Source:
    DMN 1.3, Table 73 "List functions" (min to mode).
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from app.engine.feel import operations
from app.engine.feel.frames import Run
from app.engine.feel.functions.numbers import exactly
from app.engine.feel.functions.registry import builtin
from app.engine.feel.kinds import CONTEXT, Months, Undefined, word_for
from app.errors import N_

NO_NUMBERS = N_("A list holds %(found)s where numbers are needed.")
EMPTY = N_("A list is empty.")


def _filled(items: list[Any]) -> list[Any]:
    if not items:
        raise Undefined(EMPTY)
    return items


def _numbers(items: list[Any]) -> list[Decimal]:
    for item in _filled(items):
        if not isinstance(item, Decimal):
            raise Undefined(NO_NUMBERS, found=word_for(item))
    return items


def _best(symbol: str, items: list[Any]) -> Any:
    best = _filled(items)[0]
    operations.compare(symbol, best, best)
    for item in items[1:]:
        if operations.compare(symbol, item, best):
            best = item
    return best


@builtin("min", "list...")
def _minimum(run: Run, items: list[Any]) -> Any:
    return _best("<", items)


@builtin("max", "list...")
def _maximum(run: Run, items: list[Any]) -> Any:
    return _best(">", items)


def _added(items: list[Any]) -> Any:
    add = operations.calculator("+")
    total = _filled(items)[0]
    if not isinstance(total, Decimal | Months) and type(total).__name__ != "timedelta":
        raise Undefined(NO_NUMBERS, found=word_for(total))
    for item in items[1:]:
        total = add(total, item)
    return total


@builtin("sum", "list...")
def _total(run: Run, items: list[Any]) -> Any:
    return _added(items)


@builtin("mean", "list...")
def _mean(run: Run, items: list[Any]) -> Any:
    return operations.calculator("/")(_added(items), Decimal(len(items)))


@builtin("product", "list...")
def _product(run: Run, items: list[Any]) -> Decimal:
    made = Decimal(1)
    for item in _numbers(items):
        made = operations.calculator("*")(made, item)
    return made


@builtin("median", "list...")
def _median(run: Run, items: list[Any]) -> Any:
    ordered = sorted(_numbers(items))
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return exactly(
        lambda: CONTEXT.divide(
            CONTEXT.add(ordered[middle - 1], ordered[middle]), Decimal(2)
        )
    )


@builtin("stddev", "list...")
def _stddev(run: Run, items: list[Any]) -> Any:
    numbers = _numbers(items)
    if len(numbers) < 2:
        raise Undefined(EMPTY)
    run.spend(4 * len(numbers))

    def deviation() -> Decimal:
        middle = CONTEXT.divide(_added(numbers), Decimal(len(numbers)))
        squares = Decimal(0)
        for number in numbers:
            off = CONTEXT.subtract(number, middle)
            squares = CONTEXT.add(squares, CONTEXT.multiply(off, off))
        return CONTEXT.sqrt(CONTEXT.divide(squares, Decimal(len(numbers) - 1)))

    return exactly(deviation)


@builtin("mode", "list...")
def _mode(run: Run, items: list[Any]) -> list[Decimal]:
    if not items:
        return []
    counts: dict[Decimal, int] = {}
    for number in _numbers(items):
        counts[number] = counts.get(number, 0) + 1
    most = max(counts.values())
    return sorted(number for number, count in counts.items() if count == most)


def _joining(names: tuple[str, ...], join: Callable[[list[Any]], bool | None]) -> None:
    def call(run: Run, items: list[Any]) -> bool | None:
        return join(items)

    for name in names:
        builtin(name, "list...")(call)


_joining(("all",), operations.all_of)
_joining(("any",), operations.any_of)


@builtin("count", "list: list")
def _count(run: Run, items: list[Any]) -> Decimal:
    return Decimal(len(items))
