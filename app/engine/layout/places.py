"""Where each shape of a process lies: columns along the flow, rows beside each other.

Linear in shapes and flows, so that no diagram can make it wait: columns by the longest
way from the start without the flows that lead back, rows from top to bottom in the
order in which shapes are met.
"""

from collections import deque
from dataclasses import dataclass, field

from app.engine.diagram import Process, Shape
from app.engine.shapes import EVENTS, GATEWAYS, SUB_PROCESSES

EVENT = 36
_GATEWAY = 50
_TASK = (100, 80)
_GAP_X = 60
_GAP_Y = 40
_INSIDE = 40  # between the border of a sub-process and what lies in it
_EMPTY = (160, 120)


@dataclass(frozen=True, slots=True)
class Box:
    """A shape's place in pixels.

    Attributes:
        x: left border.
        y: upper border.
        width: to the right border.
        height: to the lower border.
    """

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The right border."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The lower border."""
        return self.y + self.height

    @property
    def middle(self) -> tuple[int, int]:
        """The centre."""
        return self.x + self.width // 2, self.y + self.height // 2


@dataclass(slots=True)
class _Grid:
    """The shapes of one scope in columns and rows."""

    cells: dict[str, tuple[int, int]] = field(default_factory=dict)
    widths: dict[int, int] = field(default_factory=dict)
    heights: dict[int, int] = field(default_factory=dict)


def places(process: Process) -> dict[str, Box]:
    """Return the place of every shape of a process, from (0, 0) on."""
    grids: dict[str, _Grid] = {}
    sizes: dict[str, tuple[int, int]] = {}
    for scope_id, _ in reversed(process.scopes()):  # the inner ones first
        grids[scope_id] = grid = _arrange(process, scope_id, sizes)
        sizes[scope_id] = _size(grid)
    found: dict[str, Box] = {}
    corners = {process.key: (0, 0)}
    for scope_id, _ in process.scopes():
        x, y = corners.get(scope_id, (0, 0))
        _place(process, scope_id, grids[scope_id], sizes, (x, y), found)
        for shape in process.shapes_in(scope_id):
            if shape.kind in SUB_PROCESSES and shape.element_id in found:
                box = found[shape.element_id]
                corners[shape.element_id] = (box.x + _INSIDE, box.y + _INSIDE)
    return found


def _shapes(process: Process, scope_id: str) -> list[Shape]:
    return [
        shape
        for shape in process.shapes_in(scope_id)
        if shape.kind != "boundaryEvent"
        and shape.element_id not in process.drawing.made
    ]


def _size_of(shape: Shape, sizes: dict[str, tuple[int, int]]) -> tuple[int, int]:
    if shape.kind in EVENTS:
        return EVENT, EVENT
    if shape.kind in GATEWAYS:
        return _GATEWAY, _GATEWAY
    if shape.kind in SUB_PROCESSES:
        width, height = sizes.get(shape.element_id, (0, 0))
        return (
            max(width + 2 * _INSIDE, _EMPTY[0]),
            max(height + 2 * _INSIDE, _EMPTY[1]),
        )
    return _TASK


def _arrange(
    process: Process, scope_id: str, sizes: dict[str, tuple[int, int]]
) -> _Grid:
    shapes = _shapes(process, scope_id)
    after = {shape.element_id: _following(process, shape) for shape in shapes}
    columns = _columns(list(after), after)
    grid, taken = _Grid(), set()
    rows: dict[str, int] = {}
    bottoms: dict[int, int] = {}
    for shape in sorted(shapes, key=lambda s: columns[s.element_id]):
        element_id = shape.element_id
        column, row = columns[element_id], rows.get(element_id, 0)
        if (column, row) in taken:
            row = bottoms[column]
        taken.add((column, row))
        bottoms[column] = max(bottoms.get(column, 0), row + 1)
        grid.cells[element_id] = (column, row)
        for offset, target in enumerate(after[element_id]):
            rows.setdefault(target, row + offset)
        width, height = _size_of(shape, sizes)
        grid.widths[column] = max(grid.widths.get(column, 0), width)
        grid.heights[row] = max(grid.heights.get(row, 0), height)
    return grid


def _following(process: Process, shape: Shape) -> list[str]:
    """Return where flows lead from a shape and from the events on its edge."""
    sources = (shape, *process.boundary_events(shape))
    made = process.drawing.made
    targets = (f.target_id for s in sources for f in process.outgoing(s))
    found = (process.shape(target) for target in targets if target not in made)
    return list(
        dict.fromkeys(
            s.element_id
            for s in found
            if s is not None
            and s.scope_id == shape.scope_id
            and s.kind != "boundaryEvent"
        )
    )


def _columns(ids: list[str], after: dict[str, list[str]]) -> dict[str, int]:
    """Return the longest way to each shape, leaving out flows that lead back."""
    onward = _without_loops(ids, after)
    missing = dict.fromkeys(ids, 0)
    for targets in onward.values():
        for target in targets:
            missing[target] += 1
    columns = dict.fromkeys(ids, 0)
    queue = deque(i for i in ids if not missing[i])
    while queue:
        element_id = queue.popleft()
        for target in onward[element_id]:
            columns[target] = max(columns[target], columns[element_id] + 1)
            missing[target] -= 1
            if not missing[target]:
                queue.append(target)
    return columns


def _without_loops(ids: list[str], after: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the flows without those that close a circle (depth first)."""
    reached = {target for targets in after.values() for target in targets}
    state: dict[str, int] = {}  # 1 on the way, 2 done
    onward: dict[str, list[str]] = {element_id: [] for element_id in ids}
    for first in sorted(ids, key=lambda i: i in reached):
        stack = [(first, iter(after[first]))] if first not in state else []
        state.setdefault(first, 1)
        while stack:
            element_id, targets = stack[-1]
            target = next(targets, None)
            if target is None:
                state[element_id] = 2
                stack.pop()
            elif state.get(target) != 1:
                onward[element_id].append(target)
                if target not in state:
                    state[target] = 1
                    stack.append((target, iter(after[target])))
    return onward


def _offsets(lengths: dict[int, int], gap: int) -> tuple[dict[int, int], int]:
    found, at = {}, 0
    for index in sorted(lengths):
        found[index] = at
        at += lengths[index] + gap
    return found, max(at - gap, 0)


def _size(grid: _Grid) -> tuple[int, int]:
    return _offsets(grid.widths, _GAP_X)[1], _offsets(grid.heights, _GAP_Y)[1]


def _place(
    process: Process,
    scope_id: str,
    grid: _Grid,
    sizes: dict[str, tuple[int, int]],
    corner: tuple[int, int],
    found: dict[str, Box],
) -> None:
    lefts, _ = _offsets(grid.widths, _GAP_X)
    tops, _ = _offsets(grid.heights, _GAP_Y)
    for shape in _shapes(process, scope_id):
        column, row = grid.cells[shape.element_id]
        width, height = _size_of(shape, sizes)
        x = corner[0] + lefts[column] + (grid.widths[column] - width) // 2
        y = corner[1] + tops[row] + (grid.heights[row] - height) // 2
        found[shape.element_id] = box = Box(x, y, width, height)
        events = process.boundary_events(shape)
        for number, event in enumerate(events, 1):
            at = box.x + number * width // (len(events) + 1) - EVENT // 2
            found[event.element_id] = Box(at, box.bottom - EVENT // 2, EVENT, EVENT)
