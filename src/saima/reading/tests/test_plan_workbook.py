"""The workbook of a plan, out and back: nothing is lost, strangers are told."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from saima.core.findings import Severity
from saima.core.intake.targets import PlacedTarget, Plan
from saima.core.subjects import Subject
from saima.core.targets import Bound, Target, Targets
from saima.core.tests.drawn import tried
from saima.core.tests.exact import D
from saima.core.tests.plans import ALL, FORM, PLAN, ROOT, TREE, USUAL, by_key
from saima.core.units_of_measure import UNITS
from saima.core.words import Translate, untranslated
from saima.reading.plan_workbook import Read, read_plan_workbook
from saima.writing.plan_workbook import plan_workbook

MONEY = "Amounts of money"
Change = Callable[[openpyxl.Workbook], object]
In = Callable[..., Read]


@pytest.fixture
def back(tmp_path: Path) -> In:
    """Read the bytes of a workbook as the plan of a group company."""

    def read(
        data: bytes,
        plan: Plan = PLAN,
        root: Subject = ROOT,
        name: str = "计划.xlsx",
    ) -> Read:
        path = tmp_path / name
        path.write_bytes(data)
        return read_plan_workbook(path, name, plan, root)

    return read


def written(targets: Targets = USUAL, say: Translate = untranslated, **more) -> bytes:
    return plan_workbook(replace(FORM, **more), targets, say)


def changed(change: Change, data: bytes | None = None) -> bytes:
    """A workbook of ours, as somebody saves it with other cells."""
    book = openpyxl.load_workbook(io.BytesIO(data or written()))
    change(book)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def targets_of(read: dict[tuple[str, str], PlacedTarget]) -> dict:
    return {key: placed.target for key, placed in read.items()}


def errors(read: Read) -> list[tuple[str, str | None]]:
    """The errors found, as code and cell."""
    severe = [f for f in read[1] if f.severity is Severity.ERROR]
    return [(finding.code, finding.place.cell) for finding in severe]


# --- Our own ----------------------------------------------------------------------


@pytest.mark.parametrize("money", ["元", "万元", "亿元"])
def test_what_goes_out_comes_back(back: In, money: str) -> None:
    read = back(written(money=UNITS[money]))
    assert USUAL == targets_of(read[0])
    assert [] == errors(read)


def test_it_comes_back_as_other_programs_save_it(back: In) -> None:
    assert USUAL == targets_of(back(changed(lambda book: None))[0])


AMOUNTS = st.decimals(
    D("-99999999999999.99"), D("99999999999999.99"), places=8, allow_nan=False
)


@tried(40)
@given(
    st.lists(AMOUNTS, min_size=14, max_size=14),
    st.sampled_from(Bound),
    st.sampled_from(["元", "万元", "亿元"]),
)
def test_every_digit_comes_back(
    tmp_path_factory: pytest.TempPathFactory,
    numbers: list[Decimal],
    bound: Bound,
    money: str,
) -> None:
    year, floor, *months = numbers
    targets = by_key(Target("a", "net", year, tuple(months), bound, floor=floor))
    path = tmp_path_factory.getbasetemp() / "计划.xlsx"
    path.write_bytes(written(targets, money=UNITS[money]))
    read, findings = read_plan_workbook(path, "计划.xlsx", PLAN, ROOT)
    assert targets == targets_of(read)
    assert {"converted", "months_do_not_tie"} >= {f.code for f in findings}


def test_a_cell_that_is_changed_is_read(back: In) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book[MONEY]
        assert "示例城建公司" == sheet["B6"].value
        sheet["E6"] = "≤1.3亿元"

    target = targets_of(back(changed(change))[0])["a", "rev"]
    assert (D(13_000), Bound.AT_MOST) == (target.year, target.bound)


def test_a_wrong_cell_is_named(back: In) -> None:
    def change(book: openpyxl.Workbook) -> None:
        book[MONEY]["E6"] = "约一千"
        book[MONEY]["B5"] = "示例集困"

    wrong = back(changed(change))
    assert [("unknown_subject", "B5"), ("not_a_number", "E6")] == errors(wrong)


def test_rows_may_be_sorted_and_added(back: In) -> None:
    def change(book: openpyxl.Workbook) -> None:
        sheet = book[MONEY]
        for row in (5, 6):
            sheet.move_range(f"B{row}:Z{row}", rows=100)
        for column, value in zip("BDE", ("b", "利润总额", 12), strict=True):
            sheet[f"{column}120"] = value

    read = targets_of(back(changed(change))[0])
    assert D(120_000) == read.pop(("b", "net")).year
    assert USUAL == read


def test_what_is_emptied_is_not_touched(back: In) -> None:
    """Nobody takes a target back by leaving a cell empty."""

    def change(book: openpyxl.Workbook) -> None:
        for cell in book[MONEY][6][4:]:
            cell.value = None

    read = targets_of(back(changed(change))[0])
    assert set(USUAL) - {("a", "rev")} == set(read)


def test_two_of_one_name_are_told_apart_by_their_codes(back: In) -> None:
    read = targets_of(back(written())[0])
    assert (D("46000.1234"), D(1)) == (read["p", "rev"].year, read["q", "rev"].year)


def test_in_a_draft_gaps_are_said_and_loaded(back: In) -> None:
    read, findings = back(changed(lambda book: book[MONEY].__setitem__("E6", 1200)))
    assert D(1200) == read["a", "rev"].target.year
    (note,) = [f for f in findings if f.code == "months_do_not_tie"]
    assert (Severity.NOTE, "E6") == (note.severity, note.place.cell)


def about(name: str, value: str) -> Change:
    def change(book: openpyxl.Workbook) -> None:
        for row in book["saima"].iter_rows():
            if row[0].value == name:
                row[1].value = value

    return change


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("kind", "saima-month", "not_our_workbook"),
        ("form", "0", "other_form"),
        ("root", "h", "other_unit"),
        ("year", "2025", "another_year"),
    ],
)
def test_another_workbook_of_ours(back: In, name: str, value: str, code: str) -> None:
    read = back(changed(about(name, value)))
    assert ({}, [(code, None)]) == (read[0], errors(read))
    assert USUAL == targets_of(back(changed(about("money", "元")))[0])


def test_it_is_of_the_root_and_year_that_are_asked_for(back: In) -> None:
    assert [("other_unit", None)] == errors(back(written(), root=TREE["a"]))
    assert [("another_year", None)] == errors(back(written(), replace(PLAN, year=2027)))


def test_what_lies_outside_is_unknown(back: In) -> None:
    """The plan of a company does not reach its sister, whatever is typed."""
    own = replace(PLAN, subjects=type(TREE)([ROOT, TREE["a"], TREE["p"]]))
    found = errors(back(written(), own))
    assert {"unknown_subject"} == {code for code, _ in found}
    assert found


# --- A group's own ----------------------------------------------------------------


def drawn(fill: Callable[[Any, Any], object], name: str = "营业收入") -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        fill(book.add_worksheet(name), book)
    return target.getvalue()


def test_a_plan_as_it_is_drawn(back: In) -> None:
    """Merged heads in 亿元, an indicator for many rows, subtotals and a signature."""

    def fill(sheet: Any, book: Any) -> None:
        sheet.merge_range("A1:P1", "示例集团2026年度目标分解表")
        for column, text in enumerate(["序号", "指标", "单位", "全年目标（亿元）"]):
            sheet.merge_range(1, column, 2, column, text)
        sheet.merge_range("E2:P2", "分月计划（万元）")
        for number in range(12):
            sheet.write(2, 4 + number, f"{number + 1}月")
        sheet.merge_range("B4:B6", "营业收入")
        for row, (name, year, month) in enumerate(
            [
                ("示例城建公司", 0.12, 100),
                ("示例置业公司", 0.24, 200),
                ("小计", 0.36, 300),
            ],
            start=3,
        ):
            sheet.write_row(row, 2, [name, year, *[month] * 12])
        sheet.merge_range("B7:B8", "招商（户）")
        sheet.write_row(6, 2, ["一、示例城建公司", 7])
        sheet.write_row(7, 2, ["二、示例置业公司", "不适用"])
        sheet.write(9, 0, "填表人：示例")

    read, findings = back(drawn(fill, "目标"))
    years = {key: target.year for key, target in targets_of(read).items()}
    assert {
        ("a", "rev"): D(1200),
        ("b", "rev"): D(2400),
        ("a", "new"): D(7),
        ("b", "new"): None,
    } == years
    assert (D(200),) * 12 == read["b", "rev"].target.months
    assert [] == [f for f in findings if f.severity is not Severity.NOTE]


def test_a_sheet_for_each_indicator(back: In) -> None:
    def fill(sheet: Any, book: Any) -> None:
        other = book.add_worksheet("招商")
        for one, year in ((sheet, 5), (other, 6)):
            one.write_row(0, 0, ["单位", "全年目标"])
            one.write_row(1, 0, ["示例城建公司", year])
        book.add_worksheet("说明").write(0, 0, "示例")

    read, findings = back(drawn(fill))
    years = {key: target.year for key, target in targets_of(read).items()}
    assert {("a", "rev"): D(5), ("a", "new"): D(6)} == years
    assert ["sheet_passed_over"] == [finding.code for finding in findings]


def test_a_text_table_will_do(back: In) -> None:
    text = "单位,指标,全年目标\n示例城建公司,营业收入,0.5亿元\n"
    read, _ = back(text.encode(), name="计划.csv")
    assert D(5000) == read["a", "rev"].target.year


def test_nothing_to_load(back: In) -> None:
    assert [("no_targets", None)] == errors(back(written({})))
    text = "单位,指标,全年目标\n示例城建公司,营业收入,\n"
    assert [("no_targets", None)] == errors(back(text.encode(), name="计划.csv"))


def test_what_is_no_workbook_is_refused_as_everywhere(back: In) -> None:
    assert [("truncated", None)] == errors(back(written()[:-100]))
    assert len(ALL) == 4
