"""Where an entrant stands: which subjects make it, which months, and what cannot be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from saima.core.curves.kinds import ladder, linear
from saima.core.figures import Basis, Series, cumulative_faults
from saima.core.indicators import Direction, IndicatorKind, RollUp
from saima.core.intervals import Interval
from saima.core.lights import Band, Light, LightMeasure, LightTable
from saima.core.periods import Month, months_of
from saima.core.positions import Position, Status
from saima.core.progress import Convention, LowerForm
from saima.core.races import Race, Unranked, position_of
from saima.core.schemes import Measure, ZeroTargetRule
from saima.core.scoring import Reason, add_up, measured
from saima.core.subjects import Subject, SubjectKind, Subjects, cycles
from saima.core.tests.exact import D, F, known
from saima.core.tests.made import (
    JUNE,
    REVENUE,
    YEAR,
    by_code,
    closed,
    even,
    item,
    monthly,
    only_item,
    opened,
    race,
    scheme,
    target,
    units,
)

(A,) = units("A")
P, Q = (Subject(c, c, SubjectKind.PROJECT, parent="A") for c in "pq")
MAY, JULY = Month(YEAR, 5), Month(YEAR, 7)
COST = replace(REVENUE, direction=Direction.LOWER)
LEVEL = replace(REVENUE, kind=IndicatorKind.RATE, roll_up=RollUp.LAST)
CHECKLIST = replace(REVENUE, kind=IndicatorKind.CHECKLIST)
SECOND_HALF = tuple(D(0) if n < 7 else D(2) for n in range(1, 13))


def here(running: Race, month: Month = JUNE) -> Position:
    return position_of(running, A, "revenue", month)


def test_a_whole_and_its_parts_are_not_counted_twice() -> None:
    goals = [target("A", "30"), target("p", "10"), target("q", "20")]
    found = here(race([A, P, Q], goals, [even(c, "5") for c in "Apq"]))
    assert (D(30), D(10)) == (found.target, found.actual_to_date)
    assert ["p", "q"] == [part.subject.code for part in found.parts]


def test_a_unit_without_parts_carries_itself() -> None:
    found = here(race([A, P], [target("A", "30")], [even("A", "5")]))
    assert (D(30), D(5)) == (found.target, found.actual_to_date)


def test_parts_of_parts_are_the_lowest() -> None:
    deeper = Subject("x", "x", SubjectKind.PARCEL, parent="p")
    running = race([A, P, deeper], [target(c, "9") for c in "px"], [even("x", "3")])
    assert ["x"] == [s.code for s in running.carriers("A", "revenue")]


def test_one_missing_part_makes_the_whole_missing() -> None:
    running = race([A, P, Q], [target(c, "10") for c in "pq"], [even("p", "5")])
    found = here(running)
    assert (Status.MISSING, None, D(5)) == (
        found.status,
        found.actual_to_date,
        found.reported_so_far,
    )
    assert [Q] == list(found.missing_subjects)


def test_one_part_without_a_target_leaves_nothing_to_compare() -> None:
    running = race([A, P, Q], [target("p", "10")], [even(c, "5") for c in "pq"])
    found = here(running)
    assert (Status.NO_TARGET, None) == (found.status, found.completion)
    assert [Q] == list(found.without_target)


def test_a_part_to_which_it_does_not_apply_is_left_out() -> None:
    goals = [target("p", "10"), target("q", None, applicable=False)]
    found = here(race([A, P, Q], goals, [even("p", "5")]))
    assert (Status.OK, D(10)) == (found.status, found.target)


def test_months_before_opening_are_not_missing() -> None:
    figures = [monthly("A", [None, None, None, None, "3", "4"])]
    young = race([opened(A, 5)], [target("A", "80")], figures)
    old = race([A], [target("A", "80")], figures)
    assert [D(7), None] == [here(r).actual_to_date for r in (young, old)]


def test_an_entrant_runs_while_it_is_open() -> None:
    running = race([closed(A, 6)], [target("A", "12")], [monthly("A", ["1"] * 7)])
    assert [1, 0] == [len(by_code(running, month)) for month in (JUNE, JULY)]
    later = race([opened(A, 7)], [target("A", "12")], [monthly("A", ["1"] * 7)])
    assert [0, 1] == [len(by_code(later, month)) for month in (JUNE, JULY)]


def test_what_a_finished_project_made_stays() -> None:
    figures = [monthly("p", ["2"] * 5), monthly("q", ["1"] * 6)]
    goals = [target("p", "10"), target("q", "12")]
    running = race([A, closed(P, 5), Q], goals, figures)
    found = here(running)
    assert (Status.OK, D(22), D(16)) == (
        found.status,
        found.target,
        found.actual_to_date,
    )
    assert (D(15), D(3)) == (
        here(running, MAY).actual_to_date,
        here(running, MAY).actual_in_period,
    )


def test_a_project_not_yet_opened_has_made_nothing() -> None:
    """Its target is part of the year's; a project of another year is not."""
    last_year = replace(Q, closed=Month(YEAR - 1, 12))
    figures = [monthly("p", [None] * 8 + ["5"]), monthly("q", [])]
    goals = [target(c, "10") for c in "pq"]
    running = race([A, opened(P, 9), last_year], goals, figures)
    found = [here(running, month) for month in (JUNE, Month(YEAR, 9))]
    assert [D(0), D(5)] == [f.actual_to_date for f in found]
    assert [D(10), D(10)] == [f.target for f in found]


