"""The arrays of a year: integers in units of an indicator's last decimal, and signs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np

MONTHS = 12
# So long a number may be, in its last decimal, for sums of some hundred carriers over
# twelve months to stay within 64 bits; what is longer is kept apart, for the core.
LIMIT = 10**15
MOST_CARRIERS = 700
# So long it may be to lie in 32 bits, where twelve of them still add up.
NARROW = (2**31 - 1) // MONTHS

# What is known of a subject's indicator, beside the months reported.
HAS_YEAR = 1  # a target for the year
HAS_MONTHS = 2  # its phasing
RULED_OUT = 4  # said not to apply
TO_DATE = 8  # figures are to date, not of the month alone
TARGETED = 16  # a target is there, whatever it says
SERIES = 32  # figures are there, be they all missing
APART = 64  # kept apart, for the core


class Cells(NamedTuple):
    """Indicators by months by subjects; `reported` has a bit for each month reported.

    Figures lie in 32 bits, and those of an indicator that has longer ones in `long`: its
    row there is `long_row`, -1 for none. Half the memory is read in half the time.

    `plan` holds the phasing of those indicators that have any: its row is `plan_row`,
    -1 for none. Missing is a bit that is not set: what stands there then is zero.
    """

    figures: Any
    long: Any
    long_row: Any
    reported: Any
    year: Any
    plan: Any
    plan_row: Any
    flags: Any


def empty(indicators: int, subjects: int) -> Cells:
    """A year of which nothing is known."""
    shape = (indicators, subjects)
    return Cells(
        np.zeros((indicators, MONTHS, subjects), np.int32),
        np.zeros((0, MONTHS, subjects), np.int64),
        np.full(indicators, -1, np.int64),
        np.zeros(shape, np.uint16),
        np.zeros(shape, np.int64),
        np.zeros((0, MONTHS, subjects), np.int64),
        np.full(indicators, -1, np.int64),
        np.zeros(shape, np.uint8),
    )


def in_units(value: Decimal, decimals: int) -> int | None:
    """A number as so many units of its last decimal; None where it does not fit."""
    if not value.is_finite():
        return None
    over, under = value.as_integer_ratio()
    units, rest = divmod(over * 10**decimals, under)
    return units if not rest and abs(units) <= LIMIT else None


def out_of_units(units: int, decimals: int) -> Decimal:
    """The number that so many units make."""
    return Decimal(f"{int(units)}E-{decimals}")
