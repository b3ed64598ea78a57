"""Yearly targets, broken down to subjects and phased to months, tying exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from saima.core.numbers import (
    difference,
    round_half_up,
    total,
)


class Bound(StrEnum):
    """How a target is meant: 突破 and 不低于 are `at_least`."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACT = "exact"


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

    def met_by(self, actual: Decimal) -> bool | None:
        """Whether an actual keeps the bound; None where nothing is promised."""
        if self.year is None or not self.applicable:
            return None
        if self.bound is Bound.AT_LEAST:
            return actual >= self.year
        if self.bound is Bound.AT_MOST:
            return actual <= self.year
        return actual == self.year


class Phasing(StrEnum):
    """Templates that spread a year over its months."""

    EVEN = "even"
    WORKDAYS = "workdays"
    FRONT_LOADED = "front_loaded"
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
