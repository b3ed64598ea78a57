"""Races made up at random, with as many boundaries as ordinary numbers."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from saima.core.calendars import Calendar
from saima.core.curves.form import Curve
from saima.core.curves.kinds import Steps, ladder, linear, threshold
from saima.core.figures import Basis, Figures, Series
from saima.core.indicators import Direction, Indicator, IndicatorKind, RollUp
from saima.core.intervals import Interval
from saima.core.lights import Band, Light, LightMeasure, LightTable
from saima.core.periods import Month
from saima.core.progress import Convention, LowerForm
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
from saima.core.subjects import Subject, SubjectKind, Subjects
from saima.core.targets import Target
from saima.core.tests.drawn import CURVES
from saima.core.units_of_measure import UNITS
from saima.facts.cells import NARROW

YEAR = 2022
WEEK = Calendar(frozenset({YEAR}), frozenset(), frozenset())
F, D = Fraction, Decimal
# Rules whose edges and halves are met by the figures below, again and again.
MET = (
    linear(F(10)),
    linear(F("3.33"), cap=F("1.2")),
    linear(F("0.5"), floor=F(-1), cap=F(2)),
    threshold(F(10), zero_below=F("0.5")),
    ladder([(F("0.5"), F(1)), (F(1), F("2.5"))], otherwise=F(0)),
    ladder([(F(1), F("2.5")), (F(2), F(1))], otherwise=F(0), lower_is_better=True),
    Steps(F(10), F("0.03"), F("0.125"), F("0.125"), F(1), F(2)).curve(),
)


class Dice(random.Random):
    """A random source that says how often something is so."""

    def often(self) -> bool:
        """Four times of five."""
        return self.random() < 0.8

    def seldom(self) -> bool:
        """Once in ten."""
        return self.random() < 0.1


@st.composite
def races(draw: st.DrawFn) -> Race:
    """A race of a few entrants, under a scheme of any shape."""
    dice = Dice(draw(st.integers(0, 2**32)))
    any_curves = draw(st.lists(CURVES, min_size=1, max_size=3))
    indicators = [_indicator(dice, n) for n in range(dice.randint(1, 5))]
    scheme = _scheme(dice, any_curves, indicators)
    subjects = _subjects(dice)
    targets, series = _numbers(dice, subjects, indicators)
    known = {one.code: one for one in indicators}
    return Race(scheme, Subjects(subjects), known, targets, Figures(series), WEEK)


def months() -> st.SearchStrategy[Month]:
    """The months of the year."""
    return st.integers(1, 12).map(lambda number: Month(YEAR, number))


def _indicator(dice: Dice, number: int) -> Indicator:
    return Indicator(
        f"i{number}",
        f"指标{number}",
        UNITS["万元"],
        IndicatorKind.CHECKLIST if dice.seldom() else IndicatorKind.AMOUNT,
        Direction.HIGHER if dice.random() < 0.6 else Direction.LOWER,
        RollUp.SUM if dice.random() < 0.7 else RollUp.LAST,
        decimals=dice.choice((0, 1, 2)),
    )


def _scheme(dice: Dice, curves: list[Curve], indicators: list[Indicator]) -> Scheme:
    codes = [one.code for one in indicators]
    return Scheme(
        "试",
        YEAR,
        dice.choice(list(Convention)),
        tuple(GroupRules(name, _tree(dice, curves, codes)) for name in "AB"),
        decimals=dice.choice((0, 1, 2, 2, 3)),
        rank_on=RankOn.PRINTED if dice.random() < 0.6 else RankOn.FULL,
        ties=dice.choice(list(Ties)),
        tie_break=tuple(dice.sample(codes, dice.randint(0, min(2, len(codes))))),
        item_lights=_table(dice) if dice.often() else None,
        standing_lights=_table(dice) if dice.random() < 0.3 else None,
    )


def _tree(dice: Dice, curves: list[Curve], codes: list[str]) -> Section:
    kept = dice.sample(codes, dice.randint(1, len(codes)))
    cut = dice.randint(0, len(kept))
    items = [_item(dice, curves, code) for code in kept]
    children: list[Item | Section] = list(items[:cut])
    if items[cut:]:
        children.append(Section("里", _weight(dice, items[cut:]), tuple(items[cut:])))
    return Section("全", _weight(dice, children), tuple(children))


def _weight(dice: Dice, children: list[Item | Section] | list[Item]) -> Decimal:
    """What the children have together, most of the time."""
    total = sum((one.weight for one in children), D(0))
    return total if dice.often() else D(dice.randint(1, 120))


def _item(dice: Dice, curves: list[Curve], code: str) -> Item:
    zero = ZeroTargetRule(F(1), F(dice.randint(0, 12), 10), F(dice.randint(0, 5), 8))
    return Item(
        code,
        D(dice.choice(("10", "33.3", "12.5", "100"))),
        dice.choice([*curves, *MET, *MET]),
        Measure.ACHIEVEMENT if dice.random() < 0.3 else dice.choice(list(Measure)),
        dice.choice(list(LowerForm)),
        zero if dice.random() < 0.7 else None,
    )


def _table(dice: Dice) -> LightTable:
    """Lights over the line, now and then with a gap or an overlap."""
    measure = dice.choice(list(LightMeasure))
    edges = sorted({F(dice.randint(-10, 12), dice.choice((1, 5, 10))) for _ in "123"})
    ends = [None, *edges, None]
    bands = []
    for number, light in zip(range(len(edges) + 1), Light, strict=False):
        low, high = ends[number], ends[number + 1]
        if dice.seldom() and high is not None:
            high += F(dice.choice((-1, 1)), 20)
        if low is None or high is None or low < high:
            bands.append(Band(f"带{number}", light, Interval(low, high)))
    dice.shuffle(bands)
    return LightTable(measure, tuple(bands))


def _subjects(dice: Dice) -> list[Subject]:
    found = []
    for number in range(dice.randint(1, 9)):
        unit = Subject(f"u{number}", f"单位{number}", group=dice.choice("AAB"))
        found.append(_dated(dice, unit))
        if dice.random() < 0.3:
            found += _projects(dice, unit)
    dice.shuffle(found)
    return found


def _projects(dice: Dice, unit: Subject) -> list[Subject]:
    made, above = [], unit.code
    for number in range(dice.randint(1, 3)):
        code = f"{unit.code}p{number}"
        project = Subject(code, f"项目{code}", SubjectKind.PROJECT, above)
        made.append(_dated(dice, project))
        above = code if dice.random() < 0.3 else unit.code
    return made


def _dated(dice: Dice, one: Subject) -> Subject:
    opened = closed = None
    if dice.random() < 0.15:
        opened = Month(dice.choice((YEAR, YEAR, YEAR - 1)), dice.randint(1, 8))
    if dice.random() < 0.15:
        closed = Month(dice.choice((YEAR, YEAR, YEAR + 1)), dice.randint(8, 12))
    return one.open_from(opened, closed)


def _numbers(
    dice: Dice, subjects: list[Subject], indicators: list[Indicator]
) -> tuple[dict[tuple[str, str], Target], dict[tuple[str, str], Series]]:
    targets, series = {}, {}
    whole = dice.random() < 0.5  # a year without gaps in it
    for one in indicators:
        basis = dice.choice(list(Basis))
        phased = dice.random() < 0.5
        for subject in subjects:
            key = (subject.code, one.code)
            if dice.often() or whole:
                targets[key] = _target(dice, key, phased=phased)
            if dice.often() or whole:
                series[key] = _series(dice, basis, whole=whole)
    return targets, series


def _amount(dice: Dice) -> Decimal:
    """An amount of few digits, so that much of it is equal or exactly half."""
    if dice.random() < 0.01:
        return D(dice.choice((10**14, 10**16, -(10**17)))) + D("0.5")
    if dice.random() < 0.01:  # about as long as 32 bits take
        return D(NARROW + dice.choice((0, 1))).scaleb(-2)
    many = dice.choice((0, 1, 2, 5, 10, 10, 12, 15, 20, 25, 50, 100, -5, -10))
    return D(many) * dice.choice((D(1), D(1), D("0.5"), D("0.05"), D(10)))


def _target(dice: Dice, key: tuple[str, str], *, phased: bool) -> Target:
    if dice.random() < 0.05:
        return Target(*key, None, applicable=dice.random() < 0.3)
    year = D(dice.choice((12, 24, 120, 120, 100, 60, 0, -12, -120)))
    months = None
    if phased != dice.seldom():
        months = tuple(_amount(dice) if dice.seldom() else year / 12 for _ in range(12))
        months = tuple(round(month, 2) for month in months)
        if dice.random() < 0.4:  # nothing is due yet
            late = dice.randint(1, 11)
            months = (D(0),) * late + months[late:]
    return Target(*key, year, months, applicable=not dice.seldom())


def _series(dice: Dice, basis: Basis, *, whole: bool) -> Series:
    if dice.seldom():
        basis = dice.choice(list(Basis))
    gap = 0.0 if whole else 0.03
    given = (None if dice.random() < gap else _amount(dice) for _ in range(12))
    return Series(basis, tuple(given))