def test_a_level_is_gone_with_its_project() -> None:
    figures = [monthly("p", ["80"] * 5), monthly("q", ["60"] * 6)]
    goals = [target(c, "100") for c in "pq"]
    running = race([A, closed(P, 5), Q], goals, figures, indicators=[LEVEL])
    assert D(60) == here(running).actual_to_date


@pytest.mark.parametrize(
    ("number", "open_now", "in_year"),
    [(2, False, True), (3, True, True), (9, True, True), (10, False, True)],
)
def test_both_ends_of_its_life_belong_to_it(number, open_now, in_year) -> None:
    subject = closed(opened(A, 3), 9)
    assert open_now is subject.open_in(Month(YEAR, number))
    assert in_year is subject.open_during(YEAR)
    assert [False, False] == [subject.open_during(YEAR + n) for n in (1, -1)]


def test_a_level_is_compared_with_the_level_planned() -> None:
    levels = tuple(D(50 + n) for n in range(1, 13))
    goal = [target("A", "62", months=levels)]
    found = here(
        race([A], goal, [monthly("A", ["0"] * 5 + ["56"])], indicators=[LEVEL])
    )
    assert (F(56), F(1), F(28, 31)) == (
        found.plan_to_date,
        found.achievement,
        found.completion,
    )


def test_the_plans_of_the_months_make_the_plan_to_date() -> None:
    running = race([A], [target("A", "120")], [])
    found = [here(running, month) for month in months_of(YEAR)]
    assert [F(10)] * 12 == [position.plan_in_period for position in found]
    assert [F(10 * n) for n in range(1, 13)] == [p.plan_to_date for p in found]


def test_a_checklist_goes_by_its_due_dates() -> None:
    goal, figures = [target("A", "12", months=SECOND_HALF)], [monthly("A", ["0"] * 7)]
    by_dates = race([A], goal, figures, indicators=[CHECKLIST])
    by_month = race([A], goal, figures)
    assert [0, 6] == [here(r).plan_to_date for r in (by_dates, by_month)]
    assert [2, 7] == [here(r, JULY).plan_to_date for r in (by_dates, by_month)]


def test_what_is_not_due_does_not_count_yet() -> None:
    goal, figures = [target("A", "12", months=SECOND_HALF)], [monthly("A", ["0"] * 7)]
    running = race([A], goal, figures, scheme(convention=Convention.PLAN))
    june, july = only_item(running), only_item(running, month=JULY)
    assert (Status.NOT_APPLICABLE, Reason.NOT_DUE) == (june.status, june.reason)
    assert (Status.OK, D(0)) == (july.status, july.points)


