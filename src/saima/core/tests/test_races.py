"""What must not change the standings of a race, and what must."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.core.curves.kinds import linear
from saima.core.figures import Basis, Figures, Series
from saima.core.indicators import Direction
from saima.core.periods import Month
from saima.core.progress import Convention
from saima.core.races import Race, Unranked, standings_at
from saima.core.schemes import Measure, Section
from saima.core.standings import Ties
from saima.core.subjects import Subjects
from saima.core.targets import EVEN, Target, apportion
from saima.core.tests.drawn import amounts, tried
from saima.core.tests.exact import D, F, known
from saima.core.tests.made import (
    JUNE,
    REVENUE,
    YEAR,
    by_code,
    even,
    item,
    monthly,
    race,
    ranks,
    scheme,
    simple,
    target,
    units,
)
from saima.core.units_of_measure import UNITS

COST = replace(REVENUE, code="cost", name="成本", direction=Direction.LOWER)
BOTH = (REVENUE, COST)
RULE = linear(F(50), floor=F(-9), cap=F(9))
YEARS = st.integers(-5, 5).filter(bool).map(lambda n: D(n * 60))
MONTHS = st.lists(amounts(-20, 20), min_size=6, max_size=6)
RATIOS = [Measure.ACHIEVEMENT, Measure.COMPLETION, Measure.LEAD, Measure.IN_PERIOD]


@st.composite
def races(draw) -> Race:
    """Three units, two indicators, six months; all reported, by any ratio."""
    runners, measure = units("ABC"), draw(st.sampled_from(RATIOS))
    convention = draw(st.sampled_from([Convention.MONTH, Convention.PLAN]))
    cells = [(s.code, i.code) for s in runners for i in BOTH]
    years = draw(st.lists(YEARS, min_size=len(cells), max_size=len(cells)))
    series = draw(st.lists(MONTHS, min_size=len(cells), max_size=len(cells)))
    rules = scheme(
        *(item(i.code, "50", RULE, measure=measure) for i in BOTH),
        convention=convention,
    )
    phased = [apportion(year, EVEN, decimals=0) for year in years]
    return race(
        runners,
        [
            target(*c[:1], str(y), c[1], months=m)
            for c, y, m in zip(cells, years, phased, strict=True)
        ],
        [monthly(c[0], map(str, s), c[1]) for c, s in zip(cells, series, strict=True)],
        rules,
        BOTH,
    )


def results(running: Race, number: int = 6) -> dict[str, tuple]:
    """Score and place of every entrant, in whatever order they come."""
    found = by_code(running, Month(YEAR, number))
    return {code: (s.full_score, s.rank, s.movement) for code, s in found.items()}


def reordered(running: Race, order: list[int]) -> Race:
    def shuffled(things: list) -> list:
        return sorted(things, key=lambda thing: order[things.index(thing) % len(order)])

    return replace(
        running,
        subjects=Subjects(shuffled(list(running.subjects))),
        targets=dict(shuffled(list(running.targets.items()))),
        figures=Figures(dict(shuffled(list(running.figures.series.items())))),
    )


@tried(8)
@given(races(), st.permutations(range(6)))
def test_the_order_of_rows_changes_nothing(running: Race, order: list[int]) -> None:
    assert results(running) == results(reordered(running, order))


def in_unit(running: Race, symbol: str) -> Race:
    """The same race with every amount said in another unit of money."""
    here, there = REVENUE.unit_of_measure, UNITS[symbol]

    def said(value: Decimal | None) -> Decimal | None:
        return None if value is None else here.convert(value, there)

    def target_said(one: Target) -> Target:
        months = tuple(known(said(m)) for m in known(one.months))
        return replace(one, year=said(one.year), months=months)

    return replace(
        running,
        indicators={
            code: replace(i, unit_of_measure=there)
            for code, i in running.indicators.items()
        },
        targets={key: target_said(one) for key, one in running.targets.items()},
        figures=Figures(
            {
                key: replace(one, months=tuple(said(v) for v in one.months))
                for key, one in running.figures.series.items()
            }
        ),
    )


@tried(8)
@given(races(), st.sampled_from(["元", "千元", "亿元"]))
def test_the_unit_of_measure_changes_nothing(running: Race, symbol: str) -> None:
    other = in_unit(running, symbol)
    assert results(running) == results(other)
    for here, there in zip(
        standings_at(running, JUNE), standings_at(other, JUNE), strict=True
    ):
        assert [s.position.completion for s in here.items] == [
            s.position.completion for s in there.items
        ]


def to_date(series: Series) -> Series:
    """The same months, reported as sums to date."""
    sums = accumulate(v for v in series.months if v is not None)
    months = [*sums, *[None] * 12][:12]
    return Series(Basis.TO_DATE, tuple(months))


@tried(8)
@given(races(), st.integers(1, 6))
def test_months_and_sums_to_date_give_the_same_standings(running, number) -> None:
    summed = {key: to_date(s) for key, s in running.figures.series.items()}
    other = replace(running, figures=Figures(summed))
    assert results(running, number) == results(other, number)


def without(running: Race, key: tuple[str, str], number: int) -> Race:
    """The race with one figure taken out."""
    months = list(running.figures.of(*key).months)
    months[number - 1] = None
    taken = {**running.figures.series, key: Series(Basis.IN_PERIOD, tuple(months))}
    return replace(running, figures=Figures(taken))


@tried(8)
@given(races(), st.sampled_from("ABC"), st.integers(1, 6))
def test_a_missing_figure_takes_its_own_entrant_out_only(running, code, number) -> None:
    before = by_code(running)
    after = by_code(without(running, (code, "cost"), number))
    assert (None, None, Unranked.MISSING) == (
        after[code].rank,
        after[code].score,
        after[code].unranked,
    )
    others = set("ABC") - {code}
    assert {c: before[c].score for c in others} == {c: after[c].score for c in others}
    assert 1 in {after[c].rank for c in others}


@tried(8)
@given(races(), st.sampled_from("ABC"), amounts(0, 20))
def test_a_better_figure_never_costs_a_place(running, code, more) -> None:
    before, key = by_code(running)[code], (code, "revenue")
    months = list(running.figures.of(*key).months)
    months[5] = known(months[5]) + more
    better = {**running.figures.series, key: Series(Basis.IN_PERIOD, tuple(months))}
    after = by_code(replace(running, figures=Figures(better)))[code]
    assert known(after.full_score) >= known(before.full_score)
    assert known(after.rank) <= known(before.rank)


def test_a_zero_is_not_missing() -> None:
    found = by_code(simple({"A": "50", "B": "0", "C": None}))
    assert [1, 2, None] == [found[c].rank for c in "ABC"]
    assert [D("50.00"), D("0.00"), None] == [found[c].score for c in "ABC"]
    assert [None, None, Unranked.MISSING] == [found[c].unranked for c in "ABC"]


def test_only_a_missing_report_costs_the_deduction() -> None:
    runners = units("ABC")
    running = race(
        runners,
        [target("A", "200"), target("B", "200")],
        [even("A", "50"), even("C", "50")],
        scheme(missing_deduction=D(2)),
    )
    found = by_code(running)
    assert [0, 2, 0] == [found[c].deduction for c in "ABC"]
    assert [None, Unranked.MISSING, Unranked.CANNOT_COMPUTE] == [
        found[c].unranked for c in "ABC"
    ]


def test_those_without_a_place_stand_last_in_the_order_of_units() -> None:
    running = simple({"D": None, "A": "10", "C": None, "B": "90"})
    assert ["B", "A", "D", "C"] == [s.entrant.code for s in standings_at(running, JUNE)]


def test_printed_scores_tie_and_dense_places_follow() -> None:
    close = {"A": "90.004", "B": "89.996", "C": "80"}
    assert {"A": 1, "B": 1, "C": 3} == ranks(simple(close))
    assert {"A": 1, "B": 1, "C": 2} == ranks(simple(close, ties=Ties.DENSE))


def test_a_tie_is_broken_by_the_better_figure() -> None:
    """The cost counts nothing beyond 120 %, and less of it is better."""
    costs = item("cost", measure=Measure.ACTUAL, curve=linear(F(0)))
    running = race(
        units("AB"),
        [target(c, "100", "cost") for c in "AB"],
        [even("A", "30", "cost"), even("B", "20", "cost")],
        scheme(costs, tie_break=("cost",)),
        [COST],
    )
    assert {"A": 2, "B": 1} == ranks(running)
    assert {"A": 1, "B": 1} == ranks(
        replace(running, scheme=replace(running.scheme, tie_break=()))
    )


def test_places_move_between_months() -> None:
    running = race(
        units("ABC"),
        [target(code, "1200") for code in "ABC"],
        [
            monthly("A", ["90", "10"]),
            monthly("B", ["50", "90"]),
            monthly("C", [None, "95"]),
        ],
    )
    january, february = (by_code(running, Month(YEAR, n)) for n in (1, 2))
    assert [None] * 3 == [january[c].movement for c in "ABC"]
    assert [-1, 1, None] == [february[c].movement for c in "ABC"]


def test_a_group_runs_by_itself() -> None:
    running = simple({"A": "10", "B": "90"})
    alone = replace(running.subjects["A"], group="别组")
    elsewhere = replace(running, subjects=Subjects([alone, running.subjects["B"]]))
    assert {"B": 1} == ranks(elsewhere)


def test_scores_of_no_decimals() -> None:
    found = by_code(simple({"A": "90.4", "B": "89.5", "C": "89.4"}, decimals=0))
    assert [D(90), D(90), D(89)] == [found[c].score for c in "ABC"]
    assert [1, 1, 3] == [found[c].rank for c in "ABC"]


def test_weights_with_decimals_make_the_whole() -> None:
    items = [item(str(n), w) for n, w in enumerate(("33.3", "33.3", "33.4"))]
    indicators = [replace(REVENUE, code=str(n)) for n in range(3)]
    running = race(
        units("A"),
        [target("A", "200", i.code) for i in indicators],
        [even("A", "100", i.code) for i in indicators],
        scheme(*items),
        indicators,
    )
    assert D("100.00") == by_code(running)["A"].score


def nested(applicable: dict[str, bool]) -> Race:
    """Finance 60 (revenue 40, profit 20) and building 40 (investment 40)."""
    inner = Section("财务", D(60), (item("revenue", "40"), item("profit", "20")))
    codes = ("revenue", "profit", "investment")
    return race(
        units("A"),
        [target("A", "200", c, applicable=applicable.get(c, True)) for c in codes],
        [even("A", done, c) for c, done in zip(codes, ("90", "60", "50"), strict=True)],
        scheme(inner, item("investment", "40")),
        [replace(REVENUE, code=c) for c in codes],
    )


@pytest.mark.parametrize(
    ("left_out", "score"),
    [
        ((), Fraction(36 + 12 + 20)),
        (("profit",), Fraction(36 * 60, 40) + 20),
        (("investment",), Fraction(48 * 100, 60)),
        (("revenue", "profit"), Fraction(20 * 100, 40)),
        (("profit", "investment"), Fraction(36 * 60, 40) * Fraction(100, 60)),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, tuple) else "",
)
def test_the_weight_stays_in_its_branch(left_out: tuple[str, ...], score) -> None:
    found = by_code(nested(dict.fromkeys(left_out, False)))["A"]
    assert score == found.full_score


def test_an_entrant_to_whom_nothing_applies_has_no_place() -> None:
    codes = ("revenue", "profit", "investment")
    found = by_code(nested(dict.fromkeys(codes, False)))["A"]
    assert (None, Unranked.NOTHING_APPLIES) == (found.rank, found.unranked)


def test_the_race_knows_its_months_and_its_company() -> None:
    running = simple({"A": "1", "B": None})
    company = replace(units("G")[0], group=None)
    under = [company, *(s.under("G") for s in running.subjects)]
    running = replace(running, subjects=Subjects(under))
    assert [Month(YEAR, n) for n in range(1, 7)] == list(running.months)
    assert ("G",) == tuple(s.code for s in running.roots)
    assert YEAR == running.year


def test_a_scheme_knows_the_rules_of_its_groups_only() -> None:
    rules = scheme()
    assert rules.groups[0] is rules.rules_of("A")
    assert rules.rules_of("B") is None


def test_a_target_changed_since_leaves_the_places_of_last_month() -> None:
    """In May A led by the old target, whatever was decided since."""
    series = [even("A", "10"), even("B", "10")]
    months = {key: replace(s, months=(D(80), *s.months[1:])) for key, s in series}
    may = race(units("AB"), [target("A", "200"), target("B", "220")], months.items())
    june = replace(may, targets=dict([target("A", "300"), target("B", "220")]))
    found = {s.entrant.code: s for s in standings_at(june, JUNE, may)}
    assert (1, 2) == (found["A"].previous_rank, found["A"].rank)
    without = {s.entrant.code: s for s in standings_at(june, JUNE)}
    assert (2, 2) == (without["A"].previous_rank, without["A"].rank)


def test_the_race_before_is_of_the_same_year() -> None:
    running = simple({"A": "1"})
    last = replace(running, scheme=replace(running.scheme, year=YEAR - 1))
    with pytest.raises(ValueError, match="not in 2021"):
        standings_at(running, JUNE, last)
    assert standings_at(running, JUNE) == standings_at(running, JUNE, running)
