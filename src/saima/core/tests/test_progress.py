"""Completion, lead and schedule, whatever the sign of a target or its direction."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.core.adjustments import bonus_cap, loss_grade_cap
from saima.core.indicators import Direction
from saima.core.periods import Month, months_of
from saima.core.progress import (
    Convention,
    GrowthKind,
    LowerForm,
    ZeroTarget,
    group_ratio,
    growth,
    lead,
    plan_share,
    ratio,
    schedule_share,
    zero_target,
)
from saima.core.tests.drawn import amounts, tried
from saima.core.tests.exact import D, F, known
from saima.core.tests.examples import published_calendar

DIRECTIONS = st.sampled_from(Direction)
TARGETS = amounts().filter(bool)
HIGHER, LOWER = Direction


@tried(25)
@given(TARGETS, DIRECTIONS, st.sampled_from(LowerForm))
def test_a_target_just_met_is_one(goal: Decimal, direction, form) -> None:
    assert 1 == ratio(goal, goal, direction, form)


@tried(25)
@given(TARGETS, amounts(), amounts(), DIRECTIONS)
def test_a_better_figure_makes_a_larger_ratio(goal, one, other, direction) -> None:
    worse, better = sorted((one, other), reverse=direction is LOWER)
    here, there = (known(ratio(v, goal, direction)) for v in (worse, better))
    assert (here < there) if worse != better else (here == there)


@tried(25)
@given(amounts(1), amounts(1), amounts(1))
def test_a_smaller_cost_makes_a_larger_ratio_in_the_other_form(goal, one, other):
    smaller, larger = sorted((one, other))
    better, worse = (ratio(v, goal, LOWER, LowerForm.RATIO) for v in (smaller, larger))
    assert known(better) >= known(worse)


@tried(25)
@given(TARGETS, amounts(), DIRECTIONS)
def test_ahead_of_a_plan_is_above_one(goal: Decimal, actual: Decimal, direction):
    ahead, made = lead(actual, goal, goal, direction), ratio(actual, goal, direction)
    assert known(made) - 1 == known(ahead)


@tried(15)
@given(amounts(), DIRECTIONS)
def test_nothing_is_a_share_of_nothing(actual: Decimal, direction) -> None:
    assert ratio(actual, D(0), direction) is None
    assert lead(actual, D(0), D(0), direction) is None
    assert plan_share(actual, D(0)) is None


@pytest.mark.parametrize("convention", [c for c in Convention if c != "plan"])
def test_a_schedule_rises_to_the_whole_year(convention: Convention) -> None:
    calendar = published_calendar(2026)
    shares = [schedule_share(convention, m, calendar) for m in months_of(2026)]
    assert sorted(shares) == shares
    assert (True, 1) == (shares[0] > 0, shares[-1])


def test_a_plan_gives_no_share_without_the_plan() -> None:
    calendar = published_calendar(2026)
    with pytest.raises(ValueError, match="plan_share"):
        schedule_share(Convention.PLAN, Month(2026, 6), calendar)
    assert F(1, 2) == schedule_share(Convention.MONTH, Month(2026, 6), calendar)
    assert F("0.41") == plan_share(D(41), D(100))


@pytest.mark.parametrize(
    ("actual", "higher", "lower"),
    [
        ("1", ZeroTarget.OVER, ZeroTarget.BREACHED),
        ("0", ZeroTarget.MET, ZeroTarget.MET),
        ("-1", ZeroTarget.SHORT, ZeroTarget.OVER),
    ],
)
def test_a_target_of_zero(actual: str, higher, lower) -> None:
    assert higher == zero_target(D(actual))
    assert lower == zero_target(D(actual), LOWER)


@pytest.mark.parametrize(
    ("last", "now", "kind", "word"),
    [
        ("-50", "-50", GrowthKind.LOSS_UNCHANGED, "loss unchanged"),
        ("-50", "0", GrowthKind.LOSS_REDUCED, "loss reduced"),
        ("50", "0", GrowthKind.NORMAL, "growth"),
        ("0", "-1", GrowthKind.NO_BASE, "no base to compare with"),
    ],
)
def test_growth_at_the_edges(last: str, now: str, kind, word: str) -> None:
    found = growth(D(last), D(now))
    assert (kind, word) == (found.kind, str(found.words()))
    assert (found.ratio is None) is (D(last) <= 0)


def test_a_group_is_the_ratio_of_its_sums() -> None:
    pairs = [(D(50), D(100)), (D(9), D(10))]
    assert F(59, 110) == group_ratio(pairs)
    assert 2 - F(59, 110) == group_ratio(pairs, LOWER)
    assert group_ratio([]) is None


@pytest.mark.parametrize(
    ("goal", "cap"),
    [("100", 6), ("99.99", 5), ("80", 5), ("79.99", 4), ("50.01", 4), ("50", 3)],
)
def test_a_bonus_is_capped_at_the_edges_of_ambition(goal: str, cap: int) -> None:
    assert cap == bonus_cap(D(goal), last_year=D(150), previous_years=[D(90), D(110)])


def test_a_grade_is_capped_under_a_loss_target_only() -> None:
    assert ["C", "B", None] == [
        loss_grade_cap(D(goal), D(actual))
        for goal, actual in ((-1, 0), (-1, 1), (0, -1))
    ]
