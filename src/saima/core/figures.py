"""Figures as reported: a year of months of one indicator, missing kept missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from saima.core.indicators import RollUp
from saima.core.numbers import ZERO, difference, total


class Basis(StrEnum):
    """Whether a figure is for its month alone (当月) or to date (累计)."""

    IN_PERIOD = "in_period"
    TO_DATE = "to_date"


@dataclass(frozen=True, slots=True)
class Series:
    """The figures (数值) of one subject and indicator in a year, January first.

    None is a month that was not reported, which is not a zero.
    """

    basis: Basis
    months: tuple[Decimal | None, ...]

    def to_date(self, number: int, *, since: int, roll_up: RollUp) -> Decimal | None:
        """The figure up to a month, counted from the month `since` it was open.

        None as soon as one month that it needs is missing.
        """
        if roll_up is RollUp.LAST or self.basis is Basis.TO_DATE:
            return self.months[number - 1]
        needed = self.months[since - 1 : number]
        if None in needed:
            return None
        return total(value for value in needed if value is not None)

    def in_period(self, number: int, *, since: int, roll_up: RollUp) -> Decimal | None:
        """The figure of the month alone; a level has no such figure but itself."""
        here = self.months[number - 1]
        if here is None or roll_up is RollUp.LAST or self.basis is Basis.IN_PERIOD:
            return here
        if number <= since:
            return here
        before = self.months[number - 2]
        return None if before is None else difference(here, before)


NOTHING_REPORTED = Series(Basis.IN_PERIOD, (None,) * 12)


def merged(
    to_date: Sequence[Decimal | None], in_period: Sequence[Decimal | None]
) -> tuple[Decimal | None, ...]:
    """One series to date of figures to date and of months alone, some of each.

    A month without a figure to date is that of the month before plus its own.
    """
    told: list[Decimal | None] = []
    before: Decimal | None = ZERO
    for here, month in zip(to_date, in_period, strict=True):
        if here is None and before is not None and month is not None:
            here = total((before, month))
        told.append(here)
        before = here
    return tuple(told)


@dataclass(frozen=True, slots=True)
class CumulativeFaults:
    """Months (1 to 12) where a cumulative series contradicts itself."""

    falls_at: tuple[int, ...]
    mismatch_at: tuple[int, ...]


def cumulative_faults(
    to_date: Sequence[Decimal | None], in_period: Sequence[Decimal | None]
) -> CumulativeFaults:
    """Say where a cumulative series falls, and where it does not fit its months.

    Every month must satisfy: to date = to date of the month before + this month.
    """
    falls, mismatches = [], []
    before: Decimal | None = ZERO
    last = ZERO  # the last that is known, however long ago
    for number, (here, month) in enumerate(
        zip(to_date, in_period, strict=True), start=1
    ):
        if here is not None:
            if here < last:
                falls.append(number)
            if (
                month is not None
                and before is not None
                and here != total((before, month))
            ):
                mismatches.append(number)
            last = here
        before = here
    return CumulativeFaults(tuple(falls), tuple(mismatches))


@dataclass(frozen=True, slots=True)
class Figures:
    """All series of a year, by subject and indicator code."""

    series: Mapping[tuple[str, str], Series] = field(default_factory=dict)

    def of(self, subject: str, indicator: str) -> Series:
        """The series of a subject and indicator; all missing where none was given."""
        return self.series.get((subject, indicator), NOTHING_REPORTED)

    def reported_months(self) -> tuple[int, ...]:
        """The months (1 to 12) for which anything was reported."""
        return _months_with_values(self.series.values())


def _months_with_values(all_series: Iterable[Series]) -> tuple[int, ...]:
    found: set[int] = set()
    for series in all_series:
        found.update(n for n, v in enumerate(series.months, start=1) if v is not None)
    return tuple(sorted(found))
