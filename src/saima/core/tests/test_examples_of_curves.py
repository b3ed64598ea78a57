"""Published rules of points, each as a curve of the kind that expresses it."""

from __future__ import annotations

from collections.abc import Sequence

from saima.core.adjustments import bonus_baseline, bonus_cap, loss_grade_cap
from saima.core.curves.checks import wrong_ways
from saima.core.curves.form import Curve, Piece, curve
from saima.core.curves.kinds import (
    Efficacy,
    PartSteps,
    RateBand,
    Steps,
    Tier,
    linear,
    loss_credit,
    loss_steps,
    rate_bands,
    threshold,
)
from saima.core.intervals import Interval
from saima.core.progress import ratio
from saima.core.tests.exact import D, F, all_printed, fractions, known, printed
from saima.core.tests.examples import Example, shows

PART_STEPS = {"floor_full_steps": PartSteps.WHOLE, "linear": PartSteps.LINEAR}


def points(rule: Curve, xs: Sequence[str], like: Sequence[str]) -> list[str | None]:
    """The points of a rule at some x, printed as expected ones are."""
    return all_printed([rule.value(x) for x in fractions(xs)], like)


def efficacy(example: Example) -> Efficacy:
    given = example.inputs
    known = {Tier(t): F(v) for t, v in given["standards"].items() if v is not None}
    return Efficacy(F(given["weight"]), known, given["lower_is_better"])


@shows("efficacy_basic_roe_textbook")
def test_the_working_of_an_efficacy_score(example: Example) -> None:
    want = example.expected
    working = known(efficacy(example).working(F(example.inputs["actual"])))
    assert want["tier"] == working.tier
    assert want["base"] == printed(working.base, want["base"])
    assert want["efficacy"] == printed(working.efficacy, want["efficacy"])
    assert want["adjust"] == printed(working.adjust, want["adjust"])
    assert want["score"] == printed(working.points, want["score"])


@shows("efficacy_basic_edges", "efficacy_basic_lower_is_better")
def test_efficacy_scores_at_and_between_the_standards(example: Example) -> None:
    rule, want = efficacy(example), example.expected
    workings = [known(rule.working(x)) for x in fractions(example.inputs["actuals"])]
    assert want["tiers"] == [w.tier for w in workings]
    assert want["scores"] == all_printed([w.points for w in workings], want["scores"])
    assert want["scores"] == points(
        rule.curve(), example.inputs["actuals"], want["scores"]
    )


def steps(given: dict) -> Steps:
    return Steps(
        F(given["base"]),
        F(given["step_pct"]) / 100,
        add=F(given.get("points_per_step", "1")),
        deduct=F(given.get("points_per_step", "1")),
        max_add=F(given["max_add"]),
        max_deduct=F(given["max_deduct"]),
        part_steps=PART_STEPS[given["rounding"]],
    )


@shows(
    "sasac2009_profit_steps",
    "sasac2009_profit_steps_linear_variant",
    "zaozhuang_investment_steps",
    "city_sasac_no_bonus_deduct_only",
)
def test_steps_over_and_short_of_a_target(example: Example) -> None:
    given, want = example.inputs, example.expected["scores"]
    rates = [known(ratio(D(a), D(given["target"]))) for a in given["actuals"]]
    rule = steps(given).curve()
    assert want == all_printed([rule.value(r) for r in rates], want)


@shows("sasac2009_low_target_caps_bonus")
def test_an_unambitious_target_caps_the_bonus(example: Example) -> None:
    given = example.inputs
    last, before = (
        D(given["last_year_actual"]),
        fractions(given["previous_three_years"]),
    )
    caps = [
        bonus_cap(D(c["target"]), last_year=last, previous_years=before)
        for c in given["cases"]
    ]
    assert F(example.expected["baseline"]) == bonus_baseline(last, before)
    assert [int(cap) for cap in example.expected["max_add"]] == caps


@shows("sasac2009_loss_target")
def test_a_loss_target_counts_loss_avoided_by_half(example: Example) -> None:
    given, want = example.inputs, example.expected
    goal, actuals = F(given["target"]), given["actuals"]
    credited, scores = want["credited_over_target"], want["scores"]
    assert credited == points(loss_credit(goal), actuals, credited)
    assert scores == points(loss_steps(steps(given), goal), actuals, scores)
    assert want["grade_cap"] == [loss_grade_cap(goal, F(a)) for a in actuals]


@shows("project_award_piecewise_2020")
def test_points_for_each_percentage_point_band_by_band(example: Example) -> None:
    given, want = example.inputs, example.expected["scores"]
    bands = [
        RateBand(None if b["upto"] is None else F(b["upto"]), F(b["per_pp"]))
        for b in given["bands"]
    ]
    rule = rate_bands(
        F(given["base"]),
        above=bands,
        below=F(given["below_100_per_pp"]),
        limit=F(given["cap_abs"]),
    )
    assert want == points(rule, given["rates"], want)


@shows("prorata_capped_linear")
def test_points_in_proportion_between_floor_and_cap(example: Example) -> None:
    given, want = example.inputs, example.expected["scores"]
    rule = linear(F(given["weight"]), floor=F(given["floor"]), cap=F(given["cap"]))
    assert want == points(rule, given["rates"], want)


@shows("threshold_then_linear")
def test_nothing_below_a_threshold_then_straight_up(example: Example) -> None:
    given, want = example.inputs, example.expected["scores"]
    rule = threshold(
        F(given["weight"]),
        zero_below=F(given["zero_below"]),
        full_at=F(given["full_at"]),
    )
    assert want == points(rule, given["rates"], want)


@shows("normalise_cap_130_to_100")
def test_full_marks_at_the_cap_only(example: Example) -> None:
    given, want = example.inputs, example.expected["scores"]
    low, high = F(given["low"]), F(given["high"])
    rule = linear(F(given["weight"]), floor=low, cap=high, full_at_cap=True)
    assert want == points(rule, given["ratios"], want)


@shows("negative_target_formulas_compared")
def test_the_published_answer_to_loss_targets_runs_the_wrong_way(
    example: Example,
) -> None:
    """It falls from 200 % to 100 % right above zero, so a scheme with it is refused."""
    goal = F(example.inputs["target"])
    asked = curve(
        [
            Piece(Interval(goal, F(0), True, True), F(2), -1 / goal),
            Piece(Interval(F(0), None, False), F(1), -1 / goal),
        ]
    )
    (fall,) = wrong_ways(asked, rising=True)
    assert (F(0), F(2), F(1)) == (fall.at, fall.from_points, fall.to_points)
    want = example.expected["qa_rule_sinada"]
    assert want == points(asked, example.inputs["actuals"], want)
