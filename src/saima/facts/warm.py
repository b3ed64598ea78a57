"""Compiling the loops before anybody waits for them: `python -m saima.facts.warm`.

It takes about half a minute once for each version of the program on a machine. The
server has it done beside itself when it starts; what is ready is kept in a folder.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path

from saima.core.calendars import Calendar
from saima.core.curves.form import polyline
from saima.core.figures import Basis, Figures, Series
from saima.core.indicators import Direction, Indicator
from saima.core.intervals import Interval
from saima.core.lights import Band, Light, LightMeasure, LightTable
from saima.core.periods import Month
from saima.core.progress import Convention
from saima.core.races import Race
from saima.core.schemes import (
    GroupRules,
    Item,
    Measure,
    RankOn,
    Scheme,
    Section,
    ZeroTargetRule,
)
from saima.core.standings import Ties
from saima.core.subjects import Subject, Subjects
from saima.core.targets import Target
from saima.core.units_of_measure import UNITS
from saima.facts.compiling import config
from saima.facts.prepared import Prepared
from saima.facts.ranking import rank
from saima.facts.wide import Wide

STAMP = "ready"
HALF = Fraction(1, 2)
MAY = Month(2026, 5)


def ready() -> bool:
    """Whether the loops of this version were compiled on this machine."""
    return _stamp().exists()


def warm() -> None:
    """Rank a small race in every manner, and say that it was done."""
    for rank_on, ties, convention in product(RankOn, Ties, Convention):
        race = _race(rank_on, ties, convention)
        wide = Wide.of(race)
        prepared = Prepared(race.scheme, wide, race.calendar)
        rank(wide, prepared, MAY)
        wide.put(("A", "more"), 5, Decimal(7))
        rank(wide, prepared, MAY)
    _stamp().parent.mkdir(parents=True, exist_ok=True)
    _stamp().touch()


def _stamp() -> Path:
    return Path(config.CACHE_DIR) / STAMP


def _race(rank_on: RankOn, ties: Ties, convention: Convention) -> Race:
    more = Indicator("more", "more", UNITS["万元"])
    less = Indicator("less", "less", UNITS["起"], direction=Direction.LOWER)
    codes = "ABCDE"
    subjects = [Subject(code, code, group="g") for code in codes]
    subjects.append(Subject("P", "P", parent="E"))
    keys = [(code, indicator) for code in "ABCDP" for indicator in ("more", "less")]
    return Race(
        _scheme(rank_on, ties, convention),
        Subjects(subjects),
        {"more": more, "less": less},
        {key: _target(number, key) for number, key in enumerate(keys)},
        Figures({key: _series(number) for number, key in enumerate(keys)}),
        Calendar(frozenset({2026}), frozenset({date(2026, 1, 1)}), frozenset()),
    )


def _target(number: int, key: tuple[str, str]) -> Target:
    each = Decimal(0) if number == 1 else Decimal(10 + number % 3)
    return Target(*key, each * 12, (each,) * 12)


def _series(number: int) -> Series:
    months = [Decimal(9 + number % 4)] * 5 + [None] * 7
    if number == 4:
        months[2] = None
    return Series(Basis.IN_PERIOD, tuple(months))


def _scheme(rank_on: RankOn, ties: Ties, convention: Convention) -> Scheme:
    line = [
        (Fraction(0), Fraction(0)),
        (HALF, Fraction(20)),
        (Fraction(1), Fraction(50)),
    ]
    curve = polyline(line)
    rule = ZeroTargetRule(Fraction(1), Fraction(1), Fraction(0))
    items = (
        Item("more", Decimal(50), curve, Measure.COMPLETION),
        Item("less", Decimal(50), curve, Measure.ACHIEVEMENT, zero_target=rule),
    )
    return Scheme(
        "warm",
        2026,
        convention,
        (GroupRules("g", Section("g", Decimal(100), items)),),
        2,
        rank_on,
        ties,
        ("more",),
        item_lights=_lights(LightMeasure.LEAD, 0),
        standing_lights=_lights(LightMeasure.SCORE, 60),
    )


def _lights(measure: LightMeasure, edge: int) -> LightTable:
    below = Band("red", Light.RED, Interval(None, Fraction(edge)))
    above = Band("green", Light.GREEN, Interval(Fraction(edge), None))
    return LightTable(measure, (above, below))


if __name__ == "__main__":
    warm()
