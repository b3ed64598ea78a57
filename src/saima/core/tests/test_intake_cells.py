"""Cells of the tables: what is read, what is forgiven and said, what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from saima.core.findings import Severity
from saima.core.tables import Raw, Sheet
from saima.core.tests.papers import (
    FIGURES,
    INDICATORS,
    TARGETS,
    Rows,
    changed,
    taken_in,
    told,
)

A, REVENUE = "a", "rev"


def months(indicator: str = REVENUE, **tables: Rows | Sheet) -> list[str]:
    """The figures read for one subject, as text; `-` for a month without one."""
    race = taken_in(**tables).race
    assert race is not None
    series = race.figures.of(A, indicator)
    return ["-" if m is None else f"{m.normalize():f}" for m in series.months[:3]]


def test_the_folder_as_it_is_is_accepted_without_a_word() -> None:
    intake = taken_in()
    assert intake.race is not None
    assert () == intake.findings
    assert ["100", "110", "120"] == months()


@pytest.mark.parametrize(
    ("cell", "value", "note"),
    [
        ("１００", "100", "full_width"),
        ("1,100", "1100", "thousands"),
        ("￥100", None, "not_a_number"),
        ("100万元", "100", "unit_read"),
        ("0.01亿元", "100", "converted"),
        ("1000000元", "100", "converted"),
        ("＋100", "100", "full_width"),
    ],
)
def test_numbers_as_people_write_them(cell: str, value: str | None, note: str) -> None:
    intake = taken_in(figures=changed(FIGURES, D2=cell))
    assert note in [finding.code for finding in intake.findings]
    assert (value is None) == (intake.race is None)
    if value is not None:
        assert value == months(figures=changed(FIGURES, D2=cell))[0]


def test_what_is_forgiven_is_counted_and_its_first_cell_named() -> None:
    intake = taken_in(figures=changed(FIGURES, D2="1,100", E3="1,210"))
    (note,) = intake.findings
    assert (Severity.NOTE, "thousands") == (note.severity, note.code)
    assert "figures.csv: 2 numbers" in str(note)
    assert "first D2" in str(note)


def test_brackets_are_a_minus() -> None:
    losses = changed(INDICATORS, F1="可为负", F2="是")
    assert (
        "-100" == months(indicators=losses, figures=changed(FIGURES, D2="（100）"))[0]
    )
    refused = taken_in(figures=changed(FIGURES, D2="（100）"))
    assert ("negative", "figures D2") == told(refused)[0]


@pytest.mark.parametrize("heading", ["1月（亿元）", "1月(亿元)", "1 月（单位：亿元）"])
def test_a_unit_in_a_heading_converts_its_column(heading: str) -> None:
    only_money = changed(FIGURES, D1=heading, D2="0.01", D3="0.02", D4=None, D5=None)
    assert "100" == months(figures=only_money)[0]
    assert [("converted", "figures")] == told(taken_in(figures=only_money))


def test_a_unit_of_the_row_converts_the_row() -> None:
    table = changed(FIGURES, D2="0.01", E2="0.02", F2="0.03", G2="亿元")
    assert ["100", "200", "300"] == months(figures=table)


def test_a_unit_in_the_title_speaks_of_money_alone() -> None:
    titled = [["2022年月报", None, "（单位：亿元）"], *changed(FIGURES, D2="0.01")]
    titled = changed(titled, E3="0.01", F3="0.01", D4="0.02", E4="0.02", F4="0.02")
    assert "100" == months(figures=titled)[0]
    assert "1" == months(indicator="new", figures=titled)[0]


def test_two_units_for_one_number_are_refused() -> None:
    table = changed(TARGETS, C1="全年目标（亿元）", C4=None, C5=None, C3=None)
    clash = changed(table, C2="0.12", E1="计量单位", E2="万元")
    mended = changed(clash, E2="亿元")
    assert [("two_units", "targets E2")] == told(taken_in(targets=clash))[:1]
    assert taken_in(targets=mended).race is not None


def test_a_target_may_carry_its_bound_and_its_unit() -> None:
    race = taken_in(targets=changed(TARGETS, C2="≥0.12亿元")).race
    assert race is not None
    assert Decimal(1200) == race.targets[A, REVENUE].year


def test_a_target_of_more_decimals_than_are_kept_is_refused() -> None:
    exact = changed(TARGETS, C2="0.120000000001亿元", D2=None)
    longer = changed(TARGETS, C2="0.1200000000001亿元", D2=None)
    assert taken_in(targets=exact).race is not None
    assert ("too_many_digits", "targets C2") == told(taken_in(targets=longer))[0]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("abc", "not_a_number"),
        ("约100", "not_a_number"),
        ("—", "dash"),
        ("1e5", "not_a_number"),
        ("1_000", "not_a_number"),
        ("1\n00", "not_a_number"),
        ("12,34", "not_a_number"),
        (True, "not_a_number"),
        (date(2022, 1, 1), "not_a_number"),
        ("NaN", "not_finite"),
        ("-inf", "not_finite"),
        ("不适用", "not_applicable_here"),
        ("-100", "negative"),
        ("1户", "unit_mismatch"),
        ("1234567890123456", "too_many_digits"),
    ],
)
def test_what_is_no_fit_number_is_refused_at_its_cell(cell: Raw, code: str) -> None:
    intake = taken_in(figures=changed(FIGURES, D2=cell))
    assert intake.race is None
    assert (code, "figures D2") == told(intake)[0]
    assert "\n" not in str(intake.findings[0])


@pytest.mark.parametrize("cell", ["1.5", "0.00015万个"])
def test_whole_things_are_counted_whole(cell: str) -> None:
    assert taken_in(figures=changed(FIGURES, D4="2.0")).race is not None
    half = taken_in(figures=changed(FIGURES, D4=cell))
    assert ("not_whole", "figures D4") == told(half)[0]


def test_minus_zero_is_zero() -> None:
    assert "0" == months(figures=changed(FIGURES, D2="-0")).pop(0).lstrip("-")


@pytest.mark.parametrize("cell", ["未报", " 缺报 ", "", None])
def test_what_was_not_reported_is_no_figure(cell: Raw) -> None:
    assert "-" == months(figures=changed(FIGURES, D2=cell))[0]


def test_what_does_not_apply_is_said_in_the_plan() -> None:
    told_there = changed(TARGETS, C4="不适用", D4=None)
    no_figures = changed(FIGURES, D4=None, E4=None, F4=None)
    race = taken_in(targets=told_there, figures=no_figures).race
    assert race is not None
    assert not race.targets[A, "new"].applicable


def test_percentages_of_a_workbook_are_read_as_shown() -> None:
    rate = ["甲公司", "负债率", "当月", Decimal("0.62")]
    shown = Sheet("figures.xlsx", "月报", [*FIGURES, rate], frozenset({(5, 3)}))
    assert ["62", "-", "-"] == months(indicator="debt", figures=shown)
    assert [("percent_cells", "figures")] == told(taken_in(figures=shown))


def test_a_percentage_of_money_is_refused() -> None:
    table = changed(FIGURES, D2=Decimal("0.5"))
    shown = Sheet("figures.xlsx", "月报", table, frozenset({(1, 3)}))
    assert [("unit_mismatch", "figures D2")] == told(taken_in(figures=shown))
