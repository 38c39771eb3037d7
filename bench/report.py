"""The table of bars, as text and as JSON, and the growth curve as SVG."""

from collections.abc import Mapping, Sequence
from math import log10
from typing import Any

WIDTH, HEIGHT, LEFT, BOTTOM = 640, 300, 56, 40


def rows(found: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Say of each bar what was measured.

    Args:
        found: all measurements of one database; what is missing is left out.

    Returns:
        What, the bar, the figure.
    """
    lines: list[tuple[str, str, str]] = []
    if "steps" in found:
        for name, bar in (("complete", 5), ("start", 7)):
            one = found["steps"][name]
            cost = found.get("counted", {}).get("apply" if bar == 5 else "start", {})
            lines.append(
                (
                    f"{name} over HTTP",
                    f"{bar} ms CPU",
                    f"{one['cpu_ms']} ms ({one['cpu_ms_low']}-{one['cpu_ms_p95']}), "
                    f"{cost.get('statements', '?')} SQL, "
                    f"{cost.get('commits', '?')} commit",
                )
            )
    for name in ("approval", "parallel_loop"):
        series = found.get("loops", {}).get(name)
        if series:
            first, *more = series.items()
            said = ", ".join(
                f"{n}: {_ratio(one, first[1])}" for n, one in [first, *more]
            )
            lines.append((f"after loops, {name}", "within 10 %", said))
    base = found.get("sizes", {}).get("1 KB")
    for name, bar in (("200 elements", 1.3), ("100 KB", 1.5), ("1 MB", 4)):
        one = found.get("sizes", {}).get(name)
        if one and base:
            lines.append((name, f"{bar} x", _ratio(one, base)))
    lines += _others(found)
    return lines


def _others(found: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    lines = []
    for one in found.get("load", []):
        said = f"{one['steps_per_s']} steps/s, {one['cpu_ms_per_step']} ms CPU a step"
        lines.append((f"{one['clients']} clients", "250 at 16", said))
    for name, one in found.get("lists", {}).items():
        if isinstance(one, Mapping) and "p95_ms" in one:
            bar = "20 ms" if name.startswith("inbox") else "50 ms"
            said = (
                f"p95 {one['p95_ms']} ms, median {one['ms']} ms; "
                f"CPU p95 {one['cpu_p95_ms']}, median {one['cpu_ms']}"
            )
            lines.append((name, f"p95 {bar}", said))
    if "stored" in found:
        lines.append(("a finished refund", "6 KB", f"{found['stored']['bytes']} bytes"))
    if "idle" in found:
        one = found["idle"]
        said = f"{one['without_ms_per_s']} ms/s without, {one['with_ms_per_s']} with"
        lines.append((f"{one['tickets']} tickets that wait", "nothing", said))
    if "memory" in found:
        marks = found["memory"]["mb_at_quarters"]
        lines.append(("memory", "150 MB", " ".join(f"{mark} MB" for mark in marks)))
    return lines


def _ratio(one: Mapping[str, Any], base: Mapping[str, Any]) -> str:
    return f"{one['cpu_ms']} ms ({one['cpu_ms'] / base['cpu_ms']:.2f} x)"


def table(lines: Sequence[Sequence[str]]) -> str:
    """Write rows under each other.

    Args:
        lines: of equal length.
    """
    widths = [max(len(line[k]) for line in lines) for k in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in lines
    )


def curve(series: Mapping[str, Mapping[int, float]]) -> str:
    """Draw CPU a step over the number of loops, both on a logarithmic scale.

    Args:
        series: name to loops to milliseconds.
    """
    points = [(n, ms) for one in series.values() for n, ms in one.items()]
    most_n, most_ms = max(n for n, _ in points), max(10.0, *(ms for _, ms in points))
    least_ms = min(1.0, *(ms for _, ms in points))

    def x(n: float) -> float:
        return LEFT + (WIDTH - LEFT - 130) * _log(n) / max(_log(most_n), 1e-9)

    def y(ms: float) -> float:
        part = (_log(ms) - _log(least_ms)) / (_log(most_ms) - _log(least_ms))
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - 16) * part

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for ms in (1, 2, 5, 10, 20, 50, 100, 200, 500):
        if least_ms <= ms <= most_ms:
            lines.append(
                f'<path d="M{LEFT} {y(ms):.0f}H{WIDTH - 130}" stroke="#ddd"/>'
                f'<text x="{LEFT - 6}" y="{y(ms) + 4:.0f}" text-anchor="end">{ms} ms'
                "</text>"
            )
    for n in sorted({n for n, _ in points}):
        lines.append(
            f'<text x="{x(n):.0f}" y="{HEIGHT - 22}" text-anchor="middle">{n:,}</text>'
        )
    lines.append(
        f'<text x="{LEFT}" y="{HEIGHT - 6}">CPU of server and database a step, '
        "after so many loops of one ticket</text>"
    )
    for (name, one), colour in zip(series.items(), COLOURS, strict=False):
        drawn = sorted(one.items())
        path = " ".join(f"{x(n):.1f},{y(ms):.1f}" for n, ms in drawn)
        last = drawn[-1]
        lines.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" '
            'stroke-width="2"/>'
            f'<text x="{x(last[0]) + 6:.0f}" y="{y(last[1]) + 4:.0f}" '
            f'fill="{colour}">{name}</text>'
        )
    return "\n".join([*lines, "</svg>"]) + "\n"


COLOURS = ("#0b6e4f", "#c2410c", "#1d4ed8", "#7c3aed", "#666666")


def _log(value: float) -> float:
    return log10(max(value, 1e-3))
