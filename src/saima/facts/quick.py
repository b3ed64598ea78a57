"""What of a group can be tried in floating point, for a whole block of lanes at once.

A lane is regular in an item where the entrant carries itself, is open all year, has a
target that is not zero and every month that is needed. Then each measure is
x = shift + factor * r, where r is a quotient of two whole numbers, and shift and factor
are the same for all lanes with a target above zero, and for all with one below.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np

from saima.core.lights import LightMeasure, LightTable
from saima.core.periods import Month
from saima.core.planned import Schedule
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
from saima.facts.forms import Quick, QuickForms, TooLong, as_curve
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
    LIT,
    WITH_YEAR,
    DIFFERS,
    LIGHT_OVER,
    LIGHT_UNDER,
    LIGHT,
    MOST,
    TRUSTED,
    LIGHT_MOST,
) = range(21)
TRIED = 21
LONGEST_HELD = 2**52  # of what a float holds to the last unit
# x = (shift * |under| + factor * over) / (scale * |under|), the same below zero: columns
# of `Tries.lines`. A scale of 0: not so simple.
SHIFT, FACTOR, SCALE, BELOW_SHIFT, BELOW_FACTOR, BELOW_SCALE = range(6)
OF_LIGHT = 6  # where the columns of the light begin


class Tries(NamedTuple):
    """How each item is tried, over which quotient and by which form.

    `under` may be as long as MOST, for points at a half as long as TRUSTED.
    """

    items: Any
    lines: Any
    forms: Quick


Line = tuple[Fraction, Fraction]  # shift and factor


class Quotient(NamedTuple):
    """r = `over` / |`under`|, and the lines for `under` above zero and below it."""

    over: int
    under: int
    above: Line
    below: Line | None = None

    @property
    def shift(self) -> float:
        """The largest that is added."""
        lines = (self.above, self.below or self.above)
        return float(max(abs(shift) for shift, _ in lines))

    @property
    def lines(self) -> list[int]:
        """Both lines in whole numbers over a scale; TooLong where they do not fit."""
        return [*_in_whole(self.above), *(_in_whole(self.below) if self.below else NOT)]

    def most(self, reach: int) -> int:
        """How long `under` may be for the divisor of x to be within reach."""
        return reach // max(self.lines[SCALE], self.lines[BELOW_SCALE])


NOT = [0, 0, 0]


def _in_whole(line: Line) -> list[int]:
    shift, factor = line
    scale = math.lcm(shift.denominator, factor.denominator)
    found = [int(shift * scale), int(factor * scale), scale]
    if any(abs(number) > LONGEST_HELD for number in found):
        raise TooLong
    return found


@dataclass(frozen=True, slots=True)
class Usual:
    """What most lanes of an item have: figures to date, and a phasing that counts."""

    to_date: bool
    phased: bool
    plan_row: int  # where the phasing stands; -1 for none
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


def usuals(group: Group, rules: Rules, cells: Cells) -> list[Usual]:
    """What most lanes of each item have."""
    shares = _shares(group)
    return [_usual(cells, row, group.lanes, shares) for row in rules.items]


def tries(group: Group, rules: Rules, usual: list[Usual]) -> Tries:
    """How the items of a group are tried in its month."""
    forms, rows = QuickForms(), []
    items = group.rules.tree.items()
    for item, row, here in zip(items, rules.items, usual, strict=True):
        try:
            rows.append(_try(group, item, row, here, forms))
        except (OverflowError, TooLong):  # beyond all floating point, or 64 bits
            rows.append(NOT_TRIED)
    made, lines = zip(*rows, strict=True) if rows else ((), ())
    return Tries(
        np.array(made, np.int64).reshape(-1, TRIED),
        np.array(lines, np.float64).reshape(-1, 2 * OF_LIGHT),
        forms.arrays(),
    )


NOT_TRIED = ([0] * TRIED, [0] * (2 * OF_LIGHT))


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
    plan_row = int(cells.plan_row[row[ROW]]) if counts else -1
    return Usual(bool(to_date), bool(counts), plan_row, *shares)


def _quotient(measure: int, row: Any, usual: Usual) -> Quotient | None:
    """What x is made of; None where that is not so simple."""
    nothing, one = Fraction(0), Fraction(1)
    if measure == ACTUAL:
        return Quotient(TO_THE_MONTH, ONE, (nothing, Fraction(1, int(row[TEN]))))
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
        line = (nothing, points)
        return Quotient(AHEAD, YEAR, line, line)
    if usual.share <= 0:
        return None
    due = points * usual.share
    return Quotient(TO_THE_MONTH, YEAR, (-due, points), (due, points))


def _against(row: Any, over: int, under: int, share: Fraction) -> Quotient:
    """An actual against a share of a plan, by the direction and the plan's sign."""
    nothing, two = Fraction(0), Fraction(2)
    if not row[LOWER]:
        return Quotient(over, under, (nothing, 1 / share), (two, 1 / share))
    if row[BY_RATIO]:
        return Quotient(under, over, (nothing, share))
    return Quotient(over, under, (two, -1 / share), (nothing, -1 / share))


def _try(
    group: Group, item: Item, row: Any, usual: Usual, forms: QuickForms
) -> tuple[list[int], list[int]]:
    quotient = _quotient(int(row[MEASURE]), row, usual)
    planned = usual.phased or usual.share > 0 or row[MEASURE] == ACTUAL
    if quotient is None or not planned or item.curve.faults:
        return NOT_TRIED
    light, lit = _light(group.table, row, usual)
    if group.table and (group.table.faults or (lit and light is None)):
        return NOT_TRIED
    made = [0] * TRIED
    made[ON], made[INDICATOR] = 1, row[ROW]
    made[OVER], made[UNDER] = quotient.over, quotient.under
    scale, printed = 10**group.scheme.decimals, group.printed
    made[CURVE], reach = forms.add(
        item.curve, scale, shift=quotient.shift, whole=printed
    )
    made[MOST] = quotient.most(reach.pieces)
    made[TRUSTED] = quotient.most(reach.points)
    if light is not None and group.table:
        made[LIT], made[LIGHT_OVER], made[LIGHT_UNDER] = 1, light.over, light.under
        coded = as_curve(group.table)
        made[LIGHT], reach = forms.add(coded, 1, shift=light.shift, whole=True)
        made[LIGHT_MOST] = light.most(reach.pieces)
    made[WITH_YEAR] = row[MEASURE] != ACTUAL or group.table is not None
    sides = (quotient.over, quotient.under, made[LIGHT_OVER], made[LIGHT_UNDER])
    _months(made, row, usual, (group.month.number - 1, ALONE in sides))
    return made, [*quotient.lines, *(light or quotient).lines]


def _light(
    table: LightTable | None, row: Any, usual: Usual
) -> tuple[Quotient | None, bool]:
    """What a light is made of, and whether one may be lit at all."""
    if table is None or table.measure is LightMeasure.SCORE:
        return None, False
    return _quotient(LIGHT_MEASURES[table.measure], row, usual), True


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
    made[PLAN_ROW] = usual.plan_row
    made[PLAN_FIRST] = last if row[LEVEL] else 0
