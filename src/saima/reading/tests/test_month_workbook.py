"""A month's workbook comes back: what is read, and each thing that is refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from saima.core.figures import Basis
from saima.core.filling import Entry, MonthForm
from saima.core.findings import Finding, Severity, blocking
from saima.core.month_sheet import ABOUT, HEADINGS
from saima.core.periods import Month
from saima.core.subjects import Subject
from saima.core.tests.exact import D
from saima.core.tests.forms import (
    BRANDS,
    PROFIT,
    PROJECT,
    UNIT,
    USUAL,
    form,
    line,
    usual,
)
from saima.core.words import untranslated
from saima.reading.month_workbook import read_month_workbook
from saima.reading.tests.conftest import packed
from saima.writing.month_workbook import month_workbook

FIGURES, LISTS = "Figures of the month", "Lists of items"
COLUMN = {name: "ABCDEFGHIJKLM"[index] for index, name in enumerate(HEADINGS)}
NAMES = ("示例品牌甲", "示例品牌乙")
ENTRIES = tuple(
    Entry(key, D(value), items=NAMES if key[1] == "brands" else ())
    for key, value in USUAL.items()
)
Read = tuple[tuple[Entry, ...], tuple[Finding, ...]]
Edit = Callable[[Any], object]  # of the workbook as openpyxl opens it


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Read]:
    """Read bytes, or the usual workbook after a change by openpyxl, for a form."""

    def read_bytes(
        change: Edit | bytes | None = None, asked: MonthForm | None = None
    ) -> Read:
        data = change
        if not isinstance(data, bytes):
            data = month_workbook(usual(), ENTRIES, untranslated)
            data = data if change is None else edited(data, change)
        path = tmp_path / "五月.xlsx"
        path.write_bytes(data)
        return read_month_workbook(path, "五月.xlsx", asked or usual())

    return read_bytes


def edited(data: bytes, change: Edit) -> bytes:
    """The workbook after a change by openpyxl."""
    book, target = openpyxl.load_workbook(io.BytesIO(data)), io.BytesIO()
    change(book)
    book.save(target)
    return target.getvalue()


def typed(column: str, value: object, row: int = 5) -> Edit:
    """A value typed into the sheet of figures."""

    def change(book: Any) -> None:
        book[FIGURES][f"{COLUMN.get(column, column)}{row}"] = value

    return change


def typed_in_list(cell: str, value: object) -> Edit:
    """A value typed into the sheet of lists, whose rows begin with 4."""

    def change(book: Any) -> None:
        book[LISTS][cell] = value

    return change


def told(findings: tuple[Finding, ...]) -> list[tuple[str, str | None]]:
    """Code and cell of each finding."""
    return [(finding.code, finding.place.cell) for finding in findings]


def errors(findings: tuple[Finding, ...]) -> set[str]:
    """The codes of the errors."""
    return {f.code for f in findings if f.severity is Severity.ERROR}


# --- What is read --------------------------------------------------------------------


def test_a_workbook_comes_back_as_it_went_out(read) -> None:
    assert (ENTRIES, ()) == read()
    assert (ENTRIES, ()) == read(lambda book: None)


def test_an_empty_workbook_lacks_its_figures_and_nothing_else(read) -> None:
    entries, (note,) = read(month_workbook(usual(), (), untranslated))
    assert [Entry(key) for key in USUAL] == list(entries)
    assert ("missing_figure", Severity.NOTE) == (note.code, note.severity)
    assert ("5 lines have no figure yet", "I5") == (str(note.text), note.place.cell)


@pytest.mark.parametrize(
    ("column", "value", "wanted", "codes"),
    [
        ("value", 120, {"value": D(120)}, []),
        ("value", "120", {"value": D(120)}, []),
        ("value", "0.012亿元", {"value": D(120)}, ["read_as"]),
        ("value", None, {"value": None}, ["missing_figure"]),
        ("note", " 示例说明\n第二行 ", {"note": "示例说明\n第二行"}, []),
        ("note", 12.5, {"note": "12.5"}, []),
        ("confirmed", "是", {"confirmed": True}, []),
        ("confirmed", "yes", {"confirmed": True}, []),
    ],
)
def test_what_was_typed_is_read(read, column, value, wanted, codes) -> None:
    (first, *others), findings = read(typed(column, value))
    assert replace(ENTRIES[0], **wanted) == first
    assert list(ENTRIES[1:]) == others
    assert codes == [finding.code for finding in findings]
    assert not blocking(findings)


def test_a_number_shown_as_a_percentage_is_read_as_such(read) -> None:
    def change(book: Any) -> None:
        cell = book[FIGURES][f"{COLUMN['value']}9"]
        cell.value, cell.number_format = 0.915, "0.0%"

    entries, (note,) = read(change)
    assert D("91.5") == entries[4].value
    assert ("read_as", "I9") == (note.code, note.place.cell)


def test_a_form_in_another_language_is_read_in_its_own(read) -> None:
    data = month_workbook(usual(), ENTRIES, lambda text: f"〔{text}〕")
    assert (ENTRIES, ()) == read(data)


def test_rows_may_be_sorted_and_sheets_renamed(read) -> None:
    def change(book: Any) -> None:
        sheet = book[FIGURES]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
        for row, values in enumerate(reversed(rows), start=5):
            for column, value in enumerate(values, start=1):
                sheet.cell(row, column, value)
        sheet.title = "示例"
        book.move_sheet(sheet, 1)

    assert (ENTRIES, ()) == read(change)


@settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    value=st.none()
    | st.decimals(
        min_value=-(10**15) + 1, max_value=10**15 - 1, places=8, allow_nan=False
    )
    | st.integers(-(10**15) + 1, 10**15 - 1).map(D)
    | st.integers(-(10**9), 10**9).map(lambda n: D(n).scaleb(-2)),
    note=st.text(st.characters(exclude_categories=["C"]), max_size=30),
    names=st.lists(st.sampled_from("甲乙丙=+-@'"), unique=True).map(tuple),
)
def test_every_value_comes_back(tmp_path, value, note, names) -> None:
    asked = form(line(PROFIT), line(BRANDS, items=True))
    entries = (
        Entry(("c1", "profit"), value, note.strip()),
        Entry(("c1", "brands"), D(len(names)), items=names),
    )
    path = tmp_path / "a.xlsx"
    path.write_bytes(month_workbook(asked, entries, untranslated))
    back, findings = read_month_workbook(path, "a.xlsx", asked)
    assert entries == back
    assert not blocking(findings)


# --- Whose workbook it is ------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (usual(), None),
        (replace(usual(), unit=Subject("c2", "示例交投公司")), "other_unit"),
        (replace(usual(), month=Month(2026, 6)), "other_month"),
        (form(*usual().lines[1:]), "other_form"),
        (form(*usual().lines, line(BRANDS, subject=PROJECT)), "other_form"),
        (
            form(replace(usual().lines[0], basis=Basis.TO_DATE), *usual().lines[1:]),
            "other_form",
        ),
    ],
)
def test_only_the_workbook_that_was_asked_for_is_read(read, asked, code) -> None:
    entries, findings = read(None, asked)
    assert (code is None) == bool(entries)
    assert ([] if code is None else [code]) == [f.code for f in findings]


def test_the_units_and_months_are_named(read) -> None:
    _, (unit,) = read(None, replace(usual(), unit=Subject("c2", "示例交投公司")))
    assert "示例城建公司, not of 示例交投公司" in str(unit.text)
    _, (month,) = read(None, replace(usual(), month=Month(2026, 6)))
    assert "2026-05, not of 2026-06" in str(month.text)
    assert "五月.xlsx" == month.place.file


def without_record(book: Any) -> None:
    del book[ABOUT]


def a_plan(book: Any) -> None:
    book[ABOUT]["B1"] = "saima-plan"


def without_a_heading_in_the_record(book: Any) -> None:
    for row in book[ABOUT].iter_rows():
        if row[0].value == "fill:value":
            row[0].value = "x"


def the_record_alone(book: Any) -> None:
    for name in (FIGURES, LISTS):
        del book[name]
    book.create_sheet("x")


@pytest.mark.parametrize(
    "change",
    [without_record, a_plan, without_a_heading_in_the_record, the_record_alone],
)
def test_what_is_no_month_workbook_is_refused(read, change) -> None:
    assert ((), [("not_our_workbook", None)]) == (
        read(change)[0],
        told(read(change)[1]),
    )


def test_what_is_no_workbook_at_all_is_refused(read) -> None:
    assert ["not_our_workbook"] == [f.code for f in read("对象,本月数\n".encode())[1]]
    assert ["truncated"] == [f.code for f in read(b"PK\x03\x04 and no end")[1]]
    assert ["macro"] == [
        f.code
        for f in read(
            packed({"[Content_Types].xml": "macroEnabled", "xl/workbook.xml": ""})
        )[1]
    ]


def test_a_cell_without_a_value_is_refused_by_the_door(read) -> None:
    entries, findings = read(typed("value", "#DIV/0!"))
    assert ((), [("error_cell", "I5")]) == (entries, told(findings))
    entries, findings = read(typed("value", "=1+1"))
    assert ((), [("formula_uncached", "I5")]) == (entries, told(findings))


def test_an_old_workbook_is_read_too(read) -> None:
    """As WPS saves it when it is told to."""
    ours = openpyxl.load_workbook(
        io.BytesIO(month_workbook(usual(), ENTRIES, untranslated))
    )
    book, target = xlwt.Workbook(), io.BytesIO()
    for sheet in ours:
        copied = book.add_sheet(sheet.title)
        copied.visibility = 0 if sheet.sheet_state == "visible" else 2
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    copied.write(cell.row - 1, cell.column - 1, cell.value)
    book.save(target)
    entries, findings = read(target.getvalue())
    assert (ENTRIES, ["old_format"]) == (entries, [f.code for f in findings])


# --- Columns and rows ----------------------------------------------------------------


def without_the_column(book: Any) -> None:
    book[FIGURES].delete_cols(9)


def without_the_figures(book: Any) -> None:
    del book[FIGURES]


def twice_the_figures(book: Any) -> None:
    book.copy_worksheet(book[FIGURES])


def without_the_lists(book: Any) -> None:
    del book[LISTS]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (typed("value", "本月", row=4), ("heading_changed", "I4")),
        (typed("value", None, row=4), ("heading_changed", "I4")),
        (typed("N", "Explanation", row=4), ("column_twice", "N4")),
        (without_the_column, ("heading_changed", "I4")),
        (without_the_figures, ("no_heading", None)),
        (twice_the_figures, ("table_twice", "A4")),
    ],
)
def test_a_table_without_its_headings_is_not_read(read, change, found) -> None:
    entries, findings = read(change)
    assert ((), [found]) == (entries, told(findings))


def test_a_heading_that_was_changed_is_named(read) -> None:
    _, (finding,) = read(typed("value", "本月", row=4))
    wanted = "“本月” stands where the heading “This month's figure” belongs"
    assert wanted == str(finding.text)
    _, (finding,) = read(without_the_column)
    assert "the column “This month's figure” is not there" == str(finding.text)


def test_the_lists_are_needed_where_something_is_listed(read) -> None:
    entries, findings = read(without_the_lists)
    assert "no_heading" in errors(findings)
    assert 5 == len(entries)
    plain = form(line())
    data = month_workbook(plain, [Entry(("c1", "revenue"), D(1))], untranslated)
    assert () == read(data, plain)[1]


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("subject", "另一家公司", "cell_changed"),
        ("indicator", "利润", "cell_changed"),
        ("unit_of_measure", "亿元", "cell_changed"),
        ("basis", "to date", "cell_changed"),
        ("target", 1201, "cell_changed"),
        ("target", None, "cell_changed"),
        ("planned", "九十", "cell_changed"),
        ("planned", True, "cell_changed"),
        ("planned", "100.00", None),
        ("subject", "示例城建公司 ", None),
        ("number", 99, None),
    ],
)
def test_what_is_not_to_be_filled_in_stays_as_it_is(read, column, value, code) -> None:
    entries, findings = read(typed(column, value))
    assert ENTRIES == entries
    assert ([] if code is None else [(code, f"{COLUMN[column]}5")]) == told(findings)


def test_a_changed_cell_is_told_with_what_saima_has(read) -> None:
    _, (finding,) = read(typed("planned", 90))
    assert Severity.ERROR is finding.severity
    assert (
        "“Plan of the month” is not to be filled in: “90” stands here, in Saima “100”"
    ) == str(finding.text)


def test_a_figure_of_last_month_that_was_mended_meanwhile_is_noted(read) -> None:
    entries, (note,) = read(typed("before", 91))
    assert ENTRIES == entries
    assert ("figure_before", Severity.NOTE) == (note.code, note.severity)


def a_row_deleted(book: Any) -> None:
    book[FIGURES].delete_rows(6)


def a_row_added(book: Any) -> None:
    sheet = book[FIGURES]
    sheet["B10"], sheet["I10"] = "示例二号地块", 5


def a_key_changed(book: Any) -> None:
    book[FIGURES]["L6"] = "p9"


def a_row_twice(book: Any) -> None:
    sheet = book[FIGURES]
    for cell in sheet[5]:
        sheet.cell(10, cell.column, cell.value)


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (a_row_deleted, [("row_missing", None)]),
        (a_row_added, [("row_added", "B10")]),
        (a_key_changed, [("row_added", "B6"), ("row_missing", None)]),
        (a_row_twice, [("row_twice", "B10")]),
    ],
)
def test_no_row_is_taken_away_or_put_in(read, change, found) -> None:
    entries, findings = read(change)
    assert found == told(findings)
    assert 4 <= len(entries) <= 5
    assert {"row_missing", "row_added", "row_twice"} >= errors(findings)


def test_the_lines_that_are_missing_are_named(read) -> None:
    _, (finding,) = read(a_row_deleted)
    wanted = "1 lines of the form are not there: 示例一号地块 营业收入"
    assert wanted == str(finding.text)
    _, (finding,) = read(lambda book: book[FIGURES].delete_rows(5, 5))
    assert "5 lines" in str(finding.text)


# --- What is in the cells ------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "found", "severity"),
    [
        (typed("value", "约一百"), ("not_a_number", "I5"), Severity.ERROR),
        (typed("value", -1), ("negative", "I5"), Severity.ERROR),
        (typed("value", 1.5, row=8), ("not_whole", "I8"), Severity.ERROR),
        (typed("value", 1_000_000), ("ten_thousand_times", "I5"), Severity.QUESTION),
        (typed("value", 23.9, row=7), ("needs_words", "J7"), Severity.NOTE),
        (typed("confirmed", "也许"), ("unknown_choice", "K5"), Severity.ERROR),
        (typed("note", "字" * 1001), ("text", "J5"), Severity.ERROR),
        (typed_in_list("C5", None), ("blank_item", "C5"), Severity.ERROR),
        (typed_in_list("C5", "示例品牌甲"), ("item_twice", "C5"), Severity.ERROR),
        (typed_in_list("C6", "示例品牌丙"), ("items_do_not_tie", "C4"), Severity.ERROR),
        (typed_in_list("B5", "利润总额"), ("item_of_what", "B5"), Severity.ERROR),
    ],
)
def test_what_is_wrong_is_named_at_its_cell(read, change, found, severity) -> None:
    entries, findings = read(change)
    assert (found, severity) == (told(findings)[0], findings[0].severity)
    assert 5 == len(entries)


def test_a_question_is_answered_in_the_workbook(read) -> None:
    def change(book: Any) -> None:
        typed("value", 1_000_000)(book)
        typed("confirmed", "是")(book)

    entries, findings = read(change)
    assert (D(1_000_000), True, ()) == (
        entries[0].value,
        entries[0].confirmed,
        findings,
    )


def test_a_number_that_cannot_be_read_is_not_also_missing(read) -> None:
    _, findings = read(typed("value", "约一百"))
    assert [("not_a_number", "I5")] == told(findings)


def test_a_row_of_a_list_needs_no_more_than_tells_it_apart(read) -> None:
    def change(book: Any) -> None:
        for cell in ("A4", "B5"):
            book[LISTS][cell] = None
        book[LISTS]["D5"] = "示例备注"

    assert (ENTRIES, ()) == read(change)


def test_a_row_of_a_list_that_may_be_of_several_is_refused(read) -> None:
    asked = form(*(line(BRANDS, subject=one, items=True) for one in (UNIT, PROJECT)))
    entries = [Entry((code, "brands"), D(1), items=("示例",)) for code in ("c1", "p1")]
    data = month_workbook(asked, entries, untranslated)
    assert (tuple(entries), ()) == read(data, asked)
    _, findings = read(edited(data, typed_in_list("A5", None)), asked)
    assert ("item_of_what", "B5") == told(findings)[0]
