"""The arrays say what the core says, to the last printed digit."""

from __future__ import annotations

import os
from fractions import Fraction

from hypothesis import given

from saima.core.periods import Month
from saima.core.races import Race
from saima.core.tests.drawn import tried
from saima.facts.tests.agreeing import Told, by_arrays, by_core
from saima.facts.tests.drawn import months, races

MANY = int(os.environ.get("SAIMA_EXAMPLES") or 200)


MOST = 2**55


@given(races(), months())
@tried(MANY)
def test_core_and_arrays_agree(race: Race, month: Month) -> None:
    core = by_core(race, month)
    try:
        arrays = by_arrays(race, month)
    except OverflowError:
        assert MOST <= _largest(race, core) or _largest_before(race, month)
    else:
        assert core == arrays


def _largest(race: Race, told: dict[str, Told]) -> Fraction:
    """The largest number printed, in units of the last digit."""
    printed = (n for one in told.values() for n in (*one.points, one.score))
    numbers = [Fraction(n) for n in printed if n[-1:].isdigit()]
    return max(map(abs, numbers), default=Fraction(0)) * 10**race.scheme.decimals


def _largest_before(race: Race, month: Month) -> bool:
    if month.number == 1:
        return False
    return MOST <= _largest(race, by_core(race, month.previous()))
