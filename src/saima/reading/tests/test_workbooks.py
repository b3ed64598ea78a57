"""Workbooks that are read: values, places, and what is noted."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
import xlwt

from saima.core.findings import Severity
from saima.reading.sheets import read_sheets


def fill(sheet):
    for row, cells in enumerate([("单位", "数值"), ("嘉城", 81.14)]):
        for column, cell in enumerate(cells):
            sheet.write(row, column, cell)


ROWS = (("单位", "数值"), ("嘉城", Decimal("81.14")))
ODS_ROWS = (
    '<table:table-row><table:table-cell office:value-type="string"><text:p>单位'
    '</text:p></table:table-cell><table:table-cell office:value-type="string">'
    "<text:p>数值</text:p></table:table-cell></table:table-row><table:table-row>"
    '<table:table-cell office:value-type="string"><text:p>嘉城</text:p>'
    '</table:table-cell><table:table-cell office:value-type="float" '
    'office:value="81.14"><text:p>81.14</text:p></table:table-cell></table:table-row>'
)
BLANK_TAIL = (
    '<table:table-row table:number-rows-repeated="1048574"><table:table-cell '
    'table:number-columns-repeated="16384"/></table:table-row>'
)


@pytest.mark.parametrize("name", ["a.xlsx", "a.et", "a.csv"])
def test_xlsx_by_content_whatever_its_name(read, xlsx, name):
    (sheet,), findings = read(name, xlsx(fill))
    assert (ROWS, name, "月报") == (sheet.rows, sheet.file, sheet.name)
    assert () == findings


@pytest.mark.parametrize("name", ["a.xls", "a.et", "a.xlsx"])
def test_xls_is_noted(read, xls, name):
    (sheet,), (note,) = read(name, xls(fill))
    assert (ROWS, "月报") == (sheet.rows, sheet.name)
    assert (Severity.NOTE, "old_format") == (note.severity, note.code)


def test_ods_with_its_endless_blank_rows(read, ods):
    (sheet,), findings = read("a.ods", ods(ODS_ROWS + BLANK_TAIL))
    assert (ROWS, "月报") == (sheet.rows, sheet.name)
    assert () == findings


def test_blank_rows_and_columns_keep_places_true(read, xlsx):
    (sheet,), _ = read("a.xlsx", xlsx(lambda s: s.write("C3", "x")))
    assert "x" == sheet.rows[2][2]
    assert "a.xlsx · sheet 月报 · cell C3" == str(sheet.place(2, 2))


def test_kinds_of_cells(read):
    book, target = openpyxl.Workbook(), io.BytesIO()
    day, moment = date(2024, 9, 30), datetime(2024, 9, 30, 8, 30)  # noqa: DTZ001 - as Excel keeps it
    book.active.append([3, 0.1 + 0.2, True, day, moment, " x ", "", None, "１"])
    book.save(target)
    (sheet,), _ = read("a.xlsx", target.getvalue())
    numbers = Decimal(3), Decimal("0.3")
    assert (*numbers, True, day, moment, "x", None, None, "１") == sheet.rows[0]


def test_a_merged_cell_stands_at_its_top_left(read, xlsx):
    (sheet,), _ = read(
        "a.xlsx", xlsx(lambda s: s.merge_range("A1:B2", "x") or s.write("C3", 1))
    )
    assert ("x", None) == sheet.rows[0][:2]
    assert (None, None) == sheet.rows[1][:2]


def test_a_hidden_sheet_is_skipped_and_named(read):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        fill(book.add_worksheet("月报"))
        hidden = book.add_worksheet("字典")
        hidden.write("A1", "=1/0")
        hidden.hide()
        book.add_worksheet("空白")
    sheets, (note,) = read("a.xlsx", target.getvalue())
    assert ["月报"] == [sheet.name for sheet in sheets]
    assert (Severity.NOTE, "hidden_sheet") == (note.severity, note.code)
    assert "字典" in str(note.text)


def test_a_hidden_sheet_of_our_own_is_read(tmp_path):
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active.title = "月报"
    for name in ("saima", "字典"):
        book.create_sheet(name).append([name])
        book[name].sheet_state = "veryHidden"
    book["月报"].append(["单位"])
    book.save(target)
    path = tmp_path / "a.xlsx"
    path.write_bytes(target.getvalue())
    sheets, (note,) = read_sheets(path, "a.xlsx", hidden={"saima"})
    assert ["月报", "saima"] == [sheet.name for sheet in sheets]
    assert "Hidden sheets were not read: 字典" == str(note.text)


def as_excel_saves_the_empty_text(xml):
    return xml.replace(b'<c r="B3">', b'<c r="B3" t="str">')


def test_a_hidden_sheet_of_ods(read, ods):
    sheets, (note,) = read("a.ods", ods(ODS_ROWS, hidden=ODS_ROWS))
    assert ["月报"] == [sheet.name for sheet in sheets]
    assert "Hidden sheets were not read: 字典" == str(note.text)


def test_formulas_with_values_are_noted_once_a_sheet(read, xlsx, repack):
    def formulas(sheet):
        sheet.write("A1", 1)
        sheet.write_formula("B2", "=A1*2", None, 2)
        sheet.write_formula("B3", '=IF(A1=1,"","x")', None, "")
        sheet.write_formula("B4", "=A1*0", None, 0)

    part = "xl/worksheets/sheet1.xml"
    data = repack(xlsx(formulas), {part: as_excel_saves_the_empty_text})
    (sheet,), (note,) = read("a.xlsx", data)
    assert [None, Decimal(2), None, Decimal(0)] == [row[1] for row in sheet.rows]
    assert ("formula_cached", "B2") == (note.code, note.place.cell)
    assert "3 formulas" in str(note.text)


def test_percentages_of_xlsx(read):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for row, code in enumerate(["0%", "0.00%", '0.0"%"', "0.0\\%", "0.0 %;-0.0"]):
            sheet.write(row, 1, 0.81, book.add_format({"num_format": code}))
        sheet.write(9, 1, "0.81", book.add_format({"num_format": "0%"}))
    (sheet,), _ = read("a.xlsx", target.getvalue())
    assert {(0, 1), (1, 1), (4, 1)} == sheet.percent_cells


def test_percentages_of_xls(read, xls):
    def shares(sheet):
        for row, code in enumerate(["0%", "0.0%", "0.00", '0.0"%"']):
            style = xlwt.easyxf(num_format_str=code)
            sheet.write(row, 0, 0.81, style)
            sheet.write(row, 1, 3, style)
            sheet.write(row, 2, 4, style)

    (sheet,), _ = read("a.xls", xls(shares))
    assert {(r, c) for r in (0, 1) for c in (0, 1, 2)} == sheet.percent_cells


def test_percentages_of_ods(read, ods):
    rows = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell '
        'office:value-type="percentage" office:value="0.81"><text:p>81%</text:p>'
        "</table:table-cell></table:table-row>"
    )
    (sheet,), _ = read("a.ods", ods(rows + ODS_ROWS))
    assert Decimal("0.81") == sheet.rows[1][0]
    assert {(0, 0), (1, 0)} == sheet.percent_cells
