"""Workbooks and other files that are refused, each beside one that is not."""

from __future__ import annotations

import io
import os
import struct
import subprocess
import sys

import openpyxl
import pytest
import xlsxwriter
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile

from saima.core.findings import Severity
from saima.reading.sheets import limits, read_sheets

SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"


@pytest.fixture
def refused(read):
    """Read a file that must yield nothing and one error, and give the error."""

    def error_of(name, data):
        sheets, (finding,) = read(name, data)
        assert () == sheets
        assert Severity.ERROR is finding.severity
        assert name == finding.place.file
        return finding

    return error_of


@pytest.fixture
def good(xlsx):
    return xlsx(lambda sheet: sheet.write("A1", "单位"))


@pytest.fixture
def old(xls):
    return xls(lambda sheet: [sheet.write(row, 0, f"单位{row}") for row in range(999)])


def test_the_files_changed_below_are_good(read, good, old):
    assert () == read("a.xlsx", good)[1]
    assert ["old_format"] == [f.code for f in read("a.xls", old)[1]]


def test_macros_by_extension(refused, good):
    assert "macro" == refused("a.XLSM", good).code


@pytest.mark.parametrize(
    "changes",
    [
        {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"},
        {
            TYPES: lambda types: types.replace(
                b"openxmlformats-officedocument.spreadsheetml.sheet.main",
                b"ms-excel.sheet.macroEnabled.main",
            )
        },
        {"xl/macrosheets/sheet1.xml": b"<x/>"},
    ],
)
def test_macros_under_another_name(refused, good, repack, changes):
    assert "macro" == refused("a.xlsx", repack(good, changes)).code


def with_entry(old, number, name, kind):
    """An old workbook whose directory has another entry in a place."""
    start = old.index("Root Entry".encode("utf-16-le")) + 128 * number
    text = name.encode("utf-16-le")
    entry = text.ljust(64, b"\0") + struct.pack("<HB", len(text) + 2, kind)
    return old[:start] + entry + old[start + len(entry) :]


def test_macros_of_an_old_workbook(refused, old):
    data = with_entry(old, 2, "_VBA_PROJECT_CUR", 1)
    assert "macro" == refused("a.xls", data).code


def test_another_document_of_that_age(refused, old):
    finding = refused("a.xls", with_entry(old, 1, "WordDocument", 2))
    assert "This is a document of another program, not a table" == str(finding.text)


def test_the_binary_form(refused, good, repack):
    data = repack(good, {"xl/workbook.bin": b"\x83\x01"})
    assert "binary_workbook" == refused("a.xlsx", data).code


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_cut_short(refused, good, old, share):
    for name, data in (("a.xlsx", good), ("a.xls", old)):
        assert "truncated" == refused(name, data[: int(len(data) * share)]).code


def test_damaged_inside(refused, good):
    middle = good.index(b"xl/worksheets/sheet1.xml") + 40
    data = good[:middle] + bytes(8) + good[middle + 8 :]
    assert "damaged" == refused("a.xlsx", data).code


def test_xml_that_breaks_off(refused, good, repack):
    data = repack(good, {SHEET: lambda xml: xml[:-30]})
    assert "damaged" == refused("a.xlsx", data).code


def test_password(refused, good):
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(good)).encrypt("secret", target)
    assert "encrypted" == refused("a.xlsx", target.getvalue()).code


def test_password_of_an_old_workbook(refused, old):
    # The record after the first, its kind changed to that of a password.
    start = old.index(b"\x09\x08\x10\x00") + 20
    data = old[:start] + struct.pack("<H", 0x2F) + old[start + 2 :]
    assert "encrypted" == refused("a.xls", data).code


def test_unpacking_without_end(refused, good, repack):
    data = repack(good, {"xl/media/image1.png": bytes(20 * 1024 * 1024)})
    assert "zip_bomb" == refused("a.xlsx", data).code


