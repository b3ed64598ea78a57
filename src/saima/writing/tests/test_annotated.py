"""A workbook given back with its findings: marks, list, and nothing else changed."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from saima.core.filling import Entry
from saima.core.findings import Finding, Place, Severity
from saima.core.month_sheet import ABOUT, MARKS
from saima.core.tests.exact import D
from saima.core.tests.forms import usual
from saima.core.words import untranslated, words
from saima.writing.annotated import COMMENTS, annotated
from saima.writing.month_workbook import month_workbook

FIGURES, RESULT = "Figures of the month", "Findings of the check"
RED, YELLOW, OPEN = "FFFFC7CE", "FFFFEB9C", "FFFFFBE0"
ORIGINAL = month_workbook(
    usual(), [Entry(("c1", "revenue"), D(1), "=1+1")], untranslated
)


def found(
    cell: str | None,
    severity: Severity = Severity.ERROR,
    text: str = "示例",
    **more: Any,
) -> Finding:
    """A finding at a cell of the sheet of figures."""
    place = Place("a.xlsx", more.pop("sheet", FIGURES), cell, **more)
    return Finding(severity, "code", place, words(text), words("mend it"))


def given_back(*findings: Finding, original: bytes = ORIGINAL) -> Any:
    """The workbook that is given back, as openpyxl opens it."""
    data = annotated(original, findings, untranslated)
    return openpyxl.load_workbook(io.BytesIO(data))


def color(cell: Any) -> str | None:
    """The color of a cell, if it has one."""
    return cell.fill.fgColor.rgb if cell.fill.fill_type else None


@pytest.mark.parametrize(
    ("severity", "wanted"),
    [(Severity.ERROR, RED), (Severity.QUESTION, YELLOW), (Severity.NOTE, OPEN)],
)
def test_a_cell_is_marked_by_its_severity(severity: Severity, wanted: str) -> None:
    sheet = given_back(found("I5", severity))[FIGURES]
    assert (wanted, OPEN) == (color(sheet["I5"]), color(sheet["I6"]))
    assert (severity is Severity.NOTE) == (sheet["I5"].comment is None)
    assert sheet["I6"].comment is None


def test_the_worst_of_a_cell_colors_it_and_all_are_told() -> None:
    two = found("I5", Severity.QUESTION, "甲"), found("I5", text="乙")
    cell = given_back(*two)[FIGURES]["I5"]
    assert RED == color(cell)
    assert "甲 → mend it\n乙 → mend it" == cell.comment.text


def test_the_list_has_every_finding() -> None:
    book = given_back(
        found("I5"), found(None, Severity.NOTE, sheet=None), found(None, line=7)
    )
    rows = [[cell.value for cell in row] for row in book[RESULT].iter_rows(min_row=2)]
    assert [
        ["1", "must be mended", FIGURES, "I5", "示例", "mend it"],
        ["2", "note", "a.xlsx", None, "示例", "mend it"],
        ["3", "must be mended", FIGURES, "A7", "示例", "mend it"],
    ] == [[value or None for value in row] for row in rows]
    assert f"'{FIGURES}'!I5" == book[RESULT]["D2"].hyperlink.location
    assert RED == color(book[FIGURES]["A7"])
    assert RESULT == book.active.title
    selected = [sheet.title for sheet in book if sheet.sheet_view.tabSelected]
    assert [RESULT] == selected


def test_what_protects_and_validates_is_still_there() -> None:
    before = openpyxl.load_workbook(io.BytesIO(ORIGINAL))
    after = given_back(found("I5"), found("B5"))
    for name in before.sheetnames:
        old, new = before[name], after[name]
        assert old.protection.sheet == new.protection.sheet
        rules = [
            {str(rule.sqref): rule.type for rule in one.data_validations.dataValidation}
            for one in (old, new)
        ]
        assert rules[0] == rules[1]
        assert old.sheet_state == new.sheet_state
        assert old.freeze_panes == new.freeze_panes
    sheet = after[FIGURES]
    assert (False, True) == (
        sheet["I5"].protection.locked,
        sheet["B5"].protection.locked,
    )
    assert 4 == len(after.custom_doc_props.props)
    assert "veryHidden" == after[ABOUT].sheet_state == after[MARKS].sheet_state


def test_no_text_becomes_a_formula() -> None:
    book = given_back(found("I5", text="=1+1"))
    cells = [book[FIGURES]["J5"], book[RESULT]["E2"]]
    assert [("=1+1", "s")] * 2 == [(cell.value, cell.data_type) for cell in cells]


def test_signs_that_no_workbook_may_hold_are_left_out() -> None:
    book = given_back(found("I5", text="a\x00b\ud800"))
    assert "ab" == book[RESULT]["E2"].value
    assert book[FIGURES]["I5"].comment.text.startswith("ab")


def test_what_was_marked_before_is_unmarked() -> None:
    own = openpyxl.load_workbook(io.BytesIO(ORIGINAL))
    own[FIGURES]["J5"].comment = Comment("mine", "me")
    own[FIGURES]["B5"].fill = PatternFill("solid", fgColor="FF00FF00")
    target = io.BytesIO()
    own.save(target)
    first = annotated(
        target.getvalue(), [found("I5"), found("J5"), found("B5")], untranslated
    )
    marked = openpyxl.load_workbook(io.BytesIO(first))[FIGURES]
    assert "mine\n\n示例 → mend it" == marked["J5"].comment.text
    second = given_back(found("I6"), original=first)
    sheet = second[FIGURES]
    assert [OPEN, OPEN, "FF00FF00"] == [color(sheet[c]) for c in ("I5", "J5", "B5")]
    assert (None, "mine") == (sheet["I5"].comment, sheet["J5"].comment.text)
    assert RED == color(sheet["I6"])
    assert [2] == [second[name].max_row for name in second.sheetnames if name == RESULT]
    assert 1 == second.sheetnames.count(MARKS)


def test_a_merged_cell_is_marked_at_its_first() -> None:
    assert RED == color(given_back(found("C1"))[FIGURES]["A1"])


def test_a_sheet_that_is_not_there_is_listed_only() -> None:
    book = given_back(found("I5", sheet="另一张"))
    assert "另一张" == book[RESULT]["C2"].value
    assert OPEN == color(book[FIGURES]["I5"])


@pytest.mark.parametrize("original", [b"", "对象,本月数\n".encode(), b"PK\x03\x04"])
def test_of_what_is_no_workbook_the_list_is_given_back(original: bytes) -> None:
    book = given_back(found(None, sheet=None), original=original)
    assert [RESULT] == book.sheetnames
    assert RESULT in given_back().sheetnames


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert FIGURES in given_back(found("I5")).sheetnames
    monkeypatch.setattr("saima.writing.annotated.MOST_UNPACKED", 10_000)
    assert [RESULT] == given_back(found("I5")).sheetnames


def test_of_many_findings_all_are_filled_and_the_first_commented() -> None:
    cells = [f"A{row}" for row in range(20, COMMENTS + 30)]
    book = given_back(*map(found, cells))
    assert {RED} == {color(book[FIGURES][cell]) for cell in cells}
    told = [cell for cell in cells if book[FIGURES][cell].comment]
    assert cells[:COMMENTS] == told
