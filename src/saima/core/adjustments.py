"""Limits that published rules put on points and grades."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

Exact = Decimal | Fraction


class GradeCap(StrEnum):
    """The best grade that a loss-maker may reach."""

    B = "B"
    C = "C"


def loss_grade_cap(target: Exact, actual: Exact) -> GradeCap | None:
    """Under a loss target: still no profit, at most C; turned to profit, at most B."""
    if target >= 0:
        return None
    return GradeCap.B if actual > 0 else GradeCap.C


def bonus_cap(
    target: Exact, *, last_year: Exact, previous_years: Sequence[Exact]
) -> int:
    """The most points a profit target may add, lower for an unambitious target.

    The baseline is the lower of last year's actual and the mean of the years
    before; a target below it by up to 20 %, up to 50 %, or more caps the bonus
    at 5, 4 and 3 points instead of 6 (2009 measures of the central SASAC).
    """
    base = bonus_baseline(last_year, previous_years)
    short = base - Fraction(target)
    if short <= 0:
        return 6
    if base == 0:
        return 3
    short /= abs(base)
    if short <= Fraction(1, 5):
        return 5
    return 4 if short < Fraction(1, 2) else 3


def bonus_baseline(last_year: Exact, previous_years: Sequence[Exact]) -> Fraction:
    """The lower of last year's actual and the mean of the years before."""
    mean = sum((Fraction(y) for y in previous_years), Fraction(0)) / len(previous_years)
    return min(Fraction(last_year), mean)
