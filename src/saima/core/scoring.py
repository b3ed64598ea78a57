"""From positions to points: each through its curve, added up a weighted tree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from saima.core import progress
from saima.core.curves.form import Piece
from saima.core.indicators import Direction
from saima.core.lights import SEVERITY, Band, LightMeasure, LightTable
from saima.core.numbers import round_half_up
from saima.core.numbers import total as total_of
from saima.core.positions import Position, Status
from saima.core.progress import LowerForm
from saima.core.schemes import Item, Measure, Scheme, Section

Exact = Decimal | Fraction


class Reason(StrEnum):
    """Why an item has no points, beyond its status."""

    NOT_DUE = "not_due"  # the plan to date is zero: nothing was to be done yet
    NO_RULE = "no_rule"  # a zero target, and the scheme says nothing about it
    NO_RATIO = "no_ratio"  # the measure has no value, as a ratio to zero
    NO_MONTH = "no_month"  # the figure of the month alone cannot be told


@dataclass(frozen=True, slots=True)
class Scored:
    """One item of an entrant (得分): its position, what went in, what came out."""

    item: Item
    position: Position
    status: Status
    measured: Fraction | None = None  # the x of the curve
    piece: Piece | None = None  # the piece of the curve that decided
    points: Decimal | None = None  # rounded as the scheme prints
    exact_points: Fraction | None = None
    light: Band | None = None
    reason: Reason | None = None


def measured(measure: Measure, position: Position) -> Fraction | None:
    """The number that goes into the curve; a lead in percentage points."""
    if measure is Measure.ACHIEVEMENT:
        return position.achievement
    if measure is Measure.COMPLETION:
        return position.completion
    if measure is Measure.LEAD:
        return None if position.lead is None else position.lead * 100
    if measure is Measure.IN_PERIOD:
        return position.in_period_achievement
    actual = position.actual_to_date
    return None if actual is None else Fraction(actual)


def score(item: Item, position: Position, scheme: Scheme) -> Scored:
    """Points of one item, or the reason why there are none."""
    absolute = item.measure is Measure.ACTUAL and position.actual_to_date is not None
    if absolute and position.status is not Status.NOT_APPLICABLE:
        return _score_measured(item, position, scheme)
    if position.status is Status.ZERO_TARGET:
        return _score_zero_target(item, position, scheme)
    if item.measure is Measure.ACTUAL and position.status is Status.NO_TARGET:
        return Scored(item, position, Status.MISSING)  # nothing but a figure is needed
    if position.status is not Status.OK:
        return Scored(item, position, position.status)
    if item.measure is Measure.IN_PERIOD and position.actual_in_period is None:
        return Scored(item, position, Status.MISSING, reason=Reason.NO_MONTH)
    if _nothing_due(item, position):
        return Scored(item, position, Status.NOT_APPLICABLE, reason=Reason.NOT_DUE)
    return _score_measured(item, position, scheme)


def _score_measured(item: Item, position: Position, scheme: Scheme) -> Scored:
    x = measured(item.measure, position)
    piece = _beyond(item, position) if x is None else item.curve.piece_at(x)
    if piece is None:
        no_plan = item.measure is Measure.ACHIEVEMENT and position.plan_to_date == 0
        status = Status.ZERO_TARGET if no_plan else position.status
        return Scored(item, position, status, x, reason=Reason.NO_RATIO)
    exact = piece.intercept if x is None else piece.value(x)
    return Scored(
        item,
        position,
        Status.OK,
        x,
        piece,
        round_half_up(exact, scheme.decimals),
        exact,
        light_of(position, scheme.item_lights),
    )


def _beyond(item: Item, position: Position) -> Piece | None:
    """The level end of a curve, for target / actual at an actual of zero or less."""
    target, actual = position.target, position.actual_to_date
    by_ratio = item.lower_form is LowerForm.RATIO and item.measure in RATIOS
    lower = position.indicator.direction is Direction.LOWER
    if not by_ratio or not lower or target is None or actual is None:
        return None
    last = item.curve.pieces[-1]
    return last if target > 0 and actual <= 0 and last.slope == 0 else None


RATIOS = (Measure.ACHIEVEMENT, Measure.COMPLETION)


def _nothing_due(item: Item, position: Position) -> bool:
    """Whether nothing was to be done yet; a cost that nobody planned is no excuse."""
    if item.measure is Measure.ACHIEVEMENT:
        planned, actual = position.due, position.actual_to_date
    elif item.measure is Measure.IN_PERIOD:
        planned, actual = position.plan_in_period != 0, position.actual_in_period
    else:
        return False
    cost = position.indicator.direction is Direction.LOWER and actual
    return not planned and not cost


def _score_zero_target(item: Item, position: Position, scheme: Scheme) -> Scored:
    """Points against a target of zero, by the scheme's explicit rule alone."""
    rule, actual = item.zero_target, position.actual_to_date
    if rule is None or actual is None:
        return Scored(item, position, Status.ZERO_TARGET, reason=Reason.NO_RULE)
    case = progress.zero_target(actual, position.indicator.direction)
    share = {
        progress.ZeroTarget.MET: rule.met,
        progress.ZeroTarget.OVER: rule.better,
        progress.ZeroTarget.SHORT: rule.worse,
        progress.ZeroTarget.BREACHED: rule.worse,
    }[case]
    exact = share * Fraction(item.weight)
    light = light_of(position, scheme.item_lights)
    return Scored(
        item,
        position,
        Status.ZERO_TARGET,
        points=round_half_up(exact, scheme.decimals),
        exact_points=exact,
        light=light,
    )


