"""The year in arrays: what is put in comes out, and is ranked."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from saima.core.curves.form import Curve, Piece
from saima.core.curves.kinds import Steps, linear
from saima.core.figures import Figures
from saima.core.intervals import LINE
from saima.core.periods import Month
from saima.core.races import Race
from saima.core.subjects import Subject
from saima.core.tests.exact import D, F
from saima.core.tests.made import (
    JUNE,
    YEAR,
    even,
    item,
    monthly,
    race,
    scheme,
    simple,
    target,
    units,
)
from saima.facts.cells import NARROW
from saima.facts.loops import MISSING
from saima.facts.prepared import Prepared
from saima.facts.ranking import rank
from saima.facts.tests.agreeing import by_arrays, by_core, prepared_for, told
from saima.facts.wide import Wide


def placed(wide: Wide, prepared: Prepared) -> list[int]:
    (group,) = rank(wide, prepared, JUNE)
    return list(map(int, group.place))


def test_what_is_put_in_comes_out() -> None:
    running = simple({"A": "100", "B": "90"})
    wide = Wide.of(running)
    for key, series in running.figures.series.items():
        assert series == wide.series(key)
        assert running.targets[key].year == wide.target(key).year
    assert wide.series(("A", "revenue")) != wide.series(("B", "revenue"))


def test_a_new_figure_moves_the_places_without_anything_being_made_anew() -> None:
    running = simple({"A": "100", "B": "90"})
    wide = Wide.of(running)
    prepared = prepared_for(running, wide)
    kept = wide.copy()
    assert [1, 2] == placed(wide, prepared)
    wide.put(("A", "revenue"), 6, D("80"))
    assert [2, 1] == placed(wide, prepared)
    wide.put(("A", "revenue"), 6, None)
    assert [0, 1] == placed(wide, prepared)
    assert MISSING == rank(wide, prepared, JUNE)[0].unranked[0]
    assert [1, 2] == placed(kept, prepared_for(running, kept))


def test_who_begins_to_report_carries_its_unit() -> None:
    """A project that had nothing takes the place of its unit's own figures."""
    below = Subject("P", "项目", parent="A")
    running = race(
        [*units("AB"), below],
        [target("A", "200"), target("B", "200")],
        [even("A", "100"), even("B", "90")],
    )
    wide = Wide.of(running)
    prepared = prepared_for(running, wide)
    assert [1, 2] == placed(wide, prepared)[:2]
    for month, value in enumerate(["0"] * 5 + ["50"], start=1):
        wide.put(("P", "revenue"), month, D(value))
    key, series = even("P", "50")
    later = replace(running, figures=Figures(running.figures.series | {key: series}))
    assert by_core(later, JUNE) == told(wide, prepared, JUNE)
    assert [2, 1] == placed(wide, prepared)[:2]


def handed(running: Race) -> int:
    """How many entrants were left to the core."""
    wide = Wide.of(running)
    (group,) = rank(wide, prepared_for(running, wide), JUNE)
    return group.handed


def test_figures_that_do_not_fit_are_left_to_the_core() -> None:
    long = simple({"A": "99999999999999.99", "B": "90"})
    assert (1, 0) == (handed(long), handed(simple({"A": "100", "B": "90"})))
    assert by_core(long, JUNE) == by_arrays(long, JUNE)


def stepped(edge: Fraction) -> Curve:
    """A point up to an edge, and two from it on."""
    low, high = replace(LINE, high=edge), replace(LINE, low=edge)
    return Curve((Piece(low, F(1)), Piece(high, F(2))))


def test_rules_that_do_not_fit_are_left_to_the_core() -> None:
    """Only where there is doubt: B lies far from every edge."""
    told_by = []
    for edge in (Fraction(1), Fraction(10**20 + 1, 10**20)):
        running = simple({"A": "100", "B": "90"})
        running = replace(running, scheme=scheme(item(curve=stepped(edge))))
        told_by.append(handed(running))
        assert by_core(running, JUNE) == by_arrays(running, JUNE)
    assert [0, 1] == told_by


def test_rules_for_other_arrays_are_refused() -> None:
    running = simple({"A": "100"})
    one, other = Wide.of(running), Wide.of(running)
    assert [1] == placed(one, prepared_for(running, one))
    with pytest.raises(ValueError, match="another year"):
        rank(other, prepared_for(running, one), JUNE)


