"""What of a group can be tried in floating point, for a whole block of lanes at once.

A lane is regular in an item where the entrant carries itself, is open all year, has a
target above zero and every month that is needed. Then each measure is
x = shift + factor * r, where r is a quotient of two whole numbers and shift and factor
are the same for all lanes: the curve is told over r beforehand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from saima.core.curves.form import Curve, Piece
from saima.core.lights import LightMeasure, LightTable
from saima.core.periods import Month
from saima.core.positions import Schedule
from saima.core.progress import Convention
from saima.core.schemes import GroupRules, Item, RankOn, Scheme
from saima.facts.cells import (
    APART,
    HAS_MONTHS,
    HAS_YEAR,
    RULED_OUT,
    SERIES,
    TO_DATE,
    Cells,
)
from saima.facts.forms import Quick, QuickForms, as_curve, over_quotient
from saima.facts.rules import (
    ACHIEVEMENT,
    ACTUAL,
    BY_RATIO,
    COMPLETION,
    IN_PERIOD,
    LEVEL,
    LIGHT_MEASURES,
    LOWER,
    MEASURE,
    PHASED,
    ROW,
    SCORE,
    TEN,
    Rules,
)

# What a quotient is made of: rows of a block's numbers.
TO_THE_MONTH, ALONE, YEAR, PLAN, MONTH_PLAN, AHEAD, ONE = range(7)

# The columns of `Tries.items`.
(
    ON,
    INDICATOR,
    FIRST,
    LAST,
    NEEDED,
    MASK,
    WANTED,
    PLAN_ROW,
    PLAN_FIRST,
    OVER,
    UNDER,
    CURVE,
    LIGHT_OVER,
    LIGHT_UNDER,
    LIGHT,
    WITH_YEAR,
    DIFFERS,
) = range(17)
TRIED = 17


class Tries(NamedTuple):
    """How each item is tried, over which quotient and by which form."""

    items: Any
    forms: Quick


class Quotient(NamedTuple):
    """r = `over` / `under`, and x = shift + factor * r."""

    over: int
    under: int
    shift: Fraction
    factor: Fraction


@dataclass(frozen=True, slots=True)
class Usual:
    """What most lanes of an item have: figures to date, and a phasing that counts."""

    to_date: bool
    phased: bool
    share: Fraction  # of the year, due to date; of the month alone
    month_share: Fraction


@dataclass(frozen=True, slots=True)
class Group:
    """A group whose items are to be tried: its rules, its lanes, the month."""

    scheme: Scheme
    rules: GroupRules
    lanes: slice
    month: Month
    schedule: Schedule

    @property
    def printed(self) -> bool:
        """Whether places follow the points as printed."""
        return self.scheme.rank_on is RankOn.PRINTED

    @property
    def table(self) -> LightTable | None:
        """The table of the items' lights, if there is one."""
        table = self.scheme.item_lights
        return table if table is not None and table.bands else None


def tries(group: Group, rules: Rules, cells: Cells) -> Tries:
    """How the items of a group are tried in its month."""
    forms, rows = QuickForms(), []
    shares = _shares(group)
    for item, row in zip(group.rules.tree.items(), rules.items, strict=True):
        usual = _usual(cells, row, group.lanes, shares)
        try:
            made = _try(group, item, row, usual, forms)
        except OverflowError:  # an edge beyond all floating point
            made = [0] * TRIED
        made[PLAN_ROW] = cells.plan_row[row[ROW]] if usual.phased else -1
        rows.append(made)
    return Tries(np.array(rows, np.int64).reshape(-1, TRIED), forms.arrays())


def _shares(group: Group) -> tuple[Fraction, Fraction]:
    """The shares of the year due to date and in the month; by plan there are none."""
    schedule, month = group.schedule, group.month
    if schedule.convention is Convention.PLAN:
        return Fraction(0), Fraction(0)
    to_date = schedule.share(month)
    if month.number == 1:
        return to_date, to_date
    return to_date, to_date - schedule.share(month.previous())


def _usual(
    cells: Cells, row: Any, lanes: slice, shares: tuple[Fraction, Fraction]
) -> Usual:
    flags = cells.flags[row[ROW], lanes]
    there, planned = flags & SERIES != 0, flags & HAS_YEAR != 0
    to_date = 2 * np.count_nonzero(flags & TO_DATE) > np.count_nonzero(there)
    phased = 2 * np.count_nonzero(flags & HAS_MONTHS) > np.count_nonzero(planned)
    counts = phased and bool(row[PHASED] or row[LEVEL])
    if row[LEVEL]:
        shares = (Fraction(1), Fraction(1))
    return Usual(bool(to_date), bool(counts), *shares)


