"""Whether a paper's own numbers agree: 27.71亿元 of 34.15亿元 is 81%."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from saima.reading.papers.values import Amount, Bound, Kind, Quantity

NONE = Fraction(0)
ROOM_OF_ABOUT = 10  # halves of the last printed place: 约30% is 25% to 35%


@dataclass(frozen=True)
class Check:
    """A rate that follows from two amounts of its sentence; numbers are places in the paper's quantities.

    `computed` is exact, in percent; `agrees` allows for what rounding of all three may have done,
    and for what words say: 约, 突破, 以内.
    """

    part: int
    whole: int
    rate: int
    computed: Fraction
    agrees: bool


def checks_of(quantities: tuple[Quantity, ...]) -> tuple[Check, ...]:
    """Check every completion rate that stands behind a result and its plan; costs one pass."""
    return tuple(_checks(quantities))


def _checks(quantities: tuple[Quantity, ...]) -> Iterator[Check]:
    for place, (whole, rate) in enumerate(pairwise(quantities)):
        if not _is_rate_of(whole, rate):
            continue
        part = _result_before(quantities, place)
        if part is not None and quantities[part].amount.base >= 0:
            yield _check(quantities, part, place)


def _is_rate_of(whole: Quantity, rate: Quantity) -> bool:
    """年度计划34.15亿元|的81%: plan and rate, one right behind the other."""
    same = whole.sentence == rate.sentence
    counted = whole.amount.base_unit != "%" and whole.amount.base > 0
    plan = whole.kind is Kind.TARGET and counted
    rated = rate.kind is Kind.COMPLETION_RATE and rate.amount.base_unit == "%"
    return same and plan and rated and rate.number.start - whole.number.end <= 3


def _result_before(quantities: tuple[Quantity, ...], whole: int) -> int | None:
    """Find the result in the same sentence that is counted in the same unit."""
    for place in range(whole - 1, -1, -1):
        before = quantities[place]
        if before.sentence != quantities[whole].sentence:
            return None
        same_unit = before.amount.base_unit == quantities[whole].amount.base_unit
        if same_unit and before.kind is Kind.ACTUAL:
            return place
    return None


def _check(quantities: tuple[Quantity, ...], part: int, whole: int) -> Check:
    one, two, rate = (quantities[place].amount for place in (part, whole, whole + 1))
    computed = 100 * Fraction(one.base) / Fraction(two.base)
    return Check(part, whole, whole + 1, computed, _may_be(one, two, rate))


def _may_be(part: Amount, whole: Amount, rate: Amount) -> bool:
    """Whether some numbers that the paper may mean make a rate that it may mean."""
    least_part, most_part = _meant(part)
    least_whole, most_whole = _meant(whole)
    low, high = _meant(rate)
    if high is not None and most_whole and 100 * least_part > high * most_whole:
        return False
    return most_part is None or 100 * most_part >= max(low, NONE) * max(
        least_whole, NONE
    )


def _meant(amount: Amount) -> tuple[Fraction, Fraction | None]:
    """From where to where the number may lie that is meant; no end of one that is at least."""
    half = _half(amount)
    room = ROOM_OF_ABOUT * half if amount.bound is Bound.ABOUT else half
    last = amount.base if amount.base_high is None else amount.base_high
    low, high = Fraction(amount.base) - room, Fraction(last) + room
    if amount.bound is Bound.AT_MOST:
        low = min(low, NONE)
    return low, None if amount.bound is Bound.AT_LEAST else high


def may_be_same(one: Amount, other: Amount) -> bool:
    """Whether two numbers in one unit may mean the same: 27.7亿元 and 27.71亿元 may.

    突破27亿元 and 27.71亿元 may too; 突破27亿元 and 突破28亿元 are two targets.
    """
    if one.bound is other.bound and one.bound in (Bound.AT_LEAST, Bound.AT_MOST):
        one, other = (replace(amount, bound=Bound.EXACT) for amount in (one, other))
    low, high = _meant(one)
    other_low, other_high = _meant(other)
    return (high is None or other_low < high) and (
        other_high is None or low < other_high
    )


def _half(amount: Amount) -> Fraction:
    """Half of the last printed place, multiplied out like the number itself."""
    exponent = amount.value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    factor = (
        Fraction(amount.base) / Fraction(amount.value) if amount.value else Fraction(1)
    )
    return abs(factor) * Fraction(1, 2 * 10**places)
