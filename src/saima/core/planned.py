"""What was to be done by a subject by the end of a month: the schedule and the plan."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from saima.core import progress
from saima.core.calendars import Calendar
from saima.core.indicators import Indicator, IndicatorKind, RollUp
from saima.core.periods import Month
from saima.core.progress import Convention
from saima.core.subjects import Subject
from saima.core.targets import Target, plan_to_date


@dataclass(frozen=True)
class Schedule:
    """The convention of a race with the shares it gives for each month."""

    convention: Convention
    calendar: Calendar
    _shares: dict[Month, Fraction] = field(default_factory=dict, compare=False)
    _whole_year: dict[Month, tuple[Fraction, Fraction]] = field(
        default_factory=dict, compare=False
    )

    def share(self, month: Month) -> Fraction:
        """The share of the year due at a month's end, where one share serves all."""
        if month not in self._shares:
            self._shares[month] = progress.schedule_share(
                self.convention, month, self.calendar
            )
        return self._shares[month]

    def shares_of(self, subject: Subject, month: Month) -> tuple[Fraction, Fraction]:
        """The shares due of a subject to a month's end and in the month alone.

        The year of one that opened or closed within it is the part it is open.
        """
        if subject.opened is None and subject.closed is None:
            if month not in self._whole_year:
                self._whole_year[month] = self._shares_between(
                    Month(month.year, 1), Month(month.year, 12), month
                )
            return self._whole_year[month]
        first, last = Month(month.year, 1), Month(month.year, 12)
        opened = max(subject.opened or first, first)
        return self._shares_between(opened, min(subject.closed or last, last), month)

    def _shares_between(
        self, opened: Month, closed: Month, month: Month
    ) -> tuple[Fraction, Fraction]:
        start = self._share_before(opened)
        whole = self.share(closed) - start

        def to(end: Month) -> Fraction:
            if end < opened:
                return Fraction(0)
            return (self.share(min(end, closed)) - start) / whole

        here = to(month)
        before = to(month.previous()) if month.number > 1 else Fraction(0)
        return here, here - before

    def _share_before(self, month: Month) -> Fraction:
        return self.share(month.previous()) if month.number > 1 else Fraction(0)


@dataclass(frozen=True, slots=True)
class Planned:
    """What was to be done by one subject: to date, in the month, and if anything."""

    to_date: Fraction | None = None
    in_period: Fraction | None = None
    due: bool = True
    year: Decimal | None = None


def planned(
    subject: Subject,
    target: Target | None,
    indicator: Indicator,
    month: Month,
    schedule: Schedule,
) -> Planned:
    """The plan of one subject at a month's end.

    A checklist goes by its due dates, and a level has no share of a year: both
    take the phased plan whatever the convention, a level else its target.
    """
    if target is None or target.year is None:
        return Planned()
    if indicator.roll_up is RollUp.LAST:
        level = target.months[month.number - 1] if target.months else target.year
        return Planned(Fraction(level), Fraction(level), year=target.year)
    by_plan = schedule.convention is Convention.PLAN
    if target.months and (by_plan or indicator.kind is IndicatorKind.CHECKLIST):
        here = plan_to_date(target.months, month.number)
        due = any(target.months[: month.number])
        month_plan = Fraction(target.months[month.number - 1])
        return Planned(Fraction(here), month_plan, due, target.year)
    if not target.year:
        return Planned(Fraction(0), Fraction(0), False, target.year)
    if by_plan:
        return Planned(year=target.year)
    year = Fraction(target.year)
    to_date, in_period = schedule.shares_of(subject, month)
    return Planned(year * to_date, year * in_period, to_date > 0, target.year)
