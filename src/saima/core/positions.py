"""Where an entrant stands on one indicator in a month, and why if it cannot be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from saima.core import progress
from saima.core.figures import Figures, Series
from saima.core.indicators import Direction, Indicator, RollUp
from saima.core.numbers import ZERO, total
from saima.core.periods import Month
from saima.core.planned import Planned, Schedule, planned
from saima.core.progress import LowerForm
from saima.core.subjects import Subject
from saima.core.targets import Target


class Status(StrEnum):
    """Whether a position can be computed."""

    OK = "ok"
    MISSING = "missing"  # 未报
    NOT_APPLICABLE = "not_applicable"
    NO_TARGET = "no_target"
    ZERO_TARGET = "zero_target"


@dataclass(frozen=True, slots=True)
class Part:
    """What one subject gives to a position: its own target, plan and actual."""

    subject: Subject
    year: Decimal | None
    plan_to_date: Fraction | None
    plan_in_period: Fraction | None
    actual_to_date: Decimal | None
    actual_in_period: Decimal | None
    due: bool = True  # whether anything was planned up to here

    def completion(
        self, direction: Direction, lower_form: LowerForm = LowerForm.LINEAR
    ) -> Fraction | None:
        """How much of its own target it makes; None where that cannot be computed."""
        if self.actual_to_date is None or self.year is None:
            return None
        return progress.ratio(self.actual_to_date, self.year, direction, lower_form)


@dataclass(frozen=True, slots=True)
class Position:
    """Target, plan and actual of an entrant on one indicator at a month's end.

    Amounts are in the indicator's unit; ratios are fractions of one; `lead` is a
    share of the year's target, negative when behind. None: cannot be computed.
    """

    indicator: Indicator
    status: Status
    parts: tuple[Part, ...] = ()
    target: Decimal | None = None
    plan_to_date: Fraction | None = None
    plan_in_period: Fraction | None = None
    actual_to_date: Decimal | None = None
    actual_in_period: Decimal | None = None
    lower_form: LowerForm = LowerForm.LINEAR
    due: bool = True  # whether anything was planned up to here

    # A ranking asks for one of these in five, and each costs more than the sums: they
    # are made when they are asked for.

    @property
    def completion(self) -> Fraction | None:
        """How much of the year's target is done."""
        return self._ratio(self.actual_to_date, self.target)

    @property
    def achievement(self) -> Fraction | None:
        """How much of the plan to date is done; none where the year's target is zero."""
        return (
            self._ratio(self.actual_to_date, self.plan_to_date) if self.target else None
        )

    @property
    def in_period_achievement(self) -> Fraction | None:
        """How much of the month's plan is done; none where the year's target is zero."""
        if not self.target:
            return None
        return self._ratio(self.actual_in_period, self.plan_in_period)

    @property
    def schedule_share(self) -> Fraction | None:
        """What share of the year's target is planned to here."""
        if self.plan_to_date is None or not self.target:
            return None
        return progress.plan_share(self.plan_to_date, self.target)

    @property
    def lead(self) -> Fraction | None:
        """How far it is ahead of the plan, as a share of the year's target."""
        actual, plan, target = self.actual_to_date, self.plan_to_date, self.target
        if actual is None or plan is None or target is None:
            return None
        return progress.lead(actual, plan, target, self.indicator.direction)

    def _ratio(
        self, done: Decimal | None, due: Decimal | Fraction | None
    ) -> Fraction | None:
        if done is None or due is None:
            return None
        return progress.ratio(done, due, self.indicator.direction, self.lower_form)

    @property
    def reported_so_far(self) -> Decimal:
        """The sum of what was reported, to be shown beside how many reported."""
        return total(p.actual_to_date for p in self.parts if p.actual_to_date)

    @property
    def missing_subjects(self) -> tuple[Subject, ...]:
        """The subjects that have not reported what this position needs."""
        return tuple(p.subject for p in self.parts if p.actual_to_date is None)

    @property
    def without_target(self) -> tuple[Subject, ...]:
        """The subjects for which no target was set."""
        if self.target is not None:
            return ()
        return tuple(p.subject for p in self.parts if p.year is None)


