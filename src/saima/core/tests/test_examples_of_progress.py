"""Examples of completion, schedule, months and working days."""

from __future__ import annotations

from datetime import date, timedelta

from saima.core.calendars import Calendar
from saima.core.curves.kinds import linear
from saima.core.figures import Basis, Series, cumulative_faults
from saima.core.indicators import Direction, RollUp
from saima.core.periods import Month, months_of
from saima.core.progress import (
    Convention,
    LowerForm,
    double_half,
    group_ratio,
    growth,
    lead,
    plan_share,
    ratio,
    schedule_share,
    zero_target,
)
from saima.core.targets import EVEN, apportion, plan_to_date, reconcile
from saima.core.tests.exact import D, F, all_printed, fractions, known, printed
from saima.core.tests.examples import Example, published_calendar, shows


@shows("lower_is_better_two_conventions")
def test_less_is_better_in_two_forms(example: Example) -> None:
    for form in LowerForm:
        found = [
            ratio(D(a), D(example.inputs["target"]), Direction.LOWER, form)
            for a in example.inputs["actuals"]
        ]
        want = example.expected[form]
        assert want == all_printed(found, want)


@shows("negative_target_formulas_compared")
def test_a_loss_target_is_completed_as_recommended(example: Example) -> None:
    """The plain ratio is what it would be if larger losses were better."""
    goal, want = D(example.inputs["target"]), example.expected
    actuals = [D(a) for a in example.inputs["actuals"]]
    plain = [ratio(a, goal, Direction.LOWER) for a in actuals]
    gap = [lead(a, goal, goal) for a in actuals]
    recommended = [ratio(a, goal) for a in actuals]
    assert want["plain_ratio"] == all_printed(plain, want["plain_ratio"])
    assert want["gap_over_abs_target"] == all_printed(gap, want["gap_over_abs_target"])
    assert want["recommended"] == all_printed(recommended, want["recommended"])


@shows("positive_target_negative_actual")
def test_a_loss_against_a_profit_target(example: Example) -> None:
    goal, actual = D(example.inputs["target"]), D(example.inputs["actual"])
    want, found = example.expected, known(ratio(actual, goal))
    assert want["recommended"] == printed(found, want["recommended"])
    assert want["qa_wrong"] == printed(lead(actual, goal, goal), want["qa_wrong"])
    floored = linear(F(1)).value(found)
    assert want["scored_with_floor_zero"] == printed(floored, "0.0")


@shows("zero_target")
def test_a_zero_target_has_a_name_and_no_rate(example: Example) -> None:
    rates, labels = [], []
    for case in example.inputs["cases"]:
        lower = case.get("lower_is_better", False)
        direction = Direction.LOWER if lower else Direction.HIGHER
        rates.append(ratio(D(case["actual"]), D(case["target"]), direction))
        labels.append(zero_target(D(case["actual"]), direction))
    assert (example.expected["rates"], example.expected["labels"]) == (rates, labels)


@shows("growth_with_nonpositive_base")
def test_growth_is_a_rate_on_a_positive_base_only(example: Example) -> None:
    cases, want = example.inputs["cases"], example.expected
    found = [growth(D(case["last"]), D(case["now"])) for case in cases]
    assert want["growth"] == all_printed([g.ratio for g in found], want["growth"])
    assert want["label"] == [g.kind for g in found]
    assert [D(a) for a in want["amount"]] == [g.amount for g in found]


@shows("group_rate_is_ratio_of_sums")
def test_a_groups_rate_is_the_ratio_of_sums(example: Example) -> None:
    pairs = [(D(u["actual"]), D(u["target"])) for u in example.inputs["units"]]
    want, rates = example.expected, [F(a) / F(t) for a, t in pairs]
    assert want["ratio_of_sums"] == printed(group_ratio(pairs), want["ratio_of_sums"])
    assert want["mean_of_rates"] == printed(
        sum(rates) / len(rates), want["mean_of_rates"]
    )


@shows("in_month_versus_cumulative")
def test_a_unit_behind_in_a_month_may_be_ahead_to_date(example: Example) -> None:
    plan, done = ([D(v) for v in example.inputs[k]] for k in ("plan", "actual"))
    series, want = Series(Basis.IN_PERIOD, tuple(done)), example.expected
    alone, so_far = [], []
    for n in range(1, len(plan) + 1):
        here = known(series.in_period(n, since=1, roll_up=RollUp.SUM))
        to_date = known(series.to_date(n, since=1, roll_up=RollUp.SUM))
        alone.append(known(ratio(here, plan[n - 1])))
        so_far.append(known(ratio(to_date, plan_to_date(plan, n))))
    assert want["in_month"] == all_printed(alone, want["in_month"])
    assert want["cumulative"] == all_printed(so_far, want["cumulative"])
    assert want["month_red"] == [r >= 1 for r in alone]
    assert want["cumulative_red"] == [r >= 1 for r in so_far]


@shows("cumulative_series_must_not_fall")
def test_a_series_to_date_fits_its_months(example: Example) -> None:
    to_date = [D(v) for v in example.inputs["reported_cumulative"]]
    months = [D(v) for v in example.inputs["monthly"]]
    found = cumulative_faults(to_date, months)
    assert example.expected["falls_at"] == [str(n) for n in found.falls_at]
    assert example.expected["mismatch_at"] == [str(n) for n in found.mismatch_at]


