"""How far a year is: completion, achievement, and the lead over the schedule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from saima.core.calendars import Calendar
from saima.core.indicators import Direction
from saima.core.numbers import difference, total
from saima.core.periods import Month
from saima.core.words import Words, words

HALF = Fraction(1, 2)


class Convention(StrEnum):
    """What share of the year is due by the end of a month (时序进度)."""

    MONTH = "month"  # months gone of twelve; the usual 序时进度
    DAY = "day"  # days gone of 365 or 366
    WORKDAY = "workday"  # working days gone of the year's
    PLAN = "plan"  # what the phased plan says


CONVENTION_WORDS = {
    Convention.MONTH: words("by month"),
    Convention.DAY: words("by day"),
    Convention.WORKDAY: words("by working day"),
    Convention.PLAN: words("by phased plan"),
}


class LowerForm(StrEnum):
    """How a target is completed where less is better."""

    LINEAR = "linear"  # 2 - actual / target
    RATIO = "ratio"  # target / actual


def schedule_share(
    convention: Convention, month: Month, calendar: Calendar
) -> Fraction:
    """The share of a year due at a month's end, by month, day or working day.

    The phased plan has no share of its own: it is plan to date over the year.
    """
    first, last = Month(month.year, 1).first_day, Month(month.year, 12).last_day
    if convention is Convention.MONTH:
        return Fraction(month.number, 12)
    if convention is Convention.DAY:
        gone = (month.last_day - first).days + 1
        return Fraction(gone, (last - first).days + 1)
    if convention is Convention.WORKDAY:
        return Fraction(
            calendar.working_days(first, month.last_day),
            calendar.working_days(first, last),
        )
    raise ValueError("the plan convention needs a plan: take plan_share")


def plan_share(
    to_date: Fraction | Decimal, year: Fraction | Decimal
) -> Fraction | None:
    """The share of a year due by the phased plan; None for a year of nothing."""
    return Fraction(to_date) / Fraction(year) if year else None


def ratio(
    actual: Fraction | Decimal,
    target: Fraction | Decimal,
    direction: Direction = Direction.HIGHER,
    lower_form: LowerForm = LowerForm.LINEAR,
) -> Fraction | None:
    """How much of a target an actual makes, as a fraction of one.

    One exactly at the target, more when better, whatever the target's sign:
    actual / target where target and direction agree, else 2 - actual / target,
    so that a loss of 80 against a target loss of 100 makes 120 %. None for a
    target of zero, and for the ratio form at an actual of zero or less.
    """
    if not target:
        return None
    # One fraction is made at the end: making and dividing fractions is what costs.
    actual_over, actual_under = actual.as_integer_ratio()
    target_over, target_under = target.as_integer_ratio()
    over, under = actual_over * target_under, actual_under * target_over
    agree = (target > 0) is (direction is Direction.HIGHER)
    if agree:
        return Fraction(over, under)
    if direction is Direction.LOWER and lower_form is LowerForm.RATIO and target > 0:
        return Fraction(under, over) if over > 0 else None
    return Fraction(2 * under - over, under)


def lead(
    actual: Fraction | Decimal,
    plan: Fraction | Decimal,
    year: Fraction | Decimal,
    direction: Direction = Direction.HIGHER,
) -> Fraction | None:
    """How far ahead of the schedule, as a share of the year's target.

    Negative when behind. For an ordinary target this is completion less the
    schedule's share; it stays right for loss targets and where less is better.
    """
    if not year:
        return None
    actual_over, actual_under = actual.as_integer_ratio()
    plan_over, plan_under = plan.as_integer_ratio()
    year_over, year_under = year.as_integer_ratio()
    sign = 1 if direction is Direction.HIGHER else -1
    return Fraction(
        sign * (actual_over * plan_under - plan_over * actual_under) * year_under,
        actual_under * plan_under * abs(year_over),
    )


class ZeroTarget(StrEnum):
    """What can be said of an actual against a target of zero."""

    OVER = "no_target_over"
    MET = "no_target_met"
    BREACHED = "zero_tolerance_breached"
    SHORT = "no_target_short"


def zero_target(actual: Decimal, direction: Direction = Direction.HIGHER) -> ZeroTarget:
    """Name the case of a zero target, for which no rate exists."""
    if actual == 0:
        return ZeroTarget.MET
    if direction is Direction.LOWER:
        return ZeroTarget.BREACHED if actual > 0 else ZeroTarget.OVER
    return ZeroTarget.OVER if actual > 0 else ZeroTarget.SHORT


def group_ratio(
    pairs: Iterable[tuple[Decimal, Decimal]], direction: Direction = Direction.HIGHER
) -> Fraction | None:
    """The ratio of sums over (actual, target): never the mean of ratios."""
    both = tuple(pairs)
    return ratio(total(a for a, _ in both), total(t for _, t in both), direction)


def double_half(completion_at_june: Fraction | Decimal) -> bool:
    """Whether half of the year's target is done at mid-year (双过半)."""
    return completion_at_june >= HALF


class GrowthKind(StrEnum):
    """What became of a number since the year before."""

    NORMAL = "normal"
    TURNED_TO_PROFIT = "turned_to_profit"
    LOSS_REDUCED = "loss_reduced"
    LOSS_INCREASED = "loss_increased"
    LOSS_UNCHANGED = "loss_unchanged"
    TURNED_TO_LOSS = "turned_to_loss"
    NO_BASE = "no_base"


@dataclass(frozen=True, slots=True)
class Growth:
    """A change since the year before (同比): a rate only where the base allows it."""

    kind: GrowthKind
    ratio: Fraction | None
    amount: Decimal

    def words(self) -> Words:
        """The word that is printed where no percentage may be."""
        return GROWTH_WORDS[self.kind]


GROWTH_WORDS = {
    GrowthKind.NORMAL: words("growth"),
    GrowthKind.TURNED_TO_PROFIT: words("turned to profit"),
    GrowthKind.LOSS_REDUCED: words("loss reduced"),
    GrowthKind.LOSS_INCREASED: words("loss increased"),
    GrowthKind.LOSS_UNCHANGED: words("loss unchanged"),
    GrowthKind.TURNED_TO_LOSS: words("turned to loss"),
    GrowthKind.NO_BASE: words("no base to compare with"),
}


def growth(last: Decimal, now: Decimal) -> Growth:
    """Compare with the year before; no percentage on a base that is not positive."""
    amount = difference(now, last)
    if last == 0:
        return Growth(GrowthKind.NO_BASE, None, amount)
    if last < 0:
        return Growth(_after_a_loss(last, now), None, amount)
    if now < 0:
        return Growth(GrowthKind.TURNED_TO_LOSS, None, amount)
    return Growth(GrowthKind.NORMAL, Fraction(amount) / Fraction(last), amount)


def _after_a_loss(last: Decimal, now: Decimal) -> GrowthKind:
    if now > 0:
        return GrowthKind.TURNED_TO_PROFIT
    if now == last:
        return GrowthKind.LOSS_UNCHANGED
    return GrowthKind.LOSS_REDUCED if now > last else GrowthKind.LOSS_INCREASED
