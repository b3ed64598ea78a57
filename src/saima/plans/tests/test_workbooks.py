"""A plan goes out as a workbook and comes back: changed, strange, wrong or with gaps."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.utils.cell import column_index_from_string, coordinate_to_tuple

from saima.core.refusal import Refused
from saima.core.words import untranslated
from saima.plans.actions.workbooks import Trial, form_of, load, receive, try_out
from saima.plans.grid import year_plan
from saima.plans.models import Draft, PlanUpload, Target
from saima.plans.queries import target_values
from saima.plans.tests.made import TIED, YEAR, Office, number
from saima.writing.plan_workbook import plan_workbook

Rows = list[list[Any]]


def out(
    planning: Office, *, money: str = "万元", year: int = YEAR, unit: str = "g"
) -> bytes:
    row = planning.units[unit]
    targets = target_values(year_plan(row, year, with_drafts=True).rows.values())
    return plan_workbook(form_of(row, year, money=money), targets, untranslated)


def changed(
    content: bytes, found: Mapping[tuple[str, str], Mapping[str, Any]]
) -> bytes:
    """The workbook with other numbers: by subject and indicator, then by heading."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for row in (row for sheet in shown for row in sheet.iter_rows(max_col=22)):
        cells = found.get((row[1].value, row[3].value), {})
        for column, value in cells.items():
            row[column_index_from_string(column) - 1].value = value
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def drawn(rows: Rows, merged: tuple[str, ...] = ()) -> bytes:
    """A workbook as a group draws it by itself."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("计划")
        for index, row in enumerate(rows):
            sheet.write_row(index, 0, row)
        for place in merged:
            sheet.merge_range(place, "")
            (top, left), _ = (coordinate_to_tuple(c) for c in place.split(":"))
            sheet.write(top - 1, left - 1, rows[top - 1][left - 1])
    return target.getvalue()


def sent(planning: Office, content: bytes, *, year: int = YEAR) -> PlanUpload:
    return receive(planning.root, year, "计划.xlsx", content, by=planning.who())


def loaded(planning: Office, content: bytes) -> Trial:
    upload = sent(planning, content)
    trial = try_out(upload)
    assert trial.loadable, [str(f) for f in trial.findings]
    load(upload, trial.seen, by=planning.who())
    return trial


def codes(trial: Trial) -> list[str]:
    return [finding.code for finding in trial.findings]


@pytest.mark.parametrize("money", ["万元", "亿元"])
def test_out_and_back_in_says_the_same(planning: Office, money: str) -> None:
    planning.adopted()
    planning.type({("a", "rate", "year"): "90", ("b", "brands", "year"): "12"})
    trial = try_out(sent(planning, out(planning, money=money)))
    assert trial.loadable
    assert () == trial.changes
    assert 5 == len(year_plan(planning.root, YEAR, with_drafts=True).rows)


def test_out_changed_in_and_adopted(planning: Office) -> None:
    planning.adopted()
    book = changed(
        out(planning),
        {
            ("a公司", "营业收入"): {"E": 1320, **dict.fromkeys(MONTHS, 110)},
            ("g集团", "营业收入"): {"E": 2520, **dict.fromkeys(MONTHS, 210)},
        },
    )
    trial = loaded(planning, book)
    assert {"a", "g"} == {one.after.subject for one in trial.changes}
    assert 2 == Draft.objects.count()
    rows = planning.adopt("新增项目")
    assert {number("1320"), number("2520")} == {row.amount for row in rows}
    assert 5 == Target.objects.count()


MONTHS = [chr(ord("I") + n) for n in range(12)]


def test_a_gap_is_loaded_and_closed_in_the_grid(planning: Office) -> None:
    planning.adopted()
    raised = {"E": 1320, **dict.fromkeys(MONTHS, 110)}
    loaded(planning, changed(out(planning), {("a公司", "营业收入"): raised}))
    with pytest.raises(Refused, match="gaps are open"):
        planning.adopt("新增项目")
    old = Target.objects.get(subject__code="g").event_id
    planning.draft({"g": "2520"}, seen=old)
    assert 2 == len(planning.adopt("新增项目"))


def test_a_wrong_cell_refuses_the_whole_workbook(planning: Office) -> None:
    planning.adopted()
    book = changed(
        out(planning),
        {("a公司", "营业收入"): {"E": "many"}, ("b公司", "营业收入"): {"E": 1300}},
    )
    upload = sent(planning, book)
    trial = try_out(upload)
    assert "not_a_number" in codes(trial)
    assert any(f.place.cell and f.place.cell.startswith("E") for f in trial.findings)
    with pytest.raises(Refused, match="nothing was loaded"):
        load(upload, trial.seen, by=planning.who())
    assert 0 == Draft.objects.count()


def test_merged_heads_and_units_in_headings_are_read(planning: Office) -> None:
    heads: Rows = [
        ["2026年计划"],
        ["单位", "指标", "全年目标（亿元）", "分月计划（万元）"],
        ["", "", "", *(f"{n}月" for n in range(1, 13))],
        ["g集团", "营业收入", 0.24, *[200] * 12],
        ["a公司", "营业收入", 0.12, *[100] * 12],
        ["b公司", "营业收入", 0.12, *[100] * 12],
    ]
    merged = ("A1:O1", "A2:A3", "B2:B3", "C2:C3", "D2:O2")
    trial = loaded(planning, drawn(heads, merged))
    assert 3 == len(trial.changes)
    assert number("2400") == Draft.objects.get(subject__code="g").amount
    assert 3 == len(planning.adopt())


def test_a_stranger_is_refused(planning: Office) -> None:
    planning.adopted()
    other_unit = try_out(sent(planning, out(planning, unit="a")))
    other_year = try_out(sent(planning, out(planning, year=YEAR + 1)))
    book = openpyxl.load_workbook(io.BytesIO(out(planning)))
    for row in book.worksheets[-1].iter_rows():
        if "form" == row[0].value:
            row[1].value = "0"
    target = io.BytesIO()
    book.save(target)
    other_form = try_out(sent(planning, target.getvalue()))
    found = [codes(t) for t in (other_unit, other_year, other_form)]
    assert [["other_unit"], ["another_year"], ["other_form"]] == found
    assert "no_targets" not in codes(try_out(sent(planning, out(planning))))


def test_the_same_file_twice_and_a_late_load(planning: Office) -> None:
    planning.adopted()
    raised = {"E": 1320, **dict.fromkeys(MONTHS, 110)}
    book = changed(out(planning), {("a公司", "营业收入"): raised})
    upload = sent(planning, book)
    trial = try_out(upload)
    seen = Target.objects.get(subject__code="a").event_id
    planning.type({("a", "revenue", "year"): "1300"}, seen=seen, by="planner2")
    with pytest.raises(Refused, match="changed meanwhile"):
        load(upload, trial.seen, by=planning.who())
    assert number("1300") == Draft.objects.get().amount
    assert 1 == load(upload, try_out(upload).seen, by=planning.who())
    assert number("1320") == Draft.objects.get().amount
    with pytest.raises(Refused, match="very file was loaded"):
        sent(planning, book)
    assert TIED["a"] != "1320"