def test_a_month_of_no_plan_does_not_count_by_the_month() -> None:
    goal, figures = [target("A", "12", months=SECOND_HALF)], [monthly("A", ["0"] * 7)]
    rules = scheme(item(measure=Measure.IN_PERIOD), convention=Convention.PLAN)
    running = race([A], goal, figures, rules)
    assert Reason.NOT_DUE is only_item(running).reason
    assert D(0) == only_item(running, month=JULY).points


@pytest.mark.parametrize(
    ("done", "indicator", "points"),
    [("0", REVENUE, 80), ("1", REVENUE, 100), ("-1", REVENUE, 10), ("1", COST, 10)],
)
def test_a_zero_target_scores_by_its_rule(done: str, indicator, points: int) -> None:
    rule = ZeroTargetRule(met=F("0.8"), better=F(1), worse=F("0.1"))
    rules = scheme(item(zero_target=rule))
    running = race([A], [target("A", "0")], [even("A", done)], rules, [indicator])
    scored = only_item(running)
    assert (Status.ZERO_TARGET, points) == (scored.status, scored.points)
    assert scored.position.completion is None


def test_a_zero_target_without_a_rule_is_not_scored() -> None:
    running = race([A], [target("A", "0")], [even("A", "0")])
    assert Reason.NO_RULE is only_item(running).reason
    assert Unranked.CANNOT_COMPUTE is by_code(running)["A"].unranked


def test_without_a_target_the_figure_alone_may_count() -> None:
    rule = ladder([(F(10), F(100))], otherwise=F(0))
    absolute = scheme(item(curve=rule, measure=Measure.ACTUAL))
    by_figure = race([A], [], [even("A", "10")], absolute)
    by_target = race([A], [], [even("A", "10")])
    assert [D(100), None] == [only_item(r).points for r in (by_figure, by_target)]
    assert Status.NO_TARGET is only_item(by_target).status


def test_a_target_left_open_is_no_target() -> None:
    found = here(race([A], [target("A", None)], [even("A", "10")]))
    assert (Status.NO_TARGET, (A,)) == (found.status, found.without_target)


def test_without_target_or_figure_nothing_can_be_said() -> None:
    running = race([A], [], [])
    assert Status.NO_TARGET is here(running).status
    assert Unranked.CANNOT_COMPUTE is by_code(running)["A"].unranked


@pytest.mark.parametrize(
    ("measure", "x"),
    [
        (Measure.ACHIEVEMENT, F("0.9")),
        (Measure.COMPLETION, F("0.45")),
        (Measure.LEAD, F(-5)),
        (Measure.IN_PERIOD, F("5.4")),
        (Measure.ACTUAL, F(90)),
    ],
)
def test_what_goes_into_a_curve(measure: Measure, x) -> None:
    running = race([A], [target("A", "200")], [even("A", "90")])
    assert x == measured(measure, here(running))
    assert measured(measure, Position(REVENUE, Status.NO_TARGET)) is None


def test_a_cost_is_completed_by_the_form_of_its_item() -> None:
    def points(form: LowerForm):
        rules = scheme(
            item(curve=linear(F(100)), measure=Measure.COMPLETION, lower_form=form)
        )
        running = race([A], [target("A", "100")], [even("A", "80")], rules, [COST])
        return only_item(running).points

    assert [D(120), D(125)] == [points(LowerForm.LINEAR), points(LowerForm.RATIO)]


LIGHTS = LightTable(
    LightMeasure.LEAD,
    (
        Band("绿灯", Light.GREEN, Interval(F(0), None)),
        Band("黄灯", Light.YELLOW, Interval(F(-10), F(0))),
        Band("红灯", Light.RED, Interval(None, F(-10))),
    ),
)


