"""What is known of a race's year so far, so that nothing is worked out twice.

A streak that all keep asks for every indicator of everybody in every month: twelve
rankings. Most of it shows by comparing two sums, and the month's own is in the ranking.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from saima.core import progress
from saima.core.figures import Basis, Series
from saima.core.indicators import IndicatorKind, RollUp
from saima.core.numbers import ZERO, plus, times, total
from saima.core.periods import Month
from saima.core.positions import Position
from saima.core.progress import Convention
from saima.core.races import Race, Standing, position_of
from saima.core.schemes import Item, StreakKind
from saima.core.subjects import Subject

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Sums:
    """A target of the year, and what was done to the end of each month."""

    target: Decimal
    done: Sequence[Decimal | None]
    sign: int

    def kept_at(self, number: int, share: Fraction) -> bool:
        """Whether a share of the target had been done by a month's end."""
        done = self.done[number - 1]
        if done is None:
            return False
        has = times(done, share.denominator)
        needs = times(self.target, share.numerator)
        return has >= needs if self.sign > 0 else has <= needs


@dataclass(frozen=True)
class Known:
    """A race with the positions and sums that were looked at."""

    race: Race
    _positions: dict[tuple[str, str, Month], Position] = field(default_factory=dict)
    _sums: dict[Key, _Sums | None] = field(default_factory=dict)

    @classmethod
    def with_standings(
        cls, race: Race, month: Month, standings: Iterable[Standing]
    ) -> Known:
        """A race of which the standings of a month are there already."""
        return cls(
            race,
            {
                (one.entrant.code, scored.item.indicator, month): scored.position
                for one in standings
                for scored in one.items
            },
        )

    def position(self, entrant: Subject, item: Item, month: Month) -> Position:
        """Where an entrant stands on an item."""
        key = (entrant.code, item.indicator, month)
        if key not in self._positions:
            self._positions[key] = position_of(
                self.race, entrant, item.indicator, month, item.lower_form
            )
        return self._positions[key]

    def surely_kept(
        self, entrant: str, indicator: str, number: int, share: Fraction | None
    ) -> bool:
        """Whether sums alone show that a share of the target was done by a month's end.

        False says nothing: the position does.
        """
        key = (entrant, indicator)
        if key not in self._sums:
            self._sums[key] = _sums_of(self.race, *key)
        sums = self._sums[key]
        return bool(sums is not None and share and sums.kept_at(number, share))

    def share(self, kind: StreakKind, month: Month) -> Fraction | None:
        """How much of a year's target a streak asks for; none where plans say that."""
        if kind is StreakKind.DOUBLE_HALF:
            return progress.HALF
        if kind is StreakKind.FULL_YEAR:
            return Fraction(1)
        schedule = self.race.schedule
        by_plan = schedule.convention is Convention.PLAN
        return None if by_plan else schedule.share(month)


def _sums_of(race: Race, entrant: str, indicator: str) -> _Sums | None:
    """The sums of what is added up, by the schedule, all year; None for all else."""
    definition = race.indicators[indicator]
    added = definition.roll_up is RollUp.SUM
    phased = definition.kind is IndicatorKind.CHECKLIST
    if not added or phased or race.schedule.convention is Convention.PLAN:
        return None
    carriers = race.carriers(entrant, indicator)
    targets = [*_targets(race, carriers, indicator)]
    target = total(one for one in targets if one is not None)
    if None in targets or not target:
        return None
    done = [_to_date(race.figures.of(one.code, indicator)) for one in carriers]
    together = [_together(months) for months in zip(*done, strict=True)]
    return _Sums(target, together, definition.sign)


def _targets(
    race: Race, carriers: Iterable[Subject], indicator: str
) -> Iterator[Decimal | None]:
    """The targets of carriers; None for one that is not like the others."""
    first, last = Month(race.year, 1), Month(race.year, 12)
    for subject in carriers:
        target = race.targets.get((subject.code, indicator))
        whole = subject.open_in(first) and subject.open_in(last)
        usual = whole and not subject.eliminates and target is not None
        yield target.year if usual and target is not None else None


def _to_date(series: Series) -> Sequence[Decimal | None]:
    """Month by month; each is added once."""
    return series.months if series.basis is Basis.TO_DATE else [*_added(series)]


def _added(series: Series) -> Iterator[Decimal | None]:
    sums: Decimal | None = ZERO
    for month in series.months:
        sums = None if sums is None or month is None else plus(sums, month)
        yield sums


def _together(months: Sequence[Decimal | None]) -> Decimal | None:
    if len(months) == 1:
        return months[0]
    known = [one for one in months if one is not None]
    return total(known) if len(known) == len(months) else None
