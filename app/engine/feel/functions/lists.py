"""Functions of lists, and sorting.

Source:
    DMN 1.3, Table 73 "List functions", Table 76 "Sort"; Camunda 8 FEEL (``is empty``,
    ``duplicate values``, ``partition``); DMN 1.4 (``list replace``).
"""

import functools
from decimal import Decimal
from typing import Any

from app.engine.feel import operations
from app.engine.feel.frames import Run
from app.engine.feel.functions.registry import builtin
from app.engine.feel.functions.strings import place
from app.engine.feel.kinds import Function, Undefined, whole
from app.errors import N_

NO_PLACE = N_("The list has no such position.")


def same(left: Any, right: Any, run: Run) -> bool:
    """Tell whether two elements are equal; of different kinds they never are."""
    return operations.equal(left, right, run) is True


def _index(items: list[Any], position: Decimal) -> int:
    index = place(position, len(items))
    if not 0 <= index < len(items):
        raise Undefined(NO_PLACE)
    return index


@builtin("list contains", "list: list, element: any")
def _list_contains(run: Run, items: list[Any], element: Any) -> bool:
    run.spend(len(items))
    return any(same(item, element, run) for item in items)


@builtin("sublist", "list: list, start position: number, length: number?")
def _sublist(
    run: Run, items: list[Any], start: Decimal, length: Decimal | None = None
) -> list[Any]:
    begin = _index(items, start)
    end = len(items) if length is None else begin + whole(length)
    if not begin <= end <= len(items):
        raise Undefined(NO_PLACE)
    run.items(end - begin)
    return items[begin:end]


@builtin("append", "*items")
def _append(run: Run, values: list[Any]) -> list[Any]:
    if not values:
        raise Undefined(NO_PLACE)
    made = [*_lists(values[:1])[0], *values[1:]]
    run.items(len(made))
    return made


def _lists(values: list[Any]) -> list[list[Any]]:
    if any(value is None for value in values):
        raise Undefined(NO_PLACE)
    return [value if isinstance(value, list) else [value] for value in values]


@builtin("concatenate", "*lists")
def _concatenate(run: Run, values: list[Any]) -> list[Any]:
    lists = _lists(values)
    run.items(sum(len(one) for one in lists))
    return [item for one in lists for item in one]


@builtin("union", "*lists")
def _union(run: Run, values: list[Any]) -> list[Any]:
    return distinct(run, _concatenate(run, values))


@builtin("insert before", "list: list, position: number, newItem: any")
def _insert_before(
    run: Run, items: list[Any], position: Decimal, item: Any
) -> list[Any]:
    index = _index(items, position)
    run.items(len(items) + 1)
    return [*items[:index], item, *items[index:]]


@builtin("remove", "list: list, position: number")
def _remove(run: Run, items: list[Any], position: Decimal) -> list[Any]:
    index = _index(items, position)
    run.items(len(items))
    return items[:index] + items[index + 1 :]


@builtin("list replace", "list: list, position: number, newItem: any")
def _replace_at(run: Run, items: list[Any], position: Decimal, item: Any) -> list[Any]:
    index = _index(items, position)
    run.items(len(items))
    return [*items[:index], item, *items[index + 1 :]]


@builtin("list replace", "list: list, match: function, newItem: any")
def _replace_matching(
    run: Run, items: list[Any], match: Function, item: Any
) -> list[Any]:
    run.items(len(items))
    return [item if match.call([one, item]) is True else one for one in items]


@builtin("reverse", "list: list")
def _reverse(run: Run, items: list[Any]) -> list[Any]:
    run.items(len(items))
    return items[::-1]


@builtin("index of", "list: list, match: any")
def _index_of(run: Run, items: list[Any], match: Any) -> list[Decimal]:
    run.spend(len(items))
    return [Decimal(n) for n, item in enumerate(items, 1) if same(item, match, run)]


def distinct(run: Run, items: list[Any]) -> list[Any]:
    """Leave out what was there before."""
    made: list[Any] = []
    for item in items:
        run.spend(1 + len(made))
        if not any(same(item, one, run) for one in made):
            made.append(item)
    return made


@builtin("distinct values", "list: list")
def _distinct_values(run: Run, items: list[Any]) -> list[Any]:
    return distinct(run, items)


@builtin("duplicate values", "list: list")
def _duplicate_values(run: Run, items: list[Any]) -> list[Any]:
    made = []
    for index, item in enumerate(items):
        run.spend(len(items))
        if any(same(item, one, run) for one in items[index + 1 :]):
            made.append(item)
    return distinct(run, made)


@builtin("flatten", "list: list")
def _flatten(run: Run, items: list[Any]) -> list[Any]:
    made: list[Any] = []
    left = [iter(items)]
    while left:
        for item in left[-1]:
            run.spend(1)
            if isinstance(item, list):
                left.append(iter(item))
                break
            made.append(item)
        else:
            left.pop()
    return made


@builtin("is empty", "list: list")
def _is_empty(run: Run, items: list[Any]) -> bool:
    return not items


@builtin("partition", "list: list, size: number")
def _partition(run: Run, items: list[Any], size: Decimal) -> list[list[Any]]:
    count = whole(size)
    if count < 1:
        raise Undefined(NO_PLACE)
    run.items(len(items))
    return [items[start : start + count] for start in range(0, len(items), count)]


@builtin("sort", "list: list, precedes: function")
def _sort(run: Run, items: list[Any], precedes: Function) -> list[Any]:
    run.items(len(items))

    def order(left: Any, right: Any) -> int:
        run.spend(1)
        if precedes.call([left, right]) is True:
            return -1
        return 1 if precedes.call([right, left]) is True else 0

    return sorted(items, key=functools.cmp_to_key(order))


@builtin("sort", "list: list")
def _sort_plainly(run: Run, items: list[Any]) -> list[Any]:
    run.items(len(items))

    def order(left: Any, right: Any) -> int:
        run.spend(1)
        if operations.compare("<", left, right):
            return -1
        return int(operations.compare(">", left, right))

    return sorted(items, key=functools.cmp_to_key(order))
