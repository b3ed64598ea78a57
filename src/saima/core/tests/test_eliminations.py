"""What units of one group sold to each other is taken off the group's total once."""

from __future__ import annotations

from saima.core.positions import Status
from saima.core.races import position_of
from saima.core.subjects import Subject, SubjectKind
from saima.core.tests.exact import D, F
from saima.core.tests.made import JUNE, even, race, target, units

PAIR = Subject("AB", "A销B", SubjectKind.ELIMINATION, parent="G")


def group(*more: Subject) -> list[Subject]:
    below = [one.under("G") for one in units("AB")]
    return [Subject("G", "集团"), *below, *more]


def test_internal_sales_leave_the_units_as_they_are_and_the_group_less() -> None:
    running = race(
        group(PAIR),
        [target("A", "600"), target("B", "600")],
        [even("A", "300"), even("B", "300"), even("AB", "60")],
    )
    whole = position_of(running, running.subjects["G"], "revenue", JUNE)
    assert D("540") == whole.actual_to_date
    assert (D("1200"), F("600")) == (whole.target, whole.plan_to_date)
    assert F("0.45") == whole.completion
    alone = position_of(running, running.subjects["A"], "revenue", JUNE)
    assert D("300") == alone.actual_to_date


def test_a_planned_elimination_is_taken_off_the_plan_as_well() -> None:
    running = race(
        group(PAIR),
        [target("A", "600"), target("B", "600"), target("AB", "120")],
        [even("A", "300"), even("B", "300"), even("AB", "60")],
    )
    whole = position_of(running, running.subjects["G"], "revenue", JUNE)
    assert (D("1080"), F("540")) == (whole.target, whole.plan_to_date)
    assert F(1) == whole.achievement


def test_the_plan_of_a_whole_stands_where_its_parts_only_report() -> None:
    running = race(
        group(PAIR),
        [target("G", "1080")],
        [even("A", "300"), even("B", "300"), even("AB", "60")],
    )
    whole = position_of(running, running.subjects["G"], "revenue", JUNE)
    assert (D("1080"), F("0.5")) == (whole.target, whole.completion)


def test_it_stands_beside_a_total_that_the_whole_reports_itself() -> None:
    running = race(
        [Subject("G", "集团"), PAIR],
        [target("G", "1200")],
        [even("G", "600"), even("AB", "60")],
    )
    whole = position_of(running, running.subjects["G"], "revenue", JUNE)
    assert D("540") == whole.actual_to_date


def test_a_missing_elimination_is_missing_and_not_nothing() -> None:
    running = race(
        group(PAIR),
        [target("A", "600"), target("B", "600"), target("AB", "0")],
        [even("A", "300"), even("B", "300")],
    )
    whole = position_of(running, running.subjects["G"], "revenue", JUNE)
    assert Status.MISSING is whole.status
