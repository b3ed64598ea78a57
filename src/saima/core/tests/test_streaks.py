"""开门红, 双过半, 月月红, 半年红, 全年红: kept, broken, or not to be said, and by what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saima.core.figures import Basis
from saima.core.honors.streaks import DECIDED_IN, Streak, streak_words, streaks_at
from saima.core.honors.verdicts import Outcome, Unsaid, half, to_date
from saima.core.indicators import Direction, Indicator, IndicatorKind, RollUp
from saima.core.periods import Month
from saima.core.progress import Convention, LowerForm, double_half
from saima.core.races import Race, position_of
from saima.core.schemes import StreakKind, StreakRule, Together
from saima.core.tests.drawn import tried
from saima.core.tests.exact import D, F, known
from saima.core.tests.examples import Example, shows
from saima.core.tests.made import (
    REVENUE,
    YEAR,
    item,
    monthly,
    opened,
    race,
    scheme,
    target,
    units,
)
from saima.core.units_of_measure import UNITS

PROFIT = Indicator("profit", "利税", UNITS["万元"], may_be_negative=True)
COST = Indicator("cost", "费用", UNITS["万元"], direction=Direction.LOWER)
DEBT = Indicator(
    "debt",
    "资产负债率",
    UNITS["%"],
    IndicatorKind.RATE,
    Direction.LOWER,
    RollUp.LAST,
)
ALL = (REVENUE, PROFIT, COST, DEBT)
KEPT, BROKEN, UNSAID = Outcome.KEPT, Outcome.BROKEN, Outcome.UNSAID
EVERY = StreakRule(StreakKind.EVERY_MONTH)


def ruled(running: Race, *rules: StreakRule) -> Race:
    """The race with streaks for its one group."""
    (group,) = running.scheme.groups
    made = replace(running.scheme, groups=(replace(group, streaks=rules),))
    return replace(running, scheme=made)


def one(
    figures: Sequence[str | None], kind: StreakKind, month: int, year: str = "120"
) -> Streak:
    """The streak of one unit over its revenue; 10 are due each month of the 120."""
    running = race(units("A"), [target("A", year)], [monthly("A", figures)])
    (found,) = streaks_at(ruled(running, StreakRule(kind)), Month(YEAR, month))
    return found


def outcome(figures: Sequence[str | None], kind: StreakKind, month: int) -> Outcome:
    return one(figures, kind, month).verdict.outcome


# --- The five definitions -------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "kept", "broken"),
    [
        (StreakKind.OPENING, ["0", "0", "30"], ["10", "10", "9.99"]),
        (StreakKind.DOUBLE_HALF, ["0"] * 5 + ["60"], ["10"] * 5 + ["9.99"]),
        (StreakKind.HALF_YEAR, ["0"] * 5 + ["60"], ["10"] * 5 + ["9.99"]),
        (StreakKind.FULL_YEAR, ["0"] * 11 + ["120"], ["10"] * 11 + ["9.99"]),
        (StreakKind.EVERY_MONTH, ["10", "10", "10"], ["9.99", "20", "10"]),
    ],
)
def test_each_is_kept_exactly_at_its_edge(kind, kept, broken) -> None:
    assert KEPT is outcome(kept, kind, len(kept))
    found = one(broken, kind, len(broken))
    assert BROKEN is found.verdict.outcome
    assert "revenue" == found.verdict.indicator
    assert (known(found.verdict.ratio) < 1) is True


@pytest.mark.parametrize("kind", DECIDED_IN)
def test_none_is_asked_for_before_its_month(kind: StreakKind) -> None:
    running = race(units("A"), [target("A", "120")], [monthly("A", ["10"] * 12)])
    ruling, decides = ruled(running, StreakRule(kind)), DECIDED_IN[kind]
    assert () == streaks_at(ruling, Month(YEAR, decides - 1))
    for number in range(decides, 13):
        (found,) = streaks_at(ruling, Month(YEAR, number))
        assert (KEPT, Month(YEAR, decides)) == (found.verdict.outcome, found.month)


def test_the_first_month_that_was_not_kept_decides() -> None:
    found = one(["10", "8", "12", "1"], StreakKind.EVERY_MONTH, 4)
    assert (BROKEN, Month(YEAR, 2)) == (found.verdict.outcome, found.month)
    assert F("0.9") == found.verdict.ratio
    assert "not kept: February 2022, 营业收入 at 90.00% of the plan to date" == str(
        streak_words(found, {"revenue": REVENUE})
    )


@shows("in_month_versus_cumulative")
def test_every_month_goes_by_the_plan_to_date(example: Example) -> None:
    """A poor month after a good one breaks nothing, as the plan to date is kept."""
    plan, actual = (example.inputs[name] for name in ("plan", "actual"))
    phased = [D(p) for p in plan] + [D(0)] * 8
    promised = target("A", str(sum(phased)), months=tuple(phased))
    running = race(
        units("A"),
        [promised],
        [monthly("A", actual)],
        scheme(convention=Convention.PLAN),
    )
    (found,) = streaks_at(ruled(running, EVERY), Month(YEAR, 4))
    assert example.expected["cumulative_red"] == [True] * 4
    assert KEPT is found.verdict.outcome


@shows("double_half_june_30_2026")
def test_double_half_asks_for_half_of_the_year_and_not_for_the_schedule(
    example: Example,
) -> None:
    for share, want in zip(
        example.inputs["cases"], example.expected["double_half"], strict=True
    ):
        made = str(D(share) * 10_000)
        running = race(
            units("A"),
            [target("A", "10000")],
            [monthly("A", ["0"] * 5 + [made])],
            scheme(convention=Convention.DAY),
        )
        found = streaks_at(
            ruled(running, StreakRule(StreakKind.DOUBLE_HALF)), Month(YEAR, 6)
        )
        assert (KEPT if want else BROKEN) is found[0].verdict.outcome
        assert double_half(D(share)) is want


@shows("plan_based_versus_linear_sign_flip")
def test_the_plan_kept_at_mid_year_is_not_half_of_the_year(example: Example) -> None:
    """By plan ahead, and short of half: 半年红 is kept, 双过半 is not."""
    plan = tuple(D(p) for p in example.inputs["monthly_plan"])
    made = example.inputs["actual_cumulative"]
    running = race(
        units("A"),
        [target("A", example.expected["annual"], months=plan)],
        [monthly("A", ["0"] * 5 + [made])],
        scheme(convention=Convention.PLAN),
    )
    kinds = (StreakKind.HALF_YEAR, StreakKind.DOUBLE_HALF)
    found = streaks_at(ruled(running, *map(StreakRule, kinds)), Month(YEAR, 6))
    assert [KEPT, BROKEN] == [one.verdict.outcome for one in found]


# --- What cannot be said ----------------------------------------------------------------


@pytest.mark.parametrize("kind", StreakKind)
def test_a_missing_report_is_not_a_no(kind: StreakKind) -> None:
    last = DECIDED_IN.get(kind, 4)
    found = one(["10"] * (last - 1) + [None], kind, last)
    assert (UNSAID, Unsaid.MISSING) == (found.verdict.outcome, found.verdict.unsaid)
    assert Month(YEAR, last) == found.month
    assert KEPT is outcome(["10"] * last, kind, last)


def test_one_month_that_is_known_to_be_broken_decides_whatever_is_missing() -> None:
    found = one(["9", "11", None], StreakKind.EVERY_MONTH, 3)
    assert (BROKEN, Month(YEAR, 1)) == (found.verdict.outcome, found.month)
    later = one(["10", None, "5"], StreakKind.EVERY_MONTH, 3)
    assert (UNSAID, Month(YEAR, 2)) == (later.verdict.outcome, later.month)


def test_without_target_it_cannot_be_said() -> None:
    running = race(units("A"), [], [monthly("A", ["10"] * 3)])
    named = StreakRule(StreakKind.OPENING, ("revenue",))
    (found,) = streaks_at(ruled(running, named), Month(YEAR, 3))
    assert (UNSAID, Unsaid.NO_TARGET) == (found.verdict.outcome, found.verdict.unsaid)
    (of_all,) = streaks_at(
        ruled(running, StreakRule(StreakKind.OPENING)), Month(YEAR, 3)
    )
    assert Unsaid.NOTHING_DUE is of_all.verdict.unsaid
    assert "cannot be said: March 2022, 营业收入: there is no target" == str(
        streak_words(found, {"revenue": REVENUE})
    )


def test_who_opened_later_is_asked_since_then() -> None:
    late = [opened(units("A")[0], 4)]
    figures = ["0"] * 3 + ["14", "13", "14"]  # 40 due in each quarter of its year
    running = race(late, [target("A", "120")], [monthly("A", figures)])
    opening = StreakRule(StreakKind.OPENING)
    first, every = streaks_at(ruled(running, opening, EVERY), Month(YEAR, 6))
    assert (UNSAID, Unsaid.NOT_OPEN) == (first.verdict.outcome, first.verdict.unsaid)
    assert KEPT is every.verdict.outcome


def test_months_in_which_nothing_is_due_do_not_count() -> None:
    plan = tuple(D(p) for p in ["0"] * 3 + ["20"] * 2 + ["0"] * 7)
    made = ["0"] * 3 + ["20", "20"]
    running = race(
        units("A"),
        [target("A", "40", months=plan)],
        [monthly("A", made)],
        scheme(convention=Convention.PLAN),
    )
    ruling = ruled(running, EVERY)
    (early,) = streaks_at(ruling, Month(YEAR, 3))
    assert (UNSAID, Unsaid.NOTHING_DUE) == (early.verdict.outcome, early.verdict.unsaid)
    assert KEPT is streaks_at(ruling, Month(YEAR, 5))[0].verdict.outcome


@pytest.mark.parametrize(("made", "want"), [("0", KEPT), ("-0.01", BROKEN)])
def test_a_plan_that_adds_up_to_nothing_is_kept_by_nothing(made, want) -> None:
    """A gain and a loss were planned: something was due, and it makes zero."""
    plan = tuple(D(p) for p in ["10", "-10", *["12"] * 10])
    running = race(
        units("A"),
        [target("A", "120", "profit", months=plan)],
        [monthly("A", ["10", str(D(made) - 10)], "profit")],
        scheme(item("profit"), convention=Convention.PLAN),
        ALL,
    )
    (found,) = streaks_at(ruled(running, EVERY), Month(YEAR, 2))
    assert (want, None) == (found.verdict.outcome, found.verdict.ratio)


# --- Which indicators, and how together -------------------------------------------------


def two(
    revenue: str, profit: str | None, rule: StreakRule, year: str = "120"
) -> Streak:
    """A unit with 60 % of weight on revenue and 40 % on profit, 10 due of each."""
    running = race(
        units("A"),
        [target("A", "120"), target("A", year, "profit")],
        [monthly("A", [revenue]), monthly("A", [profit], "profit")],
        scheme(item(weight="60"), item("profit", "40")),
        ALL,
    )
    (found,) = streaks_at(ruled(running, rule), Month(YEAR, 1))
    return found


def test_all_of_them_or_those_named() -> None:
    assert BROKEN is two("10", "9", EVERY).verdict.outcome
    assert "profit" == two("10", "9", EVERY).verdict.indicator
    named = replace(EVERY, indicators=("revenue",))
    assert KEPT is two("10", "9", named).verdict.outcome
    assert KEPT is two("10", None, named).verdict.outcome
    assert UNSAID is two("10", None, EVERY).verdict.outcome
    assert BROKEN is two("9", None, EVERY).verdict.outcome


def test_the_weighted_tree_lets_one_make_up_for_another() -> None:
    tree = replace(EVERY, together=Together.WEIGHTED)
    assert KEPT is two("12", "7", tree).verdict.outcome  # 0.6 · 1.2 + 0.4 · 0.7 = 1
    short = two("12", "6.99", tree)
    assert BROKEN is short.verdict.outcome
    assert F("0.9996") == short.verdict.ratio
    assert short.verdict.indicator is None
    assert (
        "not kept: January 2022, all indicators together at 99.96% of the plan to date"
    ) == str(streak_words(short, {}))
    assert UNSAID is two("12", None, tree).verdict.outcome
    assert F(1) == two("10", "0", tree, year="0").verdict.ratio  # a zero target kept
    assert F("0.6") == two("10", "-1", tree, year="0").verdict.ratio


# --- Losses, lower is better, levels, zero ------------------------------------------------


def at_june(indicator: Indicator, year: str, made: str, **more) -> dict:
    running = race(
        units("A"),
        [target("A", year, indicator.code)],
        [monthly("A", ["0"] * 5 + [made], indicator.code, Basis.TO_DATE)],
        scheme(item(indicator.code, **more)),
        ALL,
    )
    kinds = (StreakKind.HALF_YEAR, StreakKind.DOUBLE_HALF)
    found = streaks_at(ruled(running, *map(StreakRule, kinds)), Month(YEAR, 6))
    return {one.rule.kind: one.verdict.outcome for one in found}


@pytest.mark.parametrize(
    ("indicator", "year", "kept", "broken"),
    [
        (PROFIT, "-100", "-50", "-50.01"),  # a loss of at most half so far
        (COST, "100", "50", "50.01"),
        (DEBT, "65", "65", "65.01"),  # a level has no half: as planned
        (PROFIT, "0", "0", "-0.01"),
        (COST, "0", "0", "0.01"),
        (COST, "100", "0", "51"),
    ],
)
def test_losses_costs_and_levels(indicator, year, kept, broken) -> None:
    for forms in ({}, {"lower_form": LowerForm.RATIO}):
        assert {KEPT} == set(at_june(indicator, year, kept, **forms).values())
        assert {BROKEN} == set(at_june(indicator, year, broken, **forms).values())


@pytest.mark.parametrize(
    ("indicator", "year", "made", "said"),
    [
        (REVENUE, "100", "49", "营业收入 at 98.00% of half of the year's target"),
        (DEBT, "50", "51", "资产负债率 at 98.00% of the plan to date"),
        (COST, "0", "1", "费用"),
    ],
)
def test_what_was_to_be_reached_is_told(indicator, year, made, said) -> None:
    rule = StreakRule(StreakKind.DOUBLE_HALF)
    running = race(
        units("A"),
        [target("A", year, indicator.code)],
        [monthly("A", ["0"] * 5 + [made], indicator.code)],
        scheme(item(indicator.code)),
        ALL,
    )
    (found,) = streaks_at(ruled(running, rule), Month(YEAR, 6))
    names = {one.code: one for one in ALL}
    assert f"not kept: June 2022, {said}" == str(streak_words(found, names))


# --- Earlier months as they stood -------------------------------------------------------


def test_earlier_months_are_judged_as_they_stood() -> None:
    """The target was raised in March; what January and February kept stays kept."""
    was = race(units("A"), [target("A", "120")], [monthly("A", ["10", "10"])])
    now = race(units("A"), [target("A", "240")], [monthly("A", ["10", "10", "40"])])
    march, ruling = Month(YEAR, 3), ruled(now, EVERY)
    (by_now,) = streaks_at(ruling, march)
    assert (BROKEN, Month(YEAR, 1)) == (by_now.verdict.outcome, by_now.month)
    before = {Month(YEAR, 1): was, Month(YEAR, 2): was}
    (by_then,) = streaks_at(ruling, march, before=before)
    assert KEPT is by_then.verdict.outcome
    (half_known,) = streaks_at(ruling, march, before={Month(YEAR, 1): was})
    assert Month(YEAR, 2) == half_known.month


def test_who_was_no_part_of_the_group_then_is_asked_since_it_is() -> None:
    now = race(units("AB"), [target(c, "120") for c in "AB"], [monthly(c, ["10", "10"]) for c in "AB"])  # fmt: skip
    was = race(units("A"), [target("A", "120")], [monthly("A", ["10"])])
    found = streaks_at(ruled(now, EVERY), Month(YEAR, 2), before={Month(YEAR, 1): was})
    assert [KEPT, KEPT] == [one.verdict.outcome for one in found]


# --- Whatever the figures ---------------------------------------------------------------

CENTS = st.integers(-3000, 3000).map(lambda n: D(n).scaleb(-2))
KINDS = st.sampled_from([REVENUE, PROFIT, COST])


@tried(400)
@given(KINDS, CENTS.filter(bool), CENTS, st.sampled_from(LowerForm))
def test_kept_is_what_the_core_calls_achieved(
    indicator: Indicator, year, made, form: LowerForm
) -> None:
    """Kept is an achievement of one or more; for a plain target half is half."""
    running = race(
        units("A"),
        [target("A", str(year), indicator.code)],
        [monthly("A", ["0"] * 5 + [str(made)], indicator.code)],
        scheme(item(indicator.code, lower_form=form)),
        ALL,
    )
    found = position_of(running, units("A")[0], indicator.code, Month(YEAR, 6), form)
    verdict = known(to_date(found, form))
    if found.achievement is not None:
        assert (found.achievement >= 1) is (verdict.outcome is KEPT)
    assert (verdict.outcome is KEPT) is ((made - year / 2) * indicator.sign >= 0)
    plain = (year > 0) is (indicator.direction is Direction.HIGHER)
    if plain:
        done = double_half(known(found.completion))
        assert done is (known(half(found, form)).outcome is KEPT)


@tried(200)
@given(st.lists(st.one_of(st.none(), st.integers(0, 30)), min_size=12, max_size=12))
def test_of_any_year(figures) -> None:
    texts = [None if one is None else str(one) for one in figures]
    running = ruled(
        race(units("A"), [target("A", "120")], [monthly("A", texts)]), EVERY
    )
    told = [streaks_at(running, Month(YEAR, n))[0] for n in range(1, 13)]
    gone = False
    for number, found in enumerate(told, start=1):
        to_here = figures[:number]
        sums = [sum(to_here[: n + 1]) if None not in to_here[: n + 1] else None for n in range(number)]  # fmt: skip
        behind = any(s is not None and s < 10 * n for n, s in enumerate(sums, start=1))
        want = BROKEN if behind else UNSAID if None in sums else KEPT
        assert want is found.verdict.outcome
        assert not (gone and found.verdict.outcome is KEPT)  # once lost, never won back
        gone = gone or found.verdict.outcome is not KEPT