def test_a_member_that_says_less_than_it_holds(refused, good, repack):
    data = bytearray(repack(good, {"xl/more.xml": b"<x>" + b"1" * 999 + b"</x>"}))
    size = struct.pack("<I", 1006)
    assert 2 == data.count(size)
    assert "damaged" == refused("a.xlsx", data.replace(size, bytes(4))).code


@pytest.mark.parametrize("encoding", ["ascii", "utf-16"])
def test_entities(refused, good, repack, encoding):
    xml = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    data = repack(good, {"xl/sharedStrings.xml": xml.encode(encoding)})
    assert "doctype" == refused("a.xlsx", data).code


@pytest.mark.parametrize(
    ("cell", "code"),
    [("XFD1048576", "too_many_columns"), ("Z1048576", "sparse_sheet"), ("C999", None)],
)
def test_a_cell_far_away(read, xlsx, cell, code):
    sheets, findings = read("a.xlsx", xlsx(lambda sheet: sheet.write(cell, 1)))
    expected = [(code, "月报", cell)] if code else []
    assert expected == [(f.code, f.place.sheet, f.place.cell) for f in findings]
    assert (code is None) == bool(sheets)


@pytest.mark.parametrize(("rows", "code"), [(999, None), (999_999, "too_many_cells")])
def test_a_row_repeated_in_ods(read, ods, rows, code):
    row = (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell '
        'table:number-columns-repeated="9" office:value-type="float" '
        'office:value="1"><text:p>1</text:p></table:table-cell></table:table-row>'
    )
    sheets, findings = read("a.ods", ods(row))
    assert [code] * (code is not None) == [f.code for f in findings]
    assert (rows if code is None else 0) == sum(len(s.rows) for s in sheets)


@pytest.mark.parametrize(("limit", "code"), [(999, None), (998, "too_many_cells")])
def test_cells_are_counted(read, old, monkeypatch, limit, code):
    monkeypatch.setattr(limits, "MAX_CELLS_WORKBOOK", limit)
    sheets, findings = read("a.xls", old)
    assert code in [f.code for f in findings] + [None]
    assert (code is None) == bool(sheets)


def test_bytes_are_counted(refused, good, monkeypatch):
    monkeypatch.setattr(limits, "MAX_BYTES_WORKBOOK", len(good) - 1)
    assert "too_large" == refused("a.xlsx", good).code


def errors(findings):
    return [(f.code, f.place.cell) for f in findings if f.severity is Severity.ERROR]


def test_error_values(read, xlsx):
    def fill(sheet):
        sheet.write("A1", 1)
        sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
        sheet.write("C3", float("nan"))  # written as =#NUM!

    sheets, findings = read("a.xlsx", xlsx(fill))
    assert () == sheets
    assert [("error_cell", "B2"), ("error_cell", "C3")] == errors(findings)
    assert "#DIV/0!" in "".join(map(str, findings))


def test_error_values_of_an_old_workbook(read, xls):
    sheets, findings = read("a.xls", xls(lambda s: s.row(1).set_cell_error(1, 0x2A)))
    assert () == sheets
    assert [("error_cell", "B2")] == errors(findings)
    assert "#N/A" in str(findings[1].text)


ODS_CELL = "<table:table-row><table:table-cell {}><text:p>{}</text:p></table:table-cell></table:table-row>"
FORMULA = 'table:formula="of:=A9" '


@pytest.mark.parametrize(
    ("attributes", "text", "code"),
    [
        (FORMULA + 'office:value-type="float" office:value="1"', "1", None),
        (FORMULA + 'office:value-type="string"', "#DIV/0!", "error_cell"),
        (
            FORMULA + 'office:value-type="float" office:value="0"',
            "Err:502",
            "error_cell",
        ),
        (FORMULA, "", "formula_uncached"),
    ],
)
def test_formulas_of_ods(read, ods, attributes, text, code):
    sheets, findings = read("a.ods", ods(ODS_CELL.format(attributes, text)))
    assert [(code, "A1")] * (code is not None) == errors(findings)
    assert (code is None) == bool(sheets)


