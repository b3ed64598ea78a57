"""The normal form of a scoring rule: straight pieces over exact rational edges."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from saima.core.intervals import (
    END,
    START,
    Cut,
    Gap,
    Interval,
    Overlap,
    between,
    cover_faults,
)
from saima.core.words import Words, words


class CurveFault(ValueError):  # noqa: N818 - it is a fact about a rule, said so
    """Why a rule makes no curve, in words."""

    def __init__(self, text: Words) -> None:
        self.text = text
        super().__init__(str(text))


@dataclass(frozen=True, slots=True)
class Piece:
    """On an interval, points = intercept + slope * x."""

    interval: Interval
    intercept: Fraction
    slope: Fraction = Fraction(0)

    def value(self, x: Fraction) -> Fraction:
        """The points at x, wherever x lies."""
        return self.intercept + self.slope * x


@dataclass(frozen=True)
class Curve:
    """A scoring rule (计分规则): pieces from left to right, without overlap.

    Where no piece lies, nothing can be computed; a rule fit for a scheme leaves
    no such place (see `checks`).
    """

    pieces: tuple[Piece, ...]

    def __post_init__(self) -> None:
        cuts = [
            c for p in self.pieces for c in (p.interval.low_cut, p.interval.high_cut)
        ]
        if not cuts or cuts != sorted(cuts):
            raise ValueError("the pieces of a curve must lie from left to right")

    @cached_property
    def _starts(self) -> list[Cut]:
        return [piece.interval.low_cut for piece in self.pieces]

    def piece_at(self, x: Fraction) -> Piece | None:
        """The piece that decides at x; None where nothing is computed."""
        piece = self.pieces[bisect_right(self._starts, (0, x, 0)) - 1]
        return piece if x in piece.interval else None

    def value(self, x: Fraction) -> Fraction | None:
        """The points at x, exact; None where nothing is computed."""
        piece = self.piece_at(x)
        return None if piece is None else piece.value(x)

    @property
    def faults(self) -> tuple[Gap | Overlap, ...]:
        """Where the curve leaves a gap."""
        return cover_faults([piece.interval for piece in self.pieces])

    @property
    def edges(self) -> tuple[Fraction, ...]:
        """The numbers at which one piece ends or begins."""
        ends = (e for p in self.pieces for e in (p.interval.low, p.interval.high))
        return tuple(sorted({end for end in ends if end is not None}))


def curve(pieces: Iterable[Piece]) -> Curve:
    """Make a curve: empty pieces left out, like neighbors made one."""
    kept: list[Piece] = []
    for piece in sorted(pieces, key=lambda p: p.interval.low_cut):
        if piece.interval.empty:
            continue
        if kept and _continues(kept[-1], piece):
            joined = between(kept[-1].interval.low_cut, piece.interval.high_cut)
            kept[-1] = Piece(joined, piece.intercept, piece.slope)
        else:
            kept.append(piece)
    return Curve(tuple(kept))


def _continues(left: Piece, right: Piece) -> bool:
    return left.interval.high_cut == right.interval.low_cut and (
        left.intercept,
        left.slope,
    ) == (right.intercept, right.slope)


Point = tuple[Fraction, Fraction]


def line_through(a: Point, b: Point, interval: Interval) -> Piece:
    """The straight piece through two points."""
    slope = (b[1] - a[1]) / (b[0] - a[0])
    return Piece(interval, a[1] - slope * a[0], slope)


def polyline(points: Sequence[Point]) -> Curve:
    """A line through points from left to right, level before and after them.

    Two points at one x are a jump, which belongs to the right.
    """
    pieces = [Piece(between(START, (0, points[0][0], 0)), points[0][1])]
    for a, b in pairwise(points):
        if a[0] > b[0]:
            raise CurveFault(words("its points must lie from left to right"))
        if a[0] < b[0]:
            pieces.append(line_through(a, b, Interval(a[0], b[0])))
    pieces.append(Piece(between((0, points[-1][0], 0), END), points[-1][1]))
    return curve(pieces)


def compose(outer: Curve, inner: Curve) -> Curve:
    """The curve that first does `inner` and then `outer`, in the same normal form."""
    return curve(piece for part in inner.pieces for piece in _through(outer, part))


def _through(outer: Curve, part: Piece) -> Iterable[Piece]:
    if part.slope == 0:
        points = outer.value(part.intercept)
        if points is not None:
            yield Piece(part.interval, points)
        return
    for piece in outer.pieces:
        interval = part.interval.meet(_pulled_back(piece.interval, part))
        yield Piece(
            interval,
            piece.intercept + piece.slope * part.intercept,
            piece.slope * part.slope,
        )


def _pulled_back(interval: Interval, part: Piece) -> Interval:
    """The x whose image under a straight, sloping part lies in the interval."""

    def back(edge: Fraction | None) -> Fraction | None:
        return None if edge is None else (edge - part.intercept) / part.slope

    low, high = back(interval.low), back(interval.high)
    if part.slope > 0:
        return Interval(low, high, interval.low_included, interval.high_included)
    return Interval(high, low, interval.high_included, interval.low_included)
