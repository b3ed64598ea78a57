"""Yearly targets, broken down to subjects and phased to months, tying exactly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from saima.core.calendars import Calendar
from saima.core.numbers import (
    ZERO,
    difference,
    round_half_up,
    total,
)
from saima.core.periods import months_of
from saima.core.refusal import Refused
from saima.core.words import listed, words


class Bound(StrEnum):
    """How a target is meant: 突破 and 不低于 are `at_least`."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACT = "exact"


BOUND_WORDS = {
    Bound.AT_LEAST: words("not less than"),
    Bound.AT_MOST: words("not more than"),
    Bound.EXACT: words("exactly"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """What is promised for a year (目标), for one subject and indicator.

    `months` is its phasing: the plan of each month, or for an indicator that is
    a level the level planned at each month's end. `applicable` is False where
    the indicator is said not to apply to the subject.
    """

    subject: str
    indicator: str
    year: Decimal | None
    months: tuple[Decimal, ...] | None = None
    bound: Bound = Bound.AT_LEAST
    floor: Decimal | None = None
    stretch: Decimal | None = None
    applicable: bool = True
    source: str = ""  # where a target that is no example was taken from

    @property
    def says_anything(self) -> bool:
        """Whether it promises something, or says that there is nothing to promise."""
        numbers = (self.year, self.floor, self.stretch)
        return not self.applicable or any(one is not None for one in numbers)

    def met_by(self, actual: Decimal) -> bool | None:
        """Whether an actual keeps the bound; None where nothing is promised."""
        if self.year is None or not self.applicable:
            return None
        if self.bound is Bound.AT_LEAST:
            return actual >= self.year
        if self.bound is Bound.AT_MOST:
            return actual <= self.year
        return actual == self.year


Targets = Mapping[tuple[str, str], Target]  # by the codes of subject and indicator


class Phasing(StrEnum):
    """Templates that spread a year over its months."""

    EVEN = "even"
    WORKDAYS = "workdays"
    FRONT_LOADED = "front_loaded"
    LAST_YEAR = "last_year"
    BY_HAND = "by_hand"


# Front-loaded: the first quarter carries 30 %, the second 30 %, then 22 % and 18 %.
FRONT_LOADED = tuple(Fraction(w) for w in (10, 10, 10, 10, 10, 10, 8, 7, 7, 6, 6, 6))
EVEN = (Fraction(1),) * 12


def apportion(
    total: Decimal, weights: Sequence[Fraction], *, decimals: int
) -> tuple[Decimal, ...]:
    """Split a total by weights so that the parts make the whole, exactly.

    Largest remainder: every part is rounded down, and the units left over go to
    the largest remainders, earlier parts first. ValueError where the weights are
    negative or all zero, or the total has more decimals than the parts may have.
    """
    if not weights or any(w < 0 for w in weights) or not any(weights):
        raise ValueError("weights must be positive, or zero for some")
    units = Fraction(total) * 10**decimals
    if units.denominator != 1:
        raise ValueError(f"{total} has more than {decimals} decimals")
    sign, whole = (-1 if units < 0 else 1), abs(units.numerator)
    all_weights = sum(weights)
    shares = [whole * weight / all_weights for weight in weights]
    parts = [share.numerator // share.denominator for share in shares]
    by_remainder = sorted(
        range(len(parts)), key=lambda i: (parts[i] - shares[i], i)
    )  # the largest remainder first, ties to the earlier part
    for index in by_remainder[: whole - sum(parts)]:
        parts[index] += 1
    return tuple(Decimal(f"{sign * part}E-{decimals}") for part in parts)


def phased(
    amount: Decimal,
    phasing: Phasing,
    *,
    decimals: int,
    calendar: Calendar,
    year: int,
    last_year: Sequence[Decimal | None] | None = None,
) -> tuple[Decimal, ...]:
    """Spread the amount of a year over its months by a template, exactly.

    `UnknownYear` where the calendar does not know the year, `Refused` where last year
    or the calendar gives no shape, ValueError for a year that is planned by hand.
    """
    if phasing is Phasing.BY_HAND:
        raise ValueError("a year planned by hand follows no template")
    if not amount:
        return (ZERO,) * 12  # a target of zero is zero in every month
    weights = _weights(phasing, calendar, year, last_year)
    return apportion(amount, weights, decimals=max(decimals, decimals_of(amount)))


def _weights(
    phasing: Phasing,
    calendar: Calendar,
    year: int,
    last_year: Sequence[Decimal | None] | None,
) -> Sequence[Fraction]:
    if phasing is Phasing.LAST_YEAR:
        return _shape(year - 1, last_year or (None,) * 12)
    if phasing is not Phasing.WORKDAYS:
        return FRONT_LOADED if phasing is Phasing.FRONT_LOADED else EVEN
    days = [calendar.working_days(m.first_day, m.last_day) for m in months_of(year)]
    if not any(days):
        raise Refused(
            words("the calendar has no working day in {year}", year=str(year)),
            words("correct the calendar, or choose another template"),
        )
    return [Fraction(count) for count in days]


ANOTHER_TEMPLATE = words("choose another template, or plan the months by hand")


def _shape(year: int, months: Sequence[Decimal | None]) -> list[Fraction]:
    """The months of a year as weights; a year not wholly known has no shape."""
    known = [value for value in months if value is not None]
    if len(known) < 12:
        missing = [str(n) for n, value in enumerate(months, start=1) if value is None]
        raise Refused(
            words(
                "{year} has no shape to follow: months {months} are not known",
                year=str(year),
                months=listed(missing),
            ),
            ANOTHER_TEMPLATE,
        )
    if min(known) < 0:
        raise Refused(
            words(
                "{year} has no shape to follow: it has negative months", year=str(year)
            ),
            ANOTHER_TEMPLATE,
        )
    if not any(known):
        raise Refused(
            words(
                "{year} has no shape to follow: it is zero throughout", year=str(year)
            ),
            ANOTHER_TEMPLATE,
        )
    return [Fraction(value) for value in known]


def reconcile(whole: Decimal, parts: Sequence[Decimal]) -> Decimal:
    """The gap between a whole and its parts: zero where they tie."""
    return difference(whole, total(parts))


def plan_to_date(months: Sequence[Decimal], number: int) -> Decimal:
    """The plan of the first `number` months added up."""
    return total(months[:number])


def decimals_of(value: Decimal) -> int:
    """How many decimals a number is written with, without trailing zeros."""
    decimals = 0
    while round_half_up(value, decimals) != value:
        decimals += 1
    return decimals
