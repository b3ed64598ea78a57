"""What clerks' tables hold beside data, and what their figures may be meant as."""

from __future__ import annotations

from datetime import date
from decimal import getcontext, localcontext

import pytest

from saima.core.calendars import Calendar
from saima.core.figures import merged
from saima.core.findings import Severity
from saima.core.intake.whole import Intake
from saima.core.periods import Month
from saima.core.races import Unranked, standings_at
from saima.core.tables import Sheet
from saima.core.tests.exact import D
from saima.core.tests.papers import (
    FIGURES,
    INDICATORS,
    SCHEME,
    TARGETS,
    UNITS,
    Rows,
    changed,
    rows,
    taken_in,
    told,
)

MARCH = Month(2022, 3)


def codes(intake: Intake) -> list[str]:
    return [code for code, _ in told(intake)]


# --- Rows and cells that say nothing ----------------------------------------------


@pytest.mark.parametrize(
    "text", ["注：不含税", "填表人：甲　审核人：乙", "备注: 无", "说明1：略"]
)
def test_remarks_below_a_table_are_passed_over(text: str) -> None:
    below = taken_in(figures=changed(FIGURES, A6=text, C6="审核人：李"))
    assert below.race is not None
    assert ["remark"] == codes(below)
    assert ["unknown_subject"] == codes(taken_in(figures=changed(FIGURES, A6="丙")))[:1]


@pytest.mark.parametrize("dash", ["-", "—", "／", "……"])
def test_dashes_of_months_to_come_are_passed_over(dash: str) -> None:
    to_come = taken_in(figures=changed(FIGURES, F2=dash, F3=dash, F4=dash, F5=dash))
    assert (["dash"], [Severity.NOTE]) == (
        codes(to_come),
        [finding.severity for finding in to_come.findings],
    )
    early = taken_in(figures=changed(FIGURES, D2=dash, E2=dash))
    assert [("dash", "figures D2")] == told(early)
    assert early.race is None


def test_names_may_be_padded_and_carry_their_unit() -> None:
    padded = changed(
        FIGURES, A2="甲　公 司", B2="营收（万元）", B3="营收(亿元)", D3="0.02"
    )
    race = taken_in(figures=changed(padded, E3="0.021", F3="0.022")).race
    assert race is not None
    assert D(200) == race.figures.of("b", "rev").months[0]


# --- Months alone or to date ------------------------------------------------------

NO_BASIS = [[row[0], row[1], *row[3:6]] for row in FIGURES]
RISING = changed(NO_BASIS, C2="100", D2="205", E2="310", C3="200", D3="410", E3="620")


def test_a_title_that_says_cumulative_is_asked_for_its_basis() -> None:
    titled: Rows = [["2022年1-3月累计完成情况"], *NO_BASIS]
    assert ["basis_not_said"] == codes(taken_in(figures=titled))
    stated: Rows = [["2022年1-3月累计完成情况"], *FIGURES]
    assert [] == codes(taken_in(figures=stated))


def test_months_that_rise_like_figures_to_date_are_asked() -> None:
    assert ["looks_cumulative", "looks_cumulative"] == codes(taken_in(figures=RISING))
    assert [] == codes(taken_in(figures=NO_BASIS))


def test_a_period_since_january_is_no_month() -> None:
    periods = changed(NO_BASIS, C1="1月累计", D1="1-2月", E1="1—3月")
    assert ["period_heading"] * 3 == codes(taken_in(figures=periods))
    beside = [[*row, total] for row, total in zip(NO_BASIS, TOTALS, strict=True)]
    assert ["subtotal"] == codes(taken_in(figures=beside))


TOTALS = ["1-3月累计", "330", "630", "3", "4"]


def test_figures_to_date_and_of_the_month_complete_each_other() -> None:
    to_date, alone = [None, None, D(300)], [D(100), D(100), None]
    assert (D(100), D(200), D(300)) == merged(to_date, alone)
    assert (None, D(9), D(12)) == merged([None, D(9), None], [None, None, D(3)])
    both = changed(FIGURES, A6="甲公司", B6="营收", C6="累计", F6="330")
    race = taken_in(figures=changed(both, F2=None)).race
    assert race is not None
    assert all(s.unranked is None for s in standings_at(race, MARCH))


# --- Rates ------------------------------------------------------------------------

DEBT = changed(TARGETS, A6="甲公司", B6="负债率", C6="60")


@pytest.mark.parametrize("slip", ["0.61", "6100"])
def test_a_rate_a_hundred_times_its_plan_is_asked(slip: str) -> None:
    row = {"A6": "甲公司", "B6": "负债率", "C6": "当月"}
    slipped = taken_in(figures=changed(FIGURES, **row, D6=slip), targets=DEBT)
    assert ["ten_thousand_times"] == codes(slipped)
    assert "61 for 61 %" in str(slipped.findings[0].next_step)
    assert [] == codes(taken_in(figures=changed(FIGURES, **row, D6="61"), targets=DEBT))