@shows("airport_end_september_2024")
def test_the_lead_of_the_airport_by_three_conventions(example: Example) -> None:
    given, want = example.inputs, example.expected
    actual, year = D(given["actual"]), F(given["annual_plan"])
    assert want["completion"] == printed(ratio(actual, year), want["completion"])
    month, calendar = Month(2024, int(given["month"])), published_calendar(2024)
    assert given["as_of"] == month.last_day.isoformat()
    for name, share_name, convention in (
        ("month", "linear_month", Convention.MONTH),
        ("day", "linear_day", Convention.DAY),
        ("workday", "workday", Convention.WORKDAY),
    ):
        share = schedule_share(convention, month, calendar)
        ahead = known(lead(actual, year * share, year))
        assert want[share_name] == printed(share, want[share_name])
        key = f"ahead_{name}_pp"
        assert want[key] == printed(ahead * 100, want[key])


@shows("airport_end_september_2024")
def test_the_days_behind_the_airports_shares(example: Example) -> None:
    given, calendar = example.inputs, published_calendar(2024)
    month, first = Month(2024, 9), date(2024, 1, 1)
    gone = calendar.working_days(first, month.last_day)
    assert given["workdays_elapsed"] == str(gone)
    assert given["workdays_total"] == str(calendar.working_days_in_year(2024))
    assert F(int(given["days_elapsed"]), int(given["days_total"])) == schedule_share(
        Convention.DAY, month, calendar
    )


@shows("published_linear_month_gap")
def test_a_published_lead_proves_the_convention_by_month(example: Example) -> None:
    """What was printed was rounded before: half a unit of its last digit is allowed."""
    want = example.expected
    due = F(int(example.inputs["month"]), 12)
    leads = [lead(c, due, F(1)) for c in fractions(example.inputs["completions"])]
    for found, said in zip(leads, fractions(want["ahead_pp"]), strict=True):
        assert abs(known(found) * 100 - said) <= F(want["tolerance_pp"])


@shows("plan_based_versus_linear_sign_flip")
def test_the_convention_may_change_the_sign(example: Example) -> None:
    given, want = example.inputs, example.expected
    plan, done = [D(v) for v in given["monthly_plan"]], D(given["actual_cumulative"])
    year, due = sum(plan, D(0)), plan_to_date(plan, int(given["month"]))
    by_month = F(year) * F(int(given["month"]), 12)
    completion = known(ratio(done, year))
    assert D(want["annual"]) == year
    assert want["completion"] == printed(completion, want["completion"])
    assert want["plan_share"] == printed(plan_share(due, year), want["plan_share"])
    ahead, behind = known(lead(done, due, year)), known(lead(done, by_month, year))
    assert want["ahead_plan_pp"] == printed(ahead * 100, want["ahead_plan_pp"])
    assert want["ahead_linear_pp"] == printed(behind * 100, want["ahead_linear_pp"])
    to_date = ratio(done, due)
    assert want["rate_to_plan_to_date"] == printed(
        to_date, want["rate_to_plan_to_date"]
    )
    assert want["double_half"] is double_half(completion)


@shows("double_half_june_30_2026")
def test_half_of_the_target_at_mid_year(example: Example) -> None:
    want, calendar = example.expected, published_calendar(2026)
    june = Month(int(example.inputs["year"]), 6)
    for name, convention in (
        ("month_share", Convention.MONTH),
        ("day_share", Convention.DAY),
        ("workday_share", Convention.WORKDAY),
    ):
        share = schedule_share(convention, june, calendar)
        assert want[name] == printed(share, want[name])
    halves = [double_half(D(case)) for case in example.inputs["cases"]]
    assert want["double_half"] == halves


@shows("even_decomposition_68_3", "weighted_decomposition")
def test_a_breakdown_ties_to_its_total(example: Example) -> None:
    given, want = example.inputs, example.expected
    weights = fractions(given["weights"]) if "weights" in given else EVEN
    assert len(weights) == int(given.get("parts", len(weights)))
    parts = apportion(D(given["total"]), weights, decimals=int(given["decimals"]))
    assert want["values"] == [str(part) for part in parts]
    assert 0 == reconcile(D(want["sum"]), parts)


@shows("monthly_workdays_2026", "monthly_workdays_2025")
def test_the_working_days_of_a_year(example: Example) -> None:
    year, want = int(example.inputs["year"]), example.expected
    calendar, january = published_calendar(year), date(year, 1, 1)
    months = [calendar.working_days_in_month(year, n) for n in range(1, 13)]
    to_date = [calendar.working_days(january, m.last_day) for m in months_of(year)]
    assert want["by_month"] == [str(n) for n in months]
    assert want["cumulative"] == [str(n) for n in to_date]
    assert want["total"] == str(calendar.working_days_in_year(year))


def calendar_with(holidays: int) -> Calendar:
    """A year of 365 days and 104 days of rest, with so many weekdays off."""
    week_days = [date(2025, 1, 1) + timedelta(days=n) for n in range(31)]
    off = [day for day in week_days if day.weekday() < 5][:holidays]
    return Calendar(frozenset({2025}), frozenset(off), frozenset())


@shows("statutory_average_workdays")
def test_the_average_working_and_paid_days_of_a_month(example: Example) -> None:
    """Holidays are paid: paid days are the working days of a year without any."""
    want = example.expected
    for n, case in enumerate(example.inputs["cases"]):
        worked = calendar_with(int(case["holidays"])).working_days_in_year(2025)
        paid = calendar_with(0).working_days_in_year(2025)
        assert int(case["days"]) - int(case["rest"]) == paid
        assert want["year"][n] == str(worked)
        assert want["month"][n] == printed(F(worked, 12), want["month"][n])
        assert want["pay_days"][n] == printed(F(paid, 12), want["pay_days"][n])
