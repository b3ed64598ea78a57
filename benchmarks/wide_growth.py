"""The picture of how the wide race grows: both axes by powers of ten."""

import math
from collections.abc import Iterator
from typing import Any

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 360, 70, 150, 20, 50
WAYS = {"compute": ("computing", "#1f5fa8"), "long": ("from files", "#b5541c")}
INK, FAINT = "#333333", "#dddddd"
TEXT = 'font-family="sans-serif" font-size="12"'


def chart(grown: dict[int, dict[str, dict[str, Any]]]) -> str:
    """Seconds by units as SVG."""
    ends = f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img"'
    title = "<title>Time of the wide race by number of units</title>"
    body = "\n".join([*_grid(grown), *_lines(grown)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {ends}>\n{title}\n'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>\n{body}\n</svg>\n'
    )


def _span(values: list[float]) -> tuple[int, int]:
    low, high = math.log10(min(values)), math.log10(max(values))
    return math.floor(low), max(math.ceil(high), math.floor(low) + 1)


def _at(value: float, span: tuple[int, int], ends: tuple[int, int]) -> float:
    share = (math.log10(value) - span[0]) / (span[1] - span[0])
    return ends[0] + share * (ends[1] - ends[0])


def _spans(grown: dict[int, Any]) -> tuple[tuple[int, int], tuple[int, int]]:
    seconds = [run[way]["seconds"] for run in grown.values() for way in WAYS]
    return _span([float(units) for units in grown]), _span(seconds)


def _place(grown: dict[int, Any], units: float, seconds: float) -> tuple[float, float]:
    across, up = _spans(grown)
    x = _at(units, across, (LEFT, WIDTH - RIGHT))
    return x, _at(seconds, up, (HEIGHT - BOTTOM, TOP))


def _grid(grown: dict[int, Any]) -> Iterator[str]:
    across, up = _spans(grown)
    for power in range(across[0], across[1] + 1):
        x, _ = _place(grown, 10.0**power, 10.0 ** up[0])
        yield f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="{FAINT}"/>'
        yield _label(x, HEIGHT - BOTTOM + 18, f"{10**power:,}", "middle")
    for power in range(up[0], up[1] + 1):
        _, y = _place(grown, 10.0 ** across[0], 10.0**power)
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{FAINT}"/>'
        told = f"{10.0 ** (power + 3):g} ms" if power < 0 else f"{10**power} s"
        yield _label(LEFT - 8, y + 4, told, "end")
    yield _label((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, "units", "middle")


def _lines(grown: dict[int, Any]) -> Iterator[str]:
    for way, (name, color) in WAYS.items():
        places = [_place(grown, u, run[way]["seconds"]) for u, run in grown.items()]
        told = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        yield f'<polyline points="{told}" fill="none" stroke="{color}" stroke-width="2"/>'
        for x, y in places:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{color}"/>'
        yield _label(places[-1][0] + 10, places[-1][1] + 4, name, "start", color)


def _label(x: float, y: float, text: str, anchor: str, color: str = INK) -> str:
    ends = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{color}"'
    return f"<text {ends} {TEXT}>{text}</text>"
