"""What is due, and when: phasing against convention, parts that come back to zero."""

from __future__ import annotations

from dataclasses import replace

import pytest

from saima.core.curves.kinds import Efficacy, ladder, linear
from saima.core.indicators import Direction
from saima.core.periods import Month
from saima.core.positions import Status
from saima.core.progress import Convention, LowerForm
from saima.core.races import Unranked, standings_at
from saima.core.schemes import Measure
from saima.core.scoring import Reason
from saima.core.subjects import Subject
from saima.core.tests.exact import D, F
from saima.core.tests.made import (
    REVENUE,
    YEAR,
    by_code,
    even,
    item,
    only_item,
    race,
    ranks,
    scheme,
    simple,
    target,
    units,
)

(A,) = units("A")
SECOND_HALF = tuple(D(0) if n < 7 else D(2) for n in range(1, 13))
BACK_TO_ZERO = tuple(D(-5) if n < 7 else D(5) for n in range(1, 13))


def test_by_month_the_phasing_excuses_nobody() -> None:
    goal = target("A", "12", months=SECOND_HALF)
    scored = only_item(race([A], [goal], [even("A", "3")]))
    assert (F(6), F(1, 2)) == (
        scored.position.plan_to_date,
        scored.position.achievement,
    )
    assert D(50) == scored.points


def test_a_part_of_zero_keeps_its_months() -> None:
    parts = [Subject(c, c, parent="A") for c in "pq"]
    goals = [
        target("p", "0", months=BACK_TO_ZERO),
        target("q", "120", months=(D(10),) * 12),
    ]
    rules = scheme(convention=Convention.PLAN)
    running = race([A, *parts], goals, [even("p", "-30"), even("q", "60")], rules)
    assert F(30) == only_item(running).position.plan_to_date


def test_no_standards_make_no_curve() -> None:
    with pytest.raises(ValueError, match="standard"):
        Efficacy(F(20), {}).curve()


def test_a_unit_opened_in_the_year_is_due_by_its_own_part_of_the_year() -> None:
    new = replace(A, opened=Month(YEAR, 5))
    found = only_item(race([new], [target("A", "80")], [even("A", "10")]))
    assert F(20) == found.position.plan_to_date  # May and June of eight months


def test_what_is_not_due_is_still_reported_as_zero() -> None:
    rules = scheme(convention=Convention.PLAN)
    goal = target("A", "12", months=SECOND_HALF)
    silent, said = (
        race([A], [goal], [], rules),
        race([A], [goal], [even("A", "0")], rules),
    )
    assert Unranked.MISSING is by_code(silent)["A"].unranked
    assert Reason.NOT_DUE is only_item(said).reason


def test_two_levels_of_a_ladder_do_not_begin_at_one_value() -> None:
    twice = [(F(1), F(5)), (F(1), F(9))]
    with pytest.raises(ValueError, match="begin"):
        ladder(twice, otherwise=F(0))
    assert ladder(twice[:1], otherwise=F(0)).value(F(1)) == 5


def test_a_month_of_another_year_has_no_standings() -> None:
    running = race([A], [target("A", "12")], [even("A", "6")])
    with pytest.raises(ValueError, match="year"):
        standings_at(running, Month(YEAR + 1, 1))
    assert standings_at(running, Month(YEAR, 1))


def test_nothing_left_by_the_ratio_form_earns_the_end_of_the_curve() -> None:
    rules = scheme(
        item(
            measure=Measure.COMPLETION,
            lower_form=LowerForm.RATIO,
            curve=linear(F(100), cap=F(6, 5)),
        )
    )
    cost = replace(REVENUE, direction=Direction.LOWER)
    best = race([A], [target("A", "100")], [even("A", "0")], rules, [cost])
    assert D(120) == only_item(best).points


def test_a_tie_is_not_broken_by_decimals_that_nobody_sees() -> None:
    close, apart = {"A": "130.001", "B": "130.0012"}, {"A": "130.02", "B": "130"}
    assert {"A": 1, "B": 1} == ranks(simple(close, tie_break=("revenue",)))
    assert {"A": 1, "B": 2} == ranks(simple(apart, tie_break=("revenue",)))


def test_a_plan_that_adds_up_to_nothing_has_no_rate() -> None:
    months = tuple(D(n) for n in (-5, -5, -5, 5, 5, 5, 0, 0, 0, 0, 0, 100))
    rules = scheme(convention=Convention.PLAN)
    goal = target("A", "100", months=months)
    scored = only_item(race([A], [goal], [even("A", "50")], rules))
    assert (Status.ZERO_TARGET, None) == (scored.status, scored.points)
    computed = only_item(race([A], [target("A", "100")], [even("A", "50")]))
    assert Status.OK is computed.status
