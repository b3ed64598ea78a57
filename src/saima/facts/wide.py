"""A year of figures and targets as arrays, as one object that takes in new cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from threading import Lock
from typing import Any

import numpy as np

from saima.core.figures import NOTHING_REPORTED, Basis, Series
from saima.core.indicators import Indicator
from saima.core.numbers import MAX_DECIMALS
from saima.core.races import Race
from saima.core.subjects import Subject
from saima.core.targets import Target, decimals_of
from saima.facts.cells import (
    APART,
    HAS_MONTHS,
    HAS_YEAR,
    LIMIT,
    MONTHS,
    NARROW,
    RULED_OUT,
    SERIES,
    TARGETED,
    TO_DATE,
    Cells,
    empty,
    in_units,
    out_of_units,
)

Key = tuple[str, str]


@dataclass
class Wide:
    """Figures and targets of a year, subjects of one group side by side.

    `changes` counts how often a subject began to have an indicator, so that what was
    worked out about who carries what is known to be stale.
    """

    year: int
    subjects: tuple[Subject, ...]
    indicators: tuple[Indicator, ...]
    decimals: tuple[int, ...]
    cells: Cells
    apart: dict[Key, tuple[Target | None, Series | None]] = field(default_factory=dict)
    changes: int = 0

    def __post_init__(self) -> None:
        self.lane = {one.code: lane for lane, one in enumerate(self.subjects)}
        self.row = {one.code: row for row, one in enumerate(self.indicators)}
        self._lengthening = Lock()
        self.dates = {(one.opened, one.closed) for one in self.subjects}

    @classmethod
    def of_nothing(
        cls,
        year: int,
        subjects: Iterable[Subject],
        *,
        indicators: Iterable[Indicator],
        decimals: Sequence[int] | None = None,
    ) -> Wide:
        """A year of which nothing is known yet."""
        side_by_side, rows = _by_group(subjects), tuple(indicators)
        places = tuple(decimals or (one.decimals for one in rows))
        cells = empty(len(rows), len(side_by_side))
        return cls(year, side_by_side, rows, places, cells)

    @classmethod
    def of(cls, race: Race) -> Wide:
        """The year of a race of the core; ValueError where sales are eliminated in it."""
        if any(subject.eliminates for subject in race.subjects):
            raise ValueError("what is taken off a whole is left to the core")
        rows = tuple(race.indicators.values())
        places = _decimals_needed(race)
        made = cls.of_nothing(
            race.year,
            race.subjects,
            indicators=rows,
            decimals=[max(one.decimals, places.get(one.code, 0)) for one in rows],
        )
        for key in race.targets.keys() | race.figures.series.keys():
            if key[0] in made.lane and key[1] in made.row:
                made.set(key, race.targets.get(key), race.figures.series.get(key))
        return made

    def copy(self) -> Wide:
        """The same year in arrays of its own."""
        cells = Cells(*(array.copy() for array in self.cells))
        made = Wide(self.year, self.subjects, self.indicators, self.decimals, cells)
        made.apart, made.changes = dict(self.apart), self.changes
        return made

    def set(self, key: Key, target: Target | None, series: Series | None) -> None:
        """Put in all that is known of a subject's indicator."""
        row, lane = self._place(key)
        before = int(self.cells.flags[row, lane]) & (RULED_OUT | TARGETED | SERIES)
        self.apart.pop(key, None)
        flags = self._set_target(row, lane, target) | self._set_series(
            row, lane, series
        )
        if flags & APART:
            self.apart[key] = (target, series)
        self.cells.flags[row, lane] = flags
        self.changes += before != flags & (RULED_OUT | TARGETED | SERIES)

    def put(self, key: Key, month: int, value: Decimal | None) -> None:
        """Put in one figure; None takes it away. Months are 1 to 12."""
        row, lane = self._place(key)
        flags = int(self.cells.flags[row, lane])
        units = 0 if value is None else in_units(value, self.decimals[row])
        if units is None or flags & APART or not flags & SERIES:
            old = self.series(key) or NOTHING_REPORTED
            months = [*old.months[: month - 1], value, *old.months[month:]]
            self.set(key, self.target(key), Series(old.basis, tuple(months)))
            return
        self.hold(row, month, lane, units)
        bit = np.uint16(1 << (month - 1))
        here = self.cells.reported[row, lane]
        self.cells.reported[row, lane] = here & ~bit if value is None else here | bit

    def load(
        self, row: int, lanes: Any, *, month: int, values: Any, known: Any = None
    ) -> None:
        """Put in a month of an indicator for many subjects: integers in its decimals.

        `known` says which of them were reported. Values above the limit are refused.
        """
        there = np.ones(len(lanes), bool) if known is None else known
        units = np.where(there, values, 0)
        if np.any((units > LIMIT) | (units < -LIMIT)):
            raise ValueError("a figure is too long for the arrays")
        self.hold(row, month, lanes, units)
        bit = np.uint16(1 << (month - 1))
        self.cells.reported[row, lanes] |= np.where(there, bit, 0).astype(np.uint16)
        self.cells.flags[row, lanes] |= np.uint8(SERIES)
        self.changes += 1

    def hold(self, row: int, month: int, lanes: Any, units: Any) -> None:
        """Write figures of a month where those of the indicator lie; no sign is set.

        Threads may do so for an indicator each.
        """
        short = (
            np.max(units, initial=0) <= NARROW and np.min(units, initial=0) >= -NARROW
        )
        if short and self.cells.long_row[row] < 0:
            self.cells.figures[row, month - 1, lanes] = units
            return
        with self._lengthening:
            self._long(row)[month - 1, lanes] = units

    def months_of(self, row: int) -> Any:
        """The figures of an indicator, months by subjects."""
        at = self.cells.long_row[row]
        return self.cells.figures[row] if at < 0 else self.cells.long[at]

    def load_year(self, row: int, lanes: Any, values: Any) -> None:
        """Put in the year's targets of an indicator for many subjects."""
        units = np.asarray(values, np.int64)
        if np.any((units > LIMIT) | (units < -LIMIT)):
            raise ValueError("a target is too long for the arrays")
        self.cells.year[row, lanes] = units
        self.cells.flags[row, lanes] |= np.uint8(HAS_YEAR | TARGETED)
        self.changes += 1

    # --- back to the core's values ---------------------------------------------------

    def target(self, key: Key) -> Target | None:
        """The target of a subject's indicator, as the core has it."""
        row, lane = self._place(key)
        flags = int(self.cells.flags[row, lane])
        if flags & APART:
            return self.apart[key][0]
        if not flags & TARGETED:
            return None
        places, months = self.decimals[row], None
        if flags & HAS_MONTHS:
            plan = self.cells.plan[self.cells.plan_row[row], :, lane]
            months = tuple(out_of_units(units, places) for units in plan)
        year = out_of_units(self.cells.year[row, lane], places)
        return Target(
            *key,
            year if flags & HAS_YEAR else None,
            months,
            applicable=not flags & RULED_OUT,
        )

    def series(self, key: Key) -> Series | None:
        """The figures of a subject's indicator, as the core has them."""
        row, lane = self._place(key)
        flags = int(self.cells.flags[row, lane])
        if flags & APART:
            return self.apart[key][1]
        if not flags & SERIES:
            return None
        known = int(self.cells.reported[row, lane])
        figures = self.months_of(row)[:, lane]
        months = tuple(
            out_of_units(units, self.decimals[row]) if known >> month & 1 else None
            for month, units in enumerate(figures)
        )
        return Series(Basis.TO_DATE if flags & TO_DATE else Basis.IN_PERIOD, months)

    # --- inside ----------------------------------------------------------------------

    def _place(self, key: Key) -> tuple[int, int]:
        return self.row[key[1]], self.lane[key[0]]

    def _set_target(self, row: int, lane: int, target: Target | None) -> int:
        self.cells.year[row, lane] = 0
        if target is None:
            return 0
        flags = TARGETED | (0 if target.applicable else RULED_OUT)
        if target.year is not None:
            units = in_units(target.year, self.decimals[row])
            self.cells.year[row, lane] = units or 0
            flags |= HAS_YEAR if units is not None else APART
        # As the core has it, no months at all are no phasing.
        return flags | self._set_months(row, lane, target.months or ())

    def _set_months(self, row: int, lane: int, months: Sequence[Decimal]) -> int:
        if not months:
            return 0
        units = [in_units(month, self.decimals[row]) for month in months]
        if None in units:
            return APART
        if self.cells.plan_row[row] < 0:
            self._plan_for(row)
        self.cells.plan[self.cells.plan_row[row], :, lane] = units
        return HAS_MONTHS

    def _plan_for(self, row: int) -> None:
        """Make room for the phasing of an indicator that had none."""
        self.cells.plan_row[row] = len(self.cells.plan)
        room = np.zeros((1, MONTHS, len(self.subjects)), np.int64)
        self.cells = self.cells._replace(plan=np.concatenate([self.cells.plan, room]))

    def _long(self, row: int) -> Any:
        """Room for figures that need 64 bits; those that are there move along."""
        cells, at = self.cells, int(self.cells.long_row[row])
        if at < 0:
            at = int(cells.long_row.max()) + 1
            if at == len(cells.long):  # room for twice as many, so that few are moved
                room = np.zeros((max(at, 1), MONTHS, len(self.subjects)), np.int64)
                cells = cells._replace(long=np.concatenate([cells.long, room]))
            cells.long[at] = cells.figures[row]
            cells.figures[row] = 0
            cells.long_row[row] = at
            self.cells = cells
        return cells.long[at]

    def _set_series(self, row: int, lane: int, series: Series | None) -> int:
        self.cells.reported[row, lane] = 0
        self.months_of(row)[:, lane] = 0
        if series is None:
            return 0
        flags = SERIES | (TO_DATE if series.basis is Basis.TO_DATE else 0)
        known = 0
        for month, value in enumerate(series.months):
            if value is None:
                continue
            units = in_units(value, self.decimals[row])
            if units is None:
                return flags | APART
            self.hold(row, month + 1, lane, units)
            known |= 1 << month
        self.cells.reported[row, lane] = known
        return flags


def _by_group(subjects: Iterable[Subject]) -> tuple[Subject, ...]:
    """The subjects of a group side by side, in their own order; the others last."""
    groups: dict[str | None, list[Subject]] = {}
    for one in subjects:
        groups.setdefault(one.group, []).append(one)
    others = groups.pop(None, [])
    return tuple(one for group in (*groups.values(), others) for one in group)


def _decimals_needed(race: Race) -> Mapping[str, int]:
    """The decimals that figures and targets have where that is more than told."""
    needed: dict[str, int] = {}
    for (_, code), target in race.targets.items():
        _widen(needed, race, code, (target.year, *(target.months or ())))
    for (_, code), series in race.figures.series.items():
        _widen(needed, race, code, series.months)
    return needed


def _widen(
    needed: dict[str, int], race: Race, code: str, values: Iterable[Decimal | None]
) -> None:
    told = max(race.indicators[code].decimals, needed.get(code, 0))
    for value in values:
        if value is None or not value.is_finite():
            continue
        exponent = value.as_tuple().exponent
        if -int(exponent) > told:
            told = max(told, min(decimals_of(value), MAX_DECIMALS))
            needed[code] = told
