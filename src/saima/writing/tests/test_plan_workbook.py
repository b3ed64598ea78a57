"""The workbook of a plan as Excel and its like see it."""

from __future__ import annotations

import io
from dataclasses import replace
from importlib.resources import files

import openpyxl
import pytest
from babel.messages import pofile

from saima.core.intake.headings import COLUMNS, Role
from saima.core.intake.targets import BOUNDS, PHASINGS
from saima.core.plan_sheet import (
    BOUND_NAMES,
    HEADINGS,
    PHASING_NAMES,
    record_of,
)
from saima.core.subjects import Subject, Subjects
from saima.core.targets import Target, Targets
from saima.core.tests.exact import D
from saima.core.tests.plans import ALL, FORM, REVENUE, USUAL, by_key
from saima.core.units_of_measure import UNITS
from saima.core.words import Translate, untranslated
from saima.writing.plan_workbook import plan_workbook

MONEY, OTHER = "Amounts of money", "Other indicators"
PO = "locale/zh_Hans/LC_MESSAGES/django.po"


def opened(
    targets: Targets = USUAL, say: Translate = untranslated, **more
) -> openpyxl.Workbook:
    """The workbook as openpyxl opens it."""
    data = plan_workbook(replace(FORM, **more), targets, say)
    return openpyxl.load_workbook(io.BytesIO(data))


def chinese(text: str) -> str:
    """What the catalog of translations has for a text."""
    with (files("saima") / PO).open("rb") as file:
        message = pofile.read_po(file, locale="zh_Hans").get(text)
    return str(message.string) if message and message.string else text


def test_subjects_go_down_the_tree() -> None:
    rows = [*opened()[MONEY].iter_rows(5, 9, 2, 5)]
    assert [
        ("示例集团", 1, "营业收入", 3600.5),
        ("示例城建公司", 2, "营业收入", 1200.5),
        ("一号地块", 3, "营业收入", 46000.1234),
        ("示例置业公司", 2, "营业收入", 2400),
        ("一号地块", 3, "营业收入", 1),
    ] == [tuple(cell.value for cell in row) for row in rows]
    assert [0, 1, 2, 1, 2] == [int(row[0].alignment.indent) for row in rows]


def test_title_and_heads_are_merged() -> None:
    sheet = opened(money=UNITS["亿元"])[MONEY]
    merged = {str(cells) for cells in sheet.merged_cells.ranges}
    assert {"A1:V1", "A2:V2", "A3:A4", "E3:H3", "I3:T3", "V3:V4"} <= merged
    assert "Targets of the year（亿元）" == sheet["E3"].value
    assert "Plan by month（亿元）" == sheet["I3"].value
    assert ["Annual", "Bound", "Floor", "Stretch", "1月"] == [
        cell.value for cell in sheet["E4:I4"][0]
    ]
    assert 0.36005 == sheet["E5"].value


def test_what_is_no_money_has_its_unit_in_its_row() -> None:
    sheet = opened()[OTHER]
    rows = [[c.value for c in row] for row in sheet.iter_rows(5, 10, 4, 7)]
    assert ["招商", "户", 7, "exact"] in rows
    assert ["招商", "户", "not applicable", None] in rows
    assert ["资产负债率", "%", 61.5, "at_most"] in rows
    assert "Targets of the year" == sheet["F3"].value


def test_missing_is_no_zero() -> None:
    targets = by_key(Target("a", "rev", D(0)))
    rows = [*opened(targets)[MONEY].iter_rows(5, 6, 5, 20, values_only=True)]
    assert (None,) * 16 == rows[0]
    assert (0, "at_least") == rows[1][:2]
    assert (None,) * 14 == rows[1][2:]


def test_a_parcel_without_a_target_has_no_row() -> None:
    names = [cell.value for cell in opened(by_key())[MONEY]["B"][4:]]
    assert ["示例集团", "示例城建公司", "示例置业公司"] * 2 == names


INJECTED = ["=1+1", "+1", "-1+1", "@SUM(1)", '=HYPERLINK("http://x","y")', "http://x"]


@pytest.mark.parametrize("text", INJECTED)
def test_no_text_becomes_a_formula(text: str) -> None:
    tree = Subjects([Subject("g", text)])
    known = replace(REVENUE, code=text, name=text)
    targets = {("g", text): Target("g", text, D(1), source=text)}
    book = opened(targets, root=tree["g"], subjects=tree, indicators=(known,))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value]
    assert 5 <= sum(cell.value == text for cell in cells)
    assert {"s", "n"} == {cell.data_type for cell in cells}
    assert not any(cell.hyperlink for cell in cells)


def test_long_numbers_keep_their_digits_as_text() -> None:
    long = D("123456789012345.12345678")
    targets = by_key(Target("a", "rev", long), Target("b", "rev", D("0.00000001")))
    sheet = opened(targets)[MONEY]
    assert ("123456789012345.12345678", 1e-8) == (sheet["E6"].value, sheet["E7"].value)
    assert "#,##0.00000000" == sheet["E7"].number_format


def test_it_says_what_it_is_where_nobody_looks() -> None:
    book = opened()
    sheet = book["saima"]
    assert "veryHidden" == sheet.sheet_state
    told = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert record_of(FORM, untranslated) == told
    assert ("saima-plan", "g", "2026") == (told["kind"], told["root"], told["year"])
    assert "saima-plan" == book.custom_doc_props["saima_kind"].value


def test_codes_are_texts_in_hidden_columns() -> None:
    tree = Subjects([Subject("007", "示例集团")])
    targets = {("007", "rev"): Target("007", "rev", D(1))}
    sheet = opened(targets, root=tree["007"], subjects=tree)[MONEY]
    assert ("007", "rev") == (sheet["W5"].value, sheet["X5"].value)
    assert sheet.column_dimensions["W"].hidden


def test_choices_are_offered() -> None:
    rules = opened()[MONEY].data_validations.dataValidation
    offered = {str(rule.sqref)[0]: rule.formula1 for rule in rules}
    assert '"at_least,at_most,exact"' == offered["F"]
    assert '"even,workdays,front-loaded,last year"' == offered["U"]


def test_an_empty_plan_is_a_sheet_with_heads() -> None:
    book = opened(indicators=())
    assert [MONEY, "saima"] == book.sheetnames
    assert "Annual" == book[MONEY]["E4"].value
    assert len(ALL) == 4


@pytest.mark.parametrize("say", [untranslated, chinese], ids=["english", "chinese"])
def test_what_is_written_is_known_when_it_is_read(say: Translate) -> None:
    known = COLUMNS[Role.TARGETS]
    for name in ("subject", "indicator", "unit", "year", "bound", "floor", "phasing"):
        assert HEADINGS[name].say(say).lower() in known[name]
    assert {say(word.text) for word in BOUND_NAMES.values()} <= BOUNDS.keys()
    for phasing, word in PHASING_NAMES.items():
        assert phasing is PHASINGS[say(word.text)]


def test_in_chinese() -> None:
    book = opened(say=chinese)
    assert ["金额指标", "其他指标", "saima"] == book.sheetnames
    assert "年度目标（万元）" == book["金额指标"]["E3"].value
    assert "示例集团2026年目标分解及分月计划表" == book["金额指标"]["A1"].value
