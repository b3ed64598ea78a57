"""Targets: broken down without a cent lost, and kept or not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.core.targets import (
    EVEN,
    FRONT_LOADED,
    Bound,
    Target,
    apportion,
    decimals_of,
    plan_to_date,
    reconcile,
)
from saima.core.tests.drawn import amounts, exact, tried
from saima.core.tests.exact import D, F

WEIGHTS = st.lists(exact(0, 9), min_size=1, max_size=12).filter(any)
TOTALS = amounts(-1_000_000, 1_000_000)


@tried(35)
@given(TOTALS, WEIGHTS, st.integers(2, 5))
def test_the_parts_tie_to_the_whole(
    total: Decimal, weights: list[Fraction], decimals: int
) -> None:
    parts = apportion(total, weights, decimals=decimals)
    assert 0 == reconcile(total, parts)
    unit, whole = Fraction(1, 10**decimals), Fraction(total) / sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(Fraction(part) - whole * weight) < unit
        assert part == 0 or (part > 0) is (total > 0)
    assert parts == apportion(total, weights, decimals=decimals)


@tried(20)
@given(TOTALS, WEIGHTS)
def test_only_proportions_matter(total: Decimal, weights: list[Fraction]) -> None:
    tripled = [weight * 3 for weight in weights]
    here, there = (apportion(total, w, decimals=2) for w in (weights, tripled))
    assert here == there


def test_what_weighs_nothing_gets_nothing() -> None:
    assert (D("0.05"), D(0), D("0.05")) == apportion(
        D("0.10"), [F(1), F(0), F(1)], decimals=2
    )


def test_a_loss_is_broken_down_like_a_profit() -> None:
    profit = apportion(D("10"), [F(2), F(2), F(3)], decimals=1)
    loss = apportion(D("-10"), [F(2), F(2), F(3)], decimals=1)
    assert tuple(-part for part in profit) == loss


@pytest.mark.parametrize("weights", [[], [F(0)], [F(1), F(-1)], [F(0), F(0)]], ids=str)
def test_weights_that_cannot_split(weights: list[Fraction]) -> None:
    with pytest.raises(ValueError, match="weights"):
        apportion(D(1), weights, decimals=0)
    assert (D(1),) == apportion(D(1), [F(1, 7)], decimals=0)


def test_a_total_finer_than_its_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="more than 1 decimals"):
        apportion(D("0.25"), EVEN, decimals=1)
    assert D("0.2") == sum(apportion(D("0.20"), EVEN, decimals=1))


def test_the_front_loaded_year_is_whole() -> None:
    quarters = [sum(FRONT_LOADED[n : n + 3]) for n in (0, 3, 6, 9)]
    assert [30, 30, 22, 18] == quarters


def test_a_gap_between_whole_and_parts() -> None:
    assert D("0.01") == reconcile(D("68.30"), [D("68.29")])
    assert 0 == reconcile(D("68.30"), [D("68.3"), D(0)])


def test_a_plan_to_date() -> None:
    plan = [D(n) for n in range(1, 13)]
    assert [1, 21, 78] == [plan_to_date(plan, n) for n in (1, 6, 12)]


@pytest.mark.parametrize(
    ("bound", "kept"),
    [
        (Bound.AT_LEAST, [False, True, True]),
        (Bound.AT_MOST, [True, True, False]),
        (Bound.EXACT, [False, True, False]),
    ],
)
def test_a_bound_is_kept(bound: Bound, kept: list[bool]) -> None:
    target = Target("A", "revenue", D(100), bound=bound)
    assert kept == [target.met_by(D(v)) for v in ("99.99", "100", "100.01")]


def test_nothing_promised_is_neither_kept_nor_broken() -> None:
    assert Target("A", "revenue", None).met_by(D(1)) is None
    assert Target("A", "revenue", D(1), applicable=False).met_by(D(1)) is None


@pytest.mark.parametrize(("text", "decimals"), [("1.50", 1), ("1E+2", 0), ("0.001", 3)])
def test_decimals_of_a_number(text: str, decimals: int) -> None:
    assert decimals == decimals_of(D(text))
