"""Plans as groups draw them: heads over two rows, names that stand once, totals."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from saima.core.calendars import Calendar
from saima.core.findings import Finding
from saima.core.indicators import Indicator, IndicatorKind
from saima.core.intake.collected import Collected
from saima.core.intake.lookup import Indicators
from saima.core.intake.plan_tables import plan_layouts
from saima.core.intake.targets import Plan, read_targets
from saima.core.subjects import Subject, SubjectKind, Subjects
from saima.core.tables import Raw, Sheet
from saima.core.tests.exact import D
from saima.core.units_of_measure import UNITS

REVENUE = Indicator("rev", "营业收入", UNITS["万元"])
PROFIT = Indicator("net", "利润", UNITS["万元"], may_be_negative=True)
TOTAL_PROFIT = Indicator("all", "利润总额", UNITS["万元"], may_be_negative=True)
CLIENTS = Indicator("new", "招商", UNITS["户"], IndicatorKind.COUNT, decimals=0)
TREE = Subjects(
    [
        Subject("g", "示例集团"),
        Subject("a", "甲公司", parent="g"),
        Subject("b", "乙公司", parent="g"),
        Subject("p", "一号地块", SubjectKind.PARCEL, parent="a"),
    ]
)
PLAN = Plan(
    2026,
    TREE,
    Indicators([REVENUE, PROFIT, TOTAL_PROFIT, CLIENTS]),
    Calendar(frozenset({2026}), frozenset(), frozenset()),
)
MONTHS = [f"{n}月" for n in range(1, 13)]
TWELVE = [D(10)] * 12


def read(*rows: list[Raw], name: str = "计划", plan: Plan = PLAN):
    """The targets of one sheet by subject and indicator, and what was found."""
    found = Collected()
    width = max(map(len, rows))
    squared = [[*row, *[None] * (width - len(row))] for row in rows]
    layouts = plan_layouts([Sheet("计划.xlsx", name, squared)], plan, found)
    targets = read_targets(layouts, plan, found)
    years = {key: placed.target.year for key, placed in targets.items()}
    return years, found.findings()


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


# --- Heads ------------------------------------------------------------------------


def two_rows(unit: str, months: str) -> list[list[Raw]]:
    return [
        ["示例集团2026年营业收入分月计划表", *[None] * 15],
        ["序号", "单位名称", "指标", f"全年目标（{unit}）", months, *[None] * 11],
        [None, None, None, None, *MONTHS],
    ]


@pytest.mark.parametrize(
    ("months", "in_may"), [("分月计划（亿元）", D(100_000)), ("分月计划", D(10))]
)
def test_a_unit_above_all_months_is_that_of_each(months: str, in_may: Decimal) -> None:
    found = Collected()
    rows = [*two_rows("亿元", months), [D(1), "甲公司", "营业收入", D(120), *TWELVE]]
    if months == "分月计划":
        rows[-1][3] = D("0.012")
    layouts = plan_layouts([Sheet("计划.xlsx", "计划", rows)], PLAN, found)
    ((_, placed),) = read_targets(layouts, PLAN, found).items()
    assert placed.target.months is not None
    assert in_may == placed.target.months[4]
    assert placed.target.year == 12 * in_may
    assert "D4" == placed.place.cell


def test_the_year_may_stand_above_its_columns() -> None:
    upper = ["单位", "指标", "年度目标（亿元）", None, None, "2026年分月计划", None]
    lower = [None, None, "目标值", "底线", "奋斗", "1月", "2月（万元）"]
    years, findings = read(upper, lower, ["甲公司", "营业收入", D(2), D(1), D(3)])
    assert {("a", "rev"): D(20_000)} == years
    assert ["converted"] == codes(findings)


def test_a_unit_may_stand_below_its_heading() -> None:
    upper, lower = ["单位", "指标", "2026年目标"], [None, None, "亿元"]
    assert {("a", "rev"): D(20_000)} == read(
        upper, lower, ["甲公司", "营业收入", D(2)]
    )[0]


def test_months_with_plan_and_result() -> None:
    upper = ["单位", "指标", "全年目标", "1月", None, "2月", None]
    lower = [None, None, None, "计划", "完成", "计划", "完成"]
    row = ["甲公司", "营业收入", D(30), D(10), D(99), D(20), D(98)]
    years, findings = read(upper, lower, row)
    assert {("a", "rev"): D(30)} == years
    assert ["unknown_columns"] == codes(findings)  # and the months tie


def test_one_row_of_headings_is_enough() -> None:
    years, findings = read(["单位", "指标", "全年目标"], ["甲公司", "营业收入", D(3)])
    assert ({("a", "rev"): D(3)}, ()) == (years, findings)


def test_data_are_no_second_row_of_headings() -> None:
    """A unit without numbers, whose first month is written in words."""
    years, _ = read(
        ["单位", "指标", "全年目标", "备注"], ["甲公司", "营业收入", None, "一月"]
    )
    assert {("a", "rev"): None} == years


def test_the_unit_of_a_title_holds_for_money_alone() -> None:
    rows = (
        ["2026年目标", None, "单位：亿元"],
        ["单位", "指标", "全年目标"],
        ["甲公司", "营业收入", D(2)],
        ["甲公司", "招商", D(5)],
    )
    assert {("a", "rev"): D(20_000), ("a", "new"): D(5)} == read(*rows)[0]


# --- Names ------------------------------------------------------------------------

HEAD: list[Raw] = ["指标", "单位", "全年目标"]


def test_an_indicator_stands_once_for_many_rows() -> None:
    years, findings = read(
        HEAD,
        ["营业收入（亿元）", "甲公司", D(1)],
        [None, "乙公司", D(2)],
        [None, "小计", D(3)],
        ["招商", "甲公司", None],
        [None, "乙公司", D(4)],
    )
    assert {
        ("a", "rev"): D(10_000),
        ("b", "rev"): D(20_000),
        ("a", "new"): None,
        ("b", "new"): D(4),
    } == years
    assert {"filled_down", "converted", "subtotal"} == set(codes(findings))


def test_a_subject_stands_once_for_many_rows() -> None:
    years, _ = read(
        ["单位", "指标", "全年目标"],
        ["甲公司", "营业收入", D(1)],
        [None, "招商", D(2)],
        ["乙公司", "招商", D(3)],
        ["注：示例", None, None],
    )
    assert {("a", "rev"): D(1), ("a", "new"): D(2), ("b", "new"): D(3)} == years


def test_a_row_that_names_nothing_is_refused() -> None:
    _, findings = read(HEAD, ["营业收入", "甲公司", D(1)], [None, None, D(2)])
    assert {"unknown_subject", "unknown_indicator"} == set(codes(findings))


def test_of_a_unit_and_its_project_the_project_is_meant() -> None:
    years, _ = read(
        ["责任单位", "项目名称", "指标", "全年目标"],
        ["甲公司", None, "营业收入", D(5)],
        ["甲公司", "一号地块", "营业收入", D(5)],
    )
    assert {("a", "rev"): D(5), ("p", "rev"): D(5)} == years


@pytest.mark.parametrize(
    "name", ["一、甲公司", "（二）甲公司", "1.甲公司", "其中：甲公司", "　　甲公司"]
)
def test_numbers_before_a_name_are_passed_over(name: str) -> None:
    assert {("a", "rev"): D(5)} == read(HEAD, ["1、营业收入", name, D(5)])[0]


def test_a_name_that_is_not_known_stays_as_it_is_written() -> None:
    _, (finding,) = read(HEAD, ["营业收入", "一、甲公可", D(5)])
    assert "一、甲公可" in str(finding)


# --- What a sheet is of -----------------------------------------------------------

NO_INDICATOR: list[list[Raw]] = [["单位", "全年目标"], ["甲公司", D(5)], ["合计", D(5)]]


@pytest.mark.parametrize(
    ("name", "title", "key", "year"),
    [
        ("营业收入", "", "rev", D(5)),
        ("营业收入（亿元）", "", "rev", D(50_000)),
        ("Sheet1", "2026年招商计划", "new", D(5)),
        ("表1 利润总额", "", "all", D(5)),  # and not 利润, which is part of the name
        ("Sheet1", "2026年利润总额分解表（亿元）", "all", D(50_000)),
        ("营业收入", "2026年利润计划", "rev", D(5)),
    ],
)
def test_a_sheet_may_be_of_one_indicator(
    name: str, title: str, key: str, year: Decimal
) -> None:
    titled: list[list[Raw]] = [[title]] if title else []
    years, findings = read(*titled, *NO_INDICATOR, name=name)
    assert {("a", key): year} == years
    assert "subtotal" in codes(findings)


@pytest.mark.parametrize("name", ["Sheet1", "营业收入和招商"])
def test_a_sheet_of_nobody_knows_what(name: str) -> None:
    years, (finding,) = read(*NO_INDICATOR, name=name)
    assert ({}, "which_indicator") == (years, finding.code)


@pytest.mark.parametrize(
    ("title", "refused"),
    [
        ("2025年目标", True),
        ("根据2025年完成情况编制的2026年目标", False),
        ("目标", False),
    ],
)
def test_the_year_of_a_title(title: str, refused: bool) -> None:
    years, findings = read([title], HEAD, ["营业收入", "甲公司", D(5)])
    assert refused is (not years)
    assert (["another_year"] if refused else []) == codes(findings)


def test_a_sheet_that_is_no_plan() -> None:
    words: list[Raw] = ["填表说明", "请按实际填写"]
    assert ["sheet_passed_over"] == codes(read(words)[1])
    assert ["no_heading"] == codes(read(words, ["甲", D(1), D(2)])[1])


# --- In the making ----------------------------------------------------------------


def test_a_draft_need_not_tie_yet() -> None:
    rows = (["单位", "指标", "全年目标", "1月"], ["甲公司", "营业收入", D(5), D(4)])
    severities = [
        [str(f.severity) for f in read(*rows, plan=plan)[1]]
        for plan in (PLAN, replace(PLAN, drafted=True))
    ]
    assert [["error"], ["note"]] == severities


def test_by_the_shape_of_last_year() -> None:
    rows = (
        ["单位", "指标", "全年目标", "分月方式"],
        ["甲公司", "营业收入", D(24), "上年进度"],
    )
    assert ["no_shape"] == codes(read(*rows)[1])
    known = replace(PLAN, last_year={("a", "rev"): [D(2)] * 12})
    assert ({("a", "rev"): D(24)}, ()) == read(*rows, plan=known)
