"""Who carries an entrant's indicators, and since when and how long they are open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from saima.core.periods import Month
from saima.core.planned import Schedule
from saima.core.progress import Convention
from saima.core.subjects import Subject
from saima.facts.cells import RULED_OUT, SERIES, TARGETED
from saima.facts.wide import Wide


class Carriers(NamedTuple):
    """The carriers of entrants that have subjects below them; others carry themselves.

    Entrant `row_of[lane]` has for indicator i the carriers
    lanes[first[row, i]:first[row, i + 1]]; `ruled_out` where somebody there is.
    """

    row_of: Any
    first: Any
    lanes: Any
    ruled_out: Any


class Classes(NamedTuple):
    """Subjects that opened and closed alike, in one month.

    `dates`: is it open, was it in the year, open since which month, until which month
    of the year (0: to its end). `shares`: of the year due to date, p and q, and in the
    month. `plain` are the lanes that are open all year and carry themselves.
    """

    of: Any
    dates: Any
    shares: Any
    plain: Any


class Below:
    """Who stands below whom; who carries what changes with what is known of them."""

    def __init__(self, wide: Wide) -> None:
        below: dict[str, list[Subject]] = {}
        for one in wide.subjects:
            if one.parent is not None and one.parent in wide.lane:
                below.setdefault(one.parent, []).append(one)
        self._below = below
        entrants = (one for one in wide.subjects if one.group is not None)
        self.heads = [one for one in entrants if one.code in below]
        self.row_of = np.full(len(wide.subjects), -1, np.int64)
        for row, head in enumerate(self.heads):
            self.row_of[wide.lane[head.code]] = row

    def carriers(self, wide: Wide) -> Carriers:
        """Find who carries what, as `core.races.Race.carriers` does."""
        rows, found = len(wide.indicators), list[int]()
        first = np.zeros((len(self.heads), rows + 1), np.int64)
        ruled = np.zeros((len(self.heads), rows), np.uint8)
        for number, head in enumerate(self.heads):
            first[number, 0] = len(found)
            everybody = [wide.lane[code] for code in _subtree(head.code, self._below)]
            for row in range(rows):
                found += _lowest(head.code, self._below, wide, row)
                first[number, row + 1] = len(found)
                out = wide.cells.flags[row, everybody] & RULED_OUT
                ruled[number, row] = np.any(out)
        return Carriers(self.row_of, first, np.array(found, np.int64), ruled)


def _subtree(code: str, below: dict[str, list[Subject]]) -> Iterator[str]:
    yield code
    for child in below.get(code, ()):
        yield from _subtree(child.code, below)


def _lowest(
    code: str, below: dict[str, list[Subject]], wide: Wide, row: int
) -> list[int]:
    found = [
        lane
        for child in below.get(code, ())
        for lane in _lowest(child.code, below, wide, row)
    ]
    lane = wide.lane[code]
    flags = wide.cells.flags[row, lane]
    if found or not flags & (TARGETED | SERIES) or flags & RULED_OUT:
        return found
    return [lane]


def classes(wide: Wide, month: Month, schedule: Schedule, row_of: Any) -> Classes:
    """What the dates of each subject make of the month."""
    numbers: dict[tuple[Month | None, Month | None], int] = {}
    of = np.zeros(len(wide.subjects), np.int32)
    like: list[Subject] = []
    for lane, one in enumerate(wide.subjects):
        dates = (one.opened, one.closed)
        if dates not in numbers:
            numbers[dates] = len(like)
            like.append(one)
        of[lane] = numbers[dates]
    told = np.array([_dates(one, month) for one in like] or [(0,) * 4], np.int64)
    shares = [_shares(one, month, schedule) for one in like] or [(0, 1, 0, 1)]
    whole = np.array([_whole_year(one, month.year) for one in like] or [False])
    plain = (whole[of] & (row_of < 0)) if len(of) else np.zeros(0, bool)
    return Classes(of, told, np.array(shares, np.int64), plain)


def _dates(one: Subject, month: Month) -> tuple[int, int, int, int]:
    since = one.opened.number if one.opened and one.opened.year == month.year else 1
    until = one.closed.number if one.closed else 0
    return one.open_in(month), one.open_during(month.year), since, until


def _shares(
    one: Subject, month: Month, schedule: Schedule
) -> tuple[int, int, int, int]:
    """By plan nobody asks for shares; nor of one that is not open in the year."""
    if schedule.convention is Convention.PLAN or not one.open_during(month.year):
        return 0, 1, 0, 1
    to_date, in_period = schedule.shares_of(one, month)
    return (*to_date.as_integer_ratio(), *in_period.as_integer_ratio())


def _whole_year(one: Subject, year: int) -> bool:
    first, last = Month(year, 1), Month(year, 12)
    return (one.opened is None or one.opened <= first) and (
        one.closed is None or one.closed >= last
    )
