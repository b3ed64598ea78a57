"""Tables: their headings, months, blank rows and sums, and what stands twice."""

from __future__ import annotations

from datetime import date

import pytest

from saima.core.definitions import code_fault, code_from
from saima.core.periods import Month
from saima.core.tables import Raw, Sheet
from saima.core.tests.papers import (
    FIGURES,
    INDICATORS,
    LONG,
    TARGETS,
    UNITS,
    Rows,
    changed,
    taken_in,
    told,
)

SUM = ["合计", "营收", "当月", "300", "320", "340"]


def figures_of(table: Rows | Sheet) -> list[str]:
    """The first three months of 甲公司's 营收."""
    race = taken_in(figures=table).race
    assert race is not None
    return [str(month) for month in race.figures.of("a", "rev").months[:3]]


# --- Headings ---------------------------------------------------------------------


def test_headings_may_stand_below_titles() -> None:
    title = [
        "2022年一季度月报",
        None,
        None,
    ]  # merged: its cells but the first are empty
    assert ["100", "110", "120"] == figures_of([title, [], *FIGURES])


@pytest.mark.parametrize(
    "heading", ["对 象", " 对象 ", "对\n象", "SUBJECT", "Subject", "单位", "项目"]
)
def test_headings_as_people_write_them(heading: str) -> None:
    assert ["100", "110", "120"] == figures_of(changed(FIGURES, A1=heading))


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "2022-01",
            "2022年1月",
            "2022/1",
            "202201",
            "1月份",
            "01月",
            "一月",
            "一月份",
        ),
        *("Jan", "jan.", "January", "January 2022", date(2022, 1, 1), "１月"),
    ],
)
def test_headings_of_months(heading: Raw) -> None:
    table = changed(FIGURES, D1=heading)
    assert ["100", "110", "120"] == figures_of(table)
    assert () == taken_in(figures=table).findings


@pytest.mark.parametrize("heading", ["Market", "Decided", "13月", "1", "1月（预计）"])
def test_a_column_that_is_not_known_is_passed_over_and_named(heading: str) -> None:
    intake = taken_in(figures=changed(FIGURES, D1=heading))
    assert [("unknown_columns", "figures line 1")] == told(intake)
    assert heading in str(intake.findings[0])


@pytest.mark.parametrize("heading", ["备注", "序号", "No.", "Notes", None])
def test_columns_for_readers_need_no_word(heading: str | None) -> None:
    assert () == taken_in(figures=changed(FIGURES, H1=heading)).findings


def test_months_of_another_year_are_passed_over_and_said() -> None:
    intake = taken_in(figures=changed(FIGURES, D1="2021年1月"))
    assert [("other_year", "figures")] == told(intake)
    none = taken_in(figures=changed(FIGURES, D1="2021-1", E1="2021-2", F1="2021-3"))
    assert ("no_months", "figures line 1") == told(none)[0]


@pytest.mark.parametrize(
    ("name", "table", "cell"),
    [
        ("figures", FIGURES, "A1"),
        ("figures", FIGURES, "B1"),
        ("targets", TARGETS, "C1"),
        ("units", UNITS, "B1"),
        ("indicators", INDICATORS, "C1"),
    ],
)
def test_a_heading_that_is_needed(name: str, table: Rows, cell: str) -> None:
    intake = taken_in(**{name: changed(table, **{cell: "？"})})
    assert ("no_heading", f"{name} line 1") in told(intake)
    assert "(" in str(intake.findings[0].text)  # in Chinese, with the English name


def test_a_heading_twice() -> None:
    intake = taken_in(figures=changed(FIGURES, H1="对象"))
    assert [("column_twice", "figures H1")] == told(intake)


@pytest.mark.parametrize("name", ["units", "indicators"])
def test_a_table_that_is_needed(name: str) -> None:
    assert "no_sheet" in dict(told(taken_in(**{name: []})))


@pytest.mark.parametrize(
    ("role", "table"),
    [
        ("units", UNITS),
        ("indicators", INDICATORS),
        ("indicators", changed(INDICATORS, B1="指标", C1="单位")),
        ("targets", TARGETS),
        ("figures", FIGURES),
        ("figures", changed(FIGURES, A1="单位")),
        ("figures", changed(LONG, A1="单位")),
    ],
)
def test_a_sheet_without_a_telling_name_is_known_by_its_headings(
    role: str, table: Rows
) -> None:
    assert () == taken_in(**{role: Sheet("report.xlsx", "Sheet1", table)}).findings


@pytest.mark.parametrize("name", ["实绩", "实绩 2022-05", "Figures", "月报（五月）"])
def test_the_name_of_a_sheet_says_what_it_holds(name: str) -> None:
    assert () == taken_in(figures=Sheet("集团.xlsx", name, FIGURES)).findings


