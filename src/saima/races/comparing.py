"""Two entrants beside each other: where one is ahead of the other, adding up exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from saima.core.indicators import Indicator
from saima.core.numbers import difference, total
from saima.core.periods import Month
from saima.core.races import Race, Standing
from saima.core.scoring import Scored
from saima.races.drawings import hundredths
from saima.races.league import Cell
from saima.races.queries.live import Listing, standings_of

ZERO = Decimal(0)


@dataclass(frozen=True)
class ItemLine:
    """One indicator of both, and what it makes of the difference."""

    indicator: Indicator
    one: Cell | None
    other: Cell | None
    gap: Decimal
    width: str  # of the bar, in hundredths of the widest

    @property
    def ahead(self) -> bool:
        """Whether the first one gains by it."""
        return self.gap > 0


@dataclass(frozen=True)
class Comparison:
    """Why one score is above the other."""

    one: Standing
    other: Standing
    items: tuple[ItemLine, ...]
    weights: Decimal  # what weights of indicators that do not apply make of it
    gap: Decimal | None  # of the scores


def compared(
    listing: Listing, race: Race, month: Month, codes: tuple[str, str]
) -> Comparison | None:
    """Two entrants of a month; None where the working of one is not seen."""
    known = {s.entrant.code: s for s in standings_of(listing, month)}
    one, other = (known.get(code) for code in codes)
    if one is None or other is None or not one.items or not other.items:
        return None
    lines = tuple(_lines(race, one, other))
    gap = None
    weights = ZERO
    if one.score is not None and other.score is not None:
        gap = difference(one.score, other.score)
        weights = difference(gap, total(line.gap for line in lines))
    return Comparison(one, other, lines, weights, gap)


def seen_entrants(listing: Listing, month: Month) -> list[Standing]:
    """Those whose working is seen, as they stand."""
    return [s for s in standings_of(listing, month) if s.items]


def _lines(race: Race, one: Standing, other: Standing) -> Iterator[ItemLine]:
    mine, theirs = _by_indicator(one), _by_indicator(other)
    codes = [*mine, *(code for code in theirs if code not in mine)]
    gaps = {code: _gap(mine.get(code), theirs.get(code)) for code in codes}
    widest = max((abs(gap) for gap in gaps.values()), default=ZERO) or Decimal(1)
    for code, gap in gaps.items():
        yield ItemLine(
            race.indicators[code],
            _cell(mine.get(code)),
            _cell(theirs.get(code)),
            gap,
            hundredths(Fraction(abs(gap)) / Fraction(widest)),
        )


def _by_indicator(standing: Standing) -> dict[str, Scored]:
    return {scored.item.indicator: scored for scored in standing.items}


def _cell(scored: Scored | None) -> Cell | None:
    return None if scored is None else Cell(scored, scored.item.weight)


def _gap(one: Scored | None, other: Scored | None) -> Decimal:
    """Points of the one less those of the other; where there are none, nothing."""
    mine, theirs = (
        s.points if s is not None and s.points is not None else ZERO
        for s in (one, other)
    )
    return difference(mine, theirs)
