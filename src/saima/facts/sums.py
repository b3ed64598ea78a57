"""The whole numbers of a block of lanes: figures to date and plans, added up."""

from __future__ import annotations

from typing import Any

import numpy as np

from saima.facts.cells import MONTHS
from saima.facts.compiling import compiled
from saima.facts.positions import Race
from saima.facts.quick import (
    AHEAD,
    ALONE,
    DIFFERS,
    FIRST,
    INDICATOR,
    LAST,
    LIGHT_OVER,
    LIGHT_UNDER,
    MONTH_PLAN,
    OVER,
    PLAN,
    PLAN_FIRST,
    PLAN_ROW,
    TO_THE_MONTH,
    UNDER,
)


@compiled
def _copy(source: Any, into: Any) -> None:
    """Number by number: assigned as a whole they would be copied twice."""
    for lane in range(into.size):
        into[lane] = source[lane]


@compiled
def _add_twelve(cube: Any, row: int, span: tuple[int, int], out: Any) -> None:
    """A whole year at once: memory is read in twelve streams, and written once."""
    at, end = span
    a, b, c = cube[row, 0, at:end], cube[row, 1, at:end], cube[row, 2, at:end]
    d, e, f = cube[row, 3, at:end], cube[row, 4, at:end], cube[row, 5, at:end]
    g, h, i = cube[row, 6, at:end], cube[row, 7, at:end], cube[row, 8, at:end]
    j, k, m = cube[row, 9, at:end], cube[row, 10, at:end], cube[row, 11, at:end]
    for n in range(out.size):
        first = a[n] + b[n] + c[n] + d[n] + e[n] + f[n]
        out[n] = first + g[n] + h[n] + i[n] + j[n] + k[n] + m[n]


@compiled
def _add_narrow(cube: Any, row: int, span: tuple[int, int], out: Any) -> None:
    """The same of figures that are short enough to be added in 32 bits."""
    at, end = span
    a, b, c = cube[row, 0, at:end], cube[row, 1, at:end], cube[row, 2, at:end]
    d, e, f = cube[row, 3, at:end], cube[row, 4, at:end], cube[row, 5, at:end]
    g, h, i = cube[row, 6, at:end], cube[row, 7, at:end], cube[row, 8, at:end]
    j, k, m = cube[row, 9, at:end], cube[row, 10, at:end], cube[row, 11, at:end]
    for n in range(out.size):
        first = np.int32(a[n] + b[n] + c[n] + d[n] + e[n] + f[n])
        out[n] = np.int32(first + g[n] + h[n] + i[n] + j[n] + k[n] + m[n])


@compiled
def _add_months(
    cube: Any, row: int, months: tuple[int, int, int, int], out: Any
) -> None:
    """Add up months of all lanes, three at a time where it is no whole year."""
    month, last, begin, end = months
    if last - month == 11:
        _add_twelve(cube, row, (begin, end), out)
        return
    _copy(cube[row, month, begin:end], out)
    month += 1
    while month + 2 <= last:
        a, b = cube[row, month, begin:end], cube[row, month + 1, begin:end]
        c = cube[row, month + 2, begin:end]
        for lane in range(out.size):
            out[lane] += a[lane] + b[lane] + c[lane]
        month += 3
    while month <= last:
        a = cube[row, month, begin:end]
        for lane in range(out.size):
            out[lane] += a[lane]
        month += 1


@compiled
def _fill_alone(cube: Any, row: int, of: Any, whole: Any) -> None:
    """What was reported of the month alone, where it is asked for."""
    tried, (begin, end) = of
    last = tried[LAST]
    if ALONE in (tried[OVER], tried[UNDER], tried[LIGHT_OVER], tried[LIGHT_UNDER]):
        alone, before = whole[ALONE], cube[row, last - 1, begin:end]
        _copy(cube[row, last, begin:end], alone)
        if tried[DIFFERS]:
            for lane in range(alone.size):
                alone[lane] -= before[lane]


@compiled
def fill(race: Race, tried: Any, span: tuple[int, int], whole: Any) -> None:
    """The numbers that the item's quotients are made of; the year's lie in the cells."""
    cells, row, last = race.cells, tried[INDICATOR], tried[LAST]
    begin, end = span
    months, long = (tried[FIRST], last, begin, end), cells.long_row[row]
    if long >= 0:
        _add_months(cells.long, long, months, whole[TO_THE_MONTH])
        _fill_alone(cells.long, long, (tried, span), whole)
    else:
        if last - tried[FIRST] == MONTHS - 1:
            _add_narrow(cells.figures, row, span, whole[TO_THE_MONTH])
        else:
            _add_months(cells.figures, row, months, whole[TO_THE_MONTH])
        _fill_alone(cells.figures, row, (tried, span), whole)
    if tried[PLAN_ROW] >= 0:
        plan, row = race.cells.plan, tried[PLAN_ROW]
        _add_months(plan, row, (tried[PLAN_FIRST], last, begin, end), whole[PLAN])
        _copy(plan[row, last, begin:end], whole[MONTH_PLAN])
        ahead, done, planned = whole[AHEAD], whole[TO_THE_MONTH], whole[PLAN]
        for lane in range(ahead.size):
            ahead[lane] = done[lane] - planned[lane]
