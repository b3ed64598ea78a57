"""Small drawings as numbers: a scoring curve, and places through the months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from saima.core.curves.form import Curve
from saima.core.curves.telling import Axis, Stroke, drawing, window
from saima.core.numbers import exact_text, plain_text, round_half_up
from saima.core.periods import Month

WIDTH, HEIGHT = 280, 150
MOST_LEVELS = 8  # places that have room for their numbers
MOST_DOTTED = 10  # more jumps than this read better without dots
LEFT, RIGHT, TOP, BOTTOM = 34, 14, 12, 26


def hundredths(share: Fraction) -> str:
    """A share as the length of a bar that is a hundred long."""
    return f"{float(share * 100):.2f}"


@dataclass(frozen=True)
class Tick:
    """A number at an axis, and where it stands."""

    at: str
    text: str


@dataclass(frozen=True)
class Line:
    """A straight line."""

    x0: str
    y0: str
    x1: str
    y1: str


@dataclass(frozen=True)
class Dot:
    """The end of a line at a jump: full where it counts, else hollow."""

    x: str
    y: str
    full: bool


@dataclass(frozen=True)
class CurveDrawing:
    """A scoring curve: points upward, what is measured to the right."""

    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


@dataclass(frozen=True)
class Scale:
    """From the numbers of an axis to places on the paper."""

    low: Fraction
    high: Fraction
    start: int
    end: int

    def __call__(self, value: Fraction) -> str:
        share = (value - self.low) / ((self.high - self.low) or 1)
        return f"{float(self.start + share * (self.end - self.start)):.1f}"


def curve_drawing(curve: Curve, axis: Axis) -> CurveDrawing:
    """Draw a curve from its own strokes."""
    low, high = window(curve)
    strokes = drawing(curve, low, high)
    heights = sorted({y for s in strokes for y in (s.y0, s.y1)} | {Fraction(0)})
    x = Scale(low, high, LEFT, WIDTH - RIGHT)
    y = Scale(heights[0], heights[-1], HEIGHT - BOTTOM, TOP)
    return CurveDrawing(
        tuple(Line(x(s.x0), y(s.y0), x(s.x1), y(s.y1)) for s in strokes),
        tuple(_dots(strokes, x, y)),
        tuple(Tick(x(e), _shown(axis, e)) for e in _spread(curve.edges, x, 42)),
        tuple(Tick(y(h), _short(h)) for h in _spread(heights, y, 20)),
    )


def _shown(axis: Axis, edge: Fraction) -> str:
    """An edge at the axis, whose title names the unit where it is one in words."""
    shown = axis.show(edge)
    return shown if isinstance(shown, str) else exact_text(edge)


def _short(value: Fraction) -> str:
    """A number at an axis: exact where it is short, else rounded."""
    text = exact_text(value)
    return text if len(text) < 6 else plain_text(round_half_up(value, 2))


def _spread(values: Sequence[Fraction], scale: Scale, room: int) -> list[Fraction]:
    """The values whose numbers have room beside each other, both ends first."""
    ends = {values[0], values[-1]} if values else set()
    kept = sorted(ends)
    for value in values:
        place = float(scale(value))
        if all(abs(float(scale(other)) - place) >= room for other in kept):
            kept.append(value)
    return sorted(kept)


def _dots(strokes: Sequence[Stroke], x: Scale, y: Scale) -> list[Dot]:
    dots: list[Dot] = []
    if len(strokes) > MOST_DOTTED:
        return dots
    for left, right in pairwise(strokes):
        if left.x1 == right.x0 and left.y1 != right.y0:
            dots.append(Dot(x(left.x1), y(left.y1), left.end_included))
            dots.append(Dot(x(right.x0), y(right.y0), right.start_included))
    return dots


@dataclass(frozen=True)
class Place:
    """A place in a month, and where its point stands; none where it had no place."""

    month: Month
    rank: int | None
    x: str
    y: str | None
    current: bool


@dataclass(frozen=True)
class PlacesDrawing:
    """Places through the months, the first place on top."""

    places: tuple[Place, ...]
    lines: tuple[Line, ...]
    levels: tuple[Tick, ...]
    width: int = 340
    height: int = 150
    bottom: int = 144


def places_drawing(
    ranks: Sequence[tuple[Month, int | None]], size: int, current: Month
) -> PlacesDrawing:
    """Draw the places of a year; months without one break the line."""
    lowest = max(size, 2)
    x = Scale(Fraction(1), Fraction(12), 34, 322)
    y = Scale(Fraction(1), Fraction(lowest), 22, 118)
    places = tuple(
        Place(
            month,
            rank,
            x(Fraction(month.number)),
            None if rank is None else y(Fraction(rank)),
            month == current,
        )
        for month, rank in ranks
    )
    lines = tuple(
        Line(a.x, a.y, b.x, b.y)
        for a, b in pairwise(places)
        if a.y is not None and b.y is not None
    )
    return PlacesDrawing(places, lines, tuple(_levels(lowest, y)))


def _levels(lowest: int, y: Scale) -> Iterator[Tick]:
    """A line for each place, with a number only where there is room for it."""
    every = -(-lowest // MOST_LEVELS)
    for rank in range(1, lowest + 1):
        named = rank == lowest or ((rank - 1) % every == 0 and lowest - rank >= every)
        yield Tick(y(Fraction(rank)), str(rank) if named else "")
