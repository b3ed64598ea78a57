"""The wide race that is measured: thirty indicators, six kinds of rule, made-up figures.

The same size gives the same numbers every time. A year lies in a folder as two long
Parquet files (figures, targets) and as arrays (`wide.npz`), for those who begin there.
"""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from saima.core.calendars import Calendar
from saima.core.curves.kinds import (
    RateBand,
    Steps,
    ladder,
    linear,
    polyline,
    rate_bands,
    threshold,
)
from saima.core.indicators import Direction, Indicator
from saima.core.periods import Month
from saima.core.progress import Convention
from saima.core.schemes import GroupRules, Item, Scheme, Section
from saima.core.subjects import Subject
from saima.core.units_of_measure import UNITS
from saima.facts.parquet import Numbers, write_figures, write_targets
from saima.facts.wide import Wide

YEAR, INDICATORS = 2022, 30
DECEMBER = Month(YEAR, 12)
WEIGHT = Decimal("3.33")
GAP = 60_000  # one figure in so many is missing
KINDS = ("amount", "amount", "loss", "count", "count", "lower")
F = Fraction
CURVES = (
    linear(F("3.33"), cap=F("1.2")),
    Steps(F("3.33"), F("0.03"), F("0.1"), F("0.1"), F(1), F(2)).curve(),
    rate_bands(
        F("3.33"),
        above=[RateBand(F("1.1"), F("0.05")), RateBand(None, F("0.02"))],
        below=F("0.04"),
        limit=F(1),
    ),
    threshold(F("3.33"), zero_below=F("0.6")),
    ladder([(F("0.7"), F(1)), (F("0.9"), F(2)), (F(1), F(3))], otherwise=F(0)),
    polyline([(F("0.5"), F(0)), (F("0.8"), F(2)), (F("1.1"), F("3.5"))]),
)
CALENDAR = Calendar(frozenset({YEAR}), frozenset(), frozenset())


def scheme() -> Scheme:
    """Thirty items of equal weight, six kinds of curve in turn."""
    items = tuple(
        Item(f"i{number}", WEIGHT, CURVES[number % 6]) for number in range(INDICATORS)
    )
    tree = Section("A", WEIGHT * INDICATORS, items)
    return Scheme("测速", YEAR, Convention.MONTH, (GroupRules("A", tree),))


def frame(units: int) -> Wide:
    """The units and indicators, and nothing known of them."""
    subjects = [
        Subject(f"u{number}", f"u{number}", group="A") for number in range(units)
    ]
    return Wide.of_nothing(YEAR, subjects, indicators=[*map(_indicator, range(30))])


def _indicator(number: int) -> Indicator:
    lower = KINDS[number % 6] == "lower"
    direction = Direction.LOWER if lower else Direction.HIGHER
    return Indicator(f"i{number}", f"i{number}", UNITS["万元"], direction=direction)


def write(folder: Path, units: int) -> None:
    """Make the year and write it."""
    wide, dice = frame(units), np.random.default_rng(20220314)
    for row in range(INDICATORS):
        _make(wide, row, dice)
    folder.mkdir(parents=True, exist_ok=True)
    numbers = Numbers.of(wide)
    write_figures(folder / "figures.parquet", wide, numbers)
    write_targets(folder / "targets.parquet", wide, numbers)
    cells = wide.cells
    known = cells.reported == (1 << 12) - 1
    np.save(folder / "narrow.npy", cells.figures)
    np.save(folder / "figures.npy", cells.figures.astype(np.int64))
    np.save(folder / "year.npy", cells.year)
    np.save(folder / "known.npy", known)


def _make(wide: Wide, row: int, dice: Any) -> None:
    """A target and twelve figures about a twelfth of it for every unit."""
    units, kind = len(wide.subjects), KINDS[row % 6]
    lanes = np.arange(units)
    if kind == "count":
        year = dice.integers(24, 240, units) * 100  # whole things, two decimals told
    else:
        year = dice.integers(1_200, 240_000, units) * 100
    if kind == "loss":
        year = np.where(dice.random(units) < 0.2, -year, year)
    wide.load_year(row, lanes, year)
    for month in range(1, 13):
        values = (year / 12 * dice.uniform(0.7, 1.3, units)).astype(np.int64)
        if kind == "count":
            values = values // 100 * 100
        known = dice.random(units) * GAP >= 1
        wide.load(row, lanes, month=month, values=values, known=known)


def filled(units: int, folder: Path) -> Wide:
    """The year in arrays, of those that lie in the folder."""
    wide = frame(units)
    cells = wide.cells._replace(
        figures=np.load(folder / "narrow.npy"), year=np.load(folder / "year.npy")
    )
    known = np.load(folder / "known.npy")
    cells.reported[:] = np.where(known, (1 << 12) - 1, 0)
    cells.flags[:] = 1 | 16 | 32  # a target, and figures
    wide.cells = cells
    return wide
