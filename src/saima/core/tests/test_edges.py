"""Edges at which the rules were once wrong."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from saima.core.adjustments import bonus_cap
from saima.core.curves.kinds import Efficacy, Tier, ladder
from saima.core.explain import explain
from saima.core.figures import Basis, cumulative_faults
from saima.core.indicators import Direction
from saima.core.numbers import exact_text, read_fraction, read_number
from saima.core.periods import Month
from saima.core.positions import Status
from saima.core.progress import Convention, LowerForm, ratio
from saima.core.races import Unranked
from saima.core.schemes import Measure, RankOn, ZeroTargetRule
from saima.core.scoring import Reason
from saima.core.tests.exact import D, F, known
from saima.core.tests.made import (
    JUNE,
    REVENUE,
    YEAR,
    by_code,
    even,
    item,
    monthly,
    only_item,
    race,
    ranks,
    scheme,
    simple,
    target,
    units,
)

(A,) = units("A")
COST = replace(REVENUE, direction=Direction.LOWER)


def test_places_by_the_full_score_follow_its_hidden_decimals() -> None:
    close = {"A": "93.004", "B": "92.996"}
    assert {"A": 1, "B": 2} == ranks(simple(close, rank_on=RankOn.FULL))


def test_the_ratio_form_is_explained_as_it_is_computed() -> None:
    rules = scheme(item(measure=Measure.COMPLETION, lower_form=LowerForm.RATIO))
    running = race([A], [target("A", "100")], [even("A", "80")], rules, [COST])
    steps = explain(running, by_code(running)["A"], JUNE).items[0].steps
    text = " ".join(map(str, steps))
    assert "125.00%" in text
    assert "100 ÷ 80" in text


def test_a_measure_of_the_figure_alone_needs_no_rule_for_a_zero_target() -> None:
    rule = ladder([(F(0), F(100))], otherwise=F(0), lower_is_better=True)
    rules = scheme(item(curve=rule, measure=Measure.ACTUAL))
    running = race([A], [target("A", "0")], [even("A", "0")], rules, [COST])
    assert D(100) == only_item(running).points


def test_a_target_of_zero_needs_no_phasing() -> None:
    rule = ZeroTargetRule(F(1), F(1), F(0))
    rules = scheme(item(zero_target=rule), convention=Convention.PLAN)
    running = race([A], [target("A", "0")], [even("A", "0")], rules, [COST])
    assert Status.ZERO_TARGET is only_item(running).status


def test_a_part_that_does_not_apply_does_not_hide_the_units_own_target() -> None:
    part = replace(A, code="p", group=None, parent="A")
    goals = [target("A", "200"), target("p", None, applicable=False)]
    found = only_item(race([A, part], goals, [even("A", "100")]))
    assert (Status.OK, D(200)) == (found.status, found.position.target)


LATER = tuple(D(0) if n < 7 else D(2) for n in range(1, 13))


def test_a_cost_before_it_was_planned_is_not_excused() -> None:
    goal = target("A", "12", months=LATER)
    rules = scheme(convention=Convention.PLAN)
    running = race([A], [goal], [even("A", "5")], rules, [COST])
    assert only_item(running).reason is not Reason.NOT_DUE


def test_a_plan_that_passes_through_zero_is_due() -> None:
    months = tuple(D(n) for n in (-5, -5, -5, 5, 5, 5, 0, 0, 0, 0, 0, 100))
    rules = scheme(convention=Convention.PLAN)
    running = race([A], [target("A", "100", months=months)], [even("A", "-50")], rules)
    assert only_item(running).reason is not Reason.NOT_DUE


def test_the_ratio_form_does_not_punish_what_is_better_than_nothing() -> None:
    below = ratio(D(-10), D(100), Direction.LOWER, LowerForm.RATIO)
    assert below is None or below > 2


def test_a_month_that_cannot_be_told_from_sums_is_missing() -> None:
    rules = scheme(item(measure=Measure.IN_PERIOD))
    figures = monthly("A", ["10", None, "30"], basis=Basis.TO_DATE)
    running = race([A], [target("A", "120")], [figures], rules)
    found = by_code(running, Month(YEAR, 3))["A"]
    assert Unranked.MISSING is found.unranked


@pytest.mark.parametrize("text", ["1234①", "123¹", "10²", "5⒈"])
def test_a_footnote_mark_is_no_digit(text: str) -> None:
    read = read_number(text)
    assert read is None or read.rest


@pytest.mark.parametrize("text", ["1e5", "1_000", "10²"])
def test_a_number_of_a_scheme_is_written_plainly(text: str) -> None:
    assert read_fraction(text) is None


@pytest.mark.parametrize("value", [F(1, 2**120), F(Decimal("1." + "1" * 90))], ids=str)
def test_exact_text_loses_nothing_however_long(value: Fraction) -> None:
    assert value == Fraction(exact_text(value))


def test_a_series_that_falls_across_a_missing_month_falls() -> None:
    assert (3,) == cumulative_faults([D(3), None, D(2)], [None] * 3).falls_at


def test_a_baseline_of_zero_has_a_cap() -> None:
    assert 6 == bonus_cap(D(10), last_year=D(0), previous_years=[D(0)])


def test_a_larger_loss_than_the_baseline_is_the_unambitious_target() -> None:
    caps = [
        bonus_cap(D(goal), last_year=D(-100), previous_years=[D(-100)])
        for goal in (-50, -150)
    ]
    assert caps[0] > caps[1]


def test_exactly_the_highest_known_standard_is_scored() -> None:
    rule = Efficacy(F(20), {Tier.GOOD: F("9.5"), Tier.AVERAGE: F("1.7")})
    assert F(16) == known(rule.working(F("9.5"))).points