def light_of(position: Position, table: LightTable | None) -> Band | None:
    """The light of a position; None where nothing can be compared."""
    if table is None:
        return None
    if position.status is Status.ZERO_TARGET and position.actual_to_date is not None:
        return _zero_target_light(position.actual_to_date, position, table)
    asked = MEASURED_BY_LIGHTS.get(table.measure)
    x = None if asked is None else measured(asked, position)
    return None if x is None else table.band_at(x)


# A light by the score is that of an entrant, and no item has one.
MEASURED_BY_LIGHTS = {
    LightMeasure.LEAD: Measure.LEAD,
    LightMeasure.ACHIEVEMENT: Measure.ACHIEVEMENT,
    LightMeasure.COMPLETION: Measure.COMPLETION,
    LightMeasure.IN_PERIOD: Measure.IN_PERIOD,
}


def _zero_target_light(actual: Decimal, position: Position, table: LightTable) -> Band:
    """The best or the gravest light of a table: a target of zero is kept or broken."""
    case = progress.zero_target(actual, position.indicator.direction)
    broken = case in (progress.ZeroTarget.SHORT, progress.ZeroTarget.BREACHED)
    bands = sorted(table.bands, key=lambda band: SEVERITY[band.light])
    return bands[-1 if broken else 0]


@dataclass(frozen=True, slots=True)
class SectionSum:
    """The sum of a section: what its children gave, and what that makes of its weight.

    Where only part of the section applies, its whole weight falls to that part.
    """

    section: Section
    terms: tuple[Fraction, ...]
    applicable: Decimal
    points: Fraction

    @property
    def renormalized(self) -> bool:
        """Whether part of the section does not apply."""
        return self.applicable != self.section.weight


@dataclass(frozen=True, slots=True)
class Total:
    """The points of a tree, not yet rounded, and its sums, the whole tree's last."""

    points: Fraction
    sums: tuple[SectionSum, ...] = ()


def add_up(tree: Section, points: Mapping[str, Exact | None]) -> Total | None:
    """Add points up a weighted tree; None where nothing applies.

    `points` holds every indicator that applies, in points of its weight; one
    that does not apply is absent, and its weight falls to its neighbors in the
    same section. A None among the points is misuse: such an entrant is not scored.
    """
    total, sums = _add_up(tree, points)
    return None if total is None else Total(total, tuple(sums))


def _add_up(
    section: Section, points: Mapping[str, Exact | None]
) -> tuple[Fraction | None, list[SectionSum]]:
    terms: list[Fraction] = []
    applicable = Decimal(0)
    sums: list[SectionSum] = []
    for child in section.children:
        got, below = _child(child, points)
        sums += below
        if got is not None:
            terms.append(got)
            applicable = total_of((applicable, child.weight))
    if not terms:
        return None, []
    total = sum(terms, Fraction(0))
    if applicable != section.weight:
        total = total * Fraction(section.weight) / Fraction(applicable)
    sums.append(SectionSum(section, tuple(terms), applicable, total))
    return total, sums


def _child(
    child: Item | Section, points: Mapping[str, Exact | None]
) -> tuple[Fraction | None, list[SectionSum]]:
    if isinstance(child, Section):
        return _add_up(child, points)
    if child.indicator not in points:
        return None, []
    got = points[child.indicator]
    if got is None:
        raise ValueError(f"{child.indicator} has no points")
    return Fraction(got), []
