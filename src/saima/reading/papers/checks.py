"""Whether a paper's own numbers agree: 27.71亿元 of 34.15亿元 is 81%; 2亿元 and 1.05亿元 make 3.05亿元."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from saima.reading.papers.values import Amount, Kind, Quantity


@dataclass(frozen=True)
class Check:
    """A rate that follows from two amounts of its sentence; numbers are places in the paper's quantities.

    `computed` is exact, in percent; `agrees` allows for what rounding of all three may have done.
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
        if part is not None:
            yield _check(quantities, part, place)


def _is_rate_of(whole: Quantity, rate: Quantity) -> bool:
    """年度计划34.15亿元|的81%: plan and rate, one right behind the other."""
    same = whole.sentence == rate.sentence
    plan = whole.kind is Kind.TARGET and whole.amount.base_unit != "%"
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
    computed = (
        100 * Fraction(one.base) / Fraction(two.base) if two.base else Fraction(0)
    )
    return Check(
        part, whole, whole + 1, computed, bool(two.base) and _may_be(one, two, rate)
    )


def _may_be(part: Amount, whole: Amount, rate: Amount) -> bool:
    """Whether some numbers that round to those printed make the printed rate."""
    least = (Fraction(part.base) - _half(part)) / (Fraction(whole.base) + _half(whole))
    most_whole = Fraction(whole.base) - _half(whole)
    most = (Fraction(part.base) + _half(part)) / most_whole if most_whole > 0 else None
    low, high = Fraction(rate.base) - _half(rate), Fraction(rate.base) + _half(rate)
    return 100 * least <= high and (most is None or 100 * most >= low)


def _half(amount: Amount) -> Fraction:
    """Half of the last printed place, multiplied out like the number itself."""
    exponent = amount.value.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    factor = (
        Fraction(amount.base) / Fraction(amount.value) if amount.value else Fraction(1)
    )
    return abs(factor) * Fraction(1, 2 * 10**places)