def test_edges_that_floating_point_cannot_tell_are_told() -> None:
    """A target so long that one unit less is the same number to a float."""
    edge = F(334, 1001)
    year = next(n for n in range(10**15, 0, -1) if n * 334 % 2002 == 2)
    short = (year * 334 - 2) // 2002  # the most that is below the edge of half a year
    rule = Curve(
        (
            Piece(replace(LINE, high=edge), F(1)),
            Piece(replace(LINE, low=edge), F(2)),
        )
    )
    whole = {"A": short - 1, "B": short, "C": short + 1}
    running = race(
        units("ABC"),
        [target(code, f"{year}E-2") for code in whole],
        [even(code, f"{n}E-2") for code, n in whole.items()],
        scheme(item(curve=rule)),
    )
    assert 0 == handed(running)
    points = [one.score for one in by_arrays(running, JUNE).values()]
    assert ["1.00", "1.00", "2.00"] == points
    assert by_core(running, JUNE) == by_arrays(running, JUNE)
    assert short / (year / 2) >= float(edge)  # which is not so


def test_halves_that_floating_point_cannot_tell_are_rounded_up() -> None:
    """Points of exactly half a hundredth, made of targets that no float holds."""
    met = [
        (done, year)
        for year in range(8, 4_000, 4)
        for done in range(year // 4, year // 2, 7)
        if F(2 * 333 * done, year).denominator == 2
    ][:400]
    running = race(
        [Subject(f"u{n}", f"u{n}", group="A") for n in range(len(met))],
        [target(f"u{n}", f"{year}E-2") for n, (_, year) in enumerate(met)],
        [even(f"u{n}", f"{done}E-2") for n, (done, _) in enumerate(met)],
        scheme(item(curve=linear(F("3.33")))),
    )
    assert 0 == handed(running)
    assert by_core(running, JUNE) == by_arrays(running, JUNE)
    naive = [int(3.33 * (done / (year / 2)) * 100 + 0.5) for done, year in met]
    assert naive != [int(F(2 * 333 * done, year) + F(1, 2)) for done, year in met]


def test_what_breaks_ties_may_be_too_long() -> None:
    """Points are capped, so that both are equal; what was done is not."""
    running = simple({"A": "2E+14", "B": "3E+14", "C": "1"}, tie_break=("revenue",))
    assert 2 == handed(running)
    assert by_core(running, JUNE) == by_arrays(running, JUNE)
    assert [2, 1, 3] == [one.rank for one in by_arrays(running, JUNE).values()]


@pytest.mark.parametrize("more", [0, 1])
def test_figures_too_long_to_be_added_in_32_bits_lie_in_64(more: int) -> None:
    """Twelve of the longest that still do, and one unit more."""
    longest = f"{NARROW}E-2"
    running = race(
        units("AB"),
        [target("A", f"{12 * NARROW}E-2"), target("B", f"{12 * NARROW}E-2")],
        [
            monthly("A", [longest] * 11 + [f"{NARROW + more}E-2"]),
            monthly("B", [f"-{longest}"] * 12),
        ],
    )
    wide, december = Wide.of(running), Month(YEAR, 12)
    assert (more == 1) == (wide.cells.long_row[0] >= 0)
    assert by_core(running, december) == by_arrays(running, december)
    assert by_core(running, JUNE) == by_arrays(running, JUNE)
    assert running.figures.series[("B", "revenue")] == wide.series(("B", "revenue"))


def test_a_year_takes_in_longer_figures_than_it_had() -> None:
    running = simple({"A": "100", "B": "90"})
    wide = Wide.of(running)
    prepared = prepared_for(running, wide)
    assert [1, 2] == placed(wide, prepared)
    wide.put(("B", "revenue"), 5, D("2E+9"))
    assert [2, 1] == placed(wide, prepared)
    wide.put(("B", "revenue"), 5, D("0"))
    assert [1, 2] == placed(wide, prepared)


@pytest.mark.parametrize(("most", "asked"), [("21474836.47", 0), ("21474836.48", 1)])
def test_points_too_long_for_the_arrays_come_from_the_core(
    most: str, asked: int
) -> None:
    steep = Curve((Piece(LINE, F(0), F(most)),))
    running = simple({"A": "100", "B": "90"})
    running = replace(running, scheme=scheme(item(curve=steep)))
    assert asked == handed(running)
    assert by_core(running, JUNE) == by_arrays(running, JUNE)


def test_the_piece_of_a_curve_of_many_is_found_at_every_edge() -> None:
    """Thirty-one steps of three hundredths: at each edge, and a unit to either side."""
    curve = Steps(F("3.33"), F("0.03"), F("0.1"), F("0.1"), F(1), F(2)).curve()
    done = [n + more for n in range(0, 20_000, 300) for more in (-100, -1, 0, 1)]
    running = race(
        [Subject(f"u{n}", f"u{n}", group="A") for n, _ in enumerate(done)],
        [target(f"u{n}", "200") for n, _ in enumerate(done)],
        [even(f"u{n}", f"{one}E-2") for n, one in enumerate(done)],
        scheme(item(curve=curve)),
    )
    found = by_arrays(running, JUNE)
    assert len(curve.pieces) == len({one.score for one in found.values()})
    assert by_core(running, JUNE) == found