def _quotient(measure: int, row: Any, usual: Usual) -> Quotient | None:
    """What x is made of for a target above zero; None where that is not so simple."""
    nothing, one = Fraction(0), Fraction(1)
    if measure == ACTUAL:
        return Quotient(TO_THE_MONTH, ONE, nothing, Fraction(1, int(row[TEN])))
    if measure == SCORE:
        return None
    if measure == COMPLETION:
        return _against(row, TO_THE_MONTH, YEAR, one)
    if measure in (ACHIEVEMENT, IN_PERIOD):
        alone = measure == IN_PERIOD
        over = ALONE if alone else TO_THE_MONTH
        if usual.phased:
            return _against(row, over, MONTH_PLAN if alone else PLAN, one)
        share = usual.month_share if alone else usual.share
        return _against(row, over, YEAR, share) if share > 0 else None
    points = Fraction(-100 if row[LOWER] else 100)
    if usual.phased:
        return Quotient(AHEAD, YEAR, nothing, points)
    if usual.share <= 0:
        return None
    return Quotient(TO_THE_MONTH, YEAR, -points * usual.share, points)


def _against(row: Any, over: int, under: int, share: Fraction) -> Quotient:
    """An actual against a share of a plan, by the direction."""
    if not row[LOWER]:
        return Quotient(over, under, Fraction(0), 1 / share)
    if row[BY_RATIO]:
        return Quotient(under, over, Fraction(0), share)
    return Quotient(over, under, Fraction(2), -1 / share)


def _try(
    group: Group, item: Item, row: Any, usual: Usual, forms: QuickForms
) -> list[int]:
    made = [0] * TRIED
    quotient = _quotient(int(row[MEASURE]), row, usual)
    planned = usual.phased or usual.share > 0 or row[MEASURE] == ACTUAL
    if quotient is None or not planned or item.curve.faults:
        return made
    light, lit = _light(group.table, row, usual)
    if group.table and (group.table.faults or (lit and light is None)):
        return made
    made[ON], made[INDICATOR], made[LIGHT] = 1, row[ROW], -1
    made[OVER], made[UNDER] = quotient.over, quotient.under
    pieces = _pieces(item.curve, quotient, 10**group.scheme.decimals)
    made[CURVE] = forms.add(pieces, whole=group.printed)
    if light is not None and group.table:
        made[LIGHT_OVER], made[LIGHT_UNDER] = light.over, light.under
        coded = _pieces(as_curve(group.table), light, 1)
        made[LIGHT] = forms.add(coded, whole=True)
    made[WITH_YEAR] = row[MEASURE] != ACTUAL or group.table is not None
    sides = (quotient.over, quotient.under, made[LIGHT_OVER], made[LIGHT_UNDER])
    _months(made, row, usual, (group.month.number - 1, ALONE in sides))
    return made


def _light(
    table: LightTable | None, row: Any, usual: Usual
) -> tuple[Quotient | None, bool]:
    """What a light is made of, and whether one may be lit at all."""
    if table is None or table.measure is LightMeasure.SCORE:
        return None, False
    return _quotient(LIGHT_MEASURES[table.measure], row, usual), True


def _pieces(rule: Curve, quotient: Quotient, scale: int) -> Sequence[Piece]:
    return over_quotient(rule, quotient.shift, quotient.factor, scale)


def _months(
    made: list[int], row: Any, usual: Usual, last_alone: tuple[int, bool]
) -> None:
    """Which months are read, and what the signs of a regular lane are."""
    last, alone = last_alone
    at_end = usual.to_date or row[LEVEL]
    made[FIRST], made[LAST] = (last if at_end else 0), last
    made[DIFFERS] = alone and usual.to_date and not row[LEVEL] and last > 0
    made[NEEDED] = 1 << last if at_end else (1 << last + 1) - 1
    if made[DIFFERS]:
        made[NEEDED] |= 1 << last - 1
    year = HAS_YEAR if made[WITH_YEAR] else 0
    made[MASK] = year | RULED_OUT | APART | TO_DATE | SERIES
    made[WANTED] = year | SERIES | (TO_DATE if usual.to_date else 0)
    if row[PHASED] or row[LEVEL]:
        made[MASK] |= HAS_MONTHS
        made[WANTED] |= HAS_MONTHS if usual.phased else 0
    made[PLAN_FIRST] = last if row[LEVEL] else 0