@pytest.mark.parametrize("text", ["NaN", "inf"])
def test_what_is_no_number(read, good, repack, text):
    cell = f'<c r="B1"><v>{text}</v></c></row>'.encode()
    data = repack(good, {SHEET: lambda xml: xml.replace(b"</row>", cell)})
    sheets, findings = read("a.xlsx", data)
    assert () == sheets
    assert [("error_cell", "B1")] == errors(findings)


def test_formulas_without_values(read):
    book, target = openpyxl.Workbook(), io.BytesIO()
    book.active.append([1, "=A1*2", "=A1*3"])
    book.save(target)
    sheets, findings = read("a.xlsx", target.getvalue())
    assert () == sheets
    assert [("formula_uncached", cell) for cell in ("B1", "C1")] == errors(findings)


def test_formulas_with_a_value_made_up_by_a_program(read):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet().write_formula("A1", "=1+1")  # XlsxWriter saves 0
    _, findings = read("a.xlsx", target.getvalue())
    assert [("formula_uncached", "A1")] == errors(findings)


def test_formulas_without_values_in_an_old_workbook(read, xls):
    _, findings = read("a.xls", xls(lambda s: s.write(0, 0, xlwt.Formula("1+1"))))
    assert [("formula_uncached", "A1")] == errors(findings)


def test_many_bad_cells_are_counted(read):
    book, target = openpyxl.Workbook(), io.BytesIO()
    for _ in range(100):
        book.active.append(["=1+1"])
    book.save(target)
    _, findings = read("a.xlsx", target.getvalue())
    assert limits.CELLS_NAMED + 1 == len(findings)
    assert "80 more cells" in str(findings[-1])


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"{\\rtf1", "an RTF document"),
        (b"Rar!\x1a\x07", "a packed archive"),
        (b"\xef\xbb\xbf\n<HTML><table>", "a web page or an XML file"),
        (b'<?xml version="1.0"?><Workbook/>', "a web page or an XML file"),
    ],
)
def test_other_kinds_are_named(refused, data, kind):
    finding = refused("a.xls", data)
    assert "unknown_kind" == finding.code
    assert f"This is {kind}, not a table" == str(finding.text)


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        ({TYPES: "<Types/>", "word/document.xml": "<w/>"}, "a Word document"),
        ({TYPES: "<Types/>", "ppt/presentation.xml": "<p/>"}, "a presentation"),
        ({"月报.xlsx": "x"}, "a packed archive"),
    ],
)
def test_other_packed_kinds_are_named(refused, pack, members, kind):
    finding = refused("a.xlsx", pack(members))
    assert f"This is {kind}, not a table" == str(finding.text)


def test_a_workbook_without_a_cell_is_empty(refused, xlsx):
    assert "empty" == refused("a.xlsx", xlsx(lambda sheet: None)).code
    assert "empty" == refused("b.xlsx", b"").code


def test_a_workbook_of_hidden_sheets(refused):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.add_worksheet()
        hidden = book.add_worksheet()
        hidden.write("A1", 1)
        hidden.hide()
    finding = refused("a.xlsx", target.getvalue())
    assert "empty" == finding.code
    assert "hidden" in str(finding.text)


def test_what_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for name, code in ((".", "folder"), ("pipe", "unreadable"), ("no", "unreadable")):
        sheets, (finding,) = read_sheets(tmp_path / name, name)
        assert ((), code) == (sheets, finding.code)


def test_reading_text_loads_no_workbook_library(tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n", encoding="utf-8")
    program = (
        "import sys, pathlib; from saima.reading.sheets import read_sheets\n"
        f"read_sheets(pathlib.Path({str(tmp_path / 'a.csv')!r}), 'a.csv')\n"
        "print(*{'openpyxl', 'python_calamine', 'zipfile'} & {*sys.modules})"
    )
    said = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True
    )
    assert b"" == said.stdout.strip()