@pytest.mark.parametrize(
    ("done", "light"),
    [("100", "绿灯"), ("99.99", "黄灯"), ("80", "黄灯"), ("79", "红灯")],
)
def test_a_light_shines_by_the_lead(done: str, light: str) -> None:
    rules = scheme(item_lights=LIGHTS)
    running = race([A], [target("A", "200")], [even("A", done)], rules)
    assert light == known(only_item(running).light).name
    assert light == known(by_code(running)["A"].light).name


@pytest.mark.parametrize(("done", "light"), [("0", "绿灯"), ("3", "红灯")])
def test_a_target_of_zero_is_lit_as_kept_or_broken(done: str, light: str) -> None:
    rule = ZeroTargetRule(F(1), F(1), F(0))
    rules = scheme(item(zero_target=rule), item_lights=LIGHTS)
    running = race([A], [target("A", "0")], [even("A", done)], rules, [COST])
    assert light == known(only_item(running).light).name
    unlit = replace(running, scheme=replace(rules, item_lights=None))
    assert only_item(unlit).light is None


def test_the_gravest_light_is_that_of_the_entrant() -> None:
    running = race(
        [A],
        [target("A", "200"), target("A", "200", "profit")],
        [even("A", "100"), even("A", "10", "profit")],
        scheme(item(weight="50"), item("profit", "50"), item_lights=LIGHTS),
        [REVENUE, replace(REVENUE, code="profit")],
    )
    assert Light.RED is known(by_code(running)["A"].light).light


def test_a_table_over_scores_lights_the_entrant() -> None:
    table = replace(LIGHTS, measure=LightMeasure.SCORE)
    rules = scheme(item_lights=LIGHTS, standing_lights=table)
    running = race([A], [target("A", "200")], [even("A", "10")], rules)
    found = by_code(running)["A"]
    assert (Light.GREEN, D("10.00")) == (known(found.light).light, found.score)


def test_points_that_are_not_there_are_not_added() -> None:
    tree = scheme().groups[0].tree
    with pytest.raises(ValueError, match="revenue has no points"):
        add_up(tree, {"revenue": None})
    assert add_up(tree, {}) is None
    assert add_up(tree, {"revenue": D(7)}) is not None


def test_the_month_alone_of_sums_to_date() -> None:
    sums = Series(Basis.TO_DATE, tuple(D(n) for n in (1, 3, 6)) + (None,) * 9)
    alone = [sums.in_period(n, since=1, roll_up=RollUp.SUM) for n in (1, 2, 3, 4)]
    assert [1, 2, 3, None] == alone
    assert D(3) == sums.in_period(2, since=2, roll_up=RollUp.SUM)
    assert D(3) == sums.in_period(2, since=1, roll_up=RollUp.LAST)


def test_a_series_to_date_that_fits_has_no_faults() -> None:
    sums, months = [D(1), D(3), None], [D(1), D(2), D(5)]
    assert ((), ()) == (
        cumulative_faults(sums, months).falls_at,
        cumulative_faults(sums, months).mismatch_at,
    )
    assert (1,) == cumulative_faults([D(-1)], [D(-1)]).falls_at


@pytest.mark.parametrize(("month", "at"), [("1", (2,)), ("2", ()), ("3", (2,))])
def test_a_month_must_fit_its_series_both_ways(month: str, at: tuple) -> None:
    assert at == cumulative_faults([D(1), D(3)], [D(1), D(month)]).mismatch_at


def test_circles_of_parents_are_told_once() -> None:
    assert (("b", "c"),) == cycles({"a": "b", "b": "c", "c": "b", "d": None})
    assert (("a",),) == cycles({"a": "a"})
    assert () == cycles({"a": "b", "b": None, "c": "nobody"})


def test_subjects_are_found_by_code_or_name() -> None:
    tree = Subjects([A, P, Q])
    assert [A, A, None] == [tree.find(text) for text in ("A", "A 公司", "B")]
    assert ((P, Q), 3) == (tuple(tree.below("A")), len(tree))
    assert tree["p"] is P
