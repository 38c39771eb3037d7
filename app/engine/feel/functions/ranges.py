"""How points and ranges lie to each other.

Source:
    DMN 1.3, Table 79 "Range functions", after Allen's interval algebra.
"""

from collections.abc import Callable
from typing import Any

from app.engine.feel.frames import Run
from app.engine.feel.functions.registry import builtin
from app.engine.feel.kinds import Range, Test, unfit
from app.engine.feel.operations import compare, equal

_Bound = tuple[Any, bool]  # value, closed


def _bounded(value: Range | Test) -> Range:
    if isinstance(value, Test) or value.low is None or value.high is None:
        raise unfit("range", value, None)
    return value


def _same(left: Any, right: Any) -> bool:
    compare("<", left, right)  # of one kind, or undefined
    return not compare("<", left, right) and not compare("<", right, left)


def _ends_before(end: _Bound, start: _Bound) -> bool:
    """Tell whether nothing before ``end`` is after ``start``."""
    return compare("<", end[0], start[0]) or (
        _same(end[0], start[0]) and not (end[1] and start[1])
    )


def _low(value: Range) -> _Bound:
    return value.low, value.low_closed


def _high(value: Range) -> _Bound:
    return value.high, value.high_closed


def _starts_no_later(one: Range, other: Range) -> bool:
    return compare("<", one.low, other.low) or (
        _same(one.low, other.low) and (one.low_closed or not other.low_closed)
    )


def _ends_no_earlier(one: Range, other: Range) -> bool:
    return compare(">", one.high, other.high) or (
        _same(one.high, other.high) and (one.high_closed or not other.high_closed)
    )


def _as_range(value: Any) -> Range:
    if isinstance(value, Range | Test):
        return _bounded(value)
    return Range(value, value, True, True)


def _before(one: Range, other: Range) -> bool:
    return _ends_before(_high(one), _low(other))


def _meets(one: Range, other: Range) -> bool:
    return one.high_closed and other.low_closed and _same(one.high, other.low)


def _overlaps(one: Range, other: Range) -> bool:
    return not _before(one, other) and not _before(other, one)


def _overlaps_before(one: Range, other: Range) -> bool:
    return (
        _overlaps(one, other)
        and not _starts_no_later(other, one)
        and not (_ends_no_earlier(one, other) and not _same_end(one, other))
    )


def _same_end(one: Range, other: Range) -> bool:
    return _ends_no_earlier(one, other) and _ends_no_earlier(other, one)


def _same_start(one: Range, other: Range) -> bool:
    return _starts_no_later(one, other) and _starts_no_later(other, one)


def _overlaps_after(one: Range, other: Range) -> bool:
    return (
        _overlaps(one, other)
        and not _ends_no_earlier(other, one)
        and _starts_no_later(other, one)
    )


def _includes(one: Range, other: Range) -> bool:
    return _starts_no_later(one, other) and _ends_no_earlier(one, other)


def _finishes(one: Range, other: Range) -> bool:
    return _same_end(one, other) and _starts_no_later(other, one)


def _starts(one: Range, other: Range) -> bool:
    return _same_start(one, other) and _ends_no_earlier(other, one)


def _point_finishes(one: Range, other: Range) -> bool:
    return other.high_closed and _same(one.high, other.high)


def _point_starts(one: Range, other: Range) -> bool:
    return other.low_closed and _same(one.low, other.low)


_Relation = Callable[[Range, Range], bool]


def _turned(relation: _Relation) -> _Relation:
    return lambda one, other: relation(other, one)


def _declare(name: str, parameters: str, relation: _Relation) -> None:
    @builtin(name, parameters)
    def call(run: Run, one: Any, other: Any) -> bool:
        return relation(_as_range(one), _as_range(other))


_BOTH = "range1: range, range2: range"
_POINTS = "point1: point, point2: point"
_POINT_IN = "point: point, range: range"
_RANGE_OF = "range: range, point: point"

for _name, _relation in (("before", _before), ("after", _turned(_before))):
    for _parameters in (_BOTH, _POINTS, _POINT_IN, _RANGE_OF):
        _declare(_name, _parameters, _relation)
for _name, _relation in (
    ("meets", _meets),
    ("met by", _turned(_meets)),
    ("overlaps", _overlaps),
    ("overlaps before", _overlaps_before),
    ("overlaps after", _overlaps_after),
    ("includes", _includes),
    ("during", _turned(_includes)),
    ("finishes", _finishes),
    ("finished by", _turned(_finishes)),
    ("starts", _starts),
    ("started by", _turned(_starts)),
):
    _declare(_name, _BOTH, _relation)
_declare("includes", _RANGE_OF, _includes)
_declare("during", _POINT_IN, _turned(_includes))
_declare("finishes", _POINT_IN, _point_finishes)
_declare("finished by", _RANGE_OF, _turned(_point_finishes))
_declare("starts", _POINT_IN, _point_starts)
_declare("started by", _RANGE_OF, _turned(_point_starts))


@builtin("coincides", _BOTH)
def _coincides(run: Run, one: Range, other: Range) -> bool | None:
    return equal(_bounded(one), _bounded(other), run)


@builtin("coincides", _POINTS)
def _points_coincide(run: Run, one: Any, other: Any) -> bool | None:
    return equal(one, other, run)