def test_a_total_of_rates_is_not_judged() -> None:
    beside = [[*row[:6], None] for row in FIGURES]
    rate = changed(beside, G1="合计", A6="甲公司", B6="负债率", D6="60", G6="180")
    assert ["total_of_rates"] == codes(taken_in(figures=rate))
    amount = changed(beside, G1="合计", G2="180")
    assert ["subtotal"] == codes(taken_in(figures=amount))


# --- Lines cut off or moved -------------------------------------------------------


def test_a_line_with_a_comma_too_few_is_refused() -> None:
    short = [*map(list, FIGURES)]
    short[1] = short[1][:-1]
    as_text = Sheet("figures.csv", None, short)
    assert [("short_row", "figures line 2")] == told(taken_in(figures=as_text))
    assert [] == codes(taken_in(figures=Sheet("book.xlsx", "实绩", short)))


def test_data_above_the_headings_is_refused() -> None:
    moved = [FIGURES[1], FIGURES[0], *FIGURES[2:]]
    assert "data_above" in codes(taken_in(figures=moved))
    titled = [["2022年月报", None, "单位：万元"], *FIGURES]
    assert "data_above" not in codes(taken_in(figures=titled))


# --- Wholes and parts -------------------------------------------------------------

WITH_PROJECT = changed(UNITS, A5="p", B5="项目", C5="项目", D5="甲公司")


def test_a_whole_is_not_reported_where_its_parts_are_planned() -> None:
    parts = changed(TARGETS, A2="项目")
    refused = taken_in(units=WITH_PROJECT, targets=parts)
    assert "whole_and_parts" in codes(refused)
    mended = changed(FIGURES, A2="项目")
    assert [] == codes(taken_in(units=WITH_PROJECT, targets=parts, figures=mended))


def test_a_target_of_the_whole_is_held_against_what_its_parts_report() -> None:
    reports = changed(FIGURES, A2="项目")
    race = taken_in(units=WITH_PROJECT, figures=reports).race
    assert race is not None
    standing = next(s for s in standings_at(race, MARCH) if s.entrant.code == "a")
    position = standing.items[0].position
    assert (D(1200), D(330)) == (position.target, position.actual_to_date)
    assert position.achievement == D(330) / D(300)


def test_what_needs_no_target_is_missing_when_nobody_reports_it() -> None:
    item = {
        "indicator": "负债率",
        "weight": "100",
        "measure": "actual",
        "curve": {"kind": "ladder", "levels": [{"at_most": "60", "points": "100"}]},
    }
    scheme = {**SCHEME, "groups": [{"name": "一组", "items": [item]}]}
    race = taken_in(scheme).race
    assert race is not None
    assert {Unranked.MISSING} == {s.unranked for s in standings_at(race, MARCH)}


def test_a_tree_that_is_too_deep_is_refused() -> None:
    names = [f"单位{n}" for n in range(60)]
    chain = [[n, n, "单位", above] for n, above in zip(names[1:], names, strict=False)]
    assert "too_deep" in codes(taken_in(units=[*UNITS, [names[0], names[0]], *chain]))
    assert [] == codes(taken_in(units=[*UNITS, [names[0], names[0]], *chain[:40]]))


@pytest.mark.parametrize("name", ["很" * 101, "甲\u202e公司", "甲\u200b公司"])
def test_a_name_shows_what_it_is(name: str) -> None:
    extra = changed(UNITS, A5="x", B5=name)
    assert [("name", "units B5")] == told(taken_in(units=extra))
    assert [] == codes(taken_in(units=changed(UNITS, A5="x", B5="很" * 100)))
    assert [("name", "units A5")] == told(
        taken_in(units=changed(extra, A5="..", B5="丙"))
    )


# --- Exactness --------------------------------------------------------------------


def test_a_short_context_of_the_caller_changes_nothing() -> None:
    large = rows(
        """
        对象,指标,口径,1月,2月,3月
        甲公司,营收,当月,100.01,110.02,120.03
        乙公司,营收,当月,200.04,210.05,220.06
        甲公司,招商,当月,1,1,1
        乙公司,招商,当月,1,2,1
        """
    )

    def scores() -> list[object]:
        race = taken_in(figures=large, indicators=INDICATORS).race
        assert race is not None
        return [(s.score, s.rank, s.full_score) for s in standings_at(race, MARCH)]

    usual = scores()
    with localcontext() as context:
        context.prec = 3
        assert 3 == getcontext().prec
        assert usual == scores()


def test_a_calendar_without_working_days_in_a_month_is_refused() -> None:
    february = frozenset(date(2022, 2, day) for day in range(1, 29))
    by_workday = {**SCHEME, "convention": "workday"}
    for off, expected in ((february, ["no_workdays"]), (frozenset(), [])):
        calendar = Calendar(frozenset({2022}), off, frozenset())
        assert expected == codes(taken_in(by_workday, calendar=calendar))
