"""What is wrong with a curve: gaps, and stretches that run the wrong way."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from saima.core.curves.form import Curve, Piece
from saima.core.intervals import Gap, Overlap


@dataclass(frozen=True, slots=True)
class WrongWay:
    """A better figure loses points here: from x on, or by a jump at x."""

    at: Fraction | None
    from_points: Fraction | None
    to_points: Fraction | None


@dataclass(frozen=True, slots=True)
class Cliff:
    """A jump: the points right before and right after x."""

    at: Fraction
    before: Fraction
    after: Fraction


def cliffs(curve: Curve) -> tuple[Cliff, ...]:
    """The jumps of a curve, from left to right."""
    found = []
    for left, right in pairwise(curve.pieces):
        edge = right.interval.low
        if edge is None or left.interval.high != edge:
            continue
        before, after = left.value(edge), right.value(edge)
        if before != after:
            found.append(Cliff(edge, before, after))
    return tuple(found)


def wrong_ways(curve: Curve, *, rising: bool) -> tuple[WrongWay, ...]:
    """Where points fall although the figure gets better.

    `rising`: whether a larger x is better.
    """
    sign = 1 if rising else -1
    found = [_along(piece) for piece in curve.pieces if piece.slope * sign < 0]
    falls = [c for c in cliffs(curve) if (c.after - c.before) * sign < 0]
    return (*found, *(WrongWay(fall.at, fall.before, fall.after) for fall in falls))


def _along(piece: Piece) -> WrongWay:
    low, high = piece.interval.low, piece.interval.high
    return WrongWay(
        low if low is not None else high,
        None if low is None else piece.value(low),
        None if high is None else piece.value(high),
    )


def gaps(curve: Curve) -> tuple[Gap | Overlap, ...]:
    """Where the curve gives no points at all."""
    return curve.faults
