"""Pledge sheets: what a unit promises for a year, line by line, in words (军令状)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from saima.core.indicators import Indicator, RollUp
from saima.core.numbers import total
from saima.core.subjects import Subjects
from saima.core.targets import BOUND_WORDS, Target
from saima.core.words import Words

QUARTERS = ((0, 3), (3, 6), (6, 9), (9, 12))


@dataclass(frozen=True, slots=True)
class PledgeLine:
    """One promise of a pledge sheet.

    `quarters` are the plan of each quarter, or of a level what it is to be at the
    quarter's end; empty where the months are not planned.
    """

    subject: str
    indicator: Indicator
    bound: Words
    year: Decimal
    quarters: tuple[Decimal, ...] = ()
    floor: Decimal | None = None
    stretch: Decimal | None = None


def pledge_lines(
    subjects: Subjects,
    indicators: Mapping[str, Indicator],
    targets: Iterable[Target],
) -> tuple[PledgeLine, ...]:
    """The promises of some targets, in the order of subjects and indicators."""
    given = {(target.subject, target.indicator): target for target in targets}
    found = []
    for subject in subjects:
        for code, indicator in indicators.items():
            target = given.get((subject.code, code))
            if target is not None and target.applicable and target.year is not None:
                found.append(_line(subject.name, indicator, target, target.year))
    return tuple(found)


def _line(
    subject: str, indicator: Indicator, target: Target, year: Decimal
) -> PledgeLine:
    return PledgeLine(
        subject,
        indicator,
        BOUND_WORDS[target.bound],
        year,
        _quarters(target, indicator),
        target.floor,
        target.stretch,
    )


def _quarters(target: Target, indicator: Indicator) -> tuple[Decimal, ...]:
    if target.months is None:
        return ()
    if indicator.roll_up is RollUp.LAST:
        return tuple(target.months[end - 1] for _, end in QUARTERS)
    return tuple(total(target.months[start:end]) for start, end in QUARTERS)
