"""The workbook of a month as Excel and its like see it."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from saima.core.filling import Entry, MonthForm
from saima.core.month_sheet import ABOUT, HEADINGS
from saima.core.subjects import Subject
from saima.core.tests.exact import D
from saima.core.tests.forms import BRANDS, OCCUPANCY, PROJECT, UNIT, form, line, usual
from saima.core.words import Translate, untranslated
from saima.writing.month_workbook import month_workbook

FIGURES, LISTS = "Figures of the month", "Lists of items"
FIRST = 5  # the row of the first line
COLUMN = {name: "ABCDEFGHIJKLM"[index] for index, name in enumerate(HEADINGS)}
CHINESE = {"Figures of the month": "填报", "This month's figure": "本月数", "yes": "是"}
INJECTED = ["=1+1", "+1", "-1+1", "@SUM(1)", '=HYPERLINK("http://x","y")', "http://x"]


def opened(
    asked: MonthForm,
    entries: Iterable[Entry] = (),
    say: Translate = untranslated,
    due_on: date | None = None,
):
    """The workbook as openpyxl opens it."""
    data = month_workbook(asked, entries, say, due_on=due_on)
    return openpyxl.load_workbook(io.BytesIO(data))


def row_of(sheet, row: int = FIRST) -> list[object]:
    """The values of one row."""
    return [cell.value for cell in sheet[row]]


def test_a_line_with_all_that_is_known() -> None:
    entry = Entry(("c1", "revenue"), D("110.5"), "示例说明", confirmed=True)
    sheet = opened(usual(), [entry])[FIGURES]
    head, told = row_of(sheet, FIRST - 1), row_of(sheet)
    assert [text.text for text in HEADINGS.values()] == head
    shown = [1, "示例城建公司", "营业收入", "万元", "the month alone", 1200, 100, 90]
    assert [*shown, 110.5, "示例说明", "yes", "c1", "revenue"] == told
    assert FIRST + 4 == sheet.max_row


def test_the_top_names_unit_month_and_deadline() -> None:
    sheet = opened(usual(), due_on=date(2026, 6, 8))[FIGURES]
    assert "示例城建公司: figures of May 2026" == sheet["A1"].value
    facts = sheet["A2"].value
    assert "Month: May 2026" in facts
    assert "To be submitted by 2026-06-08" in facts
    assert "submitted" not in opened(usual())[FIGURES]["A2"].value


def test_nothing_is_written_for_what_is_not_known() -> None:
    told = row_of(opened(form(line()))[FIGURES])
    assert [None] * 6 == told[5:11]
    assert 0 == row_of(opened(form(line(before="0")))[FIGURES])[7]


def test_a_basis_is_named_for_each_kind() -> None:
    sheet = opened(usual())[FIGURES]
    bases = [row[4].value for row in sheet.iter_rows(min_row=FIRST)]
    alone, level = "the month alone", "at month's end"
    assert [alone, alone, "to date", alone, level] == bases


def test_numbers_are_shown_with_the_decimals_that_they_have() -> None:
    lines = line(planned="1.2345"), line(BRANDS, planned="3"), line(OCCUPANCY)
    sheet = opened(form(*lines))[FIGURES]
    cells = [f"{COLUMN['planned']}{FIRST + n}" for n in range(3)]
    formats = [sheet[cell].number_format for cell in cells]
    assert ["#,##0.0000", "#,##0", "#,##0.00"] == formats


def test_a_number_too_long_for_a_float_is_kept_as_text() -> None:
    long, short = "123456789012345.12345678", "123456789012.125"
    entries = [Entry(("c1", "revenue"), D(long)), Entry(("p1", "revenue"), D(short))]
    sheet = opened(usual(), entries)[FIGURES]
    cells = [sheet[f"{COLUMN['value']}{FIRST + n}"].value for n in range(2)]
    assert [long, float(short)] == cells


# --- What may be typed, and what may not ---------------------------------------------


def test_only_what_is_to_be_filled_in_is_open() -> None:
    book = opened(usual())
    sheet = book[FIGURES]
    assert sheet.protection.sheet
    names = [n for n, c in COLUMN.items() if not sheet[f"{c}{FIRST}"].protection.locked]
    assert ["value", "note", "confirmed"] == names
    assert sheet[f"{COLUMN['value']}{FIRST - 1}"].protection.locked
    assert book[LISTS].protection.sheet
    assert not book[LISTS].column_dimensions["C"].protection.locked
    assert book[LISTS]["A3"].protection.locked


def test_numbers_are_validated_by_kind() -> None:
    rules = opened(usual())[FIGURES].data_validations.dataValidation
    told = {
        str(rule.sqref): (rule.type, rule.formula1, rule.promptTitle)
        for rule in rules
        if rule.type in ("decimal", "whole")
    }
    money = "Enter the number in 万元"
    assert {
        "I5:I6": ("decimal", "0", money),
        "I7": ("decimal", "-999999999999999", money),
        "I8": ("whole", "0", "Enter the number in 个"),
        "I9": ("decimal", "0", "Enter the number in %"),
    } == told
    others = {str(rule.sqref): rule.type for rule in rules}
    assert ("textLength", "list") == (others["J5:J9"], others["K5:K9"])


def test_lines_that_alternate_share_their_rules() -> None:
    lines = [
        line(BRANDS if n % 2 else OCCUPANCY, subject=Subject(f"s{n}", f"示例{n}"))
        for n in range(500)
    ]
    rules = opened(form(*lines))[FIGURES].data_validations.dataValidation
    numbers = [rule for rule in rules if rule.type in ("decimal", "whole")]
    assert 6 == len(numbers)
    cells = {cell for rule in numbers for r in rule.sqref.ranges for cell in r.cells}
    assert {(row, 9) for row in range(5, 505)} == cells


def test_lists_are_chosen_from_a_sheet_that_is_never_shown() -> None:
    listed = [line(BRANDS, subject=s, items=True) for s in (UNIT, PROJECT)]
    book = opened(form(*listed, line()))
    assert "veryHidden" == book[ABOUT].sheet_state
    rules = book[LISTS].data_validations.dataValidation
    sources = [rule.formula1 for rule in rules if rule.type == "list"]
    assert ["saima!$D$1:$D$2", "saima!$E$1:$E$1"] == sources
    assert ["示例城建公司", "示例一号地块"] == [
        book[ABOUT][c].value for c in ("D1", "D2")
    ]
    assert "引进品牌" == book[ABOUT]["E1"].value


def test_two_subjects_of_one_name_are_told_by_their_codes() -> None:
    twin = replace(PROJECT, code="p2")
    listed = [line(BRANDS, subject=s, items=True) for s in (PROJECT, twin)]
    about = opened(form(*listed))[ABOUT]
    assert ["示例一号地块（p1）", "示例一号地块（p2）"] == [
        about[c].value for c in ("D1", "D2")
    ]


def test_what_was_counted_is_listed_a_row_each() -> None:
    entry = Entry(("c1", "brands"), D(2), items=("示例甲", "示例乙"))
    sheet = opened(usual(), [entry])[LISTS]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    unit = ["示例城建公司", "引进品牌"]
    assert [[*unit, "示例甲", None], [*unit, "示例乙", None]] == rows
    assert LISTS not in opened(form(line())).sheetnames


# --- What it says of itself ----------------------------------------------------------


def test_the_workbook_says_whose_it_is() -> None:
    asked = usual()
    book = opened(asked)
    properties = {one.name: one.value for one in book.custom_doc_props.props}
    about = {
        "saima_kind": "saima-month",
        "saima_form": asked.version,
        "saima_unit": "c1",
        "saima_month": "2026-05",
    }
    assert about == properties
    record = {row[0].value: row[1].value for row in book[ABOUT].iter_rows()}
    assert set(about.values()) <= set(record.values())


def test_it_speaks_the_language_of_the_reader() -> None:
    entry = Entry(("c1", "revenue"), D(1), confirmed=True)
    book = opened(usual(), [entry], lambda text: CHINESE.get(text, text))
    sheet = book["填报"]
    assert "本月数" == sheet[f"{COLUMN['value']}{FIRST - 1}"].value
    assert "是" == sheet[f"{COLUMN['confirmed']}{FIRST}"].value


@pytest.mark.parametrize("text", INJECTED)
def test_a_text_is_never_a_formula(text: str) -> None:
    asked = form(
        line(replace(BRANDS, name=text), subject=replace(UNIT, name=text), items=True)
    )
    entry = Entry(("c1", "brands"), D(1), text, items=(text,))
    book = opened(asked, [entry])
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    written = [cell for cell in cells if cell.value == text]
    assert {("s", None)} == {(cell.data_type, cell.hyperlink) for cell in written}
    assert len(written) >= 6


def test_it_is_made_for_paper_and_scrolling() -> None:
    sheet = opened(usual())[FIGURES]
    assert "D5" == sheet.freeze_panes
    setup = sheet.page_setup
    assert ("landscape", 9) == (setup.orientation, int(setup.paperSize))
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert 0 == setup.fitToHeight
    assert "$4:$4" == sheet.print_title_rows
    assert "A4:K9" == sheet.auto_filter.ref
    hidden = [c for c, d in sheet.column_dimensions.items() if d.hidden]
    assert {"L", "M"} >= set(hidden)
    assert hidden


def test_a_form_without_lines_is_still_a_workbook() -> None:
    sheet = opened(MonthForm(UNIT, usual().month, ()))[FIGURES]
    assert FIRST - 1 == sheet.max_row