def test_a_sheet_of_which_nothing_is_known() -> None:
    hello = Sheet("readme.txt", None, [["hello"]])
    assert [("unknown_sheet", "readme line 1")] == told(taken_in(more=hello))
    assert () == taken_in(more=Sheet("a.xlsx", "Sheet2", [[None], []])).findings


# --- Rows -------------------------------------------------------------------------


def test_blank_rows_between_are_passed_over_and_said() -> None:
    intake = taken_in(figures=[*FIGURES[:2], [], [None, ""], *FIGURES[2:], []])
    assert [("blank_row", "figures")] == told(intake)
    assert "2 blank rows" in str(intake.findings[0])


def test_rows_may_be_shorter_than_the_heading() -> None:
    assert ["100", "110", "None"] == figures_of([*FIGURES[:1], FIGURES[1][:5]])


def test_a_row_longer_than_the_heading_is_a_comma_too_many() -> None:
    intake = taken_in(figures=changed(FIGURES, J2="120"))
    assert [("no_heading_above", "figures J2")] == told(intake)


def test_names_may_be_codes_and_have_stray_spaces() -> None:
    assert ["100", "110", "120"] == figures_of(changed(FIGURES, A2="a ", B2=" rev"))


def test_a_code_may_be_the_name() -> None:
    assert taken_in(units=changed(UNITS, A3="甲公司")).race is not None


def test_one_row_a_month_gives_the_same() -> None:
    assert ["100", "110", "None"] == figures_of(LONG)


@pytest.mark.parametrize("cell", ["13月", "2023-01", "春天", None])
def test_a_month_that_is_none_of_the_year(cell: Raw) -> None:
    assert [("not_a_month", "figures D3")] == told(
        taken_in(figures=changed(LONG, D3=cell))
    )


# --- Codes ------------------------------------------------------------------------


@pytest.mark.parametrize("code", ["a/1", "a?", "a#1", "a%41", "a\\1", "a 1", "a&1"])
@pytest.mark.parametrize(
    ("table", "rows", "cell"),
    [("units", UNITS, "A4"), ("indicators", INDICATORS, "A3")],
)
def test_a_code_that_breaks_addresses_is_refused(
    table: str, rows: Rows, cell: str, code: str
) -> None:
    intake = taken_in(**{table: changed(rows, **{cell: code})})
    assert intake.race is None
    assert ("code", f"{table} {cell}") in told(intake)
    sound = changed(rows, **{cell: "甲-1_a.b"})
    assert "code" not in {found for found, _ in told(taken_in(**{table: sound}))}


def test_a_name_that_stands_for_a_code_gives_it_without_such_signs() -> None:
    assert "东区-1号-二期" == code_from("东区/1号（二期）")
    assert "Old Town" != code_from("Old Town") == "Old-Town"
    assert code_fault(code_from("A/B?#%")) is None
    assert "？" == code_from("？")  # nothing is left: it is refused as it stands


# --- Twice ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tables", "code", "place"),
    [
        ({"units": changed(UNITS, B4="甲公司")}, "duplicate_row", "units B4"),
        ({"units": changed(UNITS, A4="a")}, "duplicate_row", "units A4"),
        ({"units": changed(UNITS, A4="甲公司")}, "duplicate_row", "units A4"),
        (
            {"indicators": changed(INDICATORS, B3="营收")},
            "duplicate_row",
            "indicators B3",
        ),
        ({"targets": changed(TARGETS, A3="甲公司")}, "duplicate_row", "targets A3"),
        ({"figures": changed(FIGURES, E1="1月")}, "month_twice", "figures E1"),
        ({"figures": changed(FIGURES, E1="2022-01")}, "month_twice", "figures E1"),
        ({"figures": changed(FIGURES, A3="a")}, "month_twice", "figures D3"),
        ({"figures": changed(LONG, D3="1月")}, "month_twice", "figures E3"),
        ({"more": Sheet("实绩.csv", None, LONG)}, "month_twice", "实绩 E2"),
    ],
)
def test_what_stands_twice_is_refused(
    tables: dict[str, Rows | Sheet], code: str, place: str
) -> None:
    intake = taken_in(**tables)
    assert intake.race is None
    assert (code, place) in told(intake)


def test_a_month_twice_names_the_first_one() -> None:
    intake = taken_in(figures=changed(LONG, D3="1月"))
    assert "the first is in figures.csv, cell E2" in str(intake.findings[0])


def test_a_second_sheet_with_other_months_is_welcome() -> None:
    april = Sheet("figures-04.csv", None, changed(FIGURES, D1="4月", E1=None, F1=None))
    assert taken_in(more=april).race is not None


# --- Sums -------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["合计", "合 计", "合计：", "总计", "Total"])
def test_a_sum_that_agrees_is_passed_over_and_said(name: str) -> None:
    intake = taken_in(figures=[*FIGURES, [name, *SUM[1:]]])
    assert [("subtotal", "figures")] == told(intake)
    assert intake.race is not None


