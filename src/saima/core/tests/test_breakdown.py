"""Parts that make the whole, and those that do not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.core.breakdown import Gap, gaps, month_gap, month_gaps
from saima.core.indicators import Indicator, IndicatorKind, RollUp
from saima.core.subjects import Subject, Subjects
from saima.core.targets import Target, apportion
from saima.core.tests.drawn import amounts, tried
from saima.core.tests.exact import D, F
from saima.core.units_of_measure import UNITS

REVENUE = Indicator("revenue", "营业收入", UNITS["万元"])
ASSETS = Indicator("assets", "总资产", UNITS["万元"], roll_up=RollUp.LAST)
RATE = Indicator(
    "rate", "出租率", UNITS["%"], kind=IndicatorKind.RATE, roll_up=RollUp.LAST
)
INDICATORS = {one.code: one for one in (REVENUE, ASSETS, RATE)}
# The group; two companies; b is an office with two shops below it.
TREE = Subjects(
    Subject(code, code.upper(), parent=parent)
    for code, parent in [("g", None), ("a", "g"), ("b", "g"), ("b1", "b"), ("b2", "b")]
)


def plan(indicator: str = "revenue", months: int = 0, **years: str | None):
    """Targets of one indicator; `months` of a year are all in January."""
    made = {}
    for code, year in years.items():
        amount = None if year is None else D(year)
        phasing = (amount, *[D(0)] * 11) if months and amount is not None else None
        made[code, indicator] = Target(
            code, indicator, amount, phasing, applicable=year is not None
        )
    return made


def found(targets: dict[tuple[str, str], Target]) -> list[tuple[str, int | None, str]]:
    return [
        (gap.subject.code, gap.month, str(gap.gap))
        for gap in gaps(TREE, INDICATORS, targets)
    ]


@pytest.mark.parametrize(
    ("targets", "expected"),
    [
        (plan(g="10", a="4", b="6"), []),
        (plan(g="10", a="4", b="5.5"), [("g", None, "0.5")]),
        (plan(g="10", a="4", b="7"), [("g", None, "-1")]),
        (plan(g="10", a="4", b1="3", b2="2"), [("g", None, "1")]),  # b has none itself
        (plan(g="10", a="4", b="6", b1="3", b2="2"), [("b", None, "1")]),
        (plan(g="10", a="10", b=None, b1="3"), []),  # b is said not to take part
        (plan(g="10"), []),
        (plan(a="4", b="6"), []),
    ],
)
def test_the_nearest_parts_make_the_whole(targets, expected) -> None:
    assert expected == found(targets)


def test_months_are_compared_where_all_have_them() -> None:
    targets = plan(months=1, g="10", a="4", b="7")
    assert [("g", 1, "-1"), ("g", None, "-1")] == found(targets)
    targets["b", "revenue"] = Target("b", "revenue", D(7))
    assert [("g", None, "-1")] == found(targets)


def test_levels_and_rates() -> None:
    """The months of a level are not added up over a year, and rates are never added."""
    assert [("g", None, "-1")] == found(plan("assets", months=1, g="10", a="4", b="7"))
    assert [] == found(plan("rate", months=1, g="10", a="4", b="7"))


def test_a_gap_says_what_it_is_made_of() -> None:
    (gap,) = gaps(TREE, INDICATORS, plan(g="10", a="4", b="5.5"))
    assert Gap(TREE["g"], REVENUE, None, D(10), D("9.5"), D("0.5")) == gap


def test_the_year_less_its_months() -> None:
    target = Target("a", "revenue", D(12), (D(1),) * 11 + (D("0.5"),))
    assert D("0.5") == month_gap(target, REVENUE)
    assert month_gap(target, ASSETS) is None
    assert month_gap(Target("a", "revenue", D(12)), REVENUE) is None
    (gap,) = month_gaps(TREE, INDICATORS, {("a", "revenue"): target})
    assert (D(12), D("11.5"), True) == (gap.whole, gap.parts, gap.of_months)
    assert () == month_gaps(TREE, INDICATORS, plan(months=1, a="12"))


@tried(40)
@given(amounts(), st.integers(1, 9), st.integers(1, 9), amounts(-3, 3))
def test_what_is_apportioned_ties_until_it_is_touched(
    whole: Decimal, one: int, other: int, more: Decimal
) -> None:
    a, b = apportion(whole, [F(one), F(other)], decimals=2)
    targets = plan(g=str(whole), a=str(a), b=str(b + more))
    assert ([("g", None, str(-more))] if more else []) == found(targets)
