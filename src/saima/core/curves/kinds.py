"""The kinds of scoring rule that offices write, each compiled to the normal form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from saima.core.curves.form import (
    Curve,
    CurveFault,
    Piece,
    Point,
    compose,
    curve,
    polyline,
)
from saima.core.intervals import END, START, Interval, between
from saima.core.words import words

ONE = Fraction(1)
MAX_PIECES = 2_000
TOO_MANY = words("it has more than {limit} steps", limit=MAX_PIECES)


def linear(
    weight: Fraction,
    *,
    floor: Fraction = Fraction(0),
    cap: Fraction | None = None,
    full_at_cap: bool = False,
) -> Curve:
    """Points in proportion: weight * x, between a floor and a cap of x.

    With `full_at_cap` the weight is reached at the cap and not at 100 %, so that
    a target just met earns weight / cap (省属企业's 100/130).
    """
    if cap is None:
        if full_at_cap:
            raise CurveFault(words("full marks at the cap need a cap"))
        return curve(
            [
                Piece(Interval(None, floor), weight * floor),
                Piece(Interval(floor, None), Fraction(0), weight),
            ]
        )
    scale = weight / cap if full_at_cap else weight
    return polyline([(floor, scale * floor), (cap, scale * cap)])


class PartSteps(StrEnum):
    """What a step not fully made is worth: nothing, or its part."""

    WHOLE = "whole"
    LINEAR = "linear"


@dataclass(frozen=True, slots=True)
class Steps:
    """Every `per` over (short of) the target adds (takes) so many points.

    `per` is a share of one: each 3 % is 3/100. A limit of zero makes the rule
    one-sided.
    """

    base: Fraction
    per: Fraction
    add: Fraction = ONE
    deduct: Fraction = ONE
    max_add: Fraction = Fraction(0)
    max_deduct: Fraction = Fraction(0)
    part_steps: PartSteps = PartSteps.WHOLE
    at: Fraction = ONE  # the x at which the base is earned

    def curve(self) -> Curve:
        """The normal form."""
        if self.part_steps is PartSteps.LINEAR:
            return self._linear()
        ups = _levels(self.add, self.max_add)
        downs = _levels(self.deduct, self.max_deduct)
        if len(ups) + len(downs) > MAX_PIECES:
            raise CurveFault(TOO_MANY)
        pieces = [Piece(self._middle(ups, downs), self.base)]
        for number, gain in enumerate(ups, start=1):
            low, last = self.at + number * self.per, number == len(ups)
            high = None if last else low + self.per
            pieces.append(Piece(Interval(low, high), self.base + gain))
        for number, loss in enumerate(downs, start=1):
            top, last = self.at - number * self.per, number == len(downs)
            bottom = None if last else top - self.per
            pieces.append(Piece(Interval(bottom, top, False, True), self.base - loss))
        return curve(pieces)

    def _middle(self, ups: list[Fraction], downs: list[Fraction]) -> Interval:
        low = self.at - self.per if downs else None
        high = self.at + self.per if ups else None
        return Interval(low, high, False, False)

    def _linear(self) -> Curve:
        points: list[Point] = [(self.at, self.base)]
        if self.max_deduct:
            reach = self.at - self.max_deduct / self.deduct * self.per
            points.insert(0, (reach, self.base - self.max_deduct))
        if self.max_add:
            reach = self.at + self.max_add / self.add * self.per
            points.append((reach, self.base + self.max_add))
        return polyline(points)


def _levels(step: Fraction, limit: Fraction) -> list[Fraction]:
    """Points after one step, two steps …, up to the limit."""
    if limit <= 0:
        return []
    count = -(-limit // step)
    if count > MAX_PIECES:
        raise CurveFault(TOO_MANY)
    return [min(step * number, limit) for number in range(1, count + 1)]


@dataclass(frozen=True, slots=True)
class RateBand:
    """Up to an x (None: without end), points for each percentage point above 100 %."""

    upto: Fraction | None
    per_point: Fraction


def rate_bands(
    base: Fraction, *, above: Sequence[RateBand], below: Fraction, limit: Fraction
) -> Curve:
    """Points for each percentage point over or short of 100 %, band by band.

    `below` is taken for each point short; together they move the base by no
    more than `limit` either way.
    """
    points: list[Point] = [(ONE, base)]
    if below:
        points.insert(0, (ONE - limit / below / 100, base - limit))
    for band in above:
        x, y = points[-1]
        slope = band.per_point * 100
        room = base + limit - y
        reach = x + room / slope if slope else None
        if reach is not None and (band.upto is None or reach <= band.upto):
            points.append((reach, base + limit))
            break
        if band.upto is None:
            break
        points.append((band.upto, y + slope * (band.upto - x)))
    return polyline(points)


def threshold(
    weight: Fraction, *, zero_below: Fraction, full_at: Fraction = ONE
) -> Curve:
    """Nothing up to a threshold, full marks from the target on, straight between."""
    return polyline([(zero_below, Fraction(0)), (full_at, weight)])


def ladder(
    levels: Sequence[tuple[Fraction, Fraction]],
    *,
    otherwise: Fraction,
    lower_is_better: bool = False,
) -> Curve:
    """Fixed points from each level on: (at least x, points); `otherwise` short of all.

    Where less is better a level reads (at most x, points).
    """
    rungs = sorted(levels)
    if len({edge for edge, _ in rungs}) < len(rungs):
        raise CurveFault(words("two levels begin at the same value"))
    if lower_is_better:
        pieces = [Piece(Interval(rungs[-1][0], None, False, False), otherwise)]
        before = None
        for edge, points in rungs:
            pieces.append(Piece(Interval(before, edge, False, True), points))
            before = edge
        return curve(pieces)
    pieces = [Piece(Interval(None, rungs[0][0]), otherwise)]
    for (edge, points), (end, _) in pairwise(rungs):
        pieces.append(Piece(Interval(edge, end), points))
    pieces.append(Piece(Interval(rungs[-1][0], None), rungs[-1][1]))
    return curve(pieces)


class Tier(StrEnum):
    """The five levels of the efficacy coefficient (功效系数), and what is below them."""

    EXCELLENT = "excellent"
    GOOD = "good"
    AVERAGE = "average"
    LOW = "low"
    POOR = "poor"
    BELOW_POOR = "below_poor"


TIER_WORDS = {
    Tier.EXCELLENT: words("excellent"),
    Tier.GOOD: words("good"),
    Tier.AVERAGE: words("average"),
    Tier.LOW: words("low"),
    Tier.POOR: words("poor"),
    Tier.BELOW_POOR: words("below poor"),
}
TIER_COEFFICIENTS = {
    Tier.EXCELLENT: Fraction(1),
    Tier.GOOD: Fraction(4, 5),
    Tier.AVERAGE: Fraction(3, 5),
    Tier.LOW: Fraction(2, 5),
    Tier.POOR: Fraction(1, 5),
}


@dataclass(frozen=True, slots=True)
class EfficacyWorking:
    """The steps of one efficacy score: base + efficacy * (base above - base)."""

    tier: Tier
    base: Fraction
    efficacy: Fraction
    adjust: Fraction

    @property
    def points(self) -> Fraction:
        """The score."""
        return self.base + self.adjust


@dataclass(frozen=True, slots=True)
class Efficacy:
    """Score against the standard values of an industry (功效系数法).

    `standards` gives the value of each tier known; where less is better the
    values grow from excellent to poor. Below poor the score is zero: a cliff
    that the published rule has.
    """

    weight: Fraction
    standards: dict[Tier, Fraction]
    lower_is_better: bool = False

    def curve(self) -> Curve:
        """The normal form; it has gaps where a standard is not known."""
        upward = self._upward()
        if not self.lower_is_better:
            return upward
        mirror = Curve((Piece(between(START, END), Fraction(0), Fraction(-1)),))
        return compose(upward, mirror)

    def _upward(self) -> Curve:
        sign = -1 if self.lower_is_better else 1
        values = {tier: sign * value for tier, value in self.standards.items()}
        known = "".join("x" if tier in values else " " for tier in TIER_COEFFICIENTS)
        if len(known.split()) != 1:
            raise CurveFault(words("the standards known must be neighbors"))
        pieces: list[Piece] = []
        if Tier.POOR in values:
            pieces.append(Piece(Interval(None, values[Tier.POOR]), Fraction(0)))
        for better, worse in pairwise(TIER_COEFFICIENTS):
            if better in values and worse in values:
                pieces.append(self._between(better, worse, values))
        best = next(tier for tier in TIER_COEFFICIENTS if tier in values)
        end = None if best is Tier.EXCELLENT else values[best]
        points = self.weight * TIER_COEFFICIENTS[best]
        pieces.append(Piece(Interval(values[best], end, True, True), points))
        return curve(pieces)

    def _between(
        self, better: Tier, worse: Tier, values: dict[Tier, Fraction]
    ) -> Piece:
        low, high = values[worse], values[better]
        if low >= high:
            raise CurveFault(
                words(
                    "the standard of {better} is not better than that of {worse}",
                    better=TIER_WORDS[better],
                    worse=TIER_WORDS[worse],
                )
            )
        base = self.weight * TIER_COEFFICIENTS[worse]
        above = self.weight * TIER_COEFFICIENTS[better]
        slope = (above - base) / (high - low)
        return Piece(Interval(low, high), base - slope * low, slope)

    def working(self, actual: Fraction) -> EfficacyWorking | None:
        """The tier, base score, efficacy and adjustment; None where not computable."""
        points = self.curve().value(actual)
        if points is None:
            return None
        tier = self._tier(actual)
        if tier is Tier.BELOW_POOR:
            return EfficacyWorking(tier, Fraction(0), Fraction(0), Fraction(0))
        base = self.weight * TIER_COEFFICIENTS[tier]
        above = [t for t in TIER_COEFFICIENTS if t in self.standards]
        place = above.index(tier)
        if place == 0:
            return EfficacyWorking(tier, base, Fraction(0), Fraction(0))
        low, high = self.standards[tier], self.standards[above[place - 1]]
        efficacy = (actual - low) / (high - low)
        return EfficacyWorking(tier, base, efficacy, points - base)

    def _tier(self, actual: Fraction) -> Tier:
        sign = -1 if self.lower_is_better else 1
        for tier in TIER_COEFFICIENTS:
            if tier in self.standards and sign * actual >= sign * self.standards[tier]:
                return tier
        return Tier.BELOW_POOR


def loss_credit(target: Fraction) -> Curve:
    """What counts over a loss target: loss avoided counts half, profit in full.

    A curve from the actual to the amount credited over the target (below it the
    shortfall, in full); the rule of the 2009 measures of the central SASAC.
    """
    if target >= 0:
        raise CurveFault(words("a loss target is negative"))
    half = Fraction(1, 2)
    return curve(
        [
            Piece(Interval(None, target), -target, ONE),
            Piece(Interval(target, Fraction(0)), -target * half, half),
            Piece(Interval(Fraction(0), None), -target * half, ONE),
        ]
    )


def loss_steps(steps: Steps, target: Fraction) -> Curve:
    """Steps over a loss target: credited loss as a percentage of the target's size."""
    to_ratio = Curve((Piece(between(START, END), steps.at, 1 / abs(target)),))
    return compose(steps.curve(), compose(to_ratio, loss_credit(target)))
