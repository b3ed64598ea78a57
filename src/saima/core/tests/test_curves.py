"""Curves of every kind: what they give, which way they run, and one after another."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.core.curves.checks import Cliff, cliffs, gaps, wrong_ways
from saima.core.curves.form import Curve, Piece, compose, curve, polyline
from saima.core.curves.kinds import (
    MAX_PIECES,
    Efficacy,
    PartSteps,
    RateBand,
    Steps,
    Tier,
    ladder,
    linear,
    loss_credit,
    rate_bands,
    threshold,
)
from saima.core.intervals import Gap, Interval
from saima.core.tests.drawn import (
    CURVES,
    FALLING,
    LEVELS,
    RISING,
    any_curves,
    efficacies,
    exact,
    places,
    step_rules,
    tried,
)
from saima.core.tests.exact import F, known

DATA = st.data()


@pytest.mark.parametrize("kind", RISING)
@tried(7)
@given(data=DATA)
def test_a_better_figure_never_loses_points(kind: str, data: st.DataObject) -> None:
    rule = data.draw(RISING[kind])
    x, y = sorted(data.draw(st.lists(places(rule), min_size=2, max_size=2)))
    assert known(rule.value(x)) <= known(rule.value(y))
    assert () == wrong_ways(rule, rising=True) + gaps(rule)


@pytest.mark.parametrize("kind", FALLING)
@tried(7)
@given(data=DATA)
def test_less_never_loses_points_where_less_is_better(
    kind: str, data: st.DataObject
) -> None:
    rule = data.draw(FALLING[kind])
    x, y = sorted(data.draw(st.lists(places(rule), min_size=2, max_size=2)))
    assert known(rule.value(x)) >= known(rule.value(y))
    assert () == wrong_ways(rule, rising=False) + gaps(rule)


@tried(15)
@given(any_curves(), DATA)
def test_a_curve_said_to_run_the_right_way_does(rule: Curve, data) -> None:
    xs = data.draw(st.lists(places(rule), min_size=2, max_size=5).map(sorted))
    values = [known(rule.value(x)) for x in xs]
    falls = any(a > b for a, b in pairwise(values))
    assert not (falls and not wrong_ways(rule, rising=True))


def test_a_fall_and_a_jump_down_run_the_wrong_way() -> None:
    falling = polyline([(F(0), F(5)), (F(1), F(3))])
    jump = curve([Piece(Interval(None, F(1)), F(9)), Piece(Interval(F(1), None), F(4))])
    assert [F(0)] == [w.at for w in wrong_ways(falling, rising=True)]
    assert [F(1)] == [w.at for w in wrong_ways(jump, rising=True)]
    assert () == wrong_ways(falling, rising=False)
    assert () == wrong_ways(jump, rising=False)


@tried(15)
@given(step_rules(PartSteps.WHOLE), LEVELS, st.integers(-5, 5))
def test_only_whole_steps_count(rule: Steps, x: Fraction, whole: int) -> None:
    for here in (x, rule.at + whole * rule.per):  # anywhere, and exactly at an edge
        made = (here - rule.at) / rule.per
        more = min(rule.max_add, rule.add * (made // 1)) if made > 0 else 0
        less = min(rule.max_deduct, rule.deduct * (-made // 1)) if made < 0 else 0
        assert rule.base + more - less == rule.curve().value(here)


@tried(15)
@given(step_rules(PartSteps.LINEAR), LEVELS)
def test_part_steps_count_by_their_part(rule: Steps, x: Fraction) -> None:
    made = (x - rule.at) / rule.per
    more = min(rule.max_add, rule.add * max(made, 0))
    less = min(rule.max_deduct, rule.deduct * max(-made, 0))
    assert rule.base + more - less == rule.curve().value(x)


@tried(15)
@given(efficacies(lower=False), exact(-25, 25))
def test_less_is_better_mirrors_more_is_better(rule: Efficacy, x: Fraction) -> None:
    mirrored = {tier: -value for tier, value in rule.standards.items()}
    lower = Efficacy(rule.weight, mirrored, lower_is_better=True)
    assert rule.curve().value(x) == lower.curve().value(-x)
    here, there = known(rule.working(x)), known(lower.working(-x))
    assert (here.tier, here.efficacy, here.points) == (
        there.tier,
        there.efficacy,
        there.points,
    )


@tried(18)
@given(any_curves(), any_curves(), DATA)
def test_one_curve_after_another(outer: Curve, inner: Curve, data) -> None:
    both = compose(outer, inner)
    for x in (data.draw(places(inner)), data.draw(places(both))):
        assert outer.value(known(inner.value(x))) == both.value(x)


@tried(15)
@given(any_curves(), exact(-3, 3), DATA)
def test_one_curve_after_a_falling_one(outer: Curve, at: Fraction, data) -> None:
    inner = Curve((Piece(Interval(None, None), at, F("-2/3")),))
    both = compose(outer, inner)
    x = data.draw(places(both))
    assert outer.value(known(inner.value(x))) == both.value(x)


def test_where_the_first_curve_says_nothing_both_say_nothing() -> None:
    inner = linear(F(10), cap=F(1))
    outer = curve([Piece(Interval(F(5), None), F(1))])
    both = compose(outer, inner)
    assert [None, F(1)] == [both.value(x) for x in (F("0.49"), F("0.5"))]
    assert (Gap(Interval(None, F("0.5"))),) == gaps(both)


@tried(15)
@given(CURVES, DATA)
def test_one_piece_at_most_decides(rule: Curve, data) -> None:
    x = data.draw(places(rule))
    claims = [piece.value(x) for piece in rule.pieces if x in piece.interval]
    assert claims == [v for v in [rule.value(x)] if v is not None]


def test_pieces_that_overlap_make_no_curve() -> None:
    left = Piece(Interval(None, F(1), True, True), F(0))
    with pytest.raises(ValueError, match="from left to right"):
        curve([left, Piece(Interval(F(1), None), F(1))])
    apart = curve([left, Piece(Interval(F(1), None, False), F(1))])
    assert [F(0), F(1)] == [apart.value(F(1)), apart.value(F("1.01"))]


def test_like_neighbors_are_one_piece() -> None:
    cuts = [None, F(0), F(1), None]
    made = curve(Piece(Interval(a, b), F(3)) for a, b in pairwise(cuts))
    assert (Piece(Interval(None, None), F(3)),) == made.pieces


def test_points_that_go_back_make_no_curve() -> None:
    with pytest.raises(ValueError, match="from left to right"):
        polyline([(F(1), F(0)), (F(0), F(1))])
    with pytest.raises(ValueError, match="from left to right"):
        linear(F(10), floor=F(1), cap=F(0))


def test_the_cliff_of_the_efficacy_rule_is_named() -> None:
    standards = dict(zip(Tier, map(F, (12, 8, 5, 1, -4)), strict=False))
    assert (Cliff(F(-4), F(0), F(4)),) == cliffs(Efficacy(F(20), standards).curve())
    assert () == cliffs(linear(F(20), cap=F(1)))


def test_points_on_both_sides_of_a_gap_are_no_cliff() -> None:
    left, right = Piece(Interval(None, F(0)), F(1)), Piece(Interval(F(1), None), F(2))
    apart = curve([left, right])
    assert () == cliffs(apart)
    assert (Gap(Interval(F(0), F(1))),) == gaps(apart)


def test_points_stay_level_after_the_last_band() -> None:
    rule = rate_bands(F(10), above=[RateBand(F(2), F(1))], below=F(0), limit=F(1000))
    assert [F(10), F(60), F(110), F(110)] == [
        rule.value(F(x)) for x in ("0.5", "1.5", "2", "3")
    ]


def test_standards_in_the_wrong_order_are_refused() -> None:
    wrong = {Tier.GOOD: F(3), Tier.AVERAGE: F(5)}
    with pytest.raises(ValueError, match="good is not better than that of average"):
        Efficacy(F(20), wrong).curve()
    assert F(16) > known(
        Efficacy(F(20), wrong, lower_is_better=True).curve().value(F(4))
    )


def test_a_standard_not_known_leaves_a_gap() -> None:
    rule = Efficacy(F(20), {Tier.GOOD: F(8), Tier.AVERAGE: F(5)})
    assert [None, F(12)] == [rule.curve().value(x) for x in (F(4), F(5))]
    assert rule.working(F(4)) is None
    assert gaps(rule.curve())


def test_a_step_of_no_size_worth_speaking_of_is_refused() -> None:
    many = Steps(F(0), F("0.01"), max_add=F(MAX_PIECES + 1))
    with pytest.raises(ValueError, match="more than"):
        many.curve()
    halves = F(MAX_PIECES // 2 + 1)
    with pytest.raises(ValueError, match="more than"):
        Steps(F(0), F("0.01"), max_add=halves, max_deduct=halves).curve()
    assert 11 == len(Steps(F(0), F("0.01"), max_add=F(10)).curve().pieces)


def test_full_marks_at_the_cap_need_a_cap() -> None:
    with pytest.raises(ValueError, match="need a cap"):
        linear(F(10), full_at_cap=True)
    assert F(5) == linear(F(10), cap=F(2), full_at_cap=True).value(F(1))


def test_a_loss_rule_needs_a_loss() -> None:
    with pytest.raises(ValueError, match="negative"):
        loss_credit(F(0))
    assert F(0) == loss_credit(F(-1)).value(F(-1))


@pytest.mark.parametrize(
    ("x", "points"), [("0.79", 0), ("0.8", 0), ("0.9", 5), ("1", 10), ("9", 10)]
)
def test_a_threshold(x: str, points: int) -> None:
    assert points == threshold(F(10), zero_below=F("0.8")).value(F(x))


@pytest.mark.parametrize(
    ("x", "rising", "falling"),
    [("-1", 1, 7), ("0", 3, 7), ("1", 3, 5), ("2", 5, 5), ("2.01", 5, 1)],
)
def test_a_level_of_a_ladder_includes_its_edge(x, rising: int, falling: int) -> None:
    up = ladder([(F(0), F(3)), (F(2), F(5))], otherwise=F(1))
    down = ladder([(F(0), F(7)), (F(2), F(5))], otherwise=F(1), lower_is_better=True)
    assert (rising, falling) == (up.value(F(x)), down.value(F(x)))