def part_of(
    subject: Subject,
    indicator: Indicator,
    target: Target | None,
    figures: Figures,
    month: Month,
    schedule: Schedule,
) -> Part:
    """What one subject gives to the position of its entrant."""
    series = figures.of(subject.code, indicator.code)
    plan = planned(subject, target, indicator, month, schedule)
    to_date, in_period = _reported(subject, series, indicator.roll_up, month)
    part = Part(
        subject,
        target.year if target else None,
        plan.to_date,
        plan.in_period,
        to_date,
        in_period,
        plan.due,
    )
    return _taken_off(part) if subject.eliminates else part


def _taken_off(part: Part) -> Part:
    """What units of one group sold to each other counts once: it is taken off the sum.

    Where nothing was promised of it, nothing is taken off the plan.
    """
    planned_at_all = part.year is not None
    return Part(
        part.subject,
        -part.year if part.year is not None else ZERO,
        _minus(part.plan_to_date) if planned_at_all else Fraction(0),
        _minus(part.plan_in_period) if planned_at_all else Fraction(0),
        None if part.actual_to_date is None else -part.actual_to_date,
        None if part.actual_in_period is None else -part.actual_in_period,
        part.due and planned_at_all,
    )


def _minus(value: Fraction | None) -> Fraction | None:
    return None if value is None else -value


def _reported(
    subject: Subject, series: Series, roll_up: RollUp, month: Month
) -> tuple[Decimal | None, Decimal | None]:
    """The figures to date and of the month, from the months it was open alone.

    Before its opening nothing is expected; what it reached before it closed stays.
    """
    opened, closed = subject.opened, subject.closed
    since = opened.number if opened and opened.year == month.year else 1
    if subject.open_in(month):
        return (
            series.to_date(month.number, since=since, roll_up=roll_up),
            series.in_period(month.number, since=since, roll_up=roll_up),
        )
    if since > month.number or closed is None:
        return ZERO, ZERO
    return series.to_date(closed.number, since=since, roll_up=roll_up), ZERO


def position(
    indicator: Indicator,
    parts: Sequence[Part],
    lower_form: LowerForm = LowerForm.LINEAR,
    promised: Planned | None = None,
) -> Position:
    """Add up what the subjects give; the ratio is that of the sums.

    `promised` is the plan of the whole, where its parts only report.

    No subject: the indicator does not apply. One report missing: the position is
    missing, whatever the others reported. One target missing: nothing can be
    compared.
    """
    parts = tuple(parts)
    if not parts:
        return Position(indicator, Status.NOT_APPLICABLE)
    actual = _total([p.actual_to_date for p in parts])
    target = promised.year if promised else _total([p.year for p in parts])
    plan = promised.to_date if promised else _sum([p.plan_to_date for p in parts])
    month = _total([p.actual_in_period for p in parts])
    month_plan = (
        promised.in_period if promised else _sum([p.plan_in_period for p in parts])
    )
    return Position(
        indicator,
        _status(actual, target, plan),
        parts,
        target=target,
        plan_to_date=plan,
        plan_in_period=month_plan,
        actual_to_date=actual,
        actual_in_period=month,
        lower_form=lower_form,
        due=promised.due if promised else any(p.due for p in parts),
    )


def _status(
    actual: Decimal | None, target: Decimal | None, plan: Fraction | None
) -> Status:
    if actual is None:
        return Status.MISSING
    if target is None or plan is None:
        return Status.NO_TARGET
    return Status.OK if target else Status.ZERO_TARGET


def _total(values: Sequence[Decimal | None]) -> Decimal | None:
    """The sum, or None as soon as one is missing."""
    if len(values) == 1:
        return values[0]
    if None in values:
        return None
    return total(value for value in values if value is not None)


def _sum(values: Sequence[Fraction | None]) -> Fraction | None:
    if len(values) == 1:
        return values[0]
    if None in values:
        return None
    return sum((value for value in values if value is not None), Fraction(0))
