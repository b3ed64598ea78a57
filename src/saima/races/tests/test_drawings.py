"""Drawings say what the core says."""

from fractions import Fraction

from saima.core.curves.form import Point, polyline
from saima.core.curves.telling import RATIO_AXIS
from saima.core.periods import Month
from saima.races.cards import Bar, Headline
from saima.races.drawings import curve_drawing, places_drawing
from saima.races.tests.made import INVESTMENT, REVENUE, amount


def points(*numbers: tuple[str, int]) -> list[Point]:
    """Points of a curve."""
    return [(Fraction(x), Fraction(y)) for x, y in numbers]


def test_a_curve_is_drawn_from_left_to_right_within_its_frame() -> None:
    drawn = curve_drawing(polyline(points(("1/2", 0), ("1", 10))), RATIO_AXIS)
    xs = [float(x) for line in drawn.lines for x in (line.x0, line.x1)]
    assert xs == sorted(xs)
    assert (drawn.left, drawn.right) == (xs[0], xs[-1])
    assert ["50%", "100%"] == [tick.text for tick in drawn.x_ticks]
    assert ["0", "10"] == [tick.text for tick in drawn.y_ticks]
    assert () == drawn.dots


def test_a_jump_has_a_hollow_and_a_full_end() -> None:
    drawn = curve_drawing(polyline(points(("1", 0), ("1", 10))), RATIO_AXIS)
    assert [False, True] == [dot.full for dot in drawn.dots]


def test_the_first_place_is_on_top_and_a_gap_breaks_the_line() -> None:
    ranks = [(Month(2022, 1), 1), (Month(2022, 2), 3), (Month(2022, 3), None)]
    drawn = places_drawing([*ranks, (Month(2022, 4), 2)], 3, Month(2022, 2))
    first, third, none, _ = drawn.places
    assert first.y is not None
    assert third.y is not None
    assert float(first.y) < float(third.y)
    assert none.y is None
    assert 1 == len(drawn.lines)
    assert [False, True, False, False] == [place.current for place in drawn.places]


def test_a_bar_never_leaves_its_length() -> None:
    assert Bar("80.00", "75.00") == Bar.of(Fraction(4, 5), Fraction(3, 4))
    assert Bar("100.00", "50.00") == Bar.of(Fraction(2), Fraction(1))
    assert Bar("0.00", None) == Bar.of(Fraction(-1), None)


def test_large_sums_are_told_in_hundred_millions() -> None:
    told = Headline.of(amount("808725"), amount("1000000"), REVENUE)
    assert Headline("80.87", "100", "亿元") == told
    told = Headline.of(amount("38963"), amount("50000"), REVENUE)
    assert Headline("3.90", "5", "亿元") == told
    told = Headline.of(amount("5942"), amount("7400"), REVENUE)
    assert Headline("5,942", "7,400", "万元") == told
    told = Headline.of(amount("27.71"), amount("34.15"), INVESTMENT)
    assert Headline("27.71", "34.15", "亿元") == told
    assert Headline("1.00", "", "亿元") == Headline.of(amount("1"), None, INVESTMENT)
