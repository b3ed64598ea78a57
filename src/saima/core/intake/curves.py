"""Reading a curve of a scheme: its kind, its numbers, and whether it is fit to score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from saima.core.curves import kinds
from saima.core.curves.checks import wrong_ways
from saima.core.curves.form import (
    Curve,
    CurveFault,
    Piece,
    Point,
    curve,
    line_through,
    polyline,
)
from saima.core.curves.kinds import Efficacy, PartSteps, RateBand, Steps
from saima.core.curves.telling import Axis, interval_words
from saima.core.intake.asking import Asked
from saima.core.intervals import Gap, Interval, cover_faults
from saima.core.numbers import exact_text
from saima.core.words import Words, words

ZERO, ONE = Fraction(0), Fraction(1)
NOTHING_SAID = words("the curve says nothing for values {where}")


class CurveKind(StrEnum):
    """The kinds of curve a scheme may name."""

    LINEAR = "linear"
    STEPS = "steps"
    RATE_BANDS = "rate_bands"
    THRESHOLD = "threshold"
    LADDER = "ladder"
    EFFICACY = "efficacy"
    POINTS = "points"
    PIECES = "pieces"


def read_curve(
    asked: Asked, weight: Fraction, axis: Axis, *, rising: bool
) -> Curve | None:
    """Read and check a curve; None, with findings, where it is not fit.

    `rising`: whether a larger x is better, which is the way the points must run.
    """
    kind = asked.choice("kind", CurveKind, None)
    if kind is None:
        return None
    try:
        made = READERS[kind](asked, weight, rising)
    except CurveFault as fault:
        asked.refuse(
            "curve", words("the curve cannot be made: {fault}", fault=fault.text)
        )
        return None
    asked.nothing_else()
    if made is None or not _fit(made, asked, axis, rising=rising):
        return None
    return made


def _fit(made: Curve, asked: Asked, axis: Axis, *, rising: bool) -> bool:
    for fault in made.faults:
        asked.refuse(
            "curve_gap",
            Words(
                NOTHING_SAID.text,
                {"where": interval_words(fault.interval, axis.show)},
            ),
        )
    wrong = wrong_ways(made, rising=rising)
    for way in wrong:
        asked.refuse(
            "curve_direction",
            words(
                "a better figure loses points at {x}",
                x="" if way.at is None else axis.show(way.at),
            ),
        )
    return not made.faults and not wrong


def _linear(asked: Asked, weight: Fraction, rising: bool) -> Curve | None:
    floor = asked.number("floor", ZERO)
    cap = asked.optional_number("cap")
    full_at_cap = asked.yes("full_at_cap")
    if floor is None or not asked.sound:
        return None
    if full_at_cap and cap is None:
        asked.refuse("needed", words("full marks at the cap need a “cap”"))
        return None
    if cap is not None and floor >= cap:
        asked.refuse("curve", words("“floor” must lie below “cap”"))
        return None
    return kinds.linear(weight, floor=floor, cap=cap, full_at_cap=full_at_cap)


def _steps(asked: Asked, weight: Fraction, rising: bool) -> Curve | None:
    base, per = asked.number("base", weight), asked.number("per")
    add, deduct = asked.number("add", ONE), asked.number("deduct", ONE)
    max_add = asked.number("max_add", ZERO)
    max_deduct = asked.number("max_deduct", ZERO)
    at = asked.number("at", ONE)
    part_steps = asked.choice("part_steps", PartSteps, PartSteps.WHOLE)
    if base is None or per is None or add is None or deduct is None:
        return None
    if max_add is None or max_deduct is None or at is None or part_steps is None:
        return None
    if min(per, add, deduct) <= 0 or min(max_add, max_deduct) < 0:
        asked.refuse(
            "curve",
            words(
                "“per”, “add” and “deduct” must be above zero, "
                "“max_add” and “max_deduct” not below"
            ),
        )
        return None
    return Steps(base, per, add, deduct, max_add, max_deduct, part_steps, at).curve()


def _rate_bands(asked: Asked, weight: Fraction, rising: bool) -> Curve | None:
    base, below = asked.number("base", weight), asked.number("below", ZERO)
    limit = asked.number("limit")
    bands = []
    for knot in asked.knots("above"):
        upto, per_point = knot.optional_number("upto"), knot.number("per_point")
        knot.nothing_else()
        if per_point is None:
            return None
        bands.append(RateBand(upto, per_point))
    if base is None or below is None or limit is None:
        return None
    return kinds.rate_bands(base, above=bands, below=below, limit=limit)


def _threshold(asked: Asked, weight: Fraction, rising: bool) -> Curve | None:
    zero_below, full_at = asked.number("zero_below"), asked.number("full_at", ONE)
    if zero_below is None or full_at is None:
        return None
    if zero_below >= full_at:
        asked.refuse("curve", words("“zero_below” must lie below “full_at”"))
        return None
    return kinds.threshold(weight, zero_below=zero_below, full_at=full_at)


def _ladder(asked: Asked, weight: Fraction, rising: bool) -> Curve | None:
    edge_name = "at_least" if rising else "at_most"
    otherwise = asked.number("otherwise", ZERO)
    levels = []
    for knot in asked.knots("levels"):
        edge, points = knot.number(edge_name), knot.number("points")
        knot.nothing_else()
        if edge is None or points is None:
            return None
        levels.append((edge, points))
    if otherwise is None or not _any(levels, asked, "levels"):
        return None
    return kinds.ladder(levels, otherwise=otherwise, lower_is_better=not rising)


def _efficacy(asked: Asked, weight: Fraction, rising: bool) -> Curve | None:
    standards = {}
    for tier in kinds.TIER_COEFFICIENTS:
        value = asked.number(str(tier))
        if value is None:
            return None
        standards[tier] = value
    return Efficacy(weight, standards, lower_is_better=not rising).curve()


def _points(asked: Asked, weight: Fraction, rising: bool) -> Curve | None:
    points: list[Point] = []
    for knot in asked.knots("through"):
        x, y = knot.number("x"), knot.number("points")
        knot.nothing_else()
        if x is None or y is None:
            return None
        points.append((x, y))
    if not _any(points, asked, "through"):
        return None
    if any(left > right for (left, _), (right, _) in pairwise(points)):
        asked.refuse("curve", words("no “x” may be smaller than the one before"))
        return None
    return polyline(points)


def _any(found: Sequence[object], asked: Asked, name: str) -> bool:
    """Whether a list holds anything; an error where it does not."""
    if not found and asked.sound:
        asked.refuse("needed", words("“{name}” is missing", name=name))
    return bool(found)


def _pieces(asked: Asked, weight: Fraction, rising: bool) -> Curve | None:
    """Bands written out one by one; what they leave out or tell twice is refused."""
    knots = [*asked.knots("bands")]
    pieces = [piece for knot in knots if (piece := _piece(knot))]
    if len(pieces) < len(knots) or not _any(pieces, asked, "bands"):
        return None
    faults = cover_faults([piece.interval for piece in pieces])
    if all(isinstance(fault, Gap) for fault in faults):
        return curve(pieces)
    for fault in faults:
        where = interval_words(fault.interval, exact_text)
        if isinstance(fault, Gap):
            asked.refuse("curve_gap", Words(NOTHING_SAID.text, {"where": where}))
        else:
            asked.refuse(
                "curve_overlap", words("two bands claim values {where}", where=where)
            )
    return None


def _piece(knot: Asked) -> Piece | None:
    low, high = knot.optional_number("from"), knot.optional_number("below")
    first, last = knot.number("points"), knot.optional_number("to_points")
    knot.nothing_else()
    interval = Interval(low, high)
    if first is None or not knot.sound:
        return None
    if interval.empty:
        knot.refuse("band_empty", words("no value lies in this band"))
        return None
    if last is None:
        return Piece(interval, first)
    if low is None or high is None:
        knot.refuse("needed", words("a slope needs from, below, points and to_points"))
        return None
    return line_through((low, first), (high, last), interval)


READERS: dict[CurveKind, Callable[[Asked, Fraction, bool], Curve | None]] = {
    CurveKind.LINEAR: _linear,
    CurveKind.STEPS: _steps,
    CurveKind.RATE_BANDS: _rate_bands,
    CurveKind.THRESHOLD: _threshold,
    CurveKind.LADDER: _ladder,
    CurveKind.EFFICACY: _efficacy,
    CurveKind.POINTS: _points,
    CurveKind.PIECES: _pieces,
}