def test_a_sum_in_the_middle_adds_up_what_is_above() -> None:
    half = ["小计", "营收", "当月", "100", "110", "120"]
    rest = ["小计", "营收", "当月", "200", "210", "220"]
    table = [*FIGURES[:2], half, FIGURES[2], rest, SUM, *FIGURES[3:]]
    intake = taken_in(figures=table)
    assert "3 subtotals agree" in str(intake.findings[0])


def test_a_sum_may_be_in_another_unit() -> None:
    in_yi = [*SUM[:3], "0.03", "0.032", "0.034", "亿元"]
    assert taken_in(figures=[*FIGURES, in_yi]).race is not None


def test_a_sum_of_one_month_in_a_long_table() -> None:
    table = [
        *LONG,
        ["合计", "营收", None, "1月", "300"],
        ["合计", "营收", None, "2月", "110"],
    ]
    assert taken_in(figures=table).race is not None


def test_a_sum_of_one_basis_leaves_the_other_out() -> None:
    to_date = ["甲公司", "营收", "累计", "100", "210", "330"]
    assert taken_in(figures=[*FIGURES, to_date, SUM]).race is not None
    vague = [*SUM[:2], None, *SUM[3:]]
    refused = taken_in(figures=[*FIGURES, to_date, vague])
    assert [("subtotal_of_what", "figures B7")] == told(refused)


def test_a_sum_that_names_no_indicator_where_there_are_two() -> None:
    one = [*FIGURES[:3], ["合计", None, None, "300", "320", "340"]]
    two = [*FIGURES, ["合计", None, None, "302", "323", "342"]]
    assert taken_in(figures=one).race is not None
    assert [("subtotal_of_what", "figures B6")] == told(taken_in(figures=two))


def test_the_average_of_rates_is_not_judged() -> None:
    rates = [["甲公司", "负债率", None, "60"], ["合计", "负债率", None, "60.5"]]
    intake = taken_in(figures=[*FIGURES, *rates])
    assert [("total_of_rates", "figures")] == told(intake)


@pytest.mark.parametrize(
    ("table", "place"),
    [
        ([*FIGURES, [*SUM[:4], "321", "340"]], "figures E6"),
        (changed(FIGURES, I2="331"), "figures I2"),
        ([*LONG, ["合计", "营收", None, "1月", "299"]], "figures E5"),
    ],
)
def test_a_sum_that_does_not_agree_is_refused(table: Rows, place: str) -> None:
    assert [("subtotal", place)] == told(taken_in(figures=table))


def test_a_column_of_sums_that_agrees() -> None:
    assert [("subtotal", "figures")] == told(
        taken_in(figures=changed(FIGURES, I2="330"))
    )


def test_the_sum_of_months_to_date_is_the_last_of_them() -> None:
    to_date = changed(FIGURES, C2="累计", E2="210", F2="330", I2="330")
    assert taken_in(figures=to_date).race is not None
    assert [("subtotal", "figures I2")] == told(
        taken_in(figures=changed(to_date, I2="640"))
    )


def test_sums_of_targets() -> None:
    agreed = [*TARGETS, ["合计", "营收", "3600"]]
    assert taken_in(targets=agreed).race is not None
    assert [("subtotal", "targets C6")] == told(
        taken_in(targets=changed(agreed, C6="3500"))
    )


def test_a_total_may_stand_above_what_it_adds_up() -> None:
    for name, table, total in (
        ("targets", TARGETS, ["合计", "营收", "3600"]),
        ("figures", FIGURES, SUM),
    ):
        on_top = [table[0], total, *table[1:]]
        assert [("subtotal", name)] == told(taken_in(**{name: on_top}))
        wrong = [table[0], [*total[:-1], "1"], *table[1:]]
        assert ["subtotal"] == [code for code, _ in told(taken_in(**{name: wrong}))]


@pytest.mark.parametrize(("total", "agrees"), [("3600", True), ("3599", False)])
def test_a_total_of_a_tree_counts_nothing_twice(total: str, agrees: bool) -> None:
    """A company and its projects: the total is that of one level of them."""
    tree = [*UNITS, ["p", "项目", "项目", "甲公司"], ["q", "工程", "项目", "甲公司"]]
    parts = [["项目", "营收", "700"], ["工程", "营收", "500"]]
    table = [*TARGETS, *parts, ["合计", "营收", total]]
    intake = taken_in(units=tree, targets=table, figures=[])
    assert agrees is (("subtotal", "targets C8") not in told(intake))


def test_what_lies_below_opens_and_closes_with_what_is_above() -> None:
    dated = changed(UNITS, F1="启用", G1="停用", F3="2022-05")
    below = changed(dated, A5="p", B5="项目", C5="项目", D5="甲公司")
    own = changed(below, F5="2022-07")
    opened = {
        name: taken_in(units=table, figures=[]).race
        for name, table in (("inherited", below), ("own", own))
    }
    months = {n: race and race.subjects["p"].opened for n, race in opened.items()}
    assert {"inherited": Month(2022, 5), "own": Month(2022, 7)} == months
